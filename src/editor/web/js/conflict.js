// A file that was changed elsewhere while it was edited here: the question, and the differences.

import { fieldDifference, textDifference } from './difference_view.js';
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
  return items.map((item) => (typeof item === 'string' ? item : Object.values(item).join(' '))).join(', ');
};

/** The rows of a table, each on a line. */
const rowsText = (rows) => rows.map(
  ({ values }) => Object.values(values).map(words).filter(Boolean).join(' · ')).join('\n');

/** Shows what differs between the file and what is edited here; `texts` are two whole files. */
export function differencesDialog({ theirs, mine, texts, label }) {
  const sides = ['в файле', 'здесь'];
  const parts = [];
  const story = (title, old, text) => h('section', { class: 'difference' }, h('h3', {}, title),
    textDifference(old, text));
  if (mine) {
    const keys = [...new Set([...Object.keys(theirs.fields), ...Object.keys(mine.fields)])];
    const fields = keys.filter((key) => !isSame(theirs.fields[key], mine.fields[key])).map((key) => fieldDifference({
      name: label(key) || `«${key}»`, then: words(theirs.fields[key]), now: words(mine.fields[key]),
    }, sides));
    if (fields.length > 0) parts.push(h('dl', {}, fields));
    if (mine.rows) parts.push(story('Строки таблицы', rowsText(theirs.rows), rowsText(mine.rows)));
    else if (theirs.body !== mine.body) parts.push(story('Рассказ', theirs.body, mine.body));
  } else parts.push(story('Текст файла', ...texts));
  return dialog({
    title: 'Различия',
    body: h('div', { class: 'differences' },
      h('p', { class: 'hint' }, 'Зачёркнуто — есть только в файле, подчёркнуто — есть только здесь.'), ...parts),
    actions: [{ text: 'Закрыть', value: null, primary: true }],
  });
}
