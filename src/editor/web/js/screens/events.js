// События: the list of all events, its search and filters.

import { blob } from '../api.js';
import { offerTrashed } from '../document/trashed.js';
import { folded, matches } from '../links.js';
import { problemMarks, toWrite } from '../problem_marks.js';
import { blocked } from '../problems.js';
import { alert, h, icon, plural } from '../ui.js';
import { createEvent } from './events/create.js';

/** So many rows are made at once; more when the end of the list comes near. */
const STEP = 60;

const isOnSite = ({ published }) => published === 'same' || published === 'changed';

const FILTERS = [
  { id: 'all', label: 'Все', holds: () => true },
  { id: 'site', label: 'На сайте', holds: isOnSite },
  { id: 'changed', label: 'Изменены', holds: ({ published }) => published === 'changed' },
  { id: 'draft', label: 'Черновики', holds: ({ draft, state }) => draft ?? state === 'draft' },
  { id: 'announcement', label: 'Анонсы', holds: ({ state }) => state === 'announcement' },
  { id: 'waiting', label: 'Ждут рассказа', holds: ({ state }) => state === 'waiting' },
  { id: 'errors', label: 'С ошибками', holds: ({ errors }) => errors > 0 },
];

/** The state of an event in words, and the look of its mark. */
function stateWords({ state, draft, published }) {
  if (draft ?? state === 'draft') return { words: 'Черновик', look: '' };
  // The number of its errors says the rest.
  if (state === 'unsound') return { words: '', look: '' };
  if (published === 'changed') return { words: 'Изменено, на сайте прежнее', look: 'chip-warn' };
  if (state === 'waiting') return { words: 'Ждёт рассказа', look: 'chip-warn' };
  if (state === 'announcement') return { words: 'Анонс', look: 'chip-ok' };
  if (published === 'same') return { words: 'На сайте', look: 'chip-ok' };
  return { words: 'Готово к публикации', look: 'chip-ok' };
}

const copiesNotice = (count) => h('div', { class: 'notice' },
  h('p', {}, count === 1
    ? 'Облако сохранило вторую версию файла: его изменили на двух компьютерах сразу. На сайт она не попадает.'
    : `Облако сохранило вторые версии ${plural(count, 'файла', 'файлов', 'файлов')}: их изменили на двух `
      + 'компьютерах сразу. На сайт они не попадают.'),
  h('a', { class: 'button', href: '#/history' }, 'Сравнить и выбрать'));

export async function show(main, app) {
  const screen = new EventsScreen(main, app);
  await screen.start();
  return () => screen.leave();
}

/** The list as it was read last: shown at once when one comes back. */
let latest = null;

class EventsScreen {
  constructor(main, app) {
    Object.assign(this, { main, app });
    this.filter = sessionStorage.getItem('rostok-filter') ?? 'all';
    this.pictures = new Map();
    this.queue = [];
    this.loading = 0;
  }

