// One tab at a time edits a document; others only read it. The browser frees the lock of a tab that is
// closed or has crashed.

const channel = new BroadcastChannel('rostok-locks');

/**
 * Tries to hold the document `name`. `lost` is called before another tab takes it over and may return a
 * promise: the other tab waits for it a moment. Gives `{ isHeld(), take(), release() }`.
 */
export async function holdDocument(name, lost) {
  let release = null;

  // `options` as of `navigator.locks`. Resolves with whether it is held.
  const request = (options) => new Promise((resolve) => {
    navigator.locks.request(name, options, (lock) => {
      if (!lock) return resolve(false);
      resolve(true);
      return new Promise((free) => {
        release = free;
      });
    }).catch(() => {
      // Another tab took it by force, or did not wait.
      resolve(false);
      if (release) {
        release = null;
        lost();
      }
    });
  });

  const onMessage = async ({ data }) => {
    if (data.name !== name || !release) return;
    const free = release;
    release = null;
    await lost();
    free();
  };
  channel.addEventListener('message', onMessage);

  await request({ ifAvailable: true });
  return {
    isHeld: () => release !== null,
    /** Takes it from the tab that holds it, which saves first; one that does not answer loses it. */
    async take() {
      channel.postMessage({ name });
      const patience = new AbortController();
      const timer = setTimeout(() => patience.abort(), 3000);
      const isGiven = await request({ signal: patience.signal });
      clearTimeout(timer);
      return isGiven || request({ steal: true });
    },
    release() {
      channel.removeEventListener('message', onMessage);
      const free = release;
      release = null;
      free?.();
    },
  };
}
