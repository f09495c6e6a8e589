// What differs between the disk and what is edited, as values.

import { moved, shared } from './moved.js';
import { sentRows } from './rows.js';

export const isSame = (one, other) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

/** `text` with what was changed between `old` and `latest`, wherever that place is in it now. */
export function rebased(old, latest, text) {
  if (old === latest) return text;
  if (old === text) return latest;
  const { before, after } = shared(old, latest);
  const place = moved(old, text);
  const start = place(before);
  const end = Math.max(start, place(old.length - after));
  return text.slice(0, start) + latest.slice(before, latest.length - after) + text.slice(end);
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
