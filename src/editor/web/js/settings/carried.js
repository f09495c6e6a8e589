// What events would lose by a change of directions or of their own keys: told, and carried through.

import { dialog, field, h, plural } from '../ui.js';

const quoted = (names) => names.map((name) => `«${name}»`).join(', ');
const events = (number) => plural(number, 'событие', 'события', 'событий');

const united = (titles, names) => [...new Set([...(titles ?? '').split('\n'), ...names])].filter(Boolean).join('\n');

/** Asks before directions become `next`; `row` replaces `old`, or is none. */
export async function directionsAgreed(screen, next, row, old) {
  if (!old) return next;
  const { events: number, names } = await screen.orphans('directions', next);
  if (number === 0) return next;
  const isOne = number % 10 === 1 && number % 100 !== 11;
  if (row) {
    const lost = `${events(number)} ${isOne ? 'называет' : 'называют'} это направление так: ${quoted(names)}.`;
    const answer = await dialog({
      title: 'Прежнее название ещё нужно событиям',
      body: [h('p', {}, `${lost} Если понимать и прежнее название, ничего не потеряется.`)],
      actions: [
        { text: 'Отмена', value: null },
        { text: 'Без прежнего', value: 'drop', danger: true },
        { text: 'Понимать и прежнее', value: 'keep', primary: true },
      ],
    });
    if (answer === 'keep') row.titles = united(row.titles, names);
    return answer ? next : null;
  }
  if (next.length === 0) return next;
  const choice = h('select', { id: 'settings_target' },
    next.map(({ title, id }, at) => h('option', { value: String(at) }, title || id)));
  const answer = await dialog({
    title: `Убрать «${old.title || old.id}»?`,
    body: [
      h('p', {}, `К нему ${isOne ? 'относится' : 'относятся'} ${events(number)}. Куда отнести?`),
      field({ label: 'Направление для этих событий', input: choice }),
    ],
    actions: [
      { text: 'Отмена', value: null },
      { text: 'Оставить с ошибкой', value: 'drop', danger: true },
      { text: `Перенести ${events(number)}`, value: 'move', primary: true },
    ],
  });
  if (answer !== 'move') return answer ? next : null;
  const at = Number(choice.value);
  return next.map((one, number) => (number === at ? { ...one, titles: united(one.titles, names) } : one));
}

/** Asks before own keys become `next`: names, `row` in the place of `old`. */
export async function keysAgreed(screen, next, row, old) {
  if (!old) return next;
  const { events: number, names } = await screen.orphans('event_keys', next);
  if (number === 0) return next;
  const canKeep = row && !old.includes(':') && !row.includes(':');
  const answer = await dialog({
    title: 'Эти сведения уже есть в событиях',
    body: h('p', {}, `${events(number)}: ${quoted(names)}. Без прежнего названия в них будет ошибка.`),
    actions: [
      { text: 'Отмена', value: null },
      { text: row ? 'Без прежнего' : 'Всё равно убрать', value: 'drop', danger: true },
      ...(canKeep ? [{ text: 'Понимать и прежнее', value: 'keep', primary: true }] : []),
    ],
  });
  if (answer === 'keep') return next.map((line) => (line === row ? `${old}: ${row}` : line));
  return answer ? next : null;
}
