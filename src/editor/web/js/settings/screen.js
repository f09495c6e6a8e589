// Settings as fields: what «Настройки» and «Оформление» share. Each field is a control with
// `{ element, show(value), problems(list), focus(), disable(isDisabled) }`.

import { post } from '../api.js';
import { button, menu } from '../document/parts.js';
import { CALM } from '../document/places.js';
import { counted } from '../problem_marks.js';
import { DocumentScreen } from '../document/screen.js';
import { fieldControl, problemLine } from '../fields.js';
import { h, status } from '../ui.js';

export class SettingsScreen extends DocumentScreen {
  constructor(app, opened) {
    super(app, opened);
    this.controls = new Map();
    this.typedAt = -Infinity;
    this.summary = h('div', { class: 'notice event-summary', hidden: true });
    this.actions = menu('Ещё', [
      { label: 'Текст файла', run: () => app.go('file', opened.file) },
      { label: 'Прежние версии', run: () => this.trying(() => this.versions()) },
    ]);
    // What could not be taken over as a whole is mended in the text.
    if (!opened.writable) this.toText();
  }

  toText() {
    this.app.go('file', this.opened.file);
  }

  showWhole() {
    this.toText();
  }

  get isWhole() {
    return false;
  }

  head(title, lead) {
    return [
      h('div', { class: 'event-head' }, h('h1', { tabindex: '-1' }, title), this.actions),
      h('p', { class: 'lead' }, lead),
      this.notices.element, this.summary,
    ];
  }

  /** Adds a control for a field of `/api/settings`; `make(definition, changed)` gives another than the usual. */
  control(definition, make = fieldControl) {
    const { key } = definition;
    const control = make === fieldControl
      ? fieldControl(definition, [], () => this.changed(key, control.read(this.saving.now.fields[key])))
      : make(definition, (value) => this.changed(key, value));
    this.controls.set(key, control);
    return control;
  }

  changed(key, value) {
    this.typedAt = performance.now();
    this.saving.setField(key, value);
    this.filled?.();
  }

  value(key) {
    return this.saving.now.fields[key];
  }

  fill(opened) {
    this.opened = opened;
    for (const [key, control] of this.controls) control.show(opened.fields[key] ?? null);
    this.filled?.();
    this.shown(opened);
    this.saveState('same');
  }

  shown(answer) {
    const { refused } = answer;
    const problems = refused ? [{ severity: 'error', message: refused.message, hint: refused.hint }] : answer.problems;
    clearTimeout(this.appearing);
    const left = CALM - (performance.now() - this.typedAt);
    this.appearing = setTimeout(() => this.showProblems(problems ?? []), Math.max(0, left));
  }

  showProblems(problems) {
    const own = (key) => problems.filter(({ field }) => field === key || field?.startsWith(`${key}.`));
    const placed = new Set();
    for (const [key, control] of this.controls) {
      const found = own(key);
      for (const one of found) placed.add(one);
      control.problems(found.map((one) => ({ ...one, row: Number(one.field.slice(key.length + 1)) })));
    }
    const rest = problems.filter((problem) => !placed.has(problem));
    const errors = problems.filter(({ severity }) => severity === 'error').length;
    const words = counted(errors, problems.length - errors);
    this.summary.hidden = problems.length === 0;
    this.summary.classList.toggle('notice-danger', errors > 0);
    const first = [...this.controls].find(([key]) => own(key).length > 0);
    this.summary.replaceChildren(
      h('p', { class: 'event-count' }, words),
      first ? button('Показать', 'button-quiet', () => this.reveal(first[1]))
        : button('Открыть текст файла', 'button-quiet', () => this.toText()),
      ...rest.map(problemLine));
    this.marked?.(own);
    if (this.words !== undefined && this.words !== words) status(words || 'Ошибок нет');
    this.words = words;
  }

  /** Opens what is folded around a control, and goes there. */
  reveal(control) {
    for (let at = control.element.closest('details'); at; at = at.parentElement.closest('details')) at.open = true;
    control.focus();
  }

  /** The events that would lose something if `key` became `value`. */
  async orphans(key, value) {
    await this.saving.flush();
    const { file, base } = this.saving;
    return post('/api/settings/orphans', { file, base, fields: { [key]: value } });
  }

  fileChanged() {
    this.app.refresh().catch(() => {});
  }

  disable(isDisabled) {
    for (const control of this.controls.values()) control.disable(isDisabled);
    this.actions.inert = isDisabled;
  }

  async leave() {
    if (!await this.settle()) return false;
    this.close();
    clearTimeout(this.appearing);
    return true;
  }
}
