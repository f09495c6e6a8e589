// One row of a table: a line that says what it is about, and its form below.

import { fieldsForm, problemLine } from '../../fields.js';
import { h, icon, plural } from '../../ui.js';
import { fileControl } from './file.js';
import { measurementsControl } from './measurements.js';

const text = (value) => (Array.isArray(value)
  ? (typeof value[0] === 'string' ? value.join(', ') : plural(value.length, 'значение', 'значения', 'значений'))
  : value ?? '');

/** What a row is about: the value of its first column. */
export const rowTitle = ({ values }, columns) => text(values[columns[0].key]).trim() || 'Строка без названия';

export class TableRowForm {
  /** `does`: `changed(values)`, `move(step)`, `remove()`, `chooseFile()`. */
  constructor(row, columns, does) {
    Object.assign(this, { row, columns, does, values: row.values, isOpen: false, isOff: false });
    const id = `row_${row.id}`;
    this.name = h('span', { class: 'events-name' });
    this.rest = h('span', { class: 'events-meta' });
    this.mark = h('span', { class: 'chip chip-danger', hidden: true });
    this.opener = h('button', {
      type: 'button', class: 'table-open', id: `${id}_open`, 'aria-expanded': 'false', 'aria-controls': `${id}_form`,
      onclick: () => this.toggle(),
    }, h('span', { class: 'table-about' }, this.name, this.rest), this.mark, icon('fold'));
    const tool = (drawing, run) => h('button', {
      type: 'button', class: 'button button-quiet table-tool', id: `${id}_${drawing}`, onclick: run,
    }, icon(drawing));
    this.up = tool('up', () => does.move(-1));
    this.down = tool('down', () => does.move(1));
    this.away = tool('trash', () => does.remove());
    this.body = h('div', { class: 'table-form', id: `${id}_form`, hidden: true });
    this.element = h('li', {
      class: 'table-row',
      'data-row': row.id,
      onkeydown: (event) => {
        const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
        if (!step || !event.altKey) return;
        event.preventDefault();
        does.move(step);
      },
    },
    h('div', { class: 'table-line' },
      this.opener, h('div', { class: 'table-tools' }, this.up, this.down, this.away)),
    this.body);
    this.retitle(row.values);
  }

  retitle(values) {
    this.values = values;
    const title = rowTitle({ values }, this.columns);
    this.name.textContent = title;
    const others = this.columns.slice(1).map(({ key }) => text(values[key]).trim());
    this.rest.textContent = others.filter(Boolean).join(' · ');
    for (const [tool, word] of [[this.up, 'Раньше'], [this.down, 'Позже'], [this.away, 'Убрать']]) {
      tool.setAttribute('aria-label', `${word}: ${title}`);
      tool.title = word;
    }
  }

  /** Its number among `count` rows. */
  place(number, count) {
    this.isFirst = number === 0;
    this.isLast = number === count - 1;
    this.disable(this.isOff);
  }

  toggle() {
    if (this.isOpen) this.close();
    else this.open();
  }

  open() {
    this.isOpen = true;
    this.opener.setAttribute('aria-expanded', 'true');
    this.body.hidden = false;
    if (this.form || !this.row.isForm) {
      if (!this.form) this.body.replaceChildren(h('p', { class: 'hint' }, 'Эта строка записана в файле не по столбцам. '
        + 'Изменить её можно в тексте файла: «Ещё — Текст файла».'));
      return;
    }
    this.form = fieldsForm({
      definitions: this.columns.map((column) => ({ ...column, main: true })),
      name: `row_${this.row.id}`,
      changed: (key, value) => {
        const values = { ...this.values };
        if (value === null || value === undefined) delete values[key];
        else values[key] = value;
        this.does.changed(values);
      },
      special: (definition, id, entered) => ({
        file: () => fileControl(definition, id, entered, this.does.chooseFile),
        measurements: () => measurementsControl(definition, id, entered),
      })[definition.kind]?.() ?? null,
    });
    // What belongs to no field of the row.
    this.others = h('div', { class: 'event-errors' });
    this.body.replaceChildren(this.others, this.form.element);
    this.form.show(this.values);
    this.form.disable(this.isOff);
    this.problems(this.known ?? []);
  }

  close() {
    this.isOpen = false;
    this.opener.setAttribute('aria-expanded', 'false');
    this.body.hidden = true;
  }

  show(values) {
    this.values = values;
    this.form?.show(values);
  }

  /** Goes to a field, or to the first. */
  focus(field) {
    this.open();
    if (!this.form?.focus(field ?? this.columns[0].key)) this.form?.focus(this.columns[0].key);
  }

  /** Whether somebody is in the row and has not left this field yet. */
  isBeingFilled(field) {
    return this.element.contains(document.activeElement) && !this.form?.wasVisited(field);
  }

  problems(problems) {
    this.known = problems;
    const errors = problems.filter(({ severity }) => severity === 'error').length;
    this.mark.hidden = problems.length === 0;
    this.mark.className = `chip ${errors > 0 ? 'chip-danger' : 'chip-warn'}`;
    this.mark.textContent = errors > 0
      ? plural(errors, 'ошибка', 'ошибки', 'ошибок') : plural(problems.length, 'замечание', 'замечания', 'замечаний');
    if (this.form) this.others.replaceChildren(...this.form.problems(problems).map(problemLine));
  }

  disable(isOff) {
    this.isOff = isOff;
    this.form?.disable(isOff);
    this.away.disabled = isOff;
    // One that has the focus keeps it.
    for (const [tool, isEnd] of [[this.up, this.isFirst], [this.down, this.isLast]]) {
      tool.disabled = isOff;
      tool.setAttribute('aria-disabled', String(Boolean(isEnd)));
    }
  }
}
