// One document while it is edited: what differs from the disk, when it is shown, when it is saved.
//
// 30 ms after the last key the preview shows it; after 800 ms of rest it is on the disk; the browser
// keeps what is not (`tails`). One request at a time, so that each is based on the file that the one
// before it left. A program that was closed is asked again until it answers.
//
// `disk` is what the file is known to have, `now` what is on the screen; `disk` changes with an answer alone.

import { get, post } from './api.js';
import { movedRows, openedRows, rebasedRows, restoredRows, savedRows } from './rows.js';
import { changes, isSame, isWritten, rebased } from './unsaved.js';
import { tails } from './tails.js';

const SHOW_AFTER = 30;
const SHOW_AT_LATEST = 150;
const SAVE_AFTER = 800;
const KEEP_AFTER = 150;
const RETRY_AFTER = 1000;

const isAway = (error) => !(error.status >= 400) || error.status === 401 || error.status >= 502;

/**
 * `opened` is the answer of `/api/document`, `folder` that of the site. `told` hears what happens:
 * `state(name, details)`, `shown(answer)`, `saved(answer)`, `conflict(data)`, `refused(error)`, and `outdated()`
 * where the file has changed and nothing was typed. A saved answer may have `merged`: the document with somebody
 * else's edit, which is taken over.
 */
export class Saving {
  constructor(folder, opened, told) {
    this.folder = folder;
    this.told = told;
    this.timers = {};
    this.wants = { show: false, save: false };
    this.isBusy = false;
    this.isHeld = false;
    this.isStopped = false;
    this.waiting = [];
    this.open(opened);
  }

  /** Begins anew from what the disk has. */
  open(opened) {
    this.file = opened.file;
    this.base = opened.hash;
    const rows = openedRows(opened.rows);
    this.disk = { fields: { ...opened.fields }, body: opened.body, text: opened.text, rows };
    this.now = { fields: { ...opened.fields }, body: opened.body, text: undefined, rows };
    this.unanswered = null;
    this.isDisputed = false;
  }

  /** Takes over the file as it is now; what was typed since the state `old` stays. */
  adopt(opened, old = this.disk) {
    const { now } = this;
    this.open(opened);
    for (const [key, value] of Object.entries(now.fields)) {
      if (!isSame(value, old.fields[key])) this.now.fields[key] = value;
    }
    // The file has no empty lines at the end of a story, where somebody may be about to write.
    const end = /\n*$/.exec(old.body)[0];
    this.now.body = rebased(old.body, now.body, opened.body + end);
    if (this.disk.rows && old.rows) this.now.rows = rebasedRows(old.rows, now.rows, this.disk.rows);
    if (now.text !== undefined) this.now.text = rebased(old.text, now.text, opened.text);
    if (this.isDirty) this.changed();
  }

  /** Reads the file anew; what is not saved stays. Nothing is sent meanwhile. Resolves with the file. */
  async reload() {
    await this.hold();
    try {
      const opened = await get('/api/document', { file: this.file });
      // Which of two edits stays is still to be chosen.
      if (!this.isDisputed) this.adopt(opened);
      return opened;
    } finally {
      this.resume();
    }
  }

  /** Saves, and sends nothing until `resume`: something else is about to change the file. */
  async hold() {
    await this.flush();
    this.isHeld = true;
    // What was typed in that moment is on its way.
    if (this.isBusy) await this.flush();
  }

  resume() {
    this.isHeld = false;
    if (this.isDirty) this.changed();
  }

  /** Whether nothing may be sent. */
  get isPaused() {
    return this.isHeld || this.isDisputed || this.isStopped;
  }

  /** What is on the screen, as a value that stays when it changes. */
  get typed() {
    return { ...this.now, fields: { ...this.now.fields } };
  }

  get changes() {
    return changes(this.disk, this.now);
  }

  /** Whether something is not on the disk yet. */
  get isDirty() {
    return Object.keys(this.changes).length > 0;
  }

  /** A field's value; null removes it. */
  setField(key, value) {
    this.now.fields[key] = value;
    this.changed();
  }

  setBody(body) {
    this.now.body = body;
    this.changed();
  }

  /** The rows of a table. */
  setRows(rows) {
    this.now.rows = rows;
    this.changed();
  }

  /** The whole file, instead of fields and body. */
  setText(text) {
    this.now.text = text;
    this.changed();
  }

  /** Takes over what was not saved before a crash. */
  restore(tail) {
    Object.assign(this.now.fields, tail.fields);
    if (tail.body !== undefined) this.now.body = tail.body;
    this.now.text = tail.text;
    if (tail.rows && this.disk.rows) this.now.rows = restoredRows(this.disk.rows, tail.rows, tail.base === this.base);
    this.changed();
  }

