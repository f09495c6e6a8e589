// The field for the text behind one interface: `get`, `set`, `apply`, `select`, `changed`.

import { applied } from './commands.js';
import { moved } from './moved.js';

/** A textarea. Edits can be undone with Ctrl+Z: only `execCommand` enters the history of a textarea. */
export function textSource(area) {
  const insert = (text) => {
    const done = text === ''
      ? area.selectionStart === area.selectionEnd || document.execCommand('delete')
      : document.execCommand('insertText', false, text);
    if (done) return;
    area.setRangeText(text, area.selectionStart, area.selectionEnd, 'end');
    area.dispatchEvent(new Event('input', { bubbles: true }));
  };
  return {
    element: area,
    get: () => ({ text: area.value, start: area.selectionStart, end: area.selectionEnd }),
    /** A text from elsewhere. The caret stays where it was in the unchanged part. */
    set(text) {
      const { value, selectionStart, selectionEnd } = area;
      if (value === text) return;
      const place = moved(value, text);
      area.value = text;
      area.setSelectionRange(place(selectionStart), place(selectionEnd));
    },
    apply({ edits, start, end }) {
      area.focus();
      if (edits.length > 0) {
        const from = edits[0].from;
        const to = edits.at(-1).to;
        const inner = edits.map((edit) => ({ ...edit, from: edit.from - from, to: edit.to - from }));
        const text = applied(area.value.slice(from, to), inner);
        area.setSelectionRange(from, to);
        insert(text);
      }
      area.setSelectionRange(start, end);
    },
    /** Selects a range and shows it: browsers scroll to the caret of a field that gets the focus. */
    select(start, end) {
      area.blur();
      area.setSelectionRange(start, end);
      area.focus();
    },
    changed: (listener) => area.addEventListener('input', listener),
  };
}
