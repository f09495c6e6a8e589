// The field for a story: CodeMirror, or a textarea on touch screens and where «Простое поле» was chosen.

import { textSource } from '../source.js';
import { h } from '../ui.js';

const CHOICE = 'rostok-plain-field';

/** Keyboards of touch screens work best with what they know. */
const isTouch = () => matchMedia('(pointer: coarse)').matches;

const isPlain = () => isTouch() || localStorage.getItem(CHOICE) === 'yes';

/** The other field as an entry of a menu; `chosen()` shows the screen anew. None where there is no choice. */
export function otherField(chosen) {
  if (isTouch()) return [];
  const label = isPlain() ? 'Поле с подсветкой разметки' : 'Простое поле без подсветки';
  const run = () => {
    if (isPlain()) localStorage.removeItem(CHOICE);
    else localStorage.setItem(CHOICE, 'yes');
    chosen();
  };
  return [{ label, run }];
}

/** Promises what makes the field, a source as of `source.js`. */
export async function fieldMaker() {
  if (isPlain()) return plainField;
  try {
    return (await import('./rich.js')).richField;
  } catch {
    // The program has been closed: one can write all the same.
    return plainField;
  }
}

function plainField({ id, label, invitation, describedBy }) {
  return textSource(h('textarea', {
    id, class: 'event-text', lang: 'ru', spellcheck: 'true', autocomplete: 'off', placeholder: invitation,
    'aria-label': label, 'aria-describedby': describedBy,
  }));
}
