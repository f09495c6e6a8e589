// What differs between the disk and what is edited, as values.

import { moved, shared } from './moved.js';
import { filled, sentRows } from './rows.js';

export const isSame = (one, other) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

/** `text` with what was changed between `old` and `latest`, wherever that place is in it now. */
export function rebased(old, latest, text) {
  if (old === latest) return text;
  if (old === text || latest === text) return latest;
  const { before, after } = shared(old, latest);
  const place = moved(old, text);
  const start = place(before);
  const end = Math.max(start, place(old.length - after));
  return text.slice(0, start) + latest.slice(before, latest.length - after) + text.slice(end);
}

const plain = (value) => (typeof value === 'string' ? value.trim() : value?.length === 0 ? null : value) || null;

/** Whether the file, as the program gives it, is the state `sent`; null is none. */
export function isWritten(opened, sent) {
  if (!sent) return false;
  if (sent.text !== undefined) return opened.text === sent.text;
  const keys = [...Object.keys(sent.fields), ...Object.keys(opened.fields)];
  const values = (rows) => (rows ?? []).map((row) => filled(row.values));
  return keys.every((key) => isSame(plain(sent.fields[key]), plain(opened.fields[key])))
    && opened.body.trim() === sent.body.trim() && isSame(values(sent.rows), values(opened.rows));
}

/** What differs between two states `{ fields, body, text, rows }`; `text` stands for all of it. */
export function changes(disk, now) {
  if (now.text !== undefined) return now.text === disk.text ? {} : { text: now.text };
  const keys = Object.keys(now.fields).filter((key) => !isSame(now.fields[key], disk.fields[key]));
  const changed = {};
  if (keys.length > 0) changed.fields = Object.fromEntries(keys.map((key) => [key, now.fields[key] ?? null]));
  if (now.body !== disk.body) changed.body = now.body;
  const rows = sentRows(disk.rows, now.rows);
  if (rows) changed.rows = rows;
  return changed;
}
