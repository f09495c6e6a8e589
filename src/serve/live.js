// The preview's own script. It stands in what `rostok serve` answers, never in a file of the site.
//
// The server tells over one stream what changed last, and when: the page is loaded again, or its
// style sheets alone; problems are laid over it. A tab that is not seen lets go of the stream (a
// browser gives six connections to a server, all tabs together) and catches up when it is seen.
(() => {
  'use strict';
  const own = document.currentScript.dataset;
  let shown = Number(own.generation);
  let stream = null;

  // Where the reader was before the page was loaded again.
  const place = 'rostok:' + location.pathname;
  const kept = sessionStorage.getItem(place);
  if (kept) {
    sessionStorage.removeItem(place);
    const [left, top] = JSON.parse(kept);
    const back = () => scrollTo({ left, top, behavior: 'instant' });
    back();
    addEventListener('load', back, { once: true });
  }

  const reload = () => {
    letGo();
    sessionStorage.setItem(place, JSON.stringify([scrollX, scrollY]));
    location.reload();
  };

  // The new sheet is put beside the old one, which goes once the new one is there: nothing flashes.
  const restyle = (generation) => {
    for (const old of document.querySelectorAll('link[rel~="stylesheet"]')) {
      const address = new URL(old.href);
      if (address.origin !== location.origin || old.dataset.rostokOld) continue;
      address.searchParams.set('v', generation);
      const fresh = old.cloneNode();
      fresh.href = address.href;
      old.dataset.rostokOld = 'yes';
      fresh.onload = fresh.onerror = () => old.remove();
      old.after(fresh);
    }
  };

  // What is laid over the page has a root of its own: the site's styles do not reach it.
  const layer = (style) => {
    const host = document.createElement('div');
    host.style.cssText = 'all: initial; position: fixed; z-index: 2147483647; ' + style;
    const root = host.attachShadow({ mode: 'open' });
    root.innerHTML = `<style>
      div { font: 16px/1.5 system-ui, sans-serif; color: #222 }
      section, div.mark { background: #fff; border: 1px solid #999; box-shadow: 0 2px 16px #0006 }
      section { max-height: 70vh; overflow: auto; border-top: 4px solid #c22; padding: .5em 1em }
      section.warnings { border-top-color: #c80 }
      div.mark { padding: .2em .8em; border-radius: 1em; font-size: 14px }
      summary { cursor: pointer; font-weight: bold }
      ol { list-style: none; margin: 0; padding: 0 }
      li { margin: .8em 0; padding-top: .8em; border-top: 1px solid #ddd }
      p { margin: 0; white-space: pre-line } b { color: #c22 } .warning b { color: #a60 }
      code, pre { font: 14px/1.5 ui-monospace, Consolas, monospace }
      pre { margin: .3em 0; padding: .3em .6em; background: #f4f4f4; white-space: pre-wrap }
      mark { background: #fdd; text-decoration: underline wavy #c22 }
    </style>`;
    root.append(document.createElement('div'));
    document.documentElement.append(host);
    return root.lastChild;
  };

  let problems = null;
  let told = '';
  const show = (html) => {
    if (html === told) return;
    told = html;
    problems ??= layer('inset: auto 0 0 0');
    problems.innerHTML = html;
  };

  const learn = (news) => {
    if (news.pages > shown) return reload();
    if (news.styles > shown) restyle(news.styles);
    shown = Math.max(shown, news.generation);
    show(news.problems);
  };

  const letGo = () => {
    stream?.close();
    stream = null;
  };
  const listen = () => {
    if (document.visibilityState === 'hidden') return letGo();
    if (stream) return;
    stream = new EventSource('/_rostok/events');
    stream.onmessage = (event) => learn(JSON.parse(event.data));
    stream.onerror = () => {
      // The browser tries again by itself, but not after an answer that is no stream.
      if (stream?.readyState !== EventSource.CLOSED) return;
      letGo();
      setTimeout(listen, 1000);
    };
  };

  if (own.mark) {
    const mark = layer('inset: .5em .5em auto auto; pointer-events: none');
    mark.className = 'mark';
    mark.textContent = own.mark;
  }
  document.addEventListener('visibilitychange', listen);
  addEventListener('pagehide', letGo);
  addEventListener('pageshow', listen);
  listen();
})();