  changed() {
    this.timers.keep ??= setTimeout(() => this.keep(), KEEP_AFTER);
    if (this.isDisputed || this.isStopped) return;
    this.told.state(this.isDirty ? 'typing' : 'same');
    if (this.isHeld) return;
    const now = performance.now();
    this.firstChange ??= now;
    const rest = Math.max(0, Math.min(SHOW_AFTER, this.firstChange + SHOW_AT_LATEST - now));
    this.later('show', rest, () => this.want('show'));
    this.later('save', SAVE_AFTER, () => this.want('save'));
  }

  later(name, time, work) {
    clearTimeout(this.timers[name]);
    this.timers[name] = setTimeout(work, time);
  }

  /** Has the browser keep what is not on the disk. */
  keep() {
    clearTimeout(this.timers.keep);
    this.timers.keep = undefined;
    if (!this.isDirty) return tails.remove(this.folder, this.file);
    return tails.put(this.folder, this.file, { base: this.base, ...this.changes, at: Date.now() });
  }

  want(what) {
    this.wants[what] = true;
    this.run();
  }

  /** Saves now. Resolves with whether everything is on the disk. */
  flush() {
    clearTimeout(this.timers.save);
    if (!this.isDirty && !this.isBusy) return Promise.resolve(true);
    // What is on its way during a pause is waited for.
    if (this.isPaused && !this.isBusy) return Promise.resolve(false);
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      this.want('save');
    });
  }

  async run() {
    if (this.isBusy) return;
    this.isBusy = true;
    try {
      while (!this.isPaused && (this.wants.save || this.wants.show)) {
        const what = this.wants.show ? 'show' : 'save';
        this.wants[what] = false;
        if (what === 'show') this.firstChange = undefined;
        await (what === 'save' ? this.save() : this.show());
      }
    } finally {
      this.isBusy = false;
      for (const resolve of this.waiting.splice(0)) resolve(!this.isDirty);
    }
  }

  async show() {
    let answer;
    try {
      answer = await post('/api/document/show', { file: this.file, base: this.base, ...this.changes });
    } catch (error) {
      return this.failed(error, 'show');
    }
    if (this.isStopped) return;
    this.isBack();
    this.told.shown(answer);
  }

  async save() {
    if (!this.isDirty) return;
    const changed = this.changes;
    const sent = this.typed;
    if (sent.rows) sent.rows = savedRows(this.disk.rows, sent.rows);
    this.told.state('saving');
    let answer;
    try {
      answer = await post('/api/document/save', { file: this.file, base: this.base, ...changed });
    } catch (error) {
      // It may have been written all the same.
      if (!error.status) this.unanswered ??= sent;
      else if (error.status === 412 && isWritten(error.data, this.unanswered)) return this.found(error.data.hash);
      return this.failed(error, 'save');
    }
    // What was typed meanwhile is not on the disk.
    if (answer.merged) this.adopt(answer.merged, sent);
    else this.written(sent, answer.hash);
    await this.keep();
    if (this.isStopped) return;
    this.isBack();
    this.told.saved(answer);
    this.told.state(this.isDirty ? 'typing' : 'saved', answer);
    if (this.isDirty) this.later('save', SAVE_AFTER, () => this.want('save'));
  }

  /** The file has what was sent. */
  written(sent, hash) {
    this.unanswered = null;
    this.base = hash;
    this.disk = sent.text === undefined ? { ...sent, text: this.disk.text } : { ...this.disk, text: sent.text };
  }

  /** An earlier save was written, though its answer did not come. */
  found(hash) {
    this.written(this.unanswered, hash);
    this.keep();
    this.told.state(this.isDirty ? 'typing' : 'same');
    this.want(this.isDirty ? 'save' : 'show');
  }

  isBack() {
    if (!this.wasAway) return;
    this.wasAway = false;
    this.told.state('back');
  }

  failed(error, what) {
    if (this.isStopped) return;
    if (error.status === 412) {
      if (!this.isDirty) return this.told.outdated();
      if (what === 'show') return this.want('save');
      this.isDisputed = true;
      const rows = openedRows(error.data.rows);
      // Rows are told by their numbers in the file.
      if (rows && this.disk.rows) {
        this.now.rows = movedRows(this.disk.rows, this.now.rows, rows);
        this.disk.rows = rows;
      }
      this.told.conflict(error.data);
    } else if (isAway(error)) {
      this.wasAway = true;
      this.told.state('away', error);
      this.later('retry', RETRY_AFTER, () => this.want(this.isDirty ? 'save' : 'show'));
    } else if (what === 'save') {
      this.told.refused(error);
    } else {
      this.told.shown({ refused: error });
    }
  }

  /** Continues after a conflict: what was typed replaces the file of the hash `base`. */
  overwrite(base) {
    this.base = base;
    this.isDisputed = false;
    this.want('save');
  }

  stop() {
    for (const timer of Object.values(this.timers)) clearTimeout(timer);
    this.timers = {};
    this.isStopped = true;
  }
}
