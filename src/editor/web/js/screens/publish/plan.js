// The plan: events by name, everything else as counts.
import { h, icon, plural } from '../../ui.js';

const GROUPS = [
  ['new', 'Новое', 'add'],
  ['changed', 'Изменено', 'edit'],
  ['removed', 'Будет убрано с сайта', 'trash'],
];

// The name of an event, a link to it where it is still here, and how much of it wants a second look.
function event({ title, file, warnings }) {
  const address = file && `#/event/${encodeURIComponent(file)}`;
  return h('li', {}, address ? h('a', { href: address }, title) : title, warnings > 0 && [' ', h('span',
    { class: 'chip chip-warn' }, plural(warnings, 'замечание', 'замечания', 'замечаний'))]);
}

function group(plan, [key, name, sign]) {
  const { events, more, rest } = plan[key];
  if (!events.length && !rest) return null;
  return h('section', { class: `plan-group plan-${key}` },
    h('h3', {}, icon(sign), name),
    events.length > 0 && h('ul', {}, events.map(event)),
    more > 0 && h('p', { class: 'hint' }, `и ещё событий: ${more}`),
    rest && h('p', { class: 'hint' }, events.length > 0 ? `ещё ${rest}` : rest));
}

// The plan as a card; the page has a heading for it.
export function card(plan) {
  return h('div', { class: 'card plan' }, GROUPS.map((each) => group(plan, each)));
}

// The plan in a line: what changes, and how long it takes.
export function lead(plan) {
  const time = plan.time ? `, около ${plan.time}` : '';
  const size = plan.files > 0 ? `; отправить ${plan.size}${time}` : '';
  const said = sentence(plan);
  return h('p', {}, `${said.charAt(0).toUpperCase()}${said.slice(1)}${size}.`);
}

// What changes for readers, in a sentence.
export function sentence(plan) {
  const events = (key, ...forms) => {
    const number = plan[key].events.length + plan[key].more;
    return number > 0 && plural(number, ...forms);
  };
  const said = [
    events('new', 'новое событие', 'новых события', 'новых событий'),
    events('changed', 'изменённое событие', 'изменённых события', 'изменённых событий'),
    events('removed', 'событие будет убрано', 'события будут убраны', 'событий будет убрано'),
  ].filter(Boolean);
  return said.length > 0 ? said.join(', ') : 'изменятся только общие страницы';
}
