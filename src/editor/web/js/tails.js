// What was typed and is not on the disk yet, kept by the browser until it is: a crash of the program, of
// the browser or of the computer loses nothing. Where the browser keeps nothing (private windows), all of
// this does nothing.

let opened = null;

function database() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open('rostok', 1);
    request.onupgradeneeded = () => request.result.createObjectStore('tails');
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opened;
}

async function run(mode, work) {
  try {
    const store = (await database()).transaction('tails', mode).objectStore('tails');
    const request = work(store);
    return await new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  } catch {
    return undefined;
  }
}

/** Tails by the folder of the site and the file of the document. */
export const tails = {
  get: (folder, file) => run('readonly', (store) => store.get([folder, file])),
  put: (folder, file, tail) => run('readwrite', (store) => store.put(tail, [folder, file])),
  remove: (folder, file) => run('readwrite', (store) => store.delete([folder, file])),
};
