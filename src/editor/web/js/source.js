// A field for text behind one interface, whatever it is made of:
// - `box` is what the page shows, `element` what has the focus and hears keys;
// - `get()` gives `{ text, start, end }`, `set(text)` takes a text from elsewhere;
// - `apply({ edits, start, end })` makes the edits of `commands.js` in one step of undo;
// - `select(start, end)` selects a place and shows it;
// - `changed(listener)` hears of each change but those of `set`;
// - `problems(list)` has what is wrong with the text, `readOnly(isReadOnly)` keeps it as it is;
// - `fit()` makes the field as high as its text, `stop()` ends it.

import { applied } from './commands.js';
import { moved } from './moved.js';

export const isError = ({ severity }) => severity === 'error';

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
    box: area,
    element: area,
    get: () => ({ text: area.value, start: area.selectionStart, end: area.selectionEnd }),
    /** The caret stays where it was in the unchanged part. */
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
    /** Browsers scroll to the caret of a field that gets the focus. */
    select(start, end) {
      area.blur();
      area.setSelectionRange(start, end);
      area.focus();
    },
    changed: (listener) => area.addEventListener('input', listener),
    problems(list) {
      if (list.some(isError)) area.setAttribute('aria-invalid', 'true');
      else area.removeAttribute('aria-invalid');
    },
    readOnly(isReadOnly) {
      area.readOnly = isReadOnly;
    },
    /** Where the style sheet cannot do that. */
    fit() {
      if (CSS.supports('field-sizing', 'content') || area.offsetParent === null) return;
      area.style.height = 'auto';
      area.style.height = `${area.scrollHeight + 2}px`;
    },
    stop() {},
  };
}
