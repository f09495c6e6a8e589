// What differs between two texts: line by line, and within lines word by word.

/** The most pairs that are compared; longer texts differ as a whole between their equal ends. */
const MOST = 4_000_000;

/** Texts that share less than this are two texts, not one with changed words. */
const ALIKE = 0.3;

/** Lines as `{ kind: 'same' | 'removed' | 'added', text }`: of `old`, of `text`, or of both. */
export const differences = (old, text) => compared(old.split('\n'), text.split('\n'));

function compared(a, b) {
  let first = 0;
  while (first < a.length && first < b.length && a[first] === b[first]) first += 1;
  let last = 0;
  while (last < a.length - first && last < b.length - first && a.at(-1 - last) === b.at(-1 - last)) last += 1;
  const same = (items) => items.map((text) => ({ kind: 'same', text }));
  const middle = between(a.slice(first, a.length - last), b.slice(first, b.length - last));
  return [...same(a.slice(0, first)), ...middle, ...same(a.slice(a.length - last))];
}

function between(a, b) {
  const removed = (text) => ({ kind: 'removed', text });
  const added = (text) => ({ kind: 'added', text });
  if (a.length * b.length > MOST) return [...a.map(removed), ...b.map(added)];
  // The length of the longest common subsequence from each pair on.
  const width = b.length + 1;
  const common = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      common[i * width + j] = a[i] === b[j]
        ? common[(i + 1) * width + j + 1] + 1
        : Math.max(common[(i + 1) * width + j], common[i * width + j + 1]);
    }
  }
  const found = [];
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      found.push({ kind: 'same', text: a[i] });
      i += 1;
      j += 1;
    } else if (common[(i + 1) * width + j] >= common[i * width + j + 1]) {
      found.push(removed(a[i]));
      i += 1;
    } else {
      found.push(added(b[j]));
      j += 1;
    }
  }
  return [...found, ...a.slice(i).map(removed), ...b.slice(j).map(added)];
}

const parts = (text) => text.match(/\s+|[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu) ?? [];

/**
 * The words of two texts as pieces `{ kind, text }`: what was removed stands before what was added in its place. Null
 * if the texts have next to nothing in common.
 */
export function wordDifferences(old, text) {
  const pieces = [];
  let change = { removed: '', added: '', gap: '' };
  const push = (kind, piece) => {
    if (piece === '') return;
    if (pieces.at(-1)?.kind === kind) pieces.at(-1).text += piece;
    else pieces.push({ kind, text: piece });
  };
  const end = () => {
    push('removed', change.removed);
    push('added', change.added);
    push('same', change.gap);
    change = { removed: '', added: '', gap: '' };
  };
  for (const { kind, text: piece } of compared(parts(old), parts(text))) {
    const isChanging = change.removed !== '' || change.added !== '';
    if (kind === 'same') {
      // Words that only a space parts are changed together.
      if (isChanging && piece.trim() === '' && !piece.includes('\n') && change.gap === '') change.gap = piece;
      else {
        end();
        push('same', piece);
      }
      continue;
    }
    if (change.gap !== '') {
      if (change.removed !== '') change.removed += change.gap;
      if (change.added !== '') change.added += change.gap;
      if (change.removed === '' && kind === 'removed') change.removed = change.gap;
      if (change.added === '' && kind === 'added') change.added = change.gap;
      change.gap = '';
    }
    change[kind] += piece;
  }
  end();
  const same = pieces.filter(({ kind }) => kind === 'same').reduce((sum, piece) => sum + piece.text.trim().length, 0);
  return same < ALIKE * Math.max(old.length, text.length) ? null : pieces;
}

/** So many pairs of paragraphs are looked at to find the one that was changed. */
const PAIRS = 400;

/** The paragraph of `added` from `first` on that `old` was changed into: its index and pieces, or null. */
function successor(old, added, first) {
  for (let at = first; at < added.length; at += 1) {
    const pieces = wordDifferences(old, added[at]);
    if (pieces) return { at, pieces };
  }
  return null;
}

/**
 * The paragraphs of two texts, each as `{ kind: 'same' | 'removed' | 'added' | 'changed', pieces }`. Empty lines count
 * for nothing.
 */
export function paragraphs(old, text) {
  const found = [];
  let run = { removed: [], added: [] };
  const whole = (kind, lines) => lines.forEach((line) => found.push({ kind, pieces: [{ kind, text: line }] }));
  const end = () => {
    const { removed, added } = run;
    let done = 0;
    for (const line of removed) {
      const next = removed.length * added.length > PAIRS ? null : successor(line, added, done);
      if (!next) {
        whole('removed', [line]);
        continue;
      }
      whole('added', added.slice(done, next.at));
      found.push({ kind: 'changed', pieces: next.pieces });
      done = next.at + 1;
    }
    whole('added', added.slice(done));
    run = { removed: [], added: [] };
  };
  for (const { kind, text: line } of differences(old, text)) {
    if (line.trim() === '') continue;
    if (kind !== 'same') {
      run[kind].push(line);
      continue;
    }
    end();
    whole('same', [line]);
  }
  end();
  return found;
}

/** The differences with `around` equal lines beside each; `null` stands for lines that were left out. */
export function excerpts(lines, around = 1) {
  const near = lines.map(() => false);
  lines.forEach((line, at) => {
    if (line.kind === 'same') return;
    for (let by = -around; by <= around; by += 1) if (at + by in near) near[at + by] = true;
  });
  const shown = [];
  lines.forEach((line, at) => {
    if (near[at]) shown.push(line);
    else if (shown.at(-1) !== null) shown.push(null);
  });
  return shown;
}
