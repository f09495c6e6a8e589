// Lists that are none in the clipboard: Word writes each item as a paragraph with a level beside and a sign in its
// text, and people type «1.⇥» themselves.

const BULLET = /^[•·●○▪■◦▫❖➢✓∙⁃§*\-–—o\uF000-\uF0FF]$/u;

/** The item that a paragraph is: `mso-list:l0 level2 lfo1` and its sign, «1.» or «·». */
export function itemOf(style, sign) {
  const level = /\blevel(\d)/.exec(style['mso-list'] ?? '');
  if (!level) return null;
  const text = (sign ?? '').replace(/[\s\u00A0]/g, '');
  if (text === '') return null;
  const number = /(\d+)[.)]?$/.exec(text);
  const isOrdered = Boolean(number) || !BULLET.test(text) && /^[\p{L}]{1,5}[.)]$/u.test(text);
  return { depth: Number(level[1]), isOrdered, number: number ? Number(number[1]) : undefined };
}

/**
 * The item that a paragraph with a typed sign and a tab is: «1.⇥Текст», «–⇥Текст», «• Текст». Null if it is none.
 */
export function typedItem(runs) {
  const text = runs.slice(0, 4).map((run) => run.text ?? '\n').join('');
  const number = /^\s*(\d{1,3})[.)] *\t\s*/.exec(text);
  const bullet = /^\s*(?:[•●▪■◦·]\s+|[-–—*o§] *\t\s*)/u.exec(text);
  const sign = number ?? bullet;
  if (!sign) return null;
  return {
    kind: 'item', depth: 1, isOrdered: Boolean(number), number: number ? Number(number[1]) : undefined,
    runs: without(runs, sign[0].length), rest: [],
  };
}

/** The runs without so many letters at their beginning. */
function without(runs, letters) {
  let left = letters;
  const rest = [];
  for (const run of runs) {
    const taken = Math.min(left, run.text?.length ?? 0);
    left -= taken;
    if (taken === 0) rest.push(run);
    else if (taken < run.text.length) rest.push({ ...run, text: run.text.slice(taken) });
  }
  return rest;
}

/** `blocks` with lists instead of the items that follow each other. */
export function foldItems(blocks) {
  const folded = [];
  for (let at = 0; at < blocks.length;) {
    if (blocks[at].kind !== 'item') {
      folded.push(blocks[at]);
      at += 1;
      continue;
    }
    let end = at;
    while (end < blocks.length && blocks[end].kind === 'item') end += 1;
    folded.push(...nested(blocks.slice(at, end)));
    at = end;
  }
  return folded;
}

/** The lists of `items`: those that are deeper belong to the item before them. */
function nested(items) {
  const lists = [];
  // The first level need not be 1: a part of a list was copied.
  const depth = items[0].depth;
  for (let at = 0; at < items.length;) {
    const item = items[at];
    let end = at + 1;
    while (end < items.length && items[end].depth > depth) end += 1;
    const blocks = [{ kind: 'paragraph', runs: item.runs }, ...item.rest];
    if (end > at + 1) blocks.push(...nested(items.slice(at + 1, end)));
    const last = lists.at(-1);
    if (last && last.isOrdered === item.isOrdered) last.items.push(blocks);
    else lists.push({ kind: 'list', isOrdered: item.isOrdered, start: item.number ?? 1, items: [blocks] });
    at = end;
  }
  return lists;
}
