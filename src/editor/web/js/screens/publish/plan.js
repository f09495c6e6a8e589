// The plan: events by name, everything else as counts.
import { h, icon } from '../../ui.js';

const GROUPS = [
  ['new', 'Новое', 'add'],
  ['changed', 'Изменено', 'edit'],
  ['removed', 'Будет убрано с сайта', 'trash'],
];

// The name of an event, a link to it where it is still here.
function event({ title, file }) {
  const address = file && `#/event/${encodeURIComponent(file)}`;
  return h('li', {}, address ? h('a', { href: address }, title) : title);
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
  const time = plan.time ? `, это займёт около ${plan.time}` : '';
  const size = plan.files > 0 ? `Отправить нужно ${plan.size}${time}.` : '';
  return h('div', { class: 'card plan' },
    GROUPS.map((each) => group(plan, each)),
    size && h('p', { class: 'plan-size' }, size));
}

// One sentence for readers who hear the page.
export function sentence(plan) {
  const count = (key) => plan[key].events.length + plan[key].more;
  const parts = [
    [count('new'), 'новых событий'],
    [count('changed'), 'изменённых событий'],
    [count('removed'), 'событий будет убрано'],
  ];
  const said = parts.filter(([number]) => number > 0).map(([number, what]) => `${what}: ${number}`);
  return said.length > 0 ? said.join(', ') : 'изменятся только страницы списков';
}
