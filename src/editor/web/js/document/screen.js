// One document while a screen shows it: saved, changed elsewhere, edited by one tab at a time.
//
// A screen extends `DocumentScreen`. It has `root`, its element in the page, and
// - `fill(opened)`: shows a state of the document;
// - `shown(answer)`: shows what the program said of it;
// - `disable(isDisabled)`: takes no input, or takes it again;
// - `showWhole()`: shows the whole text, `isWhole`: whether it does.

import { get } from '../api.js';
import { holdDocument } from '../locks.js';
import { Saving } from '../saving.js';
import { alert, clearAlert, h, status } from '../ui.js';
import { Notices, button } from './parts.js';
import { offerTail, settleConflict } from './unsaved.js';

const copyNotice = (copy) => h('div', {},
  h('p', {}, 'У этого файла есть вторая версия: её сохранило облако или сделал тот, кто скопировал файл.'),
  h('a', { class: 'button', href: `#/copy/${encodeURIComponent(copy)}` }, 'Сравнить и выбрать'));

export class DocumentScreen {
  constructor(app, opened) {
    Object.assign(this, { app, opened });
    this.folder = app.state.folder;
    this.published = opened.published;
    this.isReadOnly = false;
    this.notices = new Notices();
    this.saving = new Saving(this.folder, opened, {
      state: (name, details) => this.saveState(name, details),
      shown: (answer) => this.shown(answer),
      saved: (answer) => this.saved(answer),
      conflict: (data) => settleConflict(this, data),
      refused: (error) => this.refused(error),
      // When that call is done.
      outdated: () => setTimeout(() => this.changedElsewhere([])),
    });
  }

  /** Shows the document, and takes it over unless another tab has it. */
  async begin() {
    this.fill(this.opened);
    const { told } = this.app;
    if (told?.file === this.opened.file) this.tell(told.notes);
    this.app.told = null;
    if (this.opened.copy) this.notices.show('copy', copyNotice(this.opened.copy));
    this.listen();
    const isHere = () => this.root.isConnected;
    this.lock = await holdDocument(`rostok ${this.folder} ${this.opened.file}`, () => isHere() && this.lost());
    this.readOnly(!this.lock.isHeld());
    // What another tab has shown and not saved is shown no longer.
    if (!this.isReadOnly) this.saving.want('show');
    this.app.onChange(({ files }) => this.changedElsewhere(files ?? []));
  }

  /** Offers what was typed before a crash. */
  offerTail() {
    return offerTail(this);
  }

