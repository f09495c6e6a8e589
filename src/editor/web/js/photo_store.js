// The photos of one event: what the server knows of them, the changes on their way to it, and thumbnails.
//
// Changes are collected while one is on its way, and sent one after the other, each based on the file that
// the one before it left. A program that was closed is asked again until it answers.

import { blob, get, post } from './api.js';

const SAVE_AFTER = 800;
const RETRY_AFTER = 1500;
const THUMBS_AT_ONCE = 4;

const isAway = (error) => !(error.status >= 400) || error.status === 401 || error.status >= 502;
const isSame = (one, other) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
const isEmpty = (change) => Object.keys(change).length === 0;

/** Both changes as one; where they speak of the same thing, the later one counts. */
function merged(earlier, later) {
  const photos = { ...earlier.photos };
  for (const [name, said] of Object.entries(later.photos ?? {})) photos[name] = { ...photos[name], ...said };
  const all = { ...earlier, ...later };
  if (earlier.common || later.common) all.common = { ...earlier.common, ...later.common };
  if (!isEmpty(photos)) all.photos = photos;
  return all;
}

/** Whether what `change` is about is the same in both answers of the server. */
function isUntouched(change, before, after) {
  const keys = Object.keys(change.common ?? {});
  if (keys.some((key) => !isSame(before.common[key], after.common[key]))) return false;
  const photo = (answer, name) => answer.photos.find((one) => one.name === name) ?? {};
  const ofPhotos = Object.entries(change.photos ?? {}).every(([name, said]) => (
    Object.keys(said).every((key) => isSame(photo(before, name)[key], photo(after, name)[key]))
  ));
  const names = (answer) => answer.photos.map(({ name }) => name);
  const cover = (answer) => answer.photos.find((one) => one.cover)?.name;
  return ofPhotos && (!change.order || isSame(names(before), names(after)))
    && (change.cover === undefined || cover(before) === cover(after));
}

/** Makes `change` in what the server said, until it says it itself. */
function apply(store, change) {
  Object.assign(store.common, change.common);
  for (const photo of store.photos) {
    Object.assign(photo, change.photos?.[photo.name]);
    if (change.cover !== undefined) photo.cover = photo.name === change.cover;
  }
  if (change.order) {
    const place = new Map(change.order.map((name, at) => [name, at]));
    const of = ({ name }) => place.get(name) ?? place.size;
    store.photos.sort((one, other) => of(one) - of(other));
  }
}

/**
 * `told` hears what happens: `loaded()`, `state(name, error)`, `refused(error)`, and answers
 * `conflict()` with a promise of whether the own change goes on.
 */
export class PhotoStore {
  constructor(context, told) {
    this.context = context;
    this.told = told;
    this.photos = [];
    this.common = { alt: null, people: null, consent: null, needs: {} };
    this.pending = {};
    this.isSending = false;
    this.isStopped = false;
    /** Why the last changes are not on the disk. */
    this.failure = null;
    this.waiting = [];
    this.thumbs = new Map();
    this.asked = [];
    this.running = 0;
  }

  get file() {
    return this.context.file;
  }

  async load() {
    this.accept(await get(`/api/photos?file=${encodeURIComponent(this.file)}`));
  }

  accept(answer) {
    this.before = structuredClone(answer);
    this.photos = answer.photos;
    this.common = answer.common;
    this.hash = answer.hash;
    apply(this, this.pending);
    this.told.loaded();
  }

  /**
   * Does `work(file, hash)`, which changes the file of the event, while nobody else writes it. Gives its
   * answer, of which `file` may be a new place.
   */
  async exclusive(work) {
    while (this.turn) await this.turn;
    let free;
    this.turn = new Promise((resolve) => {
      free = resolve;
    });
    let answer = null;
    const { context } = this;
    try {
      await context.settle();
      answer = await work(context.file, context.hash ?? this.hash);
      return answer;
    } finally {
      const { file, hash } = answer ?? {};
      await Promise.resolve(context.changed({ file: file ?? context.file, hash })).catch(() => {});
      this.turn = null;
      free();
    }
  }

  /** Whether something is not on the disk yet. */
  get isDirty() {
    return this.isSending || !isEmpty(this.pending);
  }

  /** Makes a change: at once, or after a rest where somebody writes. */
  change(change, isTyping = false) {
    this.pending = merged(this.pending, change);
    apply(this, change);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), isTyping ? SAVE_AFTER : 0);
  }

  /** Sends what waits. Resolves with whether everything is on the disk. */
  flush() {
    clearTimeout(this.timer);
    if (!this.isDirty) return Promise.resolve(true);
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      this.send();
    });
  }

  async send() {
    if (this.isSending || this.isStopped) return;
    clearTimeout(this.timer);
    this.isSending = true;
    this.failure = null;
    let isDone = true;
    while (isDone && !isEmpty(this.pending)) {
      const change = this.pending;
      this.pending = {};
      isDone = await this.sendOne(change);
    }
    this.isSending = false;
    for (const resolve of this.waiting.splice(0)) resolve(isEmpty(this.pending) && !this.failure);
  }

  /** Whether the next one may follow. */
  async sendOne(change) {
    this.told.state('saving');
    try {
      const answer = await this.exclusive((file, base) => post('/api/photos/change', { file, base, ...change }));
      this.accept(answer);
      this.told.state('saved');
      return true;
    } catch (error) {
      if (error.status === 412) return this.retry(change);
      this.failure = error;
      if (isAway(error)) {
        this.pending = merged(change, this.pending);
        this.told.state('away', error);
        if (!this.isStopped) this.timer = setTimeout(() => this.send(), RETRY_AFTER);
        return false;
      }
      this.told.refused(error);
      await this.load().catch(() => {});
      return false;
    }
  }

  /** The file was changed meanwhile: goes on if that was about something else, or asks. */
  async retry(change) {
    const { before } = this;
    try {
      await this.load();
    } catch (error) {
      this.pending = merged(change, this.pending);
      this.failure = error;
      this.told.refused(error);
      return false;
    }
    if (isUntouched(change, before, this) || await this.told.conflict()) {
      this.pending = merged(change, this.pending);
    }
    return true;
  }

  /** A promise of the address of a thumbnail; fails with the words of the server. */
  thumb(photo, width) {
    const key = `${photo.name}\n${photo.size}\n${width}`;
    if (!this.thumbs.has(key)) {
      this.thumbs.set(key, new Promise((resolve, reject) => {
        this.asked.push({ photo, width, resolve, reject });
        this.nextThumb();
      }));
      this.thumbs.get(key).catch(() => this.thumbs.delete(key));
    }
    return this.thumbs.get(key);
  }

  async nextThumb() {
    if (this.running >= THUMBS_AT_ONCE || this.asked.length === 0 || this.isStopped) return;
    const { photo, width, resolve, reject } = this.asked.shift();
    this.running += 1;
    try {
      const query = `file=${encodeURIComponent(this.file)}&name=${encodeURIComponent(photo.name)}&width=${width}`;
      resolve(URL.createObjectURL(await blob(`/api/thumb?${query}`)));
    } catch (error) {
      reject(error);
    }
    this.running -= 1;
    this.nextThumb();
  }

  stop() {
    this.isStopped = true;
    clearTimeout(this.timer);
    for (const promise of this.thumbs.values()) promise.then((url) => URL.revokeObjectURL(url), () => {});
    this.thumbs.clear();
  }
}
