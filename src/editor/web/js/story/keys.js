// The keys of the story. The browser moves the caret by letters, words and lines by itself; to where the text is
// not drawn yet, and from line to line as it changes, the caret goes here.

import { EditorSelection, EditorView, redo, undo } from '../../codemirror/codemirror.js';

function insertLine({ state, dispatch }) {
  if (state.readOnly) return false;
  dispatch(state.update(state.replaceSelection('\n'), { scrollIntoView: true, userEvent: 'input' }));
  return true;
}

/** Removes the selection, or what lies between the caret and where `move` leads. */
const remove = (move, isForward) => (view) => {
  const { state } = view;
  const { main } = state.selection;
  if (state.readOnly) return false;
  const other = main.empty ? move(view, main, isForward).head : main.head;
  const [from, to] = main.empty ? [Math.min(main.head, other), Math.max(main.head, other)] : [main.from, main.to];
  if (from !== to) {
    const userEvent = isForward ? 'delete.forward' : 'delete.backward';
    view.dispatch({ changes: { from, to }, scrollIntoView: true, userEvent });
  }
  return true;
};

const byLetter = (view, range, isForward) => view.moveByChar(range, isForward);
const byWord = (view, range, isForward) => view.moveByGroup(range, isForward);

/** A key that moves the caret to where `place` tells, with Shift the end of the selection. */
function moving(key, place) {
  const run = (isSelecting) => (view) => {
    const { main } = view.state.selection;
    const head = place(view, main);
    view.dispatch({
      selection: EditorSelection.range(isSelecting ? main.anchor : head, head),
      effects: EditorView.scrollIntoView(head, { y: 'nearest', yMargin: 40 }),
      userEvent: 'select',
    });
    return true;
  };
  return { key, run: run(false), shift: run(true) };
}

const byPage = (isForward) => (view, range) => view.moveVertically(range, isForward, innerHeight * 0.7).head;

export const KEYS = [
  { key: 'Mod-z', run: undo, preventDefault: true },
  { key: 'Mod-y', mac: 'Mod-Shift-z', run: redo, preventDefault: true },
  { key: 'Mod-Shift-z', run: redo, preventDefault: true },
  { key: 'Enter', run: insertLine, shift: insertLine },
  { key: 'Backspace', run: remove(byLetter, false), shift: remove(byLetter, false) },
  { key: 'Delete', run: remove(byLetter, true) },
  { key: 'Mod-Backspace', mac: 'Alt-Backspace', run: remove(byWord, false) },
  { key: 'Mod-Delete', mac: 'Alt-Delete', run: remove(byWord, true) },
  moving('Mod-Home', () => 0),
  moving('Mod-End', (view) => view.state.doc.length),
  moving('PageUp', byPage(false)),
  moving('PageDown', byPage(true)),
  {
    key: 'Mod-a',
    run(view) {
      view.dispatch({ selection: { anchor: 0, head: view.state.doc.length }, userEvent: 'select' });
      return true;
    },
  },
];
