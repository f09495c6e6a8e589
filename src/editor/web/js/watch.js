// What has changed on the disk: the program is asked again and again, as long as somebody sees the page.

import { get } from './api.js';

/**
 * Asks for what has changed since the generation `since()`, and calls `heard(change, since)` with each answer, until
 * `isOver()`. A hidden tab does not ask: browsers give six connections to a server.
 */
export async function watch({ since, heard, isOver }) {
  let pause = 0;
  for (;;) {
    await new Promise((go) => setTimeout(go, pause));
    await visible();
    const hidden = new AbortController();
    const look = () => document.visibilityState === 'hidden' && hidden.abort();
    document.addEventListener('visibilitychange', look);
    try {
      const known = since();
      const change = await get('/api/changes', { since: known }, { signal: hidden.signal });
      pause = 0;
      heard(change, known);
    } catch (error) {
      pause = error.name === 'AbortError' ? 0 : 1000;
    }
    document.removeEventListener('visibilitychange', look);
    if (isOver()) return;
  }
}

const visible = () => new Promise((go) => {
  const look = () => {
    if (document.visibilityState === 'hidden') return;
    document.removeEventListener('visibilitychange', look);
    go();
  };
  document.addEventListener('visibilitychange', look);
  look();
});
