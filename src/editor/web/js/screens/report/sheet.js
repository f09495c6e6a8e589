// A report as it will look on paper, in plain HTML.
import { h } from '../../ui.js';

export const sheet = (blocks, name) => h('article', { class: 'sheet', 'aria-label': `${name}, как он выйдет` },
  blocks.map(block));

function block(value) {
  return DRAW[value.kind](value);
}

const DRAW = {
  heading: ({ level, spans }) => h(`h${Math.min(level + 1, 6)}`, {}, text(spans)),
  paragraph: ({ spans }) => h('p', {}, text(spans)),
  list: ({ start, items }) => h(start === null ? 'ul' : 'ol', start === null ? {} : { start },
    items.map((blocks) => h('li', {}, blocks.map(block)))),
  table,
  chart: ({ title, description }) => h('p', { class: 'hint' }, `[Диаграмма] ${title}. ${description}`),
  picture: ({ alt, caption }) => h('p', { class: 'hint' }, `[Снимок] ${caption || alt}`),
  signature: ({ position, name, date }) => h('p', {}, [position, '__________', name, date].filter(Boolean).join(' ')),
};

const text = (spans) => spans.map(({ text: words, bold, italic }) => {
  const inner = italic ? h('i', {}, words) : words;
  return bold ? h('b', {}, inner) : inner;
});

// Wide tables scroll by themselves; the keyboard reaches them too.
function table({ title, columns, rows }) {
  const cell = ({ text: words, number }) => h('td', number ? { class: 'number' } : {}, words);
  const row = ({ kind, title: name, cells }) => (kind === 'section'
    ? h('tr', {}, h('th', { colspan: columns.length, scope: 'rowgroup' }, name))
    : h('tr', kind === 'total' ? { class: 'total' } : {}, cells.map(cell)));
  return h('div', { class: 'table', tabindex: 0, role: 'region', 'aria-label': title || 'События' },
    h('table', {}, title && h('caption', {}, title),
      h('thead', {}, h('tr', {}, columns.map((name) => h('th', { scope: 'col' }, name)))),
      h('tbody', {}, rows.map(row))));
}
