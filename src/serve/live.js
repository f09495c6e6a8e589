// The script of the preview. `rostok serve` adds it to its answers; no file of the site contains it.
//
// One event stream carries the generations of the last changes and the problems. The page fetches its new
// state and shows it in place (`live/in_place.js`), reloads its style sheets or, where that is not enough,
// itself, and shows the problems over its content. A hidden tab closes the stream, since a browser allows
// six connections to a server for all tabs together; it reconnects when shown.
//
// Beside the editor the page is in a frame, and what cannot be shown in place is loaded by the editor: so
// that nothing flickers, into a second frame, which is shown once it stands at the same place. The two send
// each other messages: `ready` and `place`, `placed`, `scroll`, `stale`. Problems are shown by the editor then.
(() => {
  'use strict';
  const own = document.currentScript.dataset;
  let generation = Number(own.generation);
  let stream = null;

  // The scroll position from before the reload.
  const positionKey = 'rostok:' + location.pathname;
  const position = sessionStorage.getItem(positionKey);
  if (position) {
    sessionStorage.removeItem(positionKey);
    const [left, top] = JSON.parse(position);
    const restore = () => scrollTo({ left, top, behavior: 'instant' });
    restore();
    addEventListener('load', restore, { once: true });
  }

  let editor = null;

  const reload = () => {
    disconnect();
    if (editor) return tell({ rostok: 'stale' });
    sessionStorage.setItem(positionKey, JSON.stringify([scrollX, scrollY]));
    location.reload();
  };

  const fetchPage = async () => {
    const answer = await fetch(location.pathname + location.search, { cache: 'no-store' });
    return new DOMParser().parseFromString(await answer.text(), 'text/html');
  };

  // What the browser has loaded, before scripts changed it.
  const begin = async () => {
    const page = await fetchPage().catch(() => null);
    const sent = page && Number(inPlace.told(page)?.generation);
    if (sent === generation && !inPlace.isReady()) inPlace.begin(page);
  };

  // One request at a time; the last change is shown at the latest by the request after it.
  let isFetching = false;
  let isStale = false;
  const refresh = async () => {
    isStale = true;
    if (isFetching) return;
    isFetching = true;
    while (isStale) {
      isStale = false;
      const page = await fetchPage().catch(() => null);
      // The program has ended: its next events tell what has changed.
      if (!page) break;
      const told = inPlace.told(page);
      if (!told || !inPlace.change(page)) return reload();
      generation = Number(told.generation);
      title = page.title;
      document.title = title;
      showMark(told.mark);
    }
    isFetching = false;
  };

  // A new sheet is loaded beside the old one, which is removed afterwards, so that the page does not
  // flash.
  const reloadStyles = (version) => {
    for (const old of document.querySelectorAll('link[rel~="stylesheet"]')) {
      const address = new URL(old.href);
      if (address.origin !== location.origin || old.dataset.rostokOld) continue;
      address.searchParams.set('v', version);
      const fresh = old.cloneNode();
      fresh.href = address.href;
      old.dataset.rostokOld = 'yes';
      fresh.onload = fresh.onerror = () => old.remove();
      old.after(fresh);
    }
  };

  // An overlay in a shadow root, which the site's styles do not reach.
  const overlay = (style) => {
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
  let problemsHtml = '';
  const showProblems = (html) => {
    if (html === problemsHtml || editor) return;
    problemsHtml = html;
    problems ??= overlay('inset: auto 0 0 0');
    problems.innerHTML = html;
  };

  let mark = null;
  const showMark = (words) => {
    if (editor || !words && !mark) return;
    mark ??= overlay('inset: .5em .5em auto auto; pointer-events: none');
    mark.className = 'mark';
    mark.textContent = words;
    mark.hidden = !words;
  };

  const update = (event) => {
    showProblems(event.problems);
    // Of a program that was started again after the clock was set back, all numbers are smaller.
    if (event.pages > generation || event.generation < generation) return refresh();
    if (event.styles > generation) reloadStyles(event.styles);
    generation = Math.max(generation, event.generation);
    if (!inPlace.isReady()) begin();
  };

  // The tab of a preview that has ended says so.
  let title = document.title;
  const showClosed = (closed) => {
    document.title = closed ? `Просмотр закрыт — ${title}` : title;
  };

  const disconnect = () => {
    stream?.close();
    stream = null;
  };
  const connect = () => {
    if (document.visibilityState === 'hidden') return disconnect();
    if (stream) return;
    stream = new EventSource('/_rostok/events');
    stream.onmessage = (message) => update(JSON.parse(message.data));
    stream.onopen = () => showClosed(false);
    stream.onerror = () => {
      showClosed(true);
      // The browser reconnects by itself, except after an answer that is no event stream.
      if (stream?.readyState !== EventSource.CLOSED) return;
      disconnect();
      setTimeout(connect, 1000);
    };
  };

  // The editor's messages; other pages send none that mean anything here.
  const tell = (message) => parent.postMessage(message, editor ?? '*');
  const joinEditor = ({ source, origin, data }) => {
    if (editor || source !== parent || data?.rostok !== 'place') return;
    editor = origin;
    // The editor tells the problems and the state itself.
    for (const own of [problems, mark]) own?.getRootNode().host.remove();
    const restore = () => scrollTo({ left: data.left, top: data.top, behavior: 'instant' });
    restore();
    addEventListener('load', restore, { once: true });
    addEventListener('scroll', () => tell({ rostok: 'scroll', left: scrollX, top: scrollY }), { passive: true });
    // Other sites refuse to be shown in a frame.
    addEventListener('click', (event) => {
      const link = event.target.closest?.('a[href]');
      if (link && link.origin !== location.origin) link.target = '_blank';
    }, true);
    const placed = () => tell({ rostok: 'placed' });
    requestAnimationFrame(() => setTimeout(placed));
    // A frame under another one may be painted late.
    setTimeout(placed, 100);
  };
  if (parent !== window) {
    addEventListener('message', joinEditor);
    tell({ rostok: 'ready', path: location.pathname });
  }

  begin();
  showMark(own.mark);
  document.addEventListener('visibilitychange', connect);
  addEventListener('pagehide', disconnect);
  addEventListener('pageshow', connect);
  connect();
})();
