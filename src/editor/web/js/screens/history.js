// Корзина и версии: second versions that a cloud made, what was removed, files with earlier texts.

import { get, post } from '../api.js';
import { picture } from '../difference_view.js';
import { card } from '../document/parts.js';
import { folded, matches } from '../links.js';
import { alert, h, icon, plural, status } from '../ui.js';
import { titled } from '../words.js';

/** With more files than this there is a field to find one. */
const MANY = 12;

export async function show(main) {
  const urls = [];
  const place = h('div', { class: 'narrow history' });
  main.replaceChildren(place);
  await read(place, urls);
  return () => urls.forEach((url) => URL.revokeObjectURL(url));
}

async function read(place, urls) {
  const { copies, items, files } = await get('/api/history');
  place.replaceChildren(
    h('div', {}, h('h1', { tabindex: '-1' }, 'Корзина и версии'),
      h('p', { class: 'lead' }, 'Убранное и прежние тексты хранятся 90 дней на этом компьютере. Вернуть можно всё.')),
    ...(copies.length > 0 ? [copiesCard(copies, urls)] : []),
    trashCard(items, urls),
    filesCard(files));
}

function copiesCard(copies, urls) {
  return card('Две версии одного файла',
    h('p', {}, 'Так бывает, когда файл изменили на двух компьютерах сразу и облако сохранило обе версии или когда '
      + 'файл скопировали. Выберите, какая останется: вторая уйдёт в корзину.'),
    h('ul', { class: 'list history-list' }, copies.map((copy) => h('li', { class: 'history-row' },
      copy.picture && picture(urls, '/api/history/thumb', { file: copy.file }),
      h('span', { class: 'grow' }, h('b', {}, copy.title), h('span', { class: 'hint' }, copy.names.join(' и '))),
      h('a', { class: 'button', href: `#/copy/${encodeURIComponent(copy.file)}`,
        'aria-label': `Сравнить и выбрать: ${copy.title}` }, 'Сравнить и выбрать')))));
}

function trashCard(items, urls) {
  if (items.length === 0) {
    return card('Корзина', h('p', {}, 'В корзине пусто. Сюда попадают убранные события, снимки, страницы и файлы.'));
  }
  return card('Корзина', h('ul', { class: 'list history-list' }, items.map((item) => trashRow(item, urls))));
}

function trashRow(item, urls) {
  const { kind, id, what, title, about, path, removed, until } = item;
  const back = h('button', { type: 'button', class: 'button', 'aria-label': `Вернуть: ${title}` }, 'Вернуть');
  back.addEventListener('click', () => giveBack().catch((problem) => {
    back.disabled = false;
    alert(problem);
  }));
  const giveBack = async () => {
    back.disabled = true;
    const { file, opens } = await post('/api/history/restore', { kind, id });
    const done = opens
      ? h('a', { class: 'button', href: `#/event/${encodeURIComponent(file)}` }, icon('check'), 'Вернулось. Открыть')
      : h('span', { class: 'chip chip-ok', tabindex: '-1' }, 'Вернулось');
    back.replaceWith(done);
    done.focus();
    status(`${what} ${titled(title)}: на прежнем месте`);
  };
  return h('li', { class: 'history-row' },
    item.picture ? picture(urls, '/api/history/thumb', { kind, id })
      : h('span', { class: 'difference-photo' }, icon('file')),
    h('span', { class: 'grow' }, h('b', {}, title),
      h('span', { class: 'hint' }, [what, about].filter(Boolean).join(' · ')),
      h('span', { class: 'hint' }, `Убрано ${removed} · хранится до ${until}`),
      h('span', { class: 'hint history-path' }, path)),
    back);
}

function filesCard(files) {
  if (files.length === 0) {
    return card('Прежние версии', h('p', {}, 'Прежних версий пока нет: они появятся, когда вы измените тексты.'));
  }
  const rows = files.map(({ file, name, about, count, last }) => ({
    text: folded(`${name} ${file}`),
    element: h('li', {}, h('a', { class: 'history-row history-file', href: `#/versions/${encodeURIComponent(file)}` },
      h('span', { class: 'grow' }, h('b', {}, name),
        about && h('span', { class: 'hint' }, about),
        h('span', { class: 'hint' }, `${plural(count, 'версия', 'версии', 'версий')}, последняя правка ${last}`)),
      icon('right'))),
  }));
  const list = h('ul', { class: 'list history-list' }, rows.map(({ element }) => element));
  const search = h('input', { type: 'search', id: 'history_search', autocomplete: 'off' });
  search.addEventListener('input', () => {
    const query = folded(search.value.trim());
    for (const { text, element } of rows) element.hidden = !matches(text, query);
  });
  return card('Прежние версии',
    rows.length > MANY && h('div', { class: 'field' }, h('label', { for: search.id }, 'Найти файл'), search), list);
}
