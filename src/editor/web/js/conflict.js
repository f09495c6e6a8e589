// A file that was changed elsewhere while it was edited here: the question, and the differences.

import { differences, excerpts } from './differences.js';
import { dialog, h } from './ui.js';
import { isSame } from './unsaved.js';

/** The question with its three answers. */
export function conflictNotice({ mine, theirs, differences: show }) {
  const button = (label, kind, run) => {
    const made = h('button', { type: 'button', class: `button ${kind}` }, label);
    made.addEventListener('click', run);
    return made;
  };
  return h('div', {},
    h('p', {}, h('b', {}, 'В файле другая правка.'), ' Пока вы писали, то же место изменили в другой программе. '
      + 'Ничего не пропадёт: другой вариант останется в прежних версиях.'),
    h('div', { class: 'event-buttons' },
      button('Оставить мою', 'button-primary', mine),
      button('Взять из файла', '', theirs),
      button('Показать различия', 'button-quiet', show)));
}

const words = (value) => {
  const items = Array.isArray(value) ? value : [value ?? ''];
  return items.map((item) => (typeof item === 'string' ? item : `${item.count} ${item.who}`)).join(', ');
};

/** Shows what differs between the file and what is edited here; `texts` are two whole files. */
export function differencesDialog({ theirs, mine, texts, label }) {
  const parts = [];
  if (mine) {
    const keys = new Set([...Object.keys(theirs.fields), ...Object.keys(mine.fields)]);
    for (const key of keys) {
      if (isSame(theirs.fields[key], mine.fields[key])) continue;
      parts.push(part(label(key) || `«${key}»`, words(theirs.fields[key]), words(mine.fields[key])));
    }
    if (theirs.body !== mine.body) parts.push(part('Рассказ', theirs.body, mine.body));
  } else parts.push(part('Текст файла', ...texts));
  return dialog({
    title: 'Различия',
    body: h('div', {},
      h('p', { class: 'hint' }, 'Зачёркнуто — есть только в файле, подчёркнуто — есть только здесь.'), ...parts),
    actions: [{ text: 'Закрыть', value: null, primary: true }],
  });
}

function part(title, old, text) {
  const lines = excerpts(differences(old, text)).map((line) => {
    if (line === null) return h('p', { class: 'event-left-out' }, '…');
    const tag = { same: 'span', removed: 'del', added: 'ins' }[line.kind];
    return h('p', { class: `event-${line.kind}` }, h(tag, {}, line.text || '\u00a0'));
  });
  return h('section', { class: 'event-difference' }, h('h3', {}, title), ...lines);
}
