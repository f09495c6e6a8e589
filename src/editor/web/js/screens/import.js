// «Импорт»: a report, a plan, a table or news of others is dropped; what is found in it is looked at and corrected;
// drafts are made of it, and taken back if it was a mistake.

import { post, upload } from '../api.js';
import { alert, clearAlert, dialog, h, icon, plural, status } from '../ui.js';
import { sentence, words } from '../words.js';
import { dropZone } from './import/drop.js';
import { problemList, resultCard } from './import/result.js';
import { FoundRows } from './import/rows.js';
import { wholeFile } from './import/whole.js';

/** More drafts are made only if they are meant. */
const MANY = 100;

const drafts = (count) => plural(count, 'черновик', 'черновика', 'черновиков');
const events = (count) => plural(count, 'событие', 'события', 'событий');

export async function show(main, app) {
  const screen = new ImportScreen(main, app);
  return () => screen.leave();
}

class ImportScreen {
  constructor(main, app) {
    this.app = app;
    this.place = h('div', { class: 'import' });
    this.zone = dropZone((file) => this.take(file));
    this.error = h('div', { class: 'import-error', role: 'alert' });
    main.append(h('div', { class: 'wide' },
      h('h1', { tabindex: -1 }, 'Импорт'),
      h('p', { class: 'lead' }, 'События можно взять из отчёта, плана, таблицы или новостей, которые уже есть.'),
      this.zone.element, this.error, this.place));
  }

  get isLeft() {
    return !this.place.isConnected;
  }

  /** Sends a file and shows what is found in it. */
  async take(file) {
    if (!await this.mayDrop()) return;
    this.fail(null);
    this.zone.busy(`Читаю «${file.name}»…`);
    try {
      const query = `name=${encodeURIComponent(file.name)}`;
      const found = await upload(`/api/import?${query}`, file, (share) => this.zone.progress(share));
      this.rows = null;
      if (!this.isLeft) this.draw(found);
    } catch (error) {
      if (this.isLeft) return;
      this.place.replaceChildren();
      this.rows = null;
      this.fail(error);
    } finally {
      this.zone.ready();
    }
  }

  /** The same file with another year or direction. */
  async again(choice) {
    this.whole.setError(null);
    this.asked = choice;
    try {
      const found = await post('/api/import/read', { id: this.found.id, ...choice });
      // The answer to the latest choice counts.
      if (!this.isLeft && this.asked === choice) this.draw(found);
    } catch (error) {
      if (this.asked === choice && !this.whole.setError(error)) this.fail(error);
    }
  }

  draw(found) {
    this.found = found;
    this.zone.element.classList.add('is-small');
    const choice = this.rows ? this.whole.choice() : null;
    const focused = this.rows && document.activeElement?.id;
    const { directions } = this.app.state.site;
    this.whole = wholeFile({ found, directions, choice, changed: (next) => this.again(next) });
    this.rows = new FoundRows({ found, directions, before: this.rows, changed: () => this.count() });
    this.makeDrafts = h('button', { type: 'button', class: 'button button-primary button-large' });
    this.makeDrafts.addEventListener('click', () => this.create());
    this.wrong = h('p', { class: 'error', hidden: true });
    const isEmpty = found.events.length === 0;
    const known = found.events.filter(({ existing }) => existing).length;
    const heading = isEmpty ? `В файле «${found.name}» событий не нашлось`
      : `«${found.name}»: ${events(found.events.length)}`;
    this.heading = h('h2', { tabindex: -1 }, heading);
    this.place.replaceChildren(...[
      h('section', { class: 'card import-found' }, this.heading,
        known > 0 && h('p', { class: 'hint' }, `Из них уже есть на сайте: ${known}. Их черновики не создаются.`),
        problemList(found.problems),
        !isEmpty && this.whole.element),
      !isEmpty && this.rows.element,
      !isEmpty && this.rest(found),
      !isEmpty && h('div', { class: 'import-foot' }, this.wrong, this.makeDrafts),
    ].filter(Boolean));
    this.count();
    const again = focused && document.getElementById(focused);
    (again ?? this.heading).focus();
    status(heading);
  }

