// Commands of the toolbar as pure functions of the text and the selection: `(text, { start, end })` gives
// `{ edits: [{ from, to, text }], start, end }`, the edits in order and the selection after them.
// Positions count UTF-16 units, as a textarea does. `source.js` applies them.

const MARKER = /^([ \t]*)(#{1,6}[ \t]+|[-*+•][ \t]+|\d{1,9}[.)][ \t]+|>[ \t]?)?/;

/** The text after the edits. */
export function applied(text, edits) {
  let result = '';
  let at = 0;
  for (const edit of edits) {
    result += text.slice(at, edit.from) + edit.text;
    at = edit.to;
  }
  return result + text.slice(at);
}

const lineStart = (text, at) => (at > 0 ? text.lastIndexOf('\n', at - 1) + 1 : 0);

const lineEnd = (text, at) => {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
};

const isBlank = (line) => line.trim() === '';

/** The kind of block that a line begins: '#', '-', '1', '>' or ''. */
function kindOf(line) {
  const marker = (MARKER.exec(line)[2] ?? '').trim();
  if (marker === '') return '';
  if (marker.startsWith('#') || marker === '>') return marker[0];
  return /\d/.test(marker) ? '1' : '-';
}

// Inline marks ------------------------------------------------------------------------------------

/** The word at a position; an empty range where there is none. */
function wordAt(text, at) {
  const isLetter = (letter) => letter !== undefined && /[\p{L}\p{N}_-]/u.test(letter);
  let [start, end] = [at, at];
  while (isLetter(text[start - 1])) start -= 1;
  while (isLetter(text[end])) end += 1;
  return { start, end };
}

/** The parts of a selection that a mark can enclose: within one line, without its marker and outer spaces. */
function segments(text, start, end) {
  const found = [];
  for (let from = start; from <= end;) {
    const to = Math.min(lineEnd(text, from), end);
    let [first, last] = [from, to];
    if (first === lineStart(text, first)) {
      first = Math.min(first + MARKER.exec(text.slice(first, to))[0].length, to);
    }
    while (first < last && /\s/.test(text[first])) first += 1;
    while (first < last && /\s/.test(text[last - 1])) last -= 1;
    if (first < last) found.push({ start: first, end: last });
    from = to + 1;
  }
  return found;
}

const starsBefore = (text, at) => {
  let count = 0;
  while (text[at - 1 - count] === '*') count += 1;
  return count;
};

const starsAfter = (text, at) => {
  let count = 0;
  while (text[at + count] === '*') count += 1;
  return count;
};

/** Whether a run of stars holds a mark of this size: three stars are bold and italic at once. */
const holds = (run, size) => (size === 2 ? run >= 2 : run % 2 === 1);

/** The words between two marks of this size on the line of a caret; none where it stands outside. */
function markedAt(text, at, size) {
  const from = lineStart(text, at);
  const marked = size === 2
    ? /\*\*(?=[^\s*])(.+?)(?<=[^\s*])\*\*/g
    : /(?<!\*)\*(?=[^\s*])(.+?)(?<=[^\s*])\*(?!\*)/g;
  for (const found of text.slice(from, lineEnd(text, at)).matchAll(marked)) {
    const start = from + found.index + size;
    const end = start + found[1].length;
    if (start <= at && at <= end) return { start, end };
  }
  return null;
}

/** Puts stars around the selection, or removes them. Without a selection the word at the caret is meant. */
function enclose(size) {
  const mark = '*'.repeat(size);
  return (text, selection) => {
    const isCaret = selection.start === selection.end;
    const at = selection.start;
    const { start, end } = isCaret ? markedAt(text, at, size) ?? wordAt(text, at) : selection;
    let parts = segments(text, start, end);
    if (parts.length === 0) {
      if (text.slice(at - size, at) === mark && text.slice(at, at + size) === mark) {
        return { edits: [{ from: at - size, to: at + size, text: '' }], start: at - size, end: at - size };
      }
      return { edits: [{ from: at, to: selection.end, text: mark + mark }], start: at + size, end: at + size };
    }
    // Stars that were selected too count as standing around the words.
    parts = parts.map((part) => {
      const [first, last] = [starsAfter(text, part.start), starsBefore(text, part.end)];
      const isAround = first + starsBefore(text, part.start) > 0 && last + starsAfter(text, part.end) > 0;
      return isAround && part.end - part.start > first + last
        ? { start: part.start + first, end: part.end - last } : part;
    });
    const isMarked = (part) =>
      holds(Math.min(starsBefore(text, part.start), starsAfter(text, part.end)), size);
    const remove = parts.every(isMarked);
    const edits = [];
    for (const part of parts) {
      if (remove) {
        edits.push({ from: part.start - size, to: part.start, text: '' });
        edits.push({ from: part.end, to: part.end + size, text: '' });
      } else if (!isMarked(part)) {
        edits.push({ from: part.start, to: part.start, text: mark });
        // Marks of single words within it are no longer needed.
        const runs = [...text.slice(part.start, part.end).matchAll(/\*+/g)];
        const inner = runs.filter(([run]) => holds(run.length, size));
        if (inner.length % 2 === 0) {
          for (const { index } of inner) {
            edits.push({ from: part.start + index, to: part.start + index + size, text: '' });
          }
        }
        edits.push({ from: part.end, to: part.end, text: mark });
      }
    }
    const shift = (position, isEnd) => edits.reduce((sum, edit) => {
      const before = isEnd ? edit.from < position : edit.from <= position && edit.to <= position;
      return before ? sum + edit.text.length - (edit.to - edit.from) : sum;
    }, position);
    return { edits, start: shift(parts[0].start, false), end: shift(parts.at(-1).end, true) };
  };
}

export const bold = enclose(2);
export const italic = enclose(1);

// Blocks ------------------------------------------------------------------------------------------

const marker = (kind, number) => ({ '#': '## ', '-': '- ', 1: `${number}. `, '>': '> ' })[kind];

/** Makes the lines of the selection a block of this kind, or plain lines again. */
function block(kind) {
  return (text, selection) => {
    const from = lineStart(text, selection.start);
    const isLineAfter = selection.end > selection.start && text[selection.end - 1] === '\n';
    const to = lineEnd(text, isLineAfter ? selection.end - 1 : selection.end);
    const lines = text.slice(from, to).split('\n');
    const isOnlyBlank = lines.every(isBlank);
    const touched = (line) => isOnlyBlank || !isBlank(line);
    const remove = lines.every((line) => !touched(line) || kindOf(line) === kind);
    let number = 0;
    const made = lines.map((line) => {
      if (!touched(line)) return line;
      const [whole, indent] = MARKER.exec(line);
      number += 1;
      return indent + (remove ? '' : marker(kind, number)) + line.slice(whole.length);
    });
    let result = made.join('\n');
    let before = 0;
    if (!remove) {
      const previous = from > 0 ? text.slice(lineStart(text, from - 1), from - 1) : '';
      const next = to < text.length ? text.slice(to + 1, lineEnd(text, to + 1)) : '';
      const needsGap = (line) => !isBlank(line) && (kind === '#' || kindOf(line) !== kind);
      if (needsGap(previous)) {
        result = `\n${result}`;
        before = 1;
      }
      if (needsGap(next)) result += '\n';
    }
    const edits = [{ from, to, text: result }];
    if (selection.start !== selection.end) {
      return { edits, start: from + before, end: from + before + made.join('\n').length };
    }
    const at = Math.max(from, selection.start + made[0].length - lines[0].length) + before;
    return { edits, start: at, end: at };
  };
}

export const heading = block('#');
export const bullets = block('-');
export const numbers = block('1');
export const quote = block('>');

/** What Enter does in a list or a quote: the next line goes on; an empty one ends it. None elsewhere. */
export function newLine(text, { start, end }) {
  if (start !== end) return null;
  const from = lineStart(text, start);
  const line = text.slice(from, lineEnd(text, start));
  const [whole, indent, sign] = MARKER.exec(line);
  if (!sign || sign.startsWith('#') || start < from + whole.length) return null;
  if (isBlank(line.slice(whole.length))) {
    return { edits: [{ from, to: from + line.length, text: '' }], start: from, end: from };
  }
  const number = /^(\d+)([.)][ \t]+)$/.exec(sign);
  const next = indent + (number ? Number(number[1]) + 1 + number[2] : sign);
  const at = start + 1 + next.length;
  return { edits: [{ from: start, to: start, text: `\n${next}` }], start: at, end: at };
}

