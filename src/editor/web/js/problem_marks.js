// How many problems a text has, and what it still lacks: in words, and as marks of a list.

import { h, plural } from './ui.js';

const errorWords = (errors) => plural(errors, 'ошибка', 'ошибки', 'ошибок');
const warningWords = (warnings) => plural(warnings, 'замечание', 'замечания', 'замечаний');

/** «2 ошибки, 1 замечание»; empty without any. */
export const counted = (errors, warnings) => [errors && errorWords(errors), warnings && warningWords(warnings)]
  .filter(Boolean).join(', ');

/** What a draft lacks, which is no mistake; empty if it lacks nothing. */
export const toWrite = (left) => left.length > 0 && `Осталось указать: ${left.join(', ')}`;

/** The marks of a text in its list: the gravest alone. */
export function problemMarks({ errors, warnings }) {
  if (errors > 0) return [h('span', { class: 'chip chip-danger' }, errorWords(errors))];
  return warnings > 0 ? [h('span', { class: 'chip' }, warningWords(warnings))] : [];
}
