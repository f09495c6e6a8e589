// The shell of the page: screens by their address, navigation, what is saved, the end.
//
// A screen is a module with `show(main, app, parameter)`. It fills `main` and returns a function that is
// called before the screen is left; if that returns false (or a promise of it), the screen stays.

import { begin, get, onConnection, post } from './api.js';
import { navigation } from './navigation.js';
import { alert, clearAlert, dialog, explain, h, status } from './ui.js';
import { watch } from './watch.js';
import { sentence } from './words.js';

/** The screens by the first part of their address; those with a name are in the navigation. */
const SCREENS = {
  start: {},
  events: { name: 'События' },
  event: { within: 'events' },
  file: { within: 'publish' },
  publish: { name: 'Публикация' },
  report: { name: 'Отчёт и план' },
  import: { name: 'Импорт' },
  tables: { name: 'Таблицы' },
  table: { within: 'tables' },
  pages: { name: 'Страницы' },
  page: { within: 'pages' },
  look: { name: 'Оформление' },
  settings: { name: 'Настройки' },
  history: { name: 'Корзина и версии' },
  versions: { within: 'history' },
  copy: { within: 'history' },
};

const element = (name) => document.getElementById(`page_${name}`);
const main = element('main');
const aside = element('aside');
const saved = element('saved');
const tabs = navigation(element('nav'));

/** What screens are given. */
const app = {
  /** What `/api/state` said last. */
  state: null,
  /** The address of the screen before this one. */
  before: '',
  /** The generation in which texts changed last; others come with finished photos. */
  changed: 0,
  /** What happened to a file, `{ file, notes }`: the screen that shows it next says it. */
  told: null,
  /** The region beside the screen, hidden unless a screen fills it and shows it. */
  aside,
  /** Reads the state anew. */
  async refresh() {
    app.state = await get('/api/state');
    showState();
    return app.state;
  },
  /** Opens a screen: `app.go('event', file)`. */
  go(screen, parameter) {
    const address = addressOf(screen, parameter);
    if (location.hash === address) return showScreen();
    location.hash = address;
  },
  /** The file of the screen lies elsewhere now: the address says so, and the screen stays. */
  moved(parameter) {
    shown = addressOf(parse(location.hash).name, parameter);
    history.replaceState(null, '', shown);
  },
  /** Says how far the work is saved, in a text or elements; `kind`: 'busy', 'done' or 'failed'. */
  saved(text, kind = 'done') {
    // Said at each key.
    if (text === saved.textContent && kind === saved.dataset.kind) return;
    saved.replaceChildren(...[text].flat());
    saved.dataset.kind = kind;
    saved.hidden = saved.textContent === '';
  },
  /** Calls `listener({ generation, files })` when files have changed; until the screen is left. */
  onChange(listener) {
    changeListeners.add(listener);
  },
  /** The name of the screen, in the tab of the browser. */
  title(text) {
    document.title = `${text} — Росток`;
  },
};

const addressOf = (screen, parameter) =>
  `#/${screen}${parameter === undefined ? '' : '/' + encodeURIComponent(parameter)}`;

const changeListeners = new Set();
let leave = null;
let shown = '';

function showState() {
  const { site } = app.state;
  const name = site?.center || 'Росток';
  element('center').lastElementChild.replaceChildren(
    h('span', { class: 'center-whole' }, name), h('span', { class: 'center-short' }, site?.short || name));
  element('quit').hidden = false;
  element('nav').hidden = !site;
}

function parse(hash) {
  const [, name, rest] = /^#\/([a-z]+)(?:\/(.*))?$/.exec(hash) ?? [];
  if (!app.state.site) return { name: 'start' };
  if (!(name in SCREENS) || name === 'start') return { name: 'events' };
  let parameter;
  try {
    parameter = rest === undefined ? undefined : decodeURIComponent(rest);
  } catch {
    return { name: 'events' };
  }
  return { name, parameter };
}

/** Leaves the present screen; whether it agrees. */
async function mayLeave() {
  if (!leave) return true;
  try {
    return (await leave()) !== false;
  } catch (error) {
    alert(error);
    return false;
  }
}

let turn = Promise.resolve();

/** Shows the screen of the address, one after the other. */
function showScreen() {
  turn = turn.then(change).catch(alert);
  return turn;
}

async function change() {
  if (!(await mayLeave())) {
    // The address goes back to the screen that stays.
    history.replaceState(null, '', shown);
    return;
  }
  leave = null;
  changeListeners.clear();
  clearAlert();
  const { name, parameter } = parse(location.hash);
  app.before = shown;
  shown = addressOf(name, parameter);
  if (location.hash !== shown) history.replaceState(null, '', shown);
  app.saved('');
  aside.hidden = true;
  aside.replaceChildren();
  main.replaceChildren(h('p', { class: 'loading' }, 'Открываю…'));
  main.dataset.screen = name;
  markNavigation(name);
  try {
    const screen = await import(`./screens/${name}.js`);
    main.replaceChildren();
    leave = await screen.show(main, app, parameter) ?? null;
  } catch (error) {
    main.replaceChildren(failed(error));
  }
  scrollTo(0, 0);
  focusHeading();
}

