// The rows of a table while they are edited: which of them is which in the file, what is sent.
//
// A row is `{ id, values, isForm }`. Of a row of the file the id was its number when the file was opened; it
// stays when rows around it go. Values are texts by column, or lists of entries.

import { isSame } from './unsaved.js';

let made = 0;

/** A row that the file has not. */
export const newRow = (values = {}) => ({ id: `new-${++made}`, values, isForm: true });

/** The rows of the file as the program gives them; null of documents without. */
export const openedRows = (rows) => rows?.map(
  ({ from, values, isForm }) => ({ id: String(from), values, isForm })) ?? null;

const isBlankValue = (value) => (Array.isArray(value)
  ? value.every((entry) => (typeof entry === 'string' ? entry === '' : Object.values(entry).every((text) => !text)))
  : !value?.trim());

/** The values of a row without those that are empty. */
export const filled = (values) => Object.fromEntries(
  Object.entries(values).filter(([, value]) => !isBlankValue(value)).sort(([one], [other]) => (one < other ? -1 : 1)));

const isBlank = (row) => Object.keys(filled(row.values)).length === 0;

/** The rows that the disk has after `now` was saved: a new one without any value is not sent. */
export function savedRows(disk, now) {
  const known = new Set(disk.map(({ id }) => id));
  return now.filter((row) => known.has(row.id) || !isBlank(row));
}

/** What is sent: all rows, each with its number in the file. Null where nothing has changed. */
export function sentRows(disk, now) {
  if (!disk || !now) return null;
  const numbers = new Map(disk.map(({ id }, number) => [id, number]));
  const rows = savedRows(disk, now).map(
    ({ id, values }) => ({ from: numbers.get(id) ?? null, values: filled(values) }));
  const isHere = ({ from, values }, number) => from === number && isSame(values, filled(disk[number].values));
  return rows.length === disk.length && rows.every(isHere) ? null : rows;
}

/** The rows of what was sent, on the file as it is now; `isSameFile`: its numbers still hold. */
export function restoredRows(disk, sent, isSameFile) {
  const left = new Set(disk.keys());
  return sent.map(({ from, values }) => {
    const isLike = (number) => isSame(filled(disk[number].values), values);
    const number = isSameFile ? from : [...left].find(isLike);
    if (number === null || number === undefined || !left.delete(number)) return newRow(values);
    return { ...disk[number], values };
  });
}

const about = ({ values }) => Object.values(filled(values))[0];

/** The ids of the same rows in another state of the file, by the ids that they have in `old`. */
function matched(old, next) {
  const left = new Set(next.keys());
  const ids = new Map();
  const find = (isLike) => old.forEach((row, number) => {
    const found = ids.has(row.id) ? undefined : [...left].find((one) => isLike(row, next[one], number === one));
    if (found === undefined) return;
    ids.set(row.id, next[found].id);
    left.delete(found);
  });
  find((one, other) => isSame(filled(one.values), filled(other.values)));
  find((one, other, isThere) => isThere && old.length === next.length);
  find((one, other) => about(one) !== undefined && isSame(about(one), about(other)));
  return ids;
}

/** `now`, edited on the file with the rows `old`, as an edit of the file with the rows `next`. */
export function movedRows(old, now, next) {
  const ids = matched(old, next);
  const known = new Set(old.map(({ id }) => id));
  return now.map((row) => (known.has(row.id)
    ? { ...(ids.has(row.id) ? { id: ids.get(row.id) } : newRow()), values: row.values, isForm: row.isForm }
    : row));
}

/** `next`, the file with somebody else's edit, together with what was changed here since `sent`. */
export function rebasedRows(sent, now, next) {
  const ids = matched(sent, next);
  const before = new Map(sent.map((row) => [row.id, row]));
  const there = new Map(next.map((row) => [row.id, row]));
  const rows = now.flatMap((row) => {
    const old = before.get(row.id);
    if (!old) return [row];
    const other = there.get(ids.get(row.id));
    // Somebody else took it away.
    if (!other) return isSame(old.values, row.values) ? [] : [newRow(row.values)];
    const values = { ...other.values };
    for (const [key, value] of Object.entries(row.values)) if (!isSame(value, old.values[key])) values[key] = value;
    return [{ ...other, values }];
  });
  const taken = new Set(ids.values());
  next.forEach((row, number) => {
    if (!taken.has(row.id)) rows.splice(Math.min(number, rows.length), 0, row);
  });
  return rows;
}