/** Puts a block at the caret, with empty lines around it. `selected` is what of it becomes selected. */
export function insertBlock(text, { start, end }, inserted, selected = null) {
  const first = lineStart(text, start);
  const isOnBlank = isBlank(text.slice(first, lineEnd(text, end)));
  const from = isOnBlank ? first : lineEnd(text, end);
  const to = lineEnd(text, end);
  const gap = (around, ends) => {
    if (around.trim() === '') return '';
    const has = ends(around);
    return '\n'.repeat(Math.max(0, 2 - has));
  };
  const before = gap(text.slice(0, from), (part) => /\n*$/.exec(part)[0].length);
  const after = gap(text.slice(to), (part) => /^\n*/.exec(part)[0].length);
  const edits = [{ from, to, text: before + inserted + after }];
  const at = from + before.length;
  const [low, high] = selected ?? [inserted.length, inserted.length];
  return { edits, start: at + low, end: at + high };
}

/**
 * Puts a text in place of the selection: words into the line, or blocks that divide it, with empty lines around
 * them.
 */
export function insertBlocks(text, { start, end }, inserted, isInline) {
  if (isInline) {
    const at = start + inserted.length;
    return { edits: [{ from: start, to: end, text: inserted }], start: at, end: at };
  }
  const from = start - /[ \t]*$/.exec(text.slice(0, start))[0].length;
  const to = end + /^[ \t]*/.exec(text.slice(end))[0].length;
  const lines = (found) => '\n'.repeat(Math.max(0, 2 - found[0].length));
  const before = from === 0 ? '' : lines(/\n*$/.exec(text.slice(0, from)));
  const after = text.slice(to).trim() === '' ? '' : lines(/^\n*/.exec(text.slice(to)));
  const at = from + before.length + inserted.length;
  return { edits: [{ from, to, text: before + inserted + after }], start: at, end: at };
}