  async start() {
    this.add = h('button', { type: 'button', class: 'button button-primary' }, icon('add'), 'Новое событие');
    this.add.addEventListener('click', () => createEvent(this.app).catch(alert));
    this.search = h('input', {
      type: 'search', id: 'events_search', autocomplete: 'off', placeholder: 'Название, месяц или направление',
    });
    this.search.addEventListener('input', () => this.render());
    this.filters = h('div', { class: 'events-filters', role: 'group', 'aria-label': 'Какие события показать' });
    this.list = h('ul', { class: 'list card events-list' });
    this.end = h('div', { class: 'events-end' });
    this.note = h('div', { class: 'event-notices' });
    this.wrong = h('div', { class: 'publish' });
    this.copies = h('div', { class: 'event-notices' });
    this.said = h('p', { class: 'hint', role: 'status' });
    this.tools = h('div', { class: 'events-search' },
      h('label', { for: 'events_search', class: 'visually-hidden' }, 'Найти событие'), icon('search'), this.search);
    this.main.replaceChildren(h('div', { class: 'events' },
      h('div', { class: 'event-head' }, h('h1', { tabindex: '-1' }, 'События'), this.add),
      this.note, this.wrong, this.copies, this.tools, this.filters, this.said, this.list, this.end));
    // Thumbnails and further rows are made when they come near.
    this.watcher = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        if (target === this.end) this.more();
        else {
          this.watcher.unobserve(target);
          this.queue.push(target);
          this.load();
        }
      }
    }, { rootMargin: '300px' });
    this.watcher.observe(this.end);
    offerTrashed(this.app, this.note, ['Событие', 'убрано'], 'event');
    this.remembered();
    const reading = this.read();
    if (this.taken) reading.catch(alert);
    else await reading;
    this.app.onChange(() => this.read().catch(() => {}));
  }

  /** What was shown last, if nothing has changed since. */
  remembered() {
    if (latest && latest.generation >= this.app.changed) this.take(latest);
  }

  async read() {
    const text = await (await blob('/api/events')).text();
    const key = text.slice(0, text.lastIndexOf('"generation"'));
    const { generation } = JSON.parse(`{${text.slice(key.length)}`);
    if (key === latest?.key && this.taken === latest) {
      latest.generation = generation;
      return;
    }
    const { events, copies, problems } = JSON.parse(text);
    latest = {
      key,
      generation,
      copies,
      problems,
      events: events.map((event) => ({
        ...event,
        text: folded([event.title, event.date, event.direction?.name, event.file].filter(Boolean).join(' ')),
      })),
    };
    this.take(latest);
  }

  take(list) {
    this.taken = list;
    this.events = list.events;
    this.problems = list.problems;
    this.copies.replaceChildren(...(list.copies > 0 ? [copiesNotice(list.copies)] : []));
    this.render();
  }

  render() {
    const query = folded(this.search.value.trim());
    const counts = FILTERS.map(({ holds }) => this.events.filter(holds).length);
    const current = FILTERS.findIndex(({ id }) => id === this.filter);
    const active = current >= 0 && counts[current] > 0 ? FILTERS[current] : FILTERS[0];
    const buttons = FILTERS.map((filter, at) => ({ filter, count: counts[at] }))
      .filter(({ filter, count }) => filter.id === 'all' || count > 0);
    this.filters.hidden = buttons.length < 2;
    this.renderFilters(buttons, active);
    this.found = this.events.filter((event) => active.holds(event) && matches(event.text, query));
    this.shownRows = 0;
    this.list.replaceChildren();
    const total = this.events.length;
    this.tools.hidden = total === 0;
    // The empty list has the button in its middle.
    this.add.hidden = total === 0;
    // Without readable settings there are no events to show.
    this.wrong.replaceChildren(...(this.problems ? blocked({
      message: 'Настройки раздела не прочитаны',
      hint: 'События целы, но показать их пока нельзя.',
      problems: this.problems,
      again: () => this.read().catch(alert),
    }) : []));
    this.list.hidden = Boolean(this.problems);
    if (total === 0) {
      this.said.textContent = '';
      this.list.replaceChildren(this.empty());
    } else if (this.found.length === 0) {
      this.said.textContent = 'Ничего не нашлось. Попробуйте другое слово.';
    } else {
      const number = this.found.length;
      const words = plural(number, 'событие', 'события', 'событий');
      this.said.textContent = query === '' && active === FILTERS[0] ? words : `Найдено: ${words}`;
      this.more();
    }
  }

  renderFilters(buttons, active) {
    const wanted = buttons.map(({ filter, count }) => `${filter.id} ${count}`).join();
    if (wanted !== this.filtersKey) {
      this.filtersKey = wanted;
      const focused = document.activeElement?.dataset?.filter;
      this.filters.replaceChildren(...buttons.map(({ filter, count }) => {
        const button = h('button', { type: 'button', class: 'events-filter', 'data-filter': filter.id },
          filter.label, h('span', {}, String(count)));
        button.addEventListener('click', () => {
          this.filter = filter.id;
          sessionStorage.setItem('rostok-filter', filter.id);
          this.render();
        });
        return button;
      }));
      if (focused) this.filters.querySelector(`[data-filter="${focused}"]`)?.focus();
    }
    for (const button of this.filters.children) {
      button.setAttribute('aria-pressed', String(button.dataset.filter === active.id));
    }
  }

  /** Makes the next rows. */
  more() {
    if (!this.found || this.shownRows >= this.found.length) return;
    const next = this.found.slice(this.shownRows, this.shownRows + STEP);
    this.shownRows += next.length;
    this.list.append(...next.map((event) => this.row(event)));
    // Observed anew: the end may still be in sight.
    this.watcher.unobserve(this.end);
    this.watcher.observe(this.end);
  }

  row(event) {
    const { words, look } = stateWords(event);
    const picture = h('span', { class: 'events-thumb', 'aria-hidden': 'true' });
    if (event.cover) {
      picture.dataset.file = event.file;
      picture.dataset.name = event.cover;
      this.watcher.observe(picture);
    } else picture.append(icon('photo'));
    const left = toWrite(event.left);
    const day = event.date || (!left && 'Дата не указана');
    const line = [day, event.direction?.name, left].filter(Boolean).join(' · ');
    const marks = words ? [h('span', { class: `chip ${look}` }, words)] : [];
    return h('li', {},
      h('a', { href: `#/event/${encodeURIComponent(event.file)}`, class: 'events-row' }, picture,
        h('span', {},
          h('span', { class: 'events-name' }, event.title || 'Без названия'),
          h('span', { class: 'events-meta' }, line)),
        h('span', { class: 'events-marks' }, ...marks, ...problemMarks(event))));
  }

  /** Loads the thumbnails that wait, four at a time. */
  async load() {
    while (this.loading < 4 && this.queue.length > 0) {
      const place = this.queue.shift();
      if (!place.isConnected) continue;
      this.loading += 1;
      this.picture(place).catch(() => place.append(icon('photo'))).finally(() => {
        this.loading -= 1;
        this.load();
      });
    }
  }

  async picture(place) {
    const { file, name } = place.dataset;
    const key = `${file}\n${name}`;
    let url = this.pictures.get(key);
    if (!url) {
      url = URL.createObjectURL(await blob('/api/thumb', { file, name, width: 240 }));
      this.pictures.set(key, url);
    }
    place.replaceChildren(h('img', { src: url, alt: '' }));
  }

  empty() {
    const button = h('button', { type: 'button', class: 'button button-primary' }, icon('add'), 'Новое событие');
    button.addEventListener('click', () => createEvent(this.app).catch(alert));
    return h('li', { class: 'empty' },
      h('h2', {}, 'Событий пока нет'),
      h('p', {}, 'Начните с первого: понадобятся название, дата и несколько предложений о том, как всё прошло. '
        + 'Снимки добавите там же.'), button,
      h('a', { class: 'button', href: '#/import' }, icon('file'), 'Взять из готового отчёта'));
  }

  leave() {
    this.watcher.disconnect();
    for (const url of this.pictures.values()) URL.revokeObjectURL(url);
    return true;
  }
}
