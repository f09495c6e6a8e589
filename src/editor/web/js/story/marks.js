// Styles the marks of Markdown in the lines that are in sight.

import { Decoration, ViewPlugin } from '../../codemirror/codemirror.js';
import { fenceOf, marksOf } from './markdown.js';

/** No words, so no spelling. */
const CODES = ['address', 'code'];

const partLooks = new Map(['mark', 'item', 'strong', 'light', 'gone', 'code', 'link', 'address'].map((name) => [
  name, Decoration.mark({ class: `story-${name}`, attributes: CODES.includes(name) ? { spellcheck: 'false' } : null }),
]));

const lineLooks = new Map(['heading', 'quote', 'table', 'code'].map((name) => [
  name, Decoration.line({ class: `story-line-${name}` }),
]));

/** The fence that is open at the beginning of a line. */
function fenceAbove(doc, number) {
  let fence = '';
  for (const line of doc.iterLines(1, number)) fence = fenceOf(line, fence);
  return fence;
}

function looks({ state: { doc }, visibleRanges }) {
  const found = [];
  for (const { from, to } of visibleRanges) {
    const first = doc.lineAt(from).number;
    const last = doc.lineAt(to).number;
    let fence = fenceAbove(doc, first);
    for (let number = first; number <= last; number += 1) {
      const { from: start, text } = doc.line(number);
      const { line, parts } = marksOf(text, fence);
      if (line !== '') found.push(lineLooks.get(line).range(start));
      for (const part of parts) found.push(partLooks.get(part.name).range(start + part.from, start + part.to));
      fence = fenceOf(text, fence);
    }
  }
  return Decoration.set(found, true);
}

export const markdownMarks = ViewPlugin.fromClass(class {
  constructor(view) {
    this.decorations = looks(view);
  }

  update({ docChanged, viewportChanged, view }) {
    if (docChanged || viewportChanged) this.decorations = looks(view);
  }
}, { decorations: (plugin) => plugin.decorations });
