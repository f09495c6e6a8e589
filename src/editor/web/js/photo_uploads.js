// Photos on their way to the program: three at once, each with its own progress, failure and second try.

const AT_ONCE = 3;
const MOST = 64 * 1024 * 1024;

let number = 0;

/** Why `file` need not be sent at all; null if it may be. */
function refusedAtOnce(file) {
  if (/^(video|audio)\//.test(file.type)) {
    return {
      message: 'Это видео или звук, а не снимок',
      hint: 'выложите видео на Rutube или VK Видео и вставьте ссылку на него в рассказ',
    };
  }
  if (file.size > MOST) {
    return {
      message: 'Файл больше 64 МБ',
      hint: 'уменьшите снимок в любом редакторе, хватит 4000 точек по длинной стороне',
    };
  }
  if (file.size === 0) {
    return { message: 'Файл пуст', hint: 'скопируйте его заново с телефона или фотоаппарата' };
  }
  return null;
}

/**
 * `send(file, onProgress)` promises the answer of the program. `told` hears `changed(item)`,
 * `arrived(item, answer)` and, when nothing waits any more, `done(names)` with the names of the photos that
 * arrived since the last time. An item is `{ id, file, state, progress, error }`; its state is waiting,
 * sending, checking or failed.
 */
export class Uploads {
  constructor(send, told) {
    this.upload = send;
    this.told = told;
    this.items = [];
    this.running = 0;
    this.arrived = [];
  }

  /** How many are not there yet and have not failed. */
  get left() {
    return this.items.filter(({ state }) => state !== 'failed').length;
  }

  add(files) {
    for (const file of files) {
      number += 1;
      const error = refusedAtOnce(file);
      const state = error ? 'failed' : 'waiting';
      const item = { id: number, file, state, progress: 0, error, isFinal: Boolean(error) };
      this.items.push(item);
      this.told.changed(item);
    }
    this.run();
  }

  again(item) {
    Object.assign(item, { state: 'waiting', progress: 0, error: null });
    this.told.changed(item);
    this.run();
  }

  remove(item) {
    this.items = this.items.filter((one) => one !== item);
    this.told.changed(item);
  }

  run() {
    while (this.running < AT_ONCE) {
      const item = this.items.find(({ state }) => state === 'waiting');
      if (!item) return;
      this.send(item);
    }
  }

  async send(item) {
    this.running += 1;
    item.state = 'sending';
    this.told.changed(item);
    try {
      const answer = await this.upload(item.file, (share) => {
        item.progress = share;
        item.state = share >= 1 ? 'checking' : 'sending';
        this.told.changed(item);
      });
      this.items = this.items.filter((one) => one !== item);
      this.arrived.push(answer.name);
      await this.told.arrived(item, answer);
    } catch (error) {
      item.state = 'failed';
      item.error = error;
      // What the file is does not change by sending it again.
      item.isFinal = error.status === 415 || error.status === 413;
      this.told.changed(item);
    }
    this.running -= 1;
    this.run();
    // Others may be waiting for the list that has their photo in it.
    if (this.running === 0 && this.left === 0) {
      const names = this.arrived.splice(0);
      if (names.length > 0) await this.told.done(names);
    }
  }
}

/** Hidden files and what systems leave in folders. */
const isOfSystem = ({ name }) => name.startsWith('.') || /^(thumbs\.db|desktop\.ini|__macosx)$/i.test(name);

/** The files of a drop, those of folders too: which of them are no photos is said of each. */
export async function filesOf(transfer) {
  const entries = [...transfer.items ?? []].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.some((entry) => entry.isDirectory)) return [...transfer.files];
  const found = [];
  const walk = async (entry) => {
    if (isOfSystem(entry)) return;
    if (entry.isFile) {
      found.push(await new Promise((resolve, reject) => {
        entry.file(resolve, reject);
      }));
      return;
    }
    const reader = entry.createReader();
    for (;;) {
      const inside = await new Promise((resolve, reject) => {
        reader.readEntries(resolve, reject);
      });
      if (inside.length === 0) return;
      for (const one of inside) await walk(one);
    }
  };
  for (const entry of entries) await walk(entry);
  return found;
}
