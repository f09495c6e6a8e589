// Which parts of a line of Markdown look like what. Not a parser: it colours what a teacher writes, and a mark
// that it takes for a letter harms nothing.

/** No line of a story is longer; in one, looking for marks would take long. */
const LONGEST = 4000;

const { raw } = String;

/** An underscore after a letter is no mark: «дом_и_школа». */
const START = raw`(?<![\p{L}\p{N}_])`;

const INLINE = new RegExp([
  raw`\\[!-/:-@[-${'`'}{-~]`,
  raw`(?<ticks>${'`'}+)(?!${'`'})(?<code>.+?)(?<!${'`'})\k<ticks>(?!${'`'})`,
  raw`(?<open>!?\[)(?<label>(?:[^[\]\\]|\\.|\[[^\]]*\])*)`
    + raw`(?<address>\]\((?:<[^<>]*>|[^()\s]|\([^()\s]*\))*(?:\s+"[^"]*")?\))`,
  raw`(?<bare><?(?:https?|mailto):[^\s<>]+>?)`,
  raw`(?<short>\{\{.*?\}\})`,
  raw`\*\*\*(?=[^\s*])(?<both>.+?)(?<=[^\s*])\*\*\*(?!\*)`,
  raw`(?<two>\*\*|${START}__)(?=[^\s*_]|\*[^\s*])(?<strong>.+?)(?<=\S)\k<two>(?![*_])`,
  raw`(?<one>(?<!\*)\*(?!\*)|${START}_(?!_))(?=\S)(?<light>.+?)(?<=[^\s*])(?<!_(?=_))\k<one>`
    + raw`(?![*_]|(?<=_)[\p{L}\p{N}])`,
  raw`~~(?=\S)(?<gone>.+?)(?<=\S)~~`,
].join('|'), 'gu');

/** Calls `add(from, to, name)` for each part of `text`, which begins at `at`. */
function inline(text, at, add) {
  for (const { 0: all, index, groups } of text.matchAll(INLINE)) {
    const from = at + index;
    const to = from + all.length;
    const enclosed = (inner, mark, ...names) => {
      add(from, from + mark, 'mark');
      for (const name of names) add(from + mark, to - mark, name);
      inline(inner, from + mark, add);
      add(to - mark, to, 'mark');
    };
    if (groups.code !== undefined) {
      add(from, to, 'code');
    } else if (groups.address !== undefined) {
      const start = from + groups.open.length;
      const end = start + groups.label.length;
      add(from, start, 'mark');
      if (end > start) add(start, end, 'link');
      inline(groups.label, start, add);
      add(end, to, 'address');
    } else if (groups.bare !== undefined) add(from, to, 'address');
    else if (groups.short !== undefined) add(from, to, 'code');
    else if (groups.both !== undefined) enclosed(groups.both, 3, 'strong', 'light');
    else if (groups.strong !== undefined) enclosed(groups.strong, 2, 'strong');
    else if (groups.light !== undefined) enclosed(groups.light, 1, 'light');
    else if (groups.gone !== undefined) enclosed(groups.gone, 2, 'gone');
    else add(from, from + 1, 'mark');
  }
}

/** The fence of code that a line opens, or closes if it is one of `open`; empty where there is none. */
export function fenceOf(line, open = '') {
  const [, fence = ''] = /^ {0,3}(`{3,}|~{3,})/.exec(line) ?? [];
  if (open === '') return fence;
  return fence.startsWith(open) && line.trim() === fence ? '' : open;
}

/**
 * What a line is, `{ line, parts: [{ from, to, name }] }`, its parts in their order; `line` is 'heading', 'quote',
 * 'table', 'code' or ''. `fence` is the one that is open above it.
 */
export function marksOf(text, fence = '') {
  const parts = [];
  const add = (from, to, name) => parts.push({ from, to, name });
  if (text.length > LONGEST) return { line: '', parts };
  if (fence !== '' || fenceOf(text) !== '') return { line: 'code', parts };
  const [sign, space, marker] = /^(\s*)(#{1,6}(?=\s)|>(?:\s*>)*|[-*+](?=\s)|\d{1,9}[.)](?=\s))/.exec(text) ?? ['', ''];
  if (sign !== '') add(space.length, sign.length, /[#>]/.test(marker) ? 'mark' : 'item');
  inline(text.slice(sign.length), sign.length, add);
  if (marker?.startsWith('#')) return { line: 'heading', parts };
  if (marker?.startsWith('>')) return { line: 'quote', parts };
  return { line: /^\s*\|/.test(text) ? 'table' : '', parts };
}
