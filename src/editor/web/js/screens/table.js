// A table of the section: its rows as forms, each changed by itself, and the page that shows them.

import { get } from '../api.js';
import { button, card, menu } from '../document/parts.js';
import { CALM } from '../document/places.js';
import { counted } from '../problem_marks.js';
import { DocumentScreen } from '../document/screen.js';
import { fieldsForm, problemLine } from '../fields.js';
import { fileChoice } from '../file_choice.js';
import { newRow, savedRows } from '../rows.js';
import { h, icon, status } from '../ui.js';
import { PageSide } from './event/page.js';
import { attachFiles } from './table/attachment.js';
import { removeRow } from './table/removal.js';
import { TableRowForm, rowTitle } from './table/row.js';
import { whereShown } from './tables.js';

/** Shows the table called `name`. Gives the function that leaves it. */
export async function show(main, app, name) {
  const about = await get('/api/table', { name });
  if (!about.exists) return app.go('tables');
  const screen = new TableScreen(main, app, about, await get('/api/document', { file: about.file }));
  await screen.begin();
  await screen.offerTail();
  return () => screen.leave();
}

const PAGE = {
  tab: 'Таблица',
  title: 'Страница с таблицей, как её увидят читатели',
  back: 'Вернуться к странице с таблицей',
  empty: 'Страница с таблицей появится здесь, когда в таблице будет строка.',
};

const HEAD = (title) => [
  { key: 'title', label: 'Заголовок над таблицей', hint: `Если не указать: «${title}».`, kind: 'text', main: true },
  { key: 'updated', label: 'Обновлено', example: '30.08.2022', kind: 'date', main: true,
    hint: 'День последней правки, если его надо показать.' },
];

class TableScreen extends DocumentScreen {
  constructor(main, app, about, opened) {
    super(app, opened);
    Object.assign(this, { about, typedAt: -Infinity, problems: [], removed: [], forms: new Map() });
    this.hasFiles = about.columns.hasFiles;
    this.build(main);
  }

  get rows() {
    return this.saving.now.rows ?? [];
  }

  build(main) {
    const { about, app } = this;
    this.head = fieldsForm({
      definitions: HEAD(about.title),
      changed: (key, value) => {
        this.typedAt = performance.now();
        this.saving.setField(key, value);
      },
      name: 'table',
    });
    this.list = h('ol', { class: 'table-rows', 'aria-label': 'Строки таблицы' });
    this.none = h('p', { class: 'hint' }, 'Строк пока нет. Добавьте первую.');
    this.general = h('div', { class: 'event-errors' });
    this.summary = h('div', { class: 'notice event-summary', hidden: true });
    const choose = button('Добавить документы файлами', '', () => {
      this.target = null;
    });
    this.choice = fileChoice({
      accept: '',
      choose,
      takeAll: (files, place) => this.trying(() => attachFiles(this, files, place)),
      over: (isOver) => this.editor.classList.toggle('is-dropping', isOver && this.hasFiles),
    });
    choose.hidden = !this.hasFiles;
    choose.disabled = !this.hasFiles;
    this.choose = choose;
    this.addButton = button('Добавить строку', 'button-primary', () => this.add());
    this.headCard = h('details', { class: 'event-more table-head' },
      h('summary', {}, h('span', {}, 'Заголовок и дата'), icon('fold')), this.head.element);
    this.where = h('p', { class: 'hint' }, whereShown(about));
    this.editor = h('div', {
      class: 'event-editor', id: 'event_editor', onfocusout: (event) => this.left(event),
    },
    card('Строки', this.where, this.general, this.none, this.list,
      h('div', { class: 'row' }, this.addButton, choose, this.choice.input), this.headCard));
    this.page = new PageSide(app.aside, this.editor, app.state.preview, () => {}, PAGE);
    const file = about.file;
    this.actions = menu('Ещё', [
      { label: 'Текст файла', run: () => app.go('file', file) },
      { label: 'Прежние версии', run: () => this.trying(() => this.versions()) },
    ]);
    this.root = h('div', { class: 'event' },
      h('div', { class: 'event-head' },
        h('a', { class: 'button button-quiet', href: '#/tables' }, icon('back'), h('span', {}, 'Таблицы')),
        h('div', { class: 'event-heading' }, h('h1', { tabindex: '-1' }, about.title)), this.actions),
      this.notices.element, this.summary, this.page.tabList, this.editor);
    app.title(about.title);
    main.replaceChildren(this.root);
  }

