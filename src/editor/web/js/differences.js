// What differs between two texts, line by line.

/** The most pairs of lines that are compared; longer texts differ as a whole between their equal ends. */
const MOST = 4_000_000;

/** Lines as `{ kind: 'same' | 'removed' | 'added', text }`: of `old`, of `text`, or of both. */
export function differences(old, text) {
  const [a, b] = [old.split('\n'), text.split('\n')];
  let first = 0;
  while (first < a.length && first < b.length && a[first] === b[first]) first += 1;
  let last = 0;
  while (last < a.length - first && last < b.length - first && a.at(-1 - last) === b.at(-1 - last)) last += 1;
  const same = (lines) => lines.map((line) => ({ kind: 'same', text: line }));
  const middle = between(a.slice(first, a.length - last), b.slice(first, b.length - last));
  return [...same(a.slice(0, first)), ...middle, ...same(a.slice(a.length - last))];
}

function between(a, b) {
  const removed = (text) => ({ kind: 'removed', text });
  const added = (text) => ({ kind: 'added', text });
  if (a.length * b.length > MOST) return [...a.map(removed), ...b.map(added)];
  // The length of the longest common subsequence of the lines from each pair on.
  const width = b.length + 1;
  const common = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      common[i * width + j] = a[i] === b[j]
        ? common[(i + 1) * width + j + 1] + 1
        : Math.max(common[(i + 1) * width + j], common[i * width + j + 1]);
    }
  }
  const lines = [];
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      lines.push({ kind: 'same', text: a[i] });
      i += 1;
      j += 1;
    } else if (common[(i + 1) * width + j] >= common[i * width + j + 1]) {
      lines.push(removed(a[i]));
      i += 1;
    } else {
      lines.push(added(b[j]));
      j += 1;
    }
  }
  return [...lines, ...a.slice(i).map(removed), ...b.slice(j).map(added)];
}

/** The differences with `around` equal lines beside each; `null` stands for lines that were left out. */
export function excerpts(lines, around = 2) {
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
