// A text of the site that has no form: the settings, a table, a page. Problems lead here.

import { get } from '../api.js';
import { menu } from '../document/parts.js';
import { CALM, placedInWhole } from '../document/places.js';
import { counted } from '../problem_marks.js';
import { DocumentScreen } from '../document/screen.js';
import { textSource } from '../source.js';
import { h, icon, status } from '../ui.js';

/** Shows the text of `file`. Gives the function that leaves it. */
export async function show(main, app, file) {
  const screen = new FileScreen(main, app, await get('/api/document', { file }));
  await screen.begin();
  await screen.offerTail();
  return () => screen.leave();
}

/** Where one comes from, or what is usual. */
const back = (app) => {
  const [, label] = [['#/report', 'Отчёт'], ['#/settings', 'Настройки'], ['#/look', 'Оформление']]
    .find(([start]) => app.before.startsWith(start)) ?? [];
  return label ? { href: app.before, label } : { href: '#/publish', label: 'Публикация' };
};

const HINTS = {
  yaml: 'Слева от двоеточия — что это, справа — что пишете вы. Отступы в начале строк оставьте как есть. '
    + 'Строки, которые начинаются с решётки, — пояснения.',
  md: 'Сведения стоят между двумя строками из трёх дефисов, под ними — текст.',
};

class FileScreen extends DocumentScreen {
  constructor(main, app, opened) {
    super(app, opened);
    this.typedAt = -Infinity;
    this.problems = h('div', { class: 'event-errors' });
    this.area = h('textarea', {
      id: 'file_text', class: 'event-text event-whole', lang: 'ru', spellcheck: 'false', autocomplete: 'off',
      'aria-describedby': 'file_hint', oninput: () => this.typed(),
    });
    this.source = textSource(this.area);
    this.actions = menu('Ещё', [{ label: 'Прежние версии', run: () => this.trying(() => this.versions()) }]);
    const { href, label } = back(app);
    app.title(opened.name);
    this.root = h('div', { class: 'event', onfocusout: () => this.saving.flush() },
      h('div', { class: 'event-head' },
        h('a', { class: 'button button-quiet', href }, icon('back'), h('span', {}, label)),
        h('div', { class: 'event-heading' }, h('h1', { tabindex: '-1' }, opened.name)), this.actions),
      this.notices.element,
      h('section', { class: 'card event-file' },
        this.problems,
        h('div', { class: 'field' }, h('label', { for: 'file_text' }, 'Текст файла'),
          h('p', { class: 'hint', id: 'file_hint' }, HINTS[opened.file.split('.').at(-1)]), this.area),
        h('p', { class: 'hint' }, 'Лежит на этом компьютере: ', h('span', { class: 'path' }, opened.file))));
    main.replaceChildren(this.root);
  }

  typed() {
    this.typedAt = performance.now();
    this.saving.setText(this.area.value);
    this.source.fit();
  }

  fill(opened) {
    this.opened = opened;
    if (this.area.value !== opened.text) this.area.value = opened.text;
    this.source.fit();
    this.shown(opened);
    this.saveState('same');
  }

  shown(answer) {
    const problems = answer.refused ? [refusal(answer.refused)] : answer.problems;
    clearTimeout(this.appearing);
    const left = CALM - (performance.now() - this.typedAt);
    this.appearing = setTimeout(() => this.showProblems(problems), Math.max(0, left));
  }

  showProblems(problems) {
    this.problems.replaceChildren(...problems.map((problem) => placedInWhole(problem, this.source)));
    const errors = problems.filter(({ severity }) => severity === 'error').length;
    const words = counted(errors, problems.length - errors) || 'Ошибок нет';
    this.source.problems(problems);
    if (this.words !== undefined && this.words !== words) status(words);
    this.words = words;
  }

  /** What the header and the publication say may come from this file. */
  fileChanged() {
    this.app.refresh().catch(() => {});
  }

  disable(isDisabled) {
    this.area.readOnly = isDisabled;
    this.actions.inert = isDisabled;
  }

  showWhole() {
    this.area.focus();
  }

  get isWhole() {
    return true;
  }

  async leave() {
    if (!await this.settle()) return false;
    this.close();
    clearTimeout(this.appearing);
    return true;
  }
}

const refusal = ({ message, hint }) => ({ severity: 'error', message, hint });
