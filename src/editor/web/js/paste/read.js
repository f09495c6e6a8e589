// The HTML of a clipboard as blocks: paragraphs, headings, lists, tables, quotes. Looks, scripts and whatever else
// stands there are left out. The HTML is only parsed: nothing of it is run, loaded or put into this page.

import { foldItems, itemOf, typedItem } from './lists.js';
import { declarations, linkOf, marksOf, pictureOf } from './marks.js';
import { tableOf } from './tables.js';

/** More letters, and more elements, than any text about an event has. */
const MOST_LETTERS = 48 * 1024 * 1024;
const MOST_NODES = 200_000;
/** Deeper nesting is an attack; browsers flatten what is deeper. */
const MOST_LEVELS = 400;

const BLOCKS = new Set(('ADDRESS ARTICLE ASIDE BODY CAPTION CENTER DD DETAILS DIV DL DT FIELDSET FIGCAPTION FIGURE '
  + 'FOOTER FORM HEADER LI MAIN NAV OL P SECTION SUMMARY TD TH TR UL').split(' '));
const SKIPPED = new Set(('AUDIO BUTTON CANVAS EMBED HEAD IFRAME INPUT LINK MATH META NOSCRIPT OBJECT SCRIPT SELECT '
  + 'STYLE SVG TEMPLATE TEXTAREA TITLE VIDEO XML').split(' '));

/**
 * What the clipboard holds: `{ blocks, pictures: [{ src, alt }], notes }`. None where it is too large to be a text,
 * or code that is to stay as it is.
 */
export function readHtml(html) {
  if (html.length > MOST_LETTERS) return null;
  // The policy of this page would complain of each style, and they are read as texts here.
  const tags = html.replace(/^Version:[^<]*/, '')
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle=/gi, ' data-style='));
  const { body } = new DOMParser().parseFromString(tags, 'text/html');
  if (isCode(body)) return null;
  const reader = new Reader();
  const blocks = reader.container(body, {});
  if (reader.left <= 0) return null;
  return { blocks, pictures: reader.pictures, notes: reader.notes };
}

/** Editors of code copy lines that keep every space, in one font. */
function isCode(body) {
  const first = body.firstElementChild;
  if (!first || body.querySelector('p, li, table, h1, h2, h3')) return false;
  const style = declarations(first);
  return /^pre/.test(style['white-space'] ?? '') && /monospace/.test(style['font-family'] ?? '');
}

class Reader {
  constructor() {
    this.pictures = [];
    this.notes = [];
    this.left = MOST_NODES;
    this.level = 0;
  }

  note(words) {
    if (!this.notes.includes(words)) this.notes.push(words);
  }

  /** The blocks within an element. */
  container(element, marks) {
    const blocks = [];
    const place = { blocks, runs: [] };
    this.children(element, marks, place);
    flush(place);
    return foldItems(blocks);
  }

  children(element, marks, place) {
    if (this.level >= MOST_LEVELS) return;
    this.level += 1;
    for (const node of element.childNodes) {
      this.left -= 1;
      if (this.left <= 0) break;
      if (node.nodeType === Node.TEXT_NODE) this.text(node.data, marks, place);
      else if (node.nodeType === Node.ELEMENT_NODE) this.element(node, marks, place);
      // Word puts the sign of an item between comments that other programs do not know.
      else if (/^\[if\s*!supportLists\]/i.test(node.data ?? '')) place.isSign = true;
      else if (/^\[endif\]/i.test(node.data ?? '')) place.isSign = false;
    }
    this.level -= 1;
  }

  text(data, marks, place) {
    if (place.isSign || marks.isSign) {
      place.sign = (place.sign ?? '') + data;
      return;
    }
    const visible = data.replace(/[\uE000-\uF8FF\uFFFC\u200B\uFEFF\u00AD]/g, '');
    // A tab after a typed number makes an item of a list; one at the beginning of a line of the source does not.
    const text = visible.replace(/[\s\u00A0]+/g, (space) => (/^[^\r\n]*\t[^\r\n]*$/.test(space) ? '\t' : ' '));
    place.runs.push({ text, ...marks.said });
  }

  element(element, marks, place) {
    const tag = element.tagName.toUpperCase();
    const style = declarations(element);
    const isHidden = style.display === 'none' || style['mso-hide'] === 'all' || element.hasAttribute('hidden');
    // What somebody deleted in Word while changes were tracked, and comments at the margin.
    const isAside = (tag === 'DEL' && element.hasAttribute('datetime')) || /comment/.test(style['mso-element'] ?? '');
    if (SKIPPED.has(tag) || isHidden || isAside) return;
    const inner = { ...marks, said: marksOf(tag, style, marks.said) };
    if (/Ignore/i.test(style['mso-list'] ?? '')) inner.isSign = true;
    if (style['mso-tab-count']) {
      place.runs.push({ text: '\t' });
      return;
    }
    if (tag === 'BR') {
      if (!place.isSign) place.runs.push({ isBreak: true });
    } else if (tag === 'IMG') this.picture(element, place);
    else if (tag === 'A') this.children(element, { ...inner, said: linkOf(element, inner.said) }, place);
    else if (isHeading(element, tag)) this.heading(element, tag, place);
    else if (tag === 'TABLE') this.block(place, tableOf(element, this, inner));
    else if (tag === 'UL' || tag === 'OL') this.list(element, tag, inner, place);
    else if (tag === 'BLOCKQUOTE') this.quote(element, inner, place);
    else if (tag === 'PRE') this.pre(element, place);
    else if (tag === 'HR') flush(place);
    else if (BLOCKS.has(tag)) this.paragraph(element, style, inner, place);
    else this.children(element, inner, place);
  }

