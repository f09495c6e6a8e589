// «Оформление»: the theme, its colours and the logo, with the real page beside them.

import { get, post } from '../api.js';
import { PageSide } from './event/page.js';
import { optionControl } from '../settings/colours.js';
import { logoControl } from '../settings/logo.js';
import { SettingsScreen } from '../settings/screen.js';
import { h } from '../ui.js';

const OPTIONS = 'theme_options.';

export async function show(main, app) {
  const [{ file, groups }, { themes }] = await Promise.all([get('/api/settings'), get('/api/settings/themes')]);
  const { fields } = groups.find(({ id }) => id === 'look');
  const screen = new Look(main, app, fields, themes, await get('/api/document', { file }));
  await screen.begin();
  await screen.offerTail();
  return () => screen.leave();
}

class Look extends SettingsScreen {
  constructor(main, app, fields, themes, opened) {
    super(app, opened);
    this.themes = themes;
    const of = (key) => fields.find((field) => field.key === key);
    this.options = h('div', { class: 'event-fields' });
    this.optionsCard = h('section', { class: 'card' }, h('h2', {}, of('theme_options').label), this.options);
    this.logo = this.control(of('logo'), logoControl);
    const theme = this.control(of('theme'), (definition, changed) => this.themeControl(definition, changed));
    this.editor = h('div', { class: 'event-editor', id: 'look_editor', onfocusout: () => this.saving.flush() },
      h('section', { class: 'card' }, theme.element), this.optionsCard,
      h('section', { class: 'card' }, this.logo.element));
    this.page = new PageSide(app.aside, this.editor, app.state.preview, () => {}, {
      tab: 'Оформление', back: 'Вернуться к первой странице', title: 'Страница раздела, как её увидят читатели',
    });
    this.root = h('div', { class: 'event' },
      ...this.head('Оформление', 'Страница рядом меняется сразу. На сайте новый вид появится после публикации.'),
      this.page.tabList, this.editor);
    main.replaceChildren(this.root);
    this.widths();
    this.page.show('index.html');
  }

  themeControl({ label }, changed) {
    const radios = this.themes.map(({ name, title, description }) => {
      const input = h('input', { type: 'radio', name: 'theme', value: name, id: `look_theme_${name}` });
      input.addEventListener('change', () => changed(name));
      return h('label', { class: 'choice look-theme', for: input.id }, input,
        h('span', {}, h('b', {}, title), description && h('span', { class: 'hint' }, description)));
    });
    const problems = h('div', { class: 'event-errors' });
    const element = h('fieldset', { class: 'field' },
      h('legend', {}, h('h2', {}, label)), h('div', { class: 'choices' }, radios), problems);
    return {
      element,
      show: () => {
        for (const input of element.querySelectorAll('input')) input.checked = input.value === this.theme;
      },
      problems: (found) => problems.replaceChildren(...found.map(({ message }) => h('p', { class: 'error' }, message))),
      focus: () => (element.querySelector('input:checked') ?? element.querySelector('input')).focus(),
      disable: (isDisabled) => {
        element.disabled = isDisabled;
      },
    };
  }

  /** The name of the chosen theme; the first is the usual one. */
  get theme() {
    return this.value('theme') || this.themes[0].name;
  }

  filled() {
    this.showOptions();
    clearTimeout(this.noting);
    this.noting = setTimeout(() => this.note(), 120);
  }

  /** Makes the controls of the chosen theme. */
  showOptions() {
    if (this.shownTheme === this.theme) return;
    this.shownTheme = this.theme;
    for (const key of [...this.controls.keys()]) if (key.startsWith(OPTIONS)) this.controls.delete(key);
    const about = this.themes.find(({ name }) => name === this.theme);
    const names = (this.app.state.site?.directions ?? []).map(({ short, name }) => short || name);
    const made = (about?.options ?? []).map((option) => {
      const key = `${OPTIONS}${option.key}`;
      const control = this.control({ key }, (_, changed) => optionControl(option, changed, names));
      control.show(this.value(key) ?? null);
      return control.element;
    });
    this.optionsCard.hidden = made.length === 0;
    this.options.replaceChildren(...made);
  }

  /** What is no colour stands at its field. */
  showProblems(problems) {
    super.showProblems(problems.map((problem) => {
      const [, message, key] = /^(.* — не цвет): так задана настройка темы `(.+)`$/.exec(problem.message) ?? [];
      if (!this.controls.has(`${OPTIONS}${key}`)) return problem;
      const hint = 'впишите решётку и шесть знаков или выберите цвет';
      return { ...problem, message, hint, field: `${OPTIONS}${key}` };
    }));
  }

  /** Says what becomes of the colours: nothing of what is none. */
  async note() {
    const given = Object.entries(this.saving.now.fields)
      .filter(([key, value]) => key.startsWith(OPTIONS) && typeof value === 'string' && value !== '');
    const options = Object.fromEntries(given.map(([key, value]) => [key.slice(OPTIONS.length), value]));
    try {
      const { colours } = await post('/api/settings/colours', { theme: this.theme, options });
      for (const [key, shown] of Object.entries(colours)) this.controls.get(`${OPTIONS}${key}`)?.note(shown);
    } catch {
      // The saving says it where the program does not answer.
    }
  }

  /** The page as on a computer or on a phone. */
  widths() {
    const { box } = this.page;
    const labels = { computer: 'Как на компьютере', phone: 'Как на телефоне' };
    const buttons = Object.entries(labels).map(([kind, label]) => h('button', {
      type: 'button', class: 'button button-quiet', 'aria-pressed': 'false', onclick: () => choose(kind),
    }, label));
    const choose = (kind) => {
      box.dataset.width = kind;
      buttons.forEach((one, at) => one.setAttribute('aria-pressed', String(Object.keys(labels)[at] === kind)));
    };
    box.prepend(h('div', { class: 'look-widths', role: 'group', 'aria-label': 'Ширина страницы' }, buttons));
    choose('computer');
    this.sizes = new ResizeObserver(() => box.style.setProperty('--look-scale', Math.min(1, box.clientWidth / 1280)));
    this.sizes.observe(box);
  }

  async leave() {
    if (!await super.leave()) return false;
    clearTimeout(this.noting);
    this.sizes.disconnect();
    this.logo.stop();
    this.page.stop();
    return true;
  }
}