function failed(error, again = showScreen) {
  const { message, hint } = explain(error);
  return h('div', { class: 'empty' },
    h('h1', {}, 'Не получилось открыть'),
    h('p', {}, sentence(message)),
    hint && h('p', {}, sentence(hint)),
    error.status === 404
      ? h('a', { class: 'button button-primary', href: addressOf('events') }, 'Открыть список событий')
      : h('button', { class: 'button button-primary', type: 'button', onclick: again }, 'Попробовать ещё раз'));
}

/** The heading is said, and the next key goes on from there; a screen may have chosen a field instead. */
function focusHeading() {
  const heading = main.querySelector('h1');
  if (heading && !heading.closest('[data-screen="start"]')) app.title(heading.textContent);
  if (main.contains(document.activeElement) && document.activeElement !== main) return;
  heading?.setAttribute('tabindex', '-1');
  (heading ?? main).focus({ preventScroll: true });
}

function markNavigation(name) {
  const present = SCREENS[name].within ?? name;
  tabs.show(Object.entries(SCREENS).filter(([, screen]) => screen.name).map(
    ([id, screen]) => ({ href: addressOf(id), name: screen.name, isPresent: id === present })));
}

/** F6 goes from region to region, with Shift back, as in the windows of a desktop. */
function moveRegion(event) {
  if (event.key !== 'F6' || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  const regions = ['header', 'nav', 'main', 'aside'].map(element).filter((region) => !region.hidden);
  const at = regions.findIndex((region) => region.contains(document.activeElement));
  const step = event.shiftKey ? -1 : 1;
  const next = at < 0 ? 0 : (at + step + regions.length) % regions.length;
  regions[next].focus();
}

let ended = false;

/** Hands on what has changed since a generation. */
function heard(change, since) {
  if (change.closing) return end();
  if (!change.generation || change.generation === since) return;
  app.state.generation = change.generation;
  if (change.files?.length > 0) app.changed = change.generation;
  for (const listener of changeListeners) listener(change);
}

async function quit() {
  const sure = await dialog({
    title: 'Завершить работу?',
    body: 'Росток закроется. Всё, что сохранено, лежит в папке раздела; чтобы продолжить, запустите его снова.',
    actions: [{ text: 'Остаться', value: false }, { text: 'Завершить', value: true, primary: true }],
  });
  if (!sure || !(await mayLeave())) return;
  leave = null;
  try {
    await post('/api/quit');
    end();
  } catch (error) {
    alert(error);
  }
}

/** The program has ended: nothing can be done here any more. */
function end() {
  ended = true;
  leave = null;
  removeEventListener('hashchange', showScreen);
  element('nav').hidden = true;
  element('quit').hidden = true;
  aside.hidden = true;
  clearAlert();
  app.saved('');
  app.title('Работа завершена');
  main.replaceChildren(h('div', { class: 'empty' },
    h('h1', { tabindex: -1 }, 'Работа завершена'),
    h('p', {}, 'Росток закрыт, эту вкладку тоже можно закрыть. Чтобы продолжить, запустите его снова.')));
  main.querySelector('h1').focus();
}

function showConnection(state) {
  if (ended) return;
  if (state === 'here') {
    clearAlert();
    status('Связь с Ростком есть');
    return;
  }
  const message = state === 'gone' ? 'Росток был закрыт' : 'Эта вкладка потеряла связь с Ростком';
  alert({ message, hint: 'Запустите его снова и не закрывайте эту вкладку: написанное в ней не пропадёт.' });
}

/** Why the page has nothing to show at all. */
function unknown(error) {
  element('nav').hidden = true;
  if (error.status !== 0 && error.status !== 401) {
    return main.replaceChildren(failed(error, () => location.reload()));
  }
  main.replaceChildren(h('div', { class: 'empty' },
    h('h1', { tabindex: -1 }, error.status === 0 ? 'Росток закрыт' : 'Росток открыт в другой вкладке'),
    h('p', {}, 'Запустите Росток двойным щелчком: он откроет вкладку, в которой можно работать.')));
  return main.querySelector('h1').focus();
}

async function start() {
  element('quit').addEventListener('click', quit);
  document.addEventListener('keydown', moveRegion);
  addEventListener('hashchange', showScreen);
  try {
    await begin();
    await app.refresh();
  } catch (error) {
    // Another tab that was busy may give the key later.
    onConnection((state) => state === 'here' && location.reload());
    return unknown(error);
  }
  onConnection(showConnection);
  await showScreen();
  watch({ since: () => app.state?.generation ?? 0, heard, isOver: () => ended });
}

start();
