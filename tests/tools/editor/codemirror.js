// What the editor's page uses of CodeMirror; `build.mjs` bundles it.

export { history, isolateHistory, redo, undo } from '@codemirror/commands';
export {
  Compartment, EditorSelection, EditorState, StateEffect, StateField, Transaction,
} from '@codemirror/state';
export { Decoration, EditorView, ViewPlugin, keymap, placeholder } from '@codemirror/view';
