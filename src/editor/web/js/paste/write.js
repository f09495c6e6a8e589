// Blocks as Markdown, the way the toolbar writes it.

import { inline } from './inline.js';

/** Markdown of `blocks`; `names` has the name of each picture, or null for those that are not there. */
export function write(blocks, names = [], pictures = []) {
  const levels = headings(blocks).map(({ level }) => level);
  // The title of the page is the first level.
  const shift = levels.length > 0 ? 2 - Math.min(...levels) : 0;
  const picture = (at) => (names[at] ? `![${words(pictures[at]?.alt)}](${address(names[at])})` : '');
  return many(blocks, { shift, picture });
}

/** Whether the blocks are words within a line. */
export const isInline = (blocks) => blocks.length === 1 && blocks[0].kind === 'paragraph'
  && blocks[0].runs.every((run) => run.picture === undefined);

/** Whether the blocks are what a plain text says as well. */
export const isPlain = (blocks) => isInline(blocks)
  && blocks[0].runs.every((run) => !run.isBreak && !run.isBold && !run.isItalic && !run.href);

const words = (alt) => (alt ?? '').replace(/[[\]\\]/g, '\\$&');
const address = (name) => (/[\s()]/.test(name) ? `<${name}>` : name);

function headings(blocks) {
  return blocks.flatMap((block) => {
    if (block.kind === 'heading') return [block];
    return block.kind === 'quote' ? headings(block.blocks) : [];
  });
}

function many(blocks, told) {
  const parts = blocks.map((block, at) => {
    const before = blocks[at - 1];
    // Two lists one after the other would be one.
    const isOther = block.kind === 'list' && before?.kind === 'list' && before.isOrdered === block.isOrdered
      && !before.isOther;
    return one(isOther ? Object.assign(block, { isOther }) : block, told);
  });
  return parts.filter(Boolean).join('\n\n');
}

function one(block, told) {
  switch (block.kind) {
    case 'heading': {
      const text = inline(block.runs, { ...told, isLine: true });
      return text && `${'#'.repeat(Math.min(block.level + told.shift, 6))} ${text}`;
    }
    case 'list':
      return list(block, told);
    case 'table':
      return table(block.rows, told);
    case 'quote':
      return many(block.blocks, told).replace(/^/gm, '> ').replace(/^> $/gm, '>');
    default:
      return inline(block.runs, told);
  }
}

function list({ isOrdered, start, items, isOther }, told) {
  // Items of several paragraphs have empty lines between them.
  const isLoose = items.some((blocks) => blocks.filter(({ kind }) => kind !== 'list').length > 1);
  const lines = items.map((blocks, at) => {
    const sign = isOrdered ? `${start + at}${isOther ? ')' : '.'} ` : isOther ? '* ' : '- ';
    const text = blocks.map((block) => one(block, told)).filter(Boolean).join(isLoose ? '\n\n' : '\n');
    return text && sign + text.replace(/\n(?=[^\n])/g, `\n${' '.repeat(sign.length)}`);
  });
  return lines.filter(Boolean).join(isLoose ? '\n\n' : '\n');
}

function table(rows, told) {
  const [head, ...rest] = rows;
  // Heads are bold by themselves.
  const plain = head.map((runs) => runs.map((run) => ({ ...run, isBold: false })));
  const row = (cells) => `| ${cells.map((runs) => inline(runs, { ...told, isCell: true })).join(' | ')} |`;
  return [row(plain), `|${'---|'.repeat(head.length)}`, ...rest.map(row)].join('\n').replace(/ {2,}\|/g, ' |');
}
