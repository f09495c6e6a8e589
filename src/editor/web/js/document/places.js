// Problems of a text, each with a button that shows its place.

import { problemLine } from '../fields.js';
import { h } from '../ui.js';
import { button } from './parts.js';

/** A problem whose `start` and `end` are places of `source`; `more` are further buttons. */
export function placed(problem, source, more = []) {
  const line = problemLine(problem);
  if (problem.start === undefined || problem.start === null) return line;
  const show = () => source.select(problem.start, problem.end);
  line.append(h('span', { class: 'event-mend' }, ...more, button('Показать место', 'button-quiet event-where', show)));
  return line;
}

/** A problem by its line in `source`, which has the whole file. */
export function placedInWhole(problem, source) {
  if (!problem.line) return problemLine(problem);
  const lines = source.get().text.split('\n');
  const start = lines.slice(0, problem.line - 1).reduce((sum, line) => sum + line.length + 1, 0);
  const end = start + (lines[problem.line - 1]?.length ?? 0);
  return placed({ ...problem, start, end }, source);
}

/** Half a word is no mistake: so long after the last key new problems appear. */
export const CALM = 700;
