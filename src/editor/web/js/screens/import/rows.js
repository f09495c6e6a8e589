// The events of a file as rows: taken or not, with title, date and direction to be corrected.

import { post } from '../../api.js';
import { h, icon } from '../../ui.js';
import { sentence, titled, words } from '../../words.js';

const HEADS = ['Взять', 'Название', 'Дата', 'Направление', 'Участники', 'Что неясно'];

/** Whether there is nothing to tell of how a date is understood. */
const isSameDate = (understood, date) => !understood || understood.replace(/\u00a0/g, ' ') === date;

export class FoundRows {
  /** `before`: the rows of the same file as they were corrected; `changed()` hears each change. */
  constructor({ found, directions, before, changed }) {
    Object.assign(this, { found, directions, changed });
    this.corrections = before?.corrections ?? new Map();
    /** The numbers of those that are not taken. */
    this.left = before?.left ?? new Set();
    this.rows = found.events.map((event, number) => this.row(event, number));
    const all = h('input', { type: 'checkbox', id: 'import_all', checked: true });
    all.addEventListener('change', () => {
      for (const { take } of this.rows) if (!take.disabled) take.checked = all.checked;
      this.rows.forEach((row) => row.said());
      this.tell();
      this.changed();
    });
    this.all = all;
    this.element = h('section', { class: 'card import-table', 'aria-label': 'Найденные события' },
      h('label', { class: 'choice', for: 'import_all' }, all, h('span', {}, 'Все новые события')),
      h('div', { class: 'import-heads', 'aria-hidden': 'true' }, HEADS.map((head) => h('span', {}, head))),
      h('ul', { class: 'list' }, this.rows.map(({ element }) => element)));
    this.tell();
  }

  tell() {
    const open = this.rows.filter(({ take }) => !take.disabled);
    const taken = open.filter(({ take }) => take.checked).length;
    this.all.checked = taken === open.length && taken > 0;
    this.all.indeterminate = taken > 0 && taken < open.length;
    this.all.disabled = open.length === 0;
    this.taken = taken;
  }

  /** Whether something was corrected. */
  get isChanged() {
    return this.corrections.size + this.left.size > 0;
  }

  /** What the program is told of each row. */
  answer() {
    return this.rows.map(({ take, event }, number) => {
      const { title, date, direction } = this.corrections.get(number) ?? {};
      return { number, taken: take.checked && !event.existing, title, date, direction };
    });
  }

  /** Shows what cannot be corrected so, and goes to the first. */
  refused(problems) {
    for (const { number, field, message, hint } of problems) {
      this.rows[number]?.fail(field, [message, hint].filter(Boolean).map(sentence).join(' '));
    }
    this.rows[problems[0]?.number]?.focus(problems[0].field);
  }

