// The real page beside the editor. It comes from the preview's own port, so nothing of it is reached but
// by messages with its script (`serve/live.js`). A new state of the page is loaded in a second frame
// under the first, scrolled to the same place, and then shown: nothing flickers.

import { h } from './ui.js';

/** `origin` is the address of the preview, with `/` at its end; `onPath` hears which page is shown. */
export function preview(origin, onPath, title) {
  const base = new URL(origin);
  const element = h('div', { class: 'page-frames' });
  let front = null;
  let back = null;
  let path = null;
  let place = { left: 0, top: 0 };
  let isStale = false;

  const frame = () => {
    const made = h('iframe', {
      title,
      sandbox: 'allow-scripts allow-same-origin allow-popups allow-forms',
    });
    element.append(made);
    return made;
  };

  const load = () => {
    isStale = false;
    back?.remove();
    back = frame();
    back.inert = true;
    back.src = new URL(path, base).href;
    // A page without the script of the preview, such as an error page of the browser.
    back.addEventListener('load', () => {
      const loading = back;
      setTimeout(() => {
        if (back === loading && loading) swap();
      }, 500);
    });
  };

  const swap = () => {
    front?.remove();
    front = back;
    back = null;
    front.inert = false;
    front.classList.add('is-shown');
    if (isStale) load();
  };

  const listen = ({ source, data, origin: from }) => {
    if (from !== base.origin || typeof data?.rostok !== 'string') return;
    const isFront = source === front?.contentWindow;
    if (!isFront && source !== back?.contentWindow) return;
    if (data.rostok === 'ready') {
      if (isFront && data.path !== path) {
        path = data.path;
        place = { left: 0, top: 0 };
        onPath(path);
      }
      source.postMessage({ rostok: 'place', ...place }, base.origin);
    } else if (data.rostok === 'placed' && !isFront) {
      swap();
    } else if (data.rostok === 'scroll' && isFront) {
      place = { left: data.left, top: data.top };
    } else if (data.rostok === 'stale') {
      // What is being loaded may be older than this.
      if (back) isStale = true;
      else load();
    }
  };
  addEventListener('message', listen);

  return {
    element,
    /** Shows the page at `next`, a path of the site. */
    show(next) {
      const whole = `/${next.replace(/^\//, '')}`;
      if (whole === path) return;
      path = whole;
      place = { left: 0, top: 0 };
      onPath(path);
      load();
    },
    leave() {
      removeEventListener('message', listen);
      element.remove();
    },
  };
}
