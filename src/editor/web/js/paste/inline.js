// Runs of words as a line of Markdown: `{ text, isBold, isItalic, href }`, `{ isBreak }`, `{ picture }`.

import { escaped, escapedStart } from './escape.js';

/** `isCell`: within a table; `isLine`: no line may end. */
export function inline(runs, { picture = () => '', isCell = false, isLine = false } = {}) {
  const parts = split(runs, (run) => run.isBreak);
  const lines = parts.map((part) => spaced(links(joined(part), picture)));
  const kept = lines.map((line) => line.trim()).filter(Boolean);
  if (isCell) return kept.join('<br>').replace(/\|/g, '\\|');
  if (isLine) return kept.join(' ');
  return kept.map(escapedStart).join('\\\n');
}

function split(runs, isEnd) {
  const parts = [[]];
  for (const run of runs) {
    if (isEnd(run)) parts.push([]);
    else parts.at(-1).push(run);
  }
  return parts;
}

const spaced = (text) => text.replace(/[ \t]+/g, ' ');

/** Runs of the same look as one: Word begins a new one for each word that it checks. */
function joined(runs) {
  const all = [];
  for (const run of runs) {
    const last = all.at(-1);
    const isSame = last && run.picture === undefined && last.picture === undefined && last.href === run.href
      && Boolean(last.isBold) === Boolean(run.isBold) && Boolean(last.isItalic) === Boolean(run.isItalic);
    // A space alone has no look.
    const isSpace = last && run.text?.trim() === '' && last.picture === undefined && !run.href;
    if (isSame || isSpace) last.text += run.text;
    else all.push({ ...run });
  }
  return all;
}

/** Groups of runs that follow each other with the same value. */
function groups(runs, value) {
  const all = [];
  for (const run of runs) {
    const last = all.at(-1);
    if (last && last.value === value(run)) last.runs.push(run);
    else all.push({ value: value(run), runs: [run] });
  }
  return all;
}

function links(runs, picture) {
  return groups(runs, (run) => run.href).map(({ value: href, runs: inner }) => {
    const text = bold(inner, picture);
    if (!href || text.trim() === '') return text;
    const shown = inner.map((run) => run.text ?? '').join('').trim();
    const bare = href.replace(/^mailto:/i, '');
    const isItself = shown === href || shown === bare || `${shown}/` === href;
    const [, before, words, after] = /^(\s*)([\s\S]*?)(\s*)$/.exec(text);
    const target = /[()<>]/.test(href) ? `<${href.replace(/[<>]/g, encodeURIComponent)}>` : href;
    return before + (isItself ? shown : `[${words}](${target})`) + after;
  }).join('');
}

const bold = (runs, picture) => enclosed(groups(runs, (run) => Boolean(run.isBold)), '**', italic, picture);

const italic = (runs, picture) => enclosed(groups(runs, (run) => Boolean(run.isItalic)), '*', plain, picture);

const enclosed = (all, mark, inner, picture) => all.map(({ value, runs }, at) => (
  value ? marked(inner(runs, picture), mark, all[at + 1]?.runs[0].text ?? ' ') : inner(runs, picture))).join('');

const plain = (runs, picture) => runs
  .map((run) => (run.picture === undefined ? escaped(run.text) : picture(run.picture))).join('');

/**
 * The words between marks; signs alone need none. Outer spaces stand outside, as does a comma after which a mark would
 * not begin, or not end where words follow at once.
 */
function marked(text, mark, next) {
  const isTight = /^[\p{L}\p{N}]/u.test(next) && !/\s$/.test(text);
  const [, before, words, after] = (isTight ? /^([\s,.;:!?…)»–—]*)([\s\S]*?)([\s,.;:!?…(«–—]*)$/u
    : /^([\s,.;:!?…)»–—]*)([\s\S]*?)(\s*)$/u).exec(text);
  return /[\p{L}\p{N}]/u.test(words) ? before + mark + words + mark + after : text;
}
