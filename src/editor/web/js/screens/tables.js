// Таблицы раздела: what there is, what is filled, what is missing, and where readers see it.

import { get, post } from '../api.js';
import { problemMarks } from '../problem_marks.js';
import { alert, h, plural, status } from '../ui.js';

export async function show(main, app) {
  const list = h('ul', { class: 'list card tables-list' });
  const load = async () => {
    const { tables } = await get('/api/tables');
    list.replaceChildren(...tables.map((table) => item(table, app)));
  };
  main.replaceChildren(h('div', { class: 'events' },
    h('h1', {}, 'Таблицы раздела'),
    h('p', { class: 'lead' }, 'Документы, программы, педагоги, расписание: то, что раздел показывает таблицами.'),
    list));
  await load();
  app.onChange(() => load().catch(() => {}));
}

/** «Показывается на странице «Педагоги»». */
export function whereShown({ pages, rows }) {
  if (pages.length === 0) {
    return ['Ни одна страница её не показывает: откройте нужную в ', h('a', { href: '#/pages' }, '«Страницах»'),
      ' и нажмите «Вставить таблицу раздела».'];
  }
  const links = pages.flatMap(({ title, file, draft }, number) => [
    number > 0 && ', ',
    h('a', { href: `#/page/${encodeURIComponent(file)}` }, `«${title}»`),
    draft && ' (черновик)',
  ]);
  const where = pages.length === 1 ? 'на странице ' : 'на страницах ';
  return [rows ? 'Показывается ' : 'Появится ', where, ...links, rows ? '.' : ', когда в ней будет строка.'];
}

/** «Не заполнено: стаж — 3». */
const gapsText = (gaps) => gaps.map(({ label, count }) => `${label.toLowerCase()} — ${count}`).join(', ');

function item(table, app) {
  const { name, title, exists, rows, gaps } = table;
  const state = rows === null ? 'Не читается'
    : rows === 0 ? 'Пока без строк' : plural(rows, 'строка', 'строки', 'строк');
  const create = async () => {
    try {
      await post('/api/table/new', { name });
      status(`Таблица «${title}» создана`);
      app.go('table', name);
    } catch (error) {
      alert(error);
    }
  };
  return h('li', { class: 'tables-item' },
    h('div', { class: 'tables-about' },
      exists
        ? h('a', { class: 'events-name', href: `#/table/${name}` }, title)
        : h('span', { class: 'events-name' }, title),
      h('p', { class: 'events-meta' }, exists ? state : 'Такой таблицы в разделе ещё нет.'),
      gaps?.length > 0 && h('p', { class: 'events-meta' }, `Не заполнено: ${gapsText(gaps)}.`),
      exists && h('p', { class: 'events-meta' }, whereShown(table))),
    h('div', { class: 'events-marks' }, ...problemMarks(table)),
    exists
      ? h('a', { class: 'button', href: `#/table/${name}`, 'aria-label': `Открыть: ${title}` }, 'Открыть')
      : h('button', {
        type: 'button', class: 'button', 'aria-label': `Создать: ${title}`, onclick: create,
      }, 'Создать'));
}
