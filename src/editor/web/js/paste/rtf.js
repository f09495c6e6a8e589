// The pictures of a text that was copied from Word. Its HTML only names files that a browser may not read; the same
// text as RTF has them in it, as hexadecimal digits.

const MOST_PICTURES = 50;
const MOST_DIGITS = 128 * 1024 * 1024;
const TYPES = { png: 'image/png', jpeg: 'image/jpeg' };

/** The pictures in `rtf`, in their order; null for those of a kind that is not published. */
export function rtfPictures(rtf) {
  const found = [];
  let left = MOST_DIGITS;
  for (let at = rtf.indexOf('{\\pict'); at >= 0 && found.length < MOST_PICTURES; at = rtf.indexOf('{\\pict', at + 6)) {
    // The same picture once more, for older programs.
    if (/\\nonshppict\s*$/.test(rtf.slice(Math.max(0, at - 16), at))) continue;
    const content = ownText(rtf, at + 1);
    left -= content.length;
    if (left < 0) break;
    const kind = /\\(png|jpeg)blip/.exec(content)?.[1];
    found.push(kind ? blobOf(content, TYPES[kind]) : null);
  }
  return found;
}

/** The text of the group that begins before `from`, without the groups in it. */
function ownText(rtf, from) {
  const parts = [];
  let [depth, start, at] = [1, from, from];
  const brace = /\\[{}\\]|[{}]/g;
  brace.lastIndex = from;
  for (let next = brace.exec(rtf); next; next = brace.exec(rtf)) {
    at = next.index;
    if (next[0].length > 1) continue;
    if (depth === 1) parts.push(rtf.slice(start, at));
    depth += next[0] === '{' ? 1 : -1;
    if (depth === 0) break;
    if (depth === 1) start = at + 1;
  }
  return parts.join('');
}

function blobOf(content, type) {
  const digits = content.replace(/\\\*?[a-z]+-?\d* ?/gi, '').replace(/[^0-9a-f]/gi, '');
  const bytes = new Uint8Array(digits.length >> 1);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = Number.parseInt(digits.slice(2 * at, 2 * at + 2), 16);
  return bytes.length > 0 ? new Blob([bytes], { type }) : null;
}
