// Differences as a person reads them: changed words in their sentences, fields by their names, photos as pictures.

import { blob } from './api.js';
import { excerpts, paragraphs, wordDifferences } from './differences.js';
import { h, icon } from './ui.js';

/** Marked by a line and said aloud, not by colour alone. */
function piece({ kind, text }) {
  if (kind === 'same') return text;
  const [tag, said] = kind === 'removed' ? ['del', 'убрано: '] : ['ins', 'добавлено: '];
  return h(tag, {}, h('span', { class: 'visually-hidden' }, said), text);
}

/** What differs between two texts, as elements: paragraphs with changes, and one beside each. */
export function textDifference(old, text) {
  return excerpts(paragraphs(old, text)).map((paragraph) => (paragraph === null
    ? h('p', { class: 'difference-out' }, '…')
    : h('p', { class: `difference-${paragraph.kind}` }, paragraph.pieces.map(piece))));
}

/** «Дата: было … стало …» */
export function fieldDifference({ name, then, now }, words = ['было', 'стало']) {
  const pieces = then && now ? wordDifferences(then, now) : null;
  const side = (kind, value) => {
    if (!value) return h('i', {}, 'не указано');
    const shown = pieces?.filter((one) => one.kind === 'same' || one.kind === kind) ?? [{ kind, text: value }];
    return shown.map(piece);
  };
  return h('div', { class: 'difference-field' }, h('dt', {}, name),
    h('dd', {}, h('span', { class: 'hint' }, `${words[0]} `), side('removed', then)),
    h('dd', {}, h('span', { class: 'hint' }, `${words[1]} `), side('added', now)));
}

/** A small picture; a drawing where there is none. `urls` collects what has to be given back. */
export function picture(urls, path, parameters) {
  const place = h('span', { class: 'difference-photo' }, icon('photo'));
  blob(path, parameters).then((bytes) => {
    const url = URL.createObjectURL(bytes);
    urls.push(url);
    place.replaceChildren(h('img', { src: url, alt: '' }));
  }).catch(() => {});
  return place;
}

const photo = (urls, file, name, mark) => h('li', {},
  picture(urls, '/api/history/thumb', { file, name }),
  h('span', { class: 'difference-photo-name' }, mark && h('b', {}, `${mark} `), name));

function photoList(title, names, item) {
  return names.length > 0 && [h('h4', {}, title), h('ul', { class: 'difference-photos' }, names.map(item))];
}

function photosDifference({ removed, added, order, said }, { file, urls, words }) {
  const numbered = (name, at) => photo(urls, file, name, `${at + 1}.`);
  const plain = (name) => photo(urls, file, name);
  return section('Снимки',
    photoList(words.removed, removed, plain),
    photoList(words.added, added, plain),
    order && [photoList(`Порядок: ${words.then}`, order.then, numbered),
      photoList(`Порядок: ${words.now}`, order.now, numbered)],
    said.map(({ file: name, fields }) => [h('h4', {}, `Снимок ${name}`),
      h('dl', {}, fields.map((one) => fieldDifference(one, [words.then, words.now])))]));
}

const section = (title, ...content) => h('section', { class: 'difference' }, h('h3', {}, title), content);

const THEN = { then: 'было', now: 'стало', removed: 'Были тогда, сейчас их нет', added: 'Добавлены с тех пор' };

/** Everything that `/api/history/version` says; `words` name the two sides. */
export function differenceView(found, urls, words = THEN) {
  const { file, fields, photos, body, bodyName, isSame } = found;
  if (isSame) {
    return h('p', {}, found.hasOtherBytes
      ? 'Слова те же: отличаются только пробелы, порядок строк или пояснения.' : 'Тексты одинаковы.');
  }
  return h('div', { class: 'differences' },
    fields.length > 0 && section('Сведения',
      h('dl', {}, fields.map((one) => fieldDifference(one, [words.then, words.now])))),
    photos && photosDifference(photos, { file, urls, words }),
    body && section(bodyName, textDifference(body.then, body.now)));
}