  /** Shows a state of the table; rows that are open stay open. */
  fill(opened) {
    this.opened = opened;
    const isReadable = Boolean(opened.rows);
    this.editor.hidden = !isReadable;
    if (!isReadable) this.unreadable(opened);
    this.head.show(this.saving.now.fields, opened.echo);
    // A file may be the list of its rows alone, without keys above it.
    this.headCard.hidden = /^(?:\s*#.*\n|\s*\n)*\s*-/.test(opened.text);
    const open = new Set([...this.forms.values()].filter((form) => form.isOpen).map(({ row }) => row.id));
    const focused = document.activeElement?.id;
    this.forms.clear();
    this.list.replaceChildren(...this.rows.map((row) => this.formOf(row, open.has(row.id)).element),
      ...this.removed.map(({ element }) => element));
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
    this.count();
    this.shown(opened);
    this.saveState('same');
  }

  unreadable(opened) {
    const problem = opened.problems?.find(({ severity }) => severity === 'error');
    this.notices.show('unreadable', h('div', {},
      h('p', {}, 'Таблицу не прочитать: поправьте её текст, и строки появятся здесь.'), problem && problemLine(problem),
      h('div', { class: 'event-buttons' }, h('a', {
        class: 'button button-primary', href: `#/file/${encodeURIComponent(opened.file)}`,
      }, 'Открыть текст файла'))));
  }

  formOf(row, isOpen = false) {
    const form = new TableRowForm(row, this.about.columns.fields, {
      changed: (values) => this.change(row.id, values),
      move: (step) => this.move(row.id, step),
      remove: () => this.trying(() => removeRow(this, row.id)),
      chooseFile: () => {
        this.target = row.id;
        this.choice.input.click();
      },
    });
    this.forms.set(row.id, form);
    if (isOpen) form.open();
    form.disable(this.isReadOnly);
    return form;
  }

  count() {
    this.none.hidden = this.rows.length > 0;
    this.rows.forEach(({ id }, number) => this.forms.get(id)?.place(number, this.rows.length));
  }

  // Rows ------------------------------------------------------------------------------------------

  change(id, values) {
    this.typedAt = performance.now();
    const rows = this.rows.map((row) => (row.id === id ? { ...row, values } : row));
    this.saving.setRows(rows);
    this.forms.get(id).retitle(values);
  }

  add(values = {}) {
    const row = newRow(values);
    this.saving.setRows([...this.rows, row]);
    const form = this.formOf(row, true);
    this.list.append(form.element);
    this.count();
    form.focus();
    return row.id;
  }

  move(id, step) {
    const rows = [...this.rows];
    const from = rows.findIndex((row) => row.id === id);
    const to = from + step;
    if (to < 0 || to >= rows.length || this.isReadOnly) return;
    const [row] = rows.splice(from, 1);
    rows.splice(to, 0, row);
    this.saving.setRows(rows);
    const { element } = this.forms.get(id);
    const neighbour = this.forms.get(this.saving.now.rows[to - step].id).element;
    const focused = document.activeElement;
    if (step < 0) neighbour.before(element);
    else neighbour.after(element);
    focused?.focus();
    this.count();
    status(`${rowTitle(row, this.about.columns.fields)}: теперь ${to + 1} из ${rows.length}`);
    this.saving.flush();
  }

  // What the program answers ----------------------------------------------------------------------

  shown(answer) {
    if (answer.refused) {
      const { message, hint } = answer.refused;
      answer = { problems: [{ severity: 'error', message, hint, row: null }] };
    } else {
      this.head.echo(answer.echo);
      this.page.show(answer.page);
    }
    const rows = savedRows(this.saving.disk.rows ?? [], this.rows);
    const problems = (answer.problems ?? []).map((one) => ({ ...one, id: rows[one.row]?.id }));
    clearTimeout(this.appearing);
    const left = CALM - (performance.now() - this.typedAt);
    this.appearing = setTimeout(() => this.showProblems(problems), Math.max(0, left));
  }

  showProblems(problems) {
    this.problems = problems;
    // What a row lacks is no mistake while it is being filled in.
    const isLeft = ({ id, isBlank, field }) => isBlank && this.forms.get(id)?.isBeingFilled(field);
    const real = problems.filter((problem) => !isLeft(problem));
    for (const [id, form] of this.forms) form.problems(real.filter((problem) => problem.id === id));
    const others = this.head.problems(real.filter(({ id }) => !id));
    this.general.replaceChildren(...others.map(problemLine));
    const errors = real.filter(({ severity }) => severity === 'error').length;
    const words = counted(errors, real.length - errors);
    this.summary.hidden = !words;
    this.summary.classList.toggle('notice-danger', errors > 0);
    this.summary.replaceChildren(h('p', { class: 'event-count' }, words),
      button(errors > 0 ? 'К первой ошибке' : 'Показать', 'button-quiet', () => this.goToFirst(real)));
    if (this.words !== undefined && this.words !== words) status(words || 'Замечаний нет');
    this.words = words;
  }

  goToFirst(problems) {
    const problem = problems.find(({ severity }) => severity === 'error') ?? problems[0];
    this.page.choose(0);
    const form = this.forms.get(problem.id);
    if (form) form.focus(problem.field);
    else if (!this.head.focus(problem.field)) this.app.go('file', this.saving.file);
  }

  left({ relatedTarget, target }) {
    const row = target.closest('.table-row');
    if (!row?.contains(relatedTarget)) this.showProblems(this.problems);
    this.saving.flush();
  }

  /** Where the table is shown may have changed with its first row. */
  fileChanged() {
    get('/api/table', { name: this.about.name }).then((about) => {
      this.about = { ...this.about, ...about };
      this.where.replaceChildren(...whereShown(about).filter(Boolean));
    }).catch(() => {});
  }

  disable(isDisabled) {
    this.head.disable(isDisabled);
    for (const form of this.forms.values()) form.disable(isDisabled);
    for (const { element } of this.removed) element.inert = isDisabled;
    this.addButton.disabled = isDisabled;
    this.choose.disabled = isDisabled || !this.hasFiles;
    this.actions.inert = isDisabled;
  }

  get isWhole() {
    return false;
  }

  showWhole() {
    this.app.go('file', this.saving.file);
  }

  async leave() {
    if (!await this.settle()) return false;
    this.close();
    this.choice.stop();
    this.page.stop();
    clearTimeout(this.appearing);
    return true;
  }
}
