// Problems of the story, underlined where they are. The words of each stand below its place while the pointer is on
// it or the caret in it; F8 goes to the next one, Shift+F8 back.

import {
  Decoration, EditorView, StateEffect, StateField, ViewPlugin, keymap,
} from '../../codemirror/codemirror.js';
import { problemLine } from '../fields.js';
import { isError } from '../source.js';
import { h, status } from '../ui.js';

/** So long the pointer rests on a place before its words come. */
const REST = 200;

const found = StateEffect.define();

function underlined(problems, length) {
  const ranges = [];
  for (const problem of problems) {
    if (problem.start === undefined || problem.start === null) continue;
    const from = Math.min(problem.start, length);
    // What is missing is missing after the letter before.
    const [start, end] = problem.end > from ? [from, Math.min(problem.end, length)] : [Math.max(0, from - 1), from];
    if (start === end) continue;
    const look = `story-problem${isError(problem) ? '' : ' is-warning'}`;
    ranges.push(Decoration.mark({ class: look, problem }).range(start, end));
  }
  return Decoration.set(ranges, true);
}

const underlinedPlaces = StateField.define({
  create: () => Decoration.none,
  update(places, { changes, effects, newDoc }) {
    const latest = effects.find((effect) => effect.is(found));
    return latest ? underlined(latest.value, newDoc.length) : places.map(changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** The problems around a position, the last one first. */
function problemsAt(state, at) {
  const problems = [];
  state.field(underlinedPlaces).between(at, at, (from, to, { spec }) => {
    problems.unshift(spec.problem);
  });
  return problems;
}

/** Goes to the next problem, or the one before, around the end of the text. */
const go = (isForward) => (view) => {
  const { state } = view;
  const places = [];
  state.field(underlinedPlaces).between(0, state.doc.length, (from, to) => {
    places.push({ from, to });
  });
  if (places.length === 0) return false;
  const { from, to } = state.selection.main;
  const next = isForward
    ? places.find((place) => place.from > from || (place.from === from && to < place.to)) ?? places[0]
    : places.findLast((place) => place.from < from) ?? places.at(-1);
  view.dispatch({
    selection: { anchor: next.from, head: next.to },
    effects: EditorView.scrollIntoView(next.from, { y: 'center' }),
  });
  return true;
};

/** Gives `{ extension, show(view, problems) }`; the words appear in `box`, around the text. */
export function underlines(box) {
  const words = h('div', { class: 'story-words', role: 'tooltip', hidden: true });
  box.append(words);
  let timer = null;
  let told = '';

  const hide = () => {
    clearTimeout(timer);
    words.hidden = true;
  };
  /** Shows lines below a place of the window. */
  const place = (lines, { left, bottom }) => {
    clearTimeout(timer);
    words.replaceChildren(...lines);
    words.hidden = false;
    const outer = box.getBoundingClientRect();
    const furthest = Math.max(0, outer.width - words.offsetWidth);
    words.style.left = `${Math.max(0, Math.min(left - outer.left, furthest))}px`;
    words.style.top = `${bottom - outer.top}px`;
  };
  const atCaret = {
    read(view) {
      const { head } = view.state.selection.main;
      const lines = view.hasFocus ? problemsAt(view.state, head).map(problemLine) : [];
      return { lines, where: lines.length > 0 ? view.coordsAtPos(head) : null };
    },
    write({ lines, where }) {
      const said = lines.flatMap((line) => [...line.childNodes]).map((part) => part.textContent).join('. ');
      if (said !== told && said !== '') status(said);
      told = said;
      if (where) place(lines, where);
      else hide();
    },
  };

  const watch = ViewPlugin.define((view) => {
    const leave = () => {
      clearTimeout(timer);
      timer = setTimeout(() => view.requestMeasure(atCaret), REST);
    };
    const over = ({ target, clientX, clientY }) => {
      if (words.contains(target)) return clearTimeout(timer);
      if (!target.closest?.('.story-problem')) return words.hidden ? clearTimeout(timer) : leave();
      clearTimeout(timer);
      timer = setTimeout(() => {
        const at = view.posAtCoords({ x: clientX, y: clientY });
        const where = at !== null && view.coordsAtPos(at);
        const problems = where ? problemsAt(view.state, at) : [];
        if (problems.length > 0) place(problems.map(problemLine), where);
      }, REST);
    };
    box.addEventListener('mouseover', over);
    box.addEventListener('mouseleave', leave);
    return {
      update({ docChanged, selectionSet, focusChanged }) {
        // Who types is not interrupted.
        if (docChanged) hide();
        else if (selectionSet || focusChanged) view.requestMeasure(atCaret);
      },
      destroy: () => clearTimeout(timer),
    };
  });
  const close = () => {
    if (words.hidden) return false;
    hide();
    return true;
  };
  const keys = keymap.of([
    { key: 'F8', run: go(true), shift: go(false) },
    { key: 'Escape', run: close },
  ]);
  return {
    extension: [underlinedPlaces, watch, keys],
    show: (view, problems) => view.dispatch({ effects: found.of(problems) }),
  };
}
