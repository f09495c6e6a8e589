// The dialog «Ссылка»: an event, a page or a file found by a word of its title, or an address.

import { get } from './api.js';
import { pathBetween } from './commands.js';
import { ask } from './ask.js';
import { explain, field, h, icon } from './ui.js';
import { sentence } from './words.js';

const MOST = 30;

/** Letters as they are compared: without case, «ё» as «е». */
export const folded = (text) => text.toLowerCase().replaceAll('ё', 'е');

/** Whether every word of `query` is in `text`; both folded. */
export const matches = (text, query) => query.split(/\s+/).every((word) => text.includes(word));

const isAddress = (text) => /^(https?:|mailto:|tel:)/i.test(text) || /^[^\s/@]+@[^\s/@]+\.[^\s/@]+$/.test(text)
  || /^(www\.)?[^\s/]+\.[a-zа-я]{2,}(\/\S*)?$/i.test(text);

const isOutside = (text) => !/^[^/]+\.(md|pdf|docx?|xlsx?|pptx?|jpe?g|png|zip)$/i.test(text);

/** Asks for a link. Gives `{ address, label }`, `{ remove: true }` or null. */
export async function linkDialog({ file, label, address }) {
  const words = h('input', { id: 'link_words', type: 'text', autocomplete: 'off', value: label });
  const search = h('input', {
    id: 'link_target', type: 'text', autocomplete: 'off', value: address, role: 'combobox',
    'aria-expanded': 'true', autofocus: true, 'aria-controls': 'link_found', 'aria-autocomplete': 'list',
  });
  const list = h('ul', {
    id: 'link_found', class: 'event-found', role: 'listbox', 'aria-label': 'Найдено', hidden: true,
  });
  const said = h('p', { class: 'hint', id: 'link_said' },
    'Наберите слово из названия события, страницы или файла — или вставьте адрес целиком.');
  search.setAttribute('aria-describedby', said.id);
  const unread = h('div', { role: 'alert' });
  // None until they are read.
  let targets = null;
  let options = [];
  let active = -1;
  let target = address;

  const choose = (option) => {
    target = option.address;
    search.value = option.title;
    if (words.value.trim() === '') words.value = option.words ?? option.title;
    active = options.indexOf(option);
    mark();
  };
  const mark = () => {
    [...list.children].forEach((item, at) => item.setAttribute('aria-selected', String(at === active)));
    const item = list.children[active];
    if (item) {
      search.setAttribute('aria-activedescendant', item.id);
      item.scrollIntoView({ block: 'nearest' });
    } else search.removeAttribute('aria-activedescendant');
  };
  const refresh = () => {
    const query = search.value.trim();
    const asked = folded(query);
    target = isAddress(query) || query === address ? query : '';
    options = (targets ?? []).filter(({ text }) => asked === '' || matches(text, asked)).slice(0, MOST);
    if (isAddress(query)) {
      const kind = isOutside(query) ? 'адрес в интернете' : 'как написано';
      options.unshift({ address: query, title: query, kind, words: '' });
    }
    active = isAddress(query) ? 0 : -1;
    list.replaceChildren(...options.map((option, at) => {
      const item = h('li', { role: 'option', id: `link_option_${at}` },
        h('span', { class: 'event-found-title' }, option.title), h('span', { class: 'hint' }, option.kind));
      item.addEventListener('click', () => choose(option));
      return item;
    }));
    list.hidden = options.length === 0;
    said.textContent = targets && query !== '' && options.length === 0
      ? 'Ничего не нашлось. Попробуйте другое слово или вставьте адрес целиком.'
      : 'Наберите слово из названия события, страницы или файла — или вставьте адрес целиком.';
    mark();
  };
  search.addEventListener('input', refresh);
  search.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || options.length === 0) return;
    event.preventDefault();
    active = (active + step + options.length) % options.length;
    choose(options[active]);
  });

  const take = (found) => {
    const inside = (to) => pathBetween(file, to);
    targets = [
      ...found.files.map((to) => ({ address: inside(to), title: to.split('/').at(-1), kind: 'файл', words: '' })),
      ...found.events.map((one) => ({ address: inside(one.file), title: one.title, kind: one.date || 'событие' })),
      ...found.pages.map((one) => ({ address: inside(one.file), title: one.title, kind: 'страница' })),
    ].map((one) => ({ ...one, text: folded(`${one.title} ${one.kind}`) }));
    // Somebody has typed meanwhile.
    if (search.value !== address) return refresh();
    const old = targets.find((one) => one.address === address);
    if (old) {
      search.value = old.title;
      refresh();
      choose(options.find((one) => one.address === address) ?? old);
    } else {
      // An address that leads nowhere finds nothing either.
      if (!/^[a-z]+:/i.test(search.value)) search.value = '';
      refresh();
    }
  };
  const read = () => get('/api/links', { file }).then(take).catch((problem) => {
    unread.replaceChildren(
      h('p', { class: 'error' }, icon('warning'), h('span', {},
        `События, страницы и файлы прочитать не удалось. ${sentence(explain(problem).message)}`)),
      h('button', { type: 'button', class: 'button', onclick: again }, 'Попробовать ещё раз'));
  });
  const again = () => {
    search.focus();
    unread.replaceChildren();
    read();
  };
  read();

  const actions = [
    { text: 'Отмена', value: null },
    ...(address ? [{ text: 'Убрать ссылку', value: 'remove' }] : []),
    { text: address ? 'Изменить' : 'Вставить', value: 'insert', primary: true },
  ];
  const answer = await ask({
    title: 'Ссылка',
    body: h('div', { class: 'event-link' },
      h('div', { class: 'field' }, h('label', { for: search.id }, 'Куда ведёт'), said, search, unread, list),
      field({ label: 'Слова ссылки', input: words })),
    actions,
  });
  if (answer === 'remove') return { remove: true };
  if (answer !== 'insert') return null;
  if (target === '' && options.length > 0) choose(options[0]);
  return target === '' ? null : { address: target, label: words.value.trim() };
}
