// What an import has made, and the messages about a file.

import { h, icon } from '../../ui.js';
import { sentence, words } from '../../words.js';

/** So many drafts are named; the rest is in the list of events. */
const NAMED = 50;

/** Messages as the command line gives them; null if there are none. */
export function problemList(problems) {
  if (problems.length === 0) return null;
  return h('ul', { class: 'import-problems' }, problems.map(({ message, hint, isError }) => h('li', {},
    h('p', { class: isError ? 'error' : 'event-warning' }, icon('warning'), h('span', {}, words(message))),
    hint && h('p', { class: 'hint' }, words(sentence(hint.replace(/ \(`[^`]*`\)/g, '')))))));
}

/** `undo(button)` is called to take everything back. */
export function resultCard({ created, createdText, existing, files, untaken, problems }, undo) {
  const back = h('button', { type: 'button', class: 'button' }, icon('undo'), 'Отменить: убрать в корзину');
  back.addEventListener('click', () => undo(back));
  const link = ({ title, date, file }) => h('li', {},
    h('a', { href: `#/event/${encodeURIComponent(file)}` }, title),
    h('span', { class: 'hint' }, ` ${date || 'без даты'}`));
  const more = created.length - NAMED;
  return h('section', { class: 'card import-made' },
    h('h2', { tabindex: -1 }, `Создано: ${createdText}`),
    h('p', {}, 'Впишите в каждый рассказ, добавьте снимки и включите «Готово к публикации».',
      existing > 0 && ` Уже были на сайте: ${existing}.`),
    h('ul', {}, created.slice(0, NAMED).map(link)),
    more > 0 && h('p', { class: 'hint' }, `И ещё ${more}: они в списке событий.`),
    files.length > 0 && h('p', {}, `Добавлено и другое: ${files.join('; ')}.`),
    untaken.length > 0 && h('div', {}, h('h3', {}, 'Не перенесено'),
      h('ul', {}, untaken.map((part) => h('li', {}, words(part))))),
    problemList(problems),
    h('div', { class: 'row' },
      h('a', { class: 'button button-primary', href: '#/events' }, 'К событиям'), back));
}