  row(event, number) {
    const said = this.corrections.get(number) ?? {};
    const id = (name) => `import_${name}_${number}`;
    const correct = (name, value, before) => {
      const all = { ...this.corrections.get(number) };
      if (value === (before ?? '')) delete all[name];
      else all[name] = value;
      if (Object.keys(all).length === 0) this.corrections.delete(number);
      else this.corrections.set(number, all);
    };
    const isKnown = Boolean(event.existing);
    const common = { autocomplete: 'off', disabled: isKnown };
    const take = h('input', {
      type: 'checkbox', id: id('take'), disabled: isKnown, checked: !isKnown && !this.left.has(number),
      'aria-label': `Взять ${titled(event.title)}`,
    });
    const title = h('input', {
      ...common, type: 'text', id: id('title'), value: said.title ?? event.title, lang: 'ru', spellcheck: 'true',
    });
    const date = h('input', { ...common, type: 'text', id: id('date'), value: said.date ?? event.date });
    const direction = this.select(event, id('direction'), said.direction, isKnown);
    const echo = h('p', { class: 'event-echo' });
    const parts = { title, date, direction };
    const errors = {};
    const cell = (name, label, control, ...more) => {
      errors[name] = h('p', { class: 'error', id: `${control.id}_error`, hidden: true });
      control.setAttribute('aria-describedby', errors[name].id);
      return h('div', { class: `import-${name}` },
        h('label', { for: control.id, class: 'import-label' }, label), control, more, errors[name]);
    };
    const fail = (name, text) => {
      errors[name].hidden = !text;
      errors[name].replaceChildren(...(text ? [icon('warning'), h('span', {}, text)] : []));
      if (text) parts[name].setAttribute('aria-invalid', 'true');
      else parts[name].removeAttribute('aria-invalid');
    };
    const marks = () => {
      if (take.checked || isKnown) this.left.delete(number);
      else this.left.add(number);
    };
    title.addEventListener('input', () => {
      correct('title', title.value.trim(), event.title);
      fail('title', title.value.trim() === '' ? 'Напишите, как называется событие' : '');
    });
    date.addEventListener('change', () => {
      const text = date.value.trim();
      correct('date', text, event.date);
      this.read(text, event, echo, (wrong) => fail('date', wrong));
    });
    direction.addEventListener('change', () => {
      correct('direction', direction.value, event.direction);
      fail('direction', '');
    });
    take.addEventListener('change', () => {
      marks();
      this.tell();
      this.changed();
    });
    const element = h('li', { class: 'import-row' },
      h('label', { class: 'import-take', for: id('take') }, take, h('span', { class: 'import-label' }, 'Взять')),
      cell('title', 'Название', title), cell('date', 'Дата', date, echo), cell('direction', 'Направление', direction,
        event.heading && !isKnown && h('p', { class: 'hint' }, `В файле: «${event.heading}»`)),
      h('div', { class: 'import-people' }, h('span', { class: 'import-label' }, 'Участники'),
        h('p', {}, event.attendance || h('span', { class: 'hint' }, 'не указаны'))),
      h('div', { class: 'import-notes' }, this.notes(event)));
    if (said.date !== undefined) this.read(said.date, event, echo, (wrong) => fail('date', wrong));
    else if (!isKnown && !isSameDate(event.understood, event.date)) echo.textContent = `→ ${event.understood}`;
    marks();
    return { element, take, event, fail, said: marks, focus: (name) => parts[name]?.focus() };
  }

  select(event, id, chosen, isKnown) {
    const value = chosen ?? event.direction ?? '';
    return h('select', { id, disabled: isKnown },
      h('option', { value: '', selected: value === '' }, 'Не выбрано'),
      this.directions.map(({ id: key, name }) => h('option', { value: key, selected: value === key }, name)));
  }

  /** Says how a date is understood, or what is wrong with it. */
  async read(text, event, echo, fail) {
    echo.textContent = '';
    fail('');
    if (text === '') return;
    try {
      const { date } = await post('/api/import/date', { text, year: this.found.year ?? '' });
      echo.textContent = isSameDate(date, text) ? '' : `→ ${date}`;
    } catch (error) {
      fail([error.message, error.hint].filter(Boolean).map(sentence).join(' '));
    }
  }

  /** What is unclear, and what else is known. */
  notes(event) {
    if (event.existing) {
      return h('p', {}, h('span', { class: 'chip' }, 'Уже есть'), ' ',
        h('a', { href: `#/event/${encodeURIComponent(event.existing)}` }, 'Открыть'));
    }
    const unclear = event.problems.map(({ severity, message, hint }) => h('p', {
      class: severity === 'error' ? 'error' : 'event-warning',
    }, h('span', {}, words(sentence(message)), hint && ' ', hint && words(sentence(hint)))));
    if (!event.date) unclear.unshift(h('p', { class: 'event-warning' }, 'Даты нет: впишите её здесь или в черновике.'));
    const more = [
      ...event.fields.map(({ name, text }) => `${name}: ${text}`),
      ...event.links.map((link) => `Ссылка: ${link}`),
      event.hasText && 'Есть рассказ',
      event.pictures.length > 0 && `Снимки лежат отдельно: ${event.pictures.join(', ')}`,
    ].filter(Boolean);
    return [
      ...unclear,
      h('p', { class: 'hint' }, event.row),
      more.length > 0 && h('details', {}, h('summary', {}, 'Что ещё известно'),
        h('ul', {}, more.map((line) => h('li', {}, line)))),
    ].filter(Boolean);
  }
}