  block(place, blocks) {
    flush(place);
    place.blocks.push(...blocks);
  }

  paragraph(element, style, marks, place) {
    flush(place);
    this.children(element, marks, place);
    flush(place, itemOf(style, place.sign));
    place.sign = undefined;
    place.isSign = false;
  }

  heading(element, tag, place) {
    flush(place);
    const level = Number(element.getAttribute('aria-level')) || Number(/^H(\d)$/.exec(tag)?.[1]) || 1;
    const inner = { blocks: [], runs: [] };
    // A heading is bold by itself.
    this.children(element, { said: { isHeading: true } }, inner);
    // Its number belongs to its words.
    const sign = (inner.sign ?? '').replace(/[\s\u00A0]+/g, ' ').trim();
    if (/[\p{L}\p{N}]/u.test(sign)) inner.runs.unshift({ text: `${sign} ` });
    const all = inner.blocks.flatMap((block) => block.runs ?? []).concat(inner.runs);
    const runs = all.map((run) => (run.isBreak ? { text: ' ' } : run));
    const isEmpty = runs.every((run) => run.picture === undefined && run.text?.trim() === '');
    if (!isEmpty) place.blocks.push({ kind: 'heading', level: Math.min(Math.max(level, 1), 6), runs });
  }

  list(element, tag, marks, place) {
    flush(place);
    const isOrdered = tag === 'OL';
    const start = Number(element.getAttribute('start')) || 1;
    const items = [];
    for (const child of element.children) {
      const name = child.tagName.toUpperCase();
      this.left -= 1;
      if (SKIPPED.has(name)) continue;
      // Many programs put an inner list beside the item that it belongs to.
      if ((name === 'UL' || name === 'OL') && items.length > 0) {
        const inner = { blocks: items.at(-1), runs: [] };
        this.list(child, name, marks, inner);
        continue;
      }
      const said = marksOf(name, declarations(child), marks.said);
      const blocks = this.container(child, { ...marks, said });
      const depth = Number(child.getAttribute('data-aria-level'));
      // Word in the browser makes a list of each item, and says its level beside.
      if (depth > 0) {
        const first = blocks.shift() ?? { kind: 'paragraph', runs: [] };
        place.blocks.push({ kind: 'item', depth, isOrdered, number: start, runs: first.runs ?? [], rest: blocks });
      } else if (blocks.length > 0) items.push(blocks);
    }
    if (items.length > 0) place.blocks.push({ kind: 'list', isOrdered, start, items });
  }

  quote(element, marks, place) {
    const style = declarations(element);
    const blocks = this.container(element, marks);
    flush(place);
    // An indent made of quotes, as editors of mails do.
    const isIndent = style.border === 'none' && /margin/.test(element.getAttribute('data-style') ?? '');
    if (blocks.length > 0) place.blocks.push(...(isIndent ? blocks : [{ kind: 'quote', blocks }]));
  }

  pre(element, place) {
    flush(place);
    const lines = element.textContent.split('\n').map((line) => line.replace(/\s+/g, ' ').trim()).filter(Boolean);
    const runs = lines.flatMap((text, at) => (at > 0 ? [{ isBreak: true }, { text }] : [{ text }]));
    if (runs.length > 0) place.blocks.push({ kind: 'paragraph', runs });
  }

  picture(element, place) {
    const picture = pictureOf(element);
    if (!picture) return;
    if (picture.text) {
      place.runs.push({ text: picture.text });
      return;
    }
    place.runs.push({ picture: this.pictures.length });
    this.pictures.push(picture);
  }
}

const isHeading = (element, tag) => /^H[1-6]$/.test(tag) || element.getAttribute('role') === 'heading'
  || element.classList.contains('MsoTitle');

/** Ends the paragraph that is being read; `item` says that it is one of a list. */
function flush(place, item = null) {
  const runs = trimmed(place.runs);
  place.runs = [];
  if (runs.length === 0) return;
  place.blocks.push(item ? { kind: 'item', ...item, runs, rest: [] } : typedItem(runs) ?? { kind: 'paragraph', runs });
}

/** Without spaces and line breaks at both ends. */
function trimmed(runs) {
  const isBlank = (run) => run.isBreak || (run.picture === undefined && run.text.trim() === '');
  let [from, to] = [0, runs.length];
  while (from < to && isBlank(runs[from])) from += 1;
  while (to > from && isBlank(runs[to - 1])) to -= 1;
  return runs.slice(from, to);
}