// Links, tables, videos ---------------------------------------------------------------------------

/** Words in brackets, an address in parentheses, which may hold pairs of them; a picture is none. */
const LINK = /(?<!!)\[((?:[^\]\\]|\\.)*)\]\((<[^>]*>|[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)\)/g;

/** The link in Markdown around a position: its range, words and address. */
export function linkAt(text, at) {
  const from = lineStart(text, at);
  const line = text.slice(from, lineEnd(text, at));
  for (const found of line.matchAll(LINK)) {
    const start = from + found.index;
    const end = start + found[0].length;
    if (start <= at && at <= end) {
      return { start, end, label: found[1], address: found[2].replace(/^<|>$/g, '') };
    }
  }
  return null;
}

/** An address as it stands in Markdown. */
const written = (address) => (/[\s()]/.test(address) ? `<${address}>` : address);

/** Puts a link in place of the selection. Without words an address of the web stands for itself. */
export function link(text, { start, end }, address, label) {
  const words = (label || text.slice(start, end)).trim().replace(/(?<!\\)([[\]])/g, '\\$1');
  const made = words === '' || words === address ? address : `[${words}](${written(address)})`;
  return { edits: [{ from: start, to: end, text: made }], start: start + made.length, end: start + made.length };
}

/** A table with so many columns and rows below its head. */
export function table(text, selection, columns, rows) {
  const row = (cell) => `| ${Array.from({ length: columns }, (_, number) => cell(number)).join(' | ')} |`;
  const head = row((number) => `Столбец ${number + 1}`);
  const rule = `|${'---|'.repeat(columns)}`;
  const lines = [head, rule, ...Array.from({ length: rows }, () => row(() => ' '))];
  return insertBlock(text, selection, lines.join('\n'), [2, 2 + 'Столбец 1'.length]);
}

/** A video: its address alone on a line. */
export const video = (text, selection, address) => insertBlock(text, selection, address.trim());

/** The path of `target` as seen from the folder of `file`; both from the site's folder. */
export function pathBetween(file, target) {
  const from = file.split('/').slice(0, -1);
  const to = target.split('/');
  let same = 0;
  while (same < from.length && same < to.length - 1 && from[same] === to[same]) same += 1;
  return [...from.slice(same).map(() => '..'), ...to.slice(same)].join('/');
}
