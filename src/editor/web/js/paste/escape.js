// Words as Markdown: what would be taken for a mark gets a backslash, and nothing else.

const ADDRESS = /(?:https?:\/\/|www\.)[^\s<>«»]+/g;

/** Words within a line. Addresses stay as they are. */
export function escaped(text) {
  let result = '';
  let at = 0;
  for (const found of text.matchAll(ADDRESS)) {
    result += signs(text.slice(at, found.index)) + found[0];
    at = found.index + found[0].length;
  }
  return result + signs(text.slice(at));
}

function signs(text) {
  return text
    .replace(/\\(?=[!-/:-@[-`{-~])/g, '\\\\')
    .replace(/\*(?=\S)|(?<=\S)\*/g, '\\*')
    .replace(/(?<![\p{L}\p{N}_])_(?=\S)|(?<=\S)_(?![\p{L}\p{N}_])/gu, '\\_')
    .replace(/`/g, '\\`')
    .replace(/~~/g, '\\~~')
    .replace(/<(?=[a-z/!?])/gi, '\\<')
    .replace(/&(?=#?\w{1,31};)/g, '\\&')
    .replace(/\[(?=\^|[^\]]*\]\s?[([:])/g, '\\[')
    .replace(/\{\{/g, '{ {');
}

/** A line as it may begin a paragraph: no heading, list or quote that nobody meant. */
export function escapedStart(line) {
  return line
    .replace(/^(#{1,6}|[-+>])(?=\s|$)/, '\\$1')
    .replace(/^>/, '\\>')
    .replace(/^\*(?=\s)/, '\\*')
    .replace(/^(\d{1,9})([.)])(?=\s|$)/, '$1\\$2')
    .replace(/^(?=(?:=+|-{2,}|(?:- ?){3,})$)/, '\\');
}
