// Страницы: the standing pages of the section, in the order of its menu.

import { get, post } from '../api.js';
import { ask } from '../ask.js';
import { button } from '../document/parts.js';
import { offerTrashed } from '../document/trashed.js';
import { problemMarks, toWrite } from '../problem_marks.js';
import { alert, field, h } from '../ui.js';

export async function show(main, app) {
  const list = h('ul', { class: 'list card tables-list' });
  const note = h('div', {});
  const none = h('p', { class: 'hint' }, 'Страниц пока нет.');
  const load = async () => {
    const { pages } = await get('/api/pages');
    none.hidden = pages.length > 0;
    list.hidden = pages.length === 0;
    list.replaceChildren(...pages.map(item));
  };
  main.replaceChildren(h('div', { class: 'events' },
    h('div', { class: 'event-head' }, h('h1', {}, 'Страницы'),
      button('Новая страница', 'button-primary', () => create(app).catch(alert))),
    h('p', { class: 'lead' }, 'О центре, документы, педагоги: страницы, которые стоят в меню раздела.'),
    note, none, list));
  offerTrashed(app, note, ['Страница', 'убрана'], 'page');
  await load();
  app.onChange(() => load().catch(() => {}));
}

function item(page) {
  const { file, title, draft, menu, tables, path, errors, left } = page;
  const state = draft ? 'Черновик: на сайт не попадёт'
    : !path ? 'На сайте её пока нет: показывать на ней ещё нечего'
      : menu ? 'В меню раздела' : 'На сайте, но не в меню: на неё ведут ссылки';
  const href = `#/page/${encodeURIComponent(file)}`;
  return h('li', { class: 'tables-item' },
    h('div', { class: 'tables-about' },
      h('a', { class: 'events-name', href }, title),
      h('p', { class: 'events-meta' }, `${errors > 0 && !path ? 'Сначала исправьте ошибки' : state}.`),
      left.length > 0 && h('p', { class: 'events-meta' }, `${toWrite(left)}.`),
      tables.length > 0 && h('p', { class: 'events-meta' },
        `${tables.length === 1 ? 'Таблица' : 'Таблицы'}: ${tables.map((one) => `«${one}»`).join(', ')}.`)),
    h('div', { class: 'events-marks' }, ...problemMarks(page)),
    h('a', { class: 'button', href, 'aria-label': `Открыть: ${title}` }, 'Открыть'));
}

async function create(app) {
  const input = h('input', { id: 'page_title', type: 'text', autocomplete: 'off', autofocus: true });
  const element = field({ label: 'Название', example: 'Как записаться', input });
  let file;
  const answer = await ask({
    title: 'Новая страница',
    body: h('div', {}, element),
    actions: [{ text: 'Отмена', value: null }, {
      text: 'Создать',
      value: 'create',
      primary: true,
      attempt: async () => {
        try {
          ({ file } = await post('/api/page/new', { title: input.value }));
          return true;
        } catch (error) {
          if (error.status !== 422) throw error;
          element.setError(error.message);
          input.focus();
          return false;
        }
      },
    }],
  });
  if (answer === 'create') app.go('page', file);
}