  listen() {
    this.listeners = new AbortController();
    const options = { signal: this.listeners.signal };
    const keep = () => {
      if (!this.saving.isDirty) return false;
      this.saving.keep();
      this.saving.flush();
      return true;
    };
    addEventListener('keydown', (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.code !== 'KeyS') return;
      event.preventDefault();
      this.saving.flush().then((done) => done && status('Сохранено'));
    }, options);
    addEventListener('beforeunload', (event) => keep() && event.preventDefault(), options);
    addEventListener('blur', keep, options);
    document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && keep(), options);
  }

  /** Takes over the file as it is on the disk; what is being typed stays. */
  async reload() {
    this.fillMerged(await this.saving.reload());
  }

  /** Shows the file as it is now, together with what is not saved yet. */
  fillMerged(opened) {
    const { fields, body, text } = this.saving.now;
    this.fill({ ...opened, fields, body, text: text ?? opened.text });
    if (this.saving.isDirty) this.saveState('typing');
  }

  /** Does something at a click; what goes wrong is said. */
  trying(work) {
    return Promise.resolve().then(work).catch(alert);
  }

  // What the program answers ----------------------------------------------------------------------

  saveState(name, details) {
    const { app } = this;
    if (name === 'back') {
      this.trouble = null;
      return clearAlert();
    }
    if (name === 'away') {
      // A full disk, a folder that is gone; of a program that was closed the page tells by itself. Saving is
      // repeated until it is done, and the reason told once.
      if (details.status > 500 && details.message !== this.trouble) alert(details);
      this.trouble = details.message;
      return app.saved('Пока не сохранено: набранное хранится в этой вкладке', 'failed');
    }
    if (name === 'typing' || name === 'saving') return app.saved('Сохраняется…', 'busy');
    if (name === 'saved') this.savedAt = details.saved;
    const here = this.savedAt ? `Сохранено в ${this.savedAt}` : 'Сохранено';
    const there = {
      same: 'на сайте то же самое', changed: 'на сайте прежнее', new: 'на сайте этого ещё нет',
    }[this.published];
    app.saved([here, h('span', { class: 'saved-where' }, ' на этом компьютере'), there ? ` · ${there}` : '']);
  }

  saved(answer) {
    if (this.published === 'same') this.published = 'changed';
    this.notices.remove('refused');
    this.tell(answer.notes);
    if (answer.merged) this.fillMerged(answer.merged);
    this.shown(answer);
    this.fileChanged();
  }

  /** Says what happened besides. */
  tell(notes) {
    if (!notes?.length) return;
    const words = notes.join(' ');
    this.notices.show('notes', h('p', {}, words), true);
    status(words);
  }

  /** The file has another text than before. */
  fileChanged() {}

  refused(error) {
    const open = () => {
      this.notices.remove('refused');
      this.trying(() => this.showWhole());
    };
    const words = [error.message, error.hint].filter(Boolean).join('. ');
    this.app.saved('Не сохранено', 'failed');
    this.notices.show('refused', h('div', {},
      h('p', {}, words), !this.isWhole && button('Открыть текст файла', '', open)));
    status(words);
  }

  async changedElsewhere(files) {
    const { saving, notices } = this;
    const isBusy = () => saving.isDirty || saving.isBusy || saving.isPaused;
    // Its text, or a file that belongs to it.
    const own = saving.file.replace(/(index)?\.md$/i, '');
    const isOwn = files.length === 0 || files.some((file) => file.startsWith(own));
    if (!isOwn || isBusy()) return;
    const { base } = saving;
    try {
      const opened = await get('/api/document', { file: saving.file });
      // What was saved here meanwhile is newer.
      if (isBusy() || saving.base !== base) return;
      notices.remove('gone');
      if (opened.hash === saving.base) return this.shown(opened);
      saving.open(opened);
      this.fill(opened);
      this.fileChanged();
      if (this.isReadOnly) return;
      const words = 'Файл изменили в другой программе: здесь уже новый текст.';
      notices.show('merged', h('p', {}, words), true);
      status(words);
    } catch (error) {
      if (error.status !== 404) return;
      notices.show('gone', h('p', {}, 'Этого файла больше нет: его удалили или перенесли.'));
    }
  }

  // Two tabs --------------------------------------------------------------------------------------

  readOnly(isReadOnly) {
    this.isReadOnly = isReadOnly;
    this.disable(isReadOnly);
    if (!isReadOnly) return this.notices.remove('tab');
    const take = async () => {
      await this.lock.take();
      await this.reload();
      this.readOnly(false);
      this.saving.want('show');
      this.root.querySelector('h1').focus();
      status('Теперь текст редактируется в этой вкладке');
      await this.offerTail();
    };
    this.notices.show('tab', h('div', {},
      h('p', {}, 'Это уже открыто в другой вкладке. Здесь можно только читать.'),
      button('Редактировать здесь', '', () => this.trying(take))));
  }

  async lost() {
    await this.saving.flush();
    this.readOnly(true);
    status('Теперь текст редактируется в другой вкладке');
  }

  // Versions, the end -----------------------------------------------------------------------------

  versions() {
    this.app.go('versions', this.saving.file);
  }

  /** Saves what is not saved. Resolves with whether the screen may be left: what stays in the browser may. */
  async settle() {
    if (this.isReadOnly || await this.saving.flush()) return true;
    await this.saving.keep();
    if (this.saving.wasAway) return true;
    alert('Изменения ещё не сохранены: сначала решите, что с ними делать.');
    return false;
  }

  close() {
    this.saving.stop();
    this.lock?.release();
    this.listeners?.abort();
    clearAlert();
  }
}
