// CodeMirror behind the interface of `source.js`. Marks of Markdown are styled and stay in sight; the browser
// checks the spelling.

import {
  Compartment, EditorState, EditorView, Transaction, history, isolateHistory, keymap, placeholder,
} from '../../codemirror/codemirror.js';
import { shared } from '../moved.js';
import { isError } from '../source.js';
import { h } from '../ui.js';
import { KEYS } from './keys.js';
import { markdownMarks } from './marks.js';
import { underlines } from './underlines.js';

/** What stays at the top of the page hides nothing that is shown: as `scroll-padding-top` in the style sheet. */
const scrollMargins = () => ({
  top: parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0, bottom: 24,
});

export function richField({ id, label, invitation, describedBy }) {
  const listeners = [];
  const readOnly = new Compartment();
  let isWrong = false;
  const box = h('div', { class: 'story-rich' });
  const { extension: underlined, show: showProblems } = underlines(box);
  const isNothingSelected = (event, { state }) => state.selection.main.empty;
  const view = new EditorView({
    parent: box,
    extensions: [
      history(), keymap.of(KEYS), markdownMarks, underlined,
      EditorView.lineWrapping, EditorView.scrollMargins.of(scrollMargins), placeholder(invitation),
      readOnly.of(EditorState.readOnly.of(false)),
      EditorView.contentAttributes.of(() => ({
        id, lang: 'ru', spellcheck: 'true', autocorrect: 'on', autocapitalize: 'sentences',
        'aria-label': label, 'aria-describedby': describedBy, ...isWrong && { 'aria-invalid': 'true' },
      })),
      EditorView.domEventHandlers({
        // Files that are dropped are photos and documents, which the page takes.
        drop: ({ dataTransfer }) => dataTransfer.files.length > 0,
        // CodeMirror would take the whole line.
        copy: isNothingSelected,
        cut: isNothingSelected,
      }),
      EditorView.updateListener.of(({ docChanged, transactions }) => {
        const isOwn = (one) => one.docChanged && !one.annotation(Transaction.remote);
        if (docChanged && transactions.some(isOwn)) for (const listener of listeners) listener();
      }),
    ],
  });
  // The field is as high as its text: it is not scrolled, and not reached for that.
  view.scrollDOM.removeAttribute('tabindex');
  const text = () => view.state.doc.toString();
  const within = (at) => Math.min(at, view.state.doc.length);
  const range = (start, end) => ({ anchor: within(start), head: within(end) });
  return {
    box,
    element: view.contentDOM,
    get() {
      const { from, to } = view.state.selection.main;
      return { text: text(), start: from, end: to };
    },
    set(latest) {
      const [old, insert] = [text(), latest.replace(/\r\n?/g, '\n')];
      if (old === insert) return;
      const { before, after } = shared(old, insert);
      view.dispatch({
        changes: { from: before, to: old.length - after, insert: insert.slice(before, insert.length - after) },
        annotations: [Transaction.remote.of(true), Transaction.addToHistory.of(false)],
      });
    },
    apply({ edits, start, end }) {
      view.focus();
      view.dispatch({
        changes: edits.map(({ from, to, text: insert }) => ({ from, to, insert })),
        annotations: isolateHistory.of('full'),
      });
      view.dispatch({ selection: range(start, end), scrollIntoView: true });
    },
    select(start, end) {
      view.dispatch({
        selection: range(start, end), effects: EditorView.scrollIntoView(within(start), { y: 'center' }),
      });
      view.focus();
    },
    changed: (listener) => listeners.push(listener),
    problems(list) {
      isWrong = list.some(isError);
      showProblems(view, list);
    },
    readOnly: (isReadOnly) => view.dispatch({
      effects: readOnly.reconfigure(EditorState.readOnly.of(isReadOnly)),
    }),
    fit: () => view.requestMeasure(),
    stop: () => view.destroy(),
  };
}
