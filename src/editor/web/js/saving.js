// One document while it is edited: what differs from the disk, when it is shown, when it is saved.
//
// 30 ms after the last key the preview shows it; after 800 ms of rest it is on the disk; the browser
// keeps what is not (`tails`). One request at a time, so that each is based on the file that the one
// before it left. A program that was closed is asked again until it answers.

import { post } from './api.js';
import { movedRows, openedRows, rebasedRows, restoredRows, savedRows } from './rows.js';
import { changes, isSame, rebased } from './unsaved.js';
import { tails } from './tails.js';

const SHOW_AFTER = 30;
const SHOW_AT_LATEST = 150;
const SAVE_AFTER = 800;
const KEEP_AFTER = 150;
const RETRY_AFTER = 1000;

const isAway = (error) => !(error.status >= 400) || error.status === 401 || error.status >= 502;

/**
 * `opened` is the answer of `/api/document`, `folder` that of the site. `told` hears what happens:
 * `state(name, details)`, `shown(answer)`, `saved(answer)`, `conflict(data)`, `refused(error)`. A saved answer
 * may have `merged`: the document with somebody else's edit, which is taken over.
 */
export class Saving {
  constructor(folder, opened, told) {
    this.folder = folder;
    this.told = told;
    this.timers = {};
    this.wants = { show: false, save: false };
    this.isBusy = false;
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
    this.sent = { ...this.now };
    this.isPaused = false;
  }

  /** Takes over the file as it is now; what was typed since the last saving stays. */
  adopt(opened) {
    const { sent, now } = this;
    this.open(opened);
    for (const [key, value] of Object.entries(now.fields)) {
      if (!isSame(value, sent.fields[key])) this.now.fields[key] = value;
    }
    this.now.body = rebased(sent.body, now.body, opened.body);
    if (this.disk.rows && sent.rows) this.now.rows = rebasedRows(sent.rows, now.rows, this.disk.rows);
    if (now.text !== undefined) this.now.text = opened.text;
    if (this.isDirty) this.changed();
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
    if (this.isPaused) return;
    this.told.state(this.isDirty ? 'typing' : 'same');
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
    while (!this.isPaused && (this.wants.save || this.wants.show)) {
      const what = this.wants.show ? 'show' : 'save';
      this.wants[what] = false;
      if (what === 'show') this.firstChange = undefined;
      await (what === 'save' ? this.save() : this.show());
    }
    this.isBusy = false;
    for (const resolve of this.waiting.splice(0)) resolve(!this.isDirty);
  }

  async show() {
    try {
      const answer = await post('/api/document/show', { file: this.file, base: this.base, ...this.changes });
      this.isBack();
      this.told.shown(answer);
    } catch (error) {
      this.failed(error, 'show');
    }
  }

  async save() {
    if (!this.isDirty) return;
    const changed = this.changes;
    this.sent = { ...this.now, fields: { ...this.now.fields } };
    if (this.sent.rows) this.sent.rows = savedRows(this.disk.rows, this.sent.rows);
    this.told.state('saving');
    try {
      const answer = await post('/api/document/save', { file: this.file, base: this.base, ...changed });
      this.isBack();
      this.base = answer.hash;
      // What was typed meanwhile is not on the disk.
      if (answer.merged) this.adopt(answer.merged);
      else if (changed.text === undefined) this.disk = { ...this.sent, text: this.disk.text };
      else this.disk.text = changed.text;
      await this.keep();
      this.told.saved(answer);
      this.told.state(this.isDirty ? 'typing' : 'saved', answer);
      if (this.isDirty) this.later('save', SAVE_AFTER, () => this.want('save'));
    } catch (error) {
      this.failed(error, 'save');
    }
  }

  isBack() {
    if (!this.wasAway) return;
    this.wasAway = false;
    this.told.state('back');
  }

  failed(error, what) {
    if (error.status === 412) {
      if (what === 'show' && this.isDirty) return this.want('save');
      this.isPaused = true;
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
    this.isPaused = false;
    this.want('save');
  }

  stop() {
    for (const timer of Object.values(this.timers)) clearTimeout(timer);
    this.timers = {};
    this.isPaused = true;
  }
}