  /** Tables and texts that come with the events, and what is not taken. */
  rest({ files, untaken }) {
    if (files.length + untaken.length === 0) return null;
    this.takesRest = h('input', { type: 'checkbox', id: 'import_rest', checked: true });
    return h('section', { class: 'card' },
      files.length > 0 && h('div', {},
        h('label', { class: 'choice', for: 'import_rest' }, this.takesRest,
          h('span', {}, 'Взять и остальное: ', files.join('; ')))),
      untaken.length > 0 && h('div', {},
        h('h3', {}, 'Не перенесётся'),
        h('ul', {}, untaken.map((part) => h('li', {}, words(part))))));
  }

  count() {
    const { taken } = this.rows;
    this.makeDrafts.textContent = taken === 0 ? 'Создать черновики' : `Создать ${drafts(taken)}`;
    this.makeDrafts.disabled = taken === 0;
    this.wrong.hidden = true;
  }

  async create() {
    const { taken } = this.rows;
    const many = taken > MANY;
    if (many && !await this.isMeant(taken)) return;
    this.makeDrafts.disabled = true;
    try {
      const made = await post('/api/import/create', {
        id: this.found.id, ...this.whole.choice(), events: this.rows.answer(), many,
        rest: Boolean(this.takesRest?.checked),
      });
      if (this.isLeft) return;
      this.rows = null;
      this.showMade(made);
    } catch (error) {
      if (this.isLeft) return;
      this.makeDrafts.disabled = false;
      const rows = error.data?.rows;
      if (rows) this.rows.refused(rows);
      this.wrong.replaceChildren(icon('warning'), h('span', {}, [error.message, error.hint].filter(Boolean)
        .map(sentence).join(' ')));
      this.wrong.hidden = false;
      status(error.message);
    }
  }

  async isMeant(taken) {
    return await dialog({
      title: `Получится ${drafts(taken)}`,
      body: 'Это больше, чем бывает в отчёте: проверьте, что в таблице и правда мероприятия. Отменить потом можно: '
        + 'черновики уберутся в корзину.',
      actions: [{ text: 'Ещё посмотреть', value: false }, { text: 'Создать все', value: true, primary: true }],
    }) === true;
  }

  showMade(made) {
    const undo = async () => {
      const { text, notes } = await post('/api/import/undo', { id: made.undo });
      const done = h('h2', { tabindex: -1 }, `В корзине: ${text}`);
      this.place.replaceChildren(h('section', { class: 'card result' }, done,
        h('p', {}, 'Оттуда их можно вернуть по одному: «Корзина и версии».'), notes.map((note) => h('p', {}, note))));
      done.focus();
      status(done.textContent);
    };
    const card = resultCard(made, (button) => {
      button.disabled = true;
      undo().catch((error) => {
        button.disabled = false;
        alert(error);
      });
    });
    this.place.replaceChildren(card);
    card.querySelector('h2').focus();
    status(`Создано: ${made.createdText}`);
  }

  /** What is wrong with the file, beside where it was chosen. */
  fail(error) {
    clearAlert();
    if (!error) return this.error.replaceChildren();
    const { message, hint, data } = error;
    this.error.replaceChildren(h('div', { class: 'notice notice-danger' }, h('div', {},
      h('p', {}, h('strong', {}, words(sentence(message)))), hint && h('p', {}, words(sentence(hint))),
      problemList(data?.problems ?? []))));
  }

  /** Whether what was corrected may be given up. */
  async mayDrop() {
    if (!this.rows?.isChanged) return true;
    return await dialog({
      title: 'Исправленное пропадёт',
      body: 'Черновики ещё не созданы. Если уйти сейчас, исправления в строках придётся вписать заново.',
      actions: [{ text: 'Уйти', value: true }, { text: 'Остаться', value: false, primary: true }],
    }) === true;
  }

  async leave() {
    if (!await this.mayDrop()) return false;
    this.zone.stop();
    return true;
  }
}
