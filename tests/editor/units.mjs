// The parts of the editor's page that need no browser: commands of the toolbar, differences, changes, marks.
// Run by `tests/it/editor_units.rs` with the folder of the page's modules; each test has one line.

import assert from 'node:assert/strict';
import { pathToFileURL } from 'node:url';

const folder = process.argv[2];
const module = (name) => import(pathToFileURL(`${folder}/${name}.js`).href);
const commands = await module('commands');
const { differences, excerpts, paragraphs, wordDifferences } = await module('differences');
const { moved } = await module('moved');
const { changes, rebased } = await module('unsaved');
const { fenceOf, marksOf } = await module('markdown');
const { quoted, sentence, titled: inQuotes } = await module('words');

/** A text in which `‹` and `›` stand around the selection, `|` at the caret. */
function parse(marked) {
  const caret = marked.indexOf('|');
  if (caret >= 0) return [marked.replace('|', ''), { start: caret, end: caret }];
  const start = marked.indexOf('‹');
  return [marked.replace('‹', '').replace('›', ''), { start, end: marked.indexOf('›') - 1 }];
}

function mark(text, { start, end }) {
  if (start === end) return `${text.slice(0, start)}|${text.slice(start)}`;
  return `${text.slice(0, start)}‹${text.slice(start, end)}›${text.slice(end)}`;
}

function run(command, marked) {
  const [text, selection] = parse(marked);
  const result = command(text, selection);
  return result && mark(commands.applied(text, result.edits), result);
}

function table(command, rows) {
  for (const [before, after] of rows) assert.equal(run(command, before), after, before);
}

// What is pasted goes into the line, or divides it with empty lines around.
const pasted = (text, isInline) => (value, selection) => commands.insertBlocks(value, selection, text, isInline);
table(pasted('**раз**', true), [['один ‹два› три', 'один **раз**| три']]);
table(pasted('- раз', false), [
  ['|', '- раз|'],
  ['один| два', 'один\n\n- раз|\n\nдва'],
  ['один\n|\nдва', 'один\n\n- раз|\n\nдва'],
  ['один\n\n|', 'один\n\n- раз|'],
  ['‹один›', '- раз|'],
]);

// A mark goes around the words, not around spaces, and away again.
table(commands.bold, [
  ['один ‹два› три', 'один **‹два›** три'],
  ['один **‹два›** три', 'один ‹два› три'],
  ['один ‹**два**› три', 'один ‹два› три'],
  ['один‹ два ›три', 'один **‹два›** три'],
  ['один сл|ово', 'один **‹слово›**'],
  ['один **сл|ово**', 'один ‹слово›'],
  ['**два сл|ова** и ещё', '‹два слова› и ещё'],
  ['пусто |', 'пусто **|**'],
  ['пусто **|**', 'пусто |'],
  ['- ‹первое\n- второе›', '- **‹первое**\n- **второе›**'],
  ['- **‹первое**\n- **второе›**', '- ‹первое\n- второе›'],
  ['‹# Итоги›', '# **‹Итоги›**'],
  ['*‹слово›*', '***‹слово›***'],
  ['‹**два** слова›', '**‹два слова›**'],
  ['***‹слово›***', '*‹слово›*'],
]);
table(commands.italic, [
  ['‹слово›', '*‹слово›*'],
  ['*‹слово›*', '‹слово›'],
  ['**‹слово›**', '***‹слово›***'],
  ['***‹слово›***', '**‹слово›**'],
]);

// Blocks take whole lines, stand apart from paragraphs, and replace each other.
table(commands.heading, [
  ['Ито|ги', '## Ито|ги'],
  ['## Ито|ги', 'Ито|ги'],
  ['текст\nИто|ги\nтекст', 'текст\n\n## Ито|ги\n\nтекст'],
  ['- Ито|ги', '## Ито|ги'],
  ['|', '## |'],
]);
table(commands.bullets, [
  ['‹один\nдва›', '‹- один\n- два›'],
  ['‹- один\n- два›', '‹один\nдва›'],
  ['‹1. один\n2. два›', '‹- один\n- два›'],
  ['‹один\n\nдва›', '‹- один\n\n- два›'],
  ['- один\nдв|а', '- один\n- дв|а'],
  ['‹один\n›два', '‹- один›\n\nдва'],
]);
table(commands.numbers, [['‹один\n- два›\nтри', '‹1. один\n2. два›\n\nтри']]);
table(commands.quote, [['Нам понр|авилось', '> Нам понр|авилось'], ['> Нам| всё', 'Нам| всё']]);

// Enter goes on with a list and ends it.
table(commands.newLine, [
  ['- один|', '- один\n- |'],
  ['2. два|', '2. два\n3. |'],
  ['> слова|', '> слова\n> |'],
  ['- один\n- |', '- один\n|'],
  ['просто|', null],
  ['## Итоги|', null],
  ['|- один', null],
]);

// Links, tables, videos.
const link = (address, label) => (text, selection) => commands.link(text, selection, address, label);
table(link('../a/index.md', ''), [['на ‹событие› тут', 'на [событие](../a/index.md)| тут']]);
table(link('../a b (1).md', 'слово [x]'), [['|', '[слово \\[x\\]](<../a b (1).md>)|']]);
table(link('https://edu.gov.ru/', ''), [['|', 'https://edu.gov.ru/|']]);
const at = (marked) => commands.linkAt(...[parse(marked)].map(([text, { start }]) => [text, start])[0]);
assert.deepEqual(at('на [сай|т](http://a.ru/(x)) и'), { start: 3, end: 26, label: 'сайт', address: 'http://a.ru/(x)' });
assert.equal(at('на [сайт](http://a.ru/) |и'), null);
assert.equal(at('![сни|мок](1.jpg)'), null);
table((text, selection) => commands.table(text, selection, 2, 1), [
  ['текст|', 'текст\n\n| ‹Столбец 1› | Столбец 2 |\n|---|---|\n|   |   |'],
]);
table((text, selection) => commands.video(text, selection, ' https://rutube.ru/video/a/ '), [
  ['до|\nпосле', 'до\n\nhttps://rutube.ru/video/a/|\n\nпосле'],
  ['до\n\n|\n\nпосле', 'до\n\nhttps://rutube.ru/video/a/|\n\nпосле'],
  ['|', 'https://rutube.ru/video/a/|'],
]);

// Paths between documents.
for (const [file, target, path] of [
  ['content/posts/a/index.md', 'content/posts/b/index.md', '../b/index.md'],
  ['content/posts/2022-23/a.md', 'content/pages/o-tsentre.md', '../../pages/o-tsentre.md'],
  ['content/posts/a/index.md', 'content/posts/a/1.pdf', '1.pdf'],
  ['content/posts/a.md', 'content/posts/b.md', 'b.md'],
]) assert.equal(commands.pathBetween(file, target), path);

// Any command on any text leaves what it does not touch.
let seed = 7;
const random = (most) => {
  seed = (seed * 48271) % 2147483647;
  return seed % most;
};
const pieces = ['слово', ' ', '\n', '**', '*', '- ', '1. ', '> ', '## ', '😀', '[а](б)', '\n\n', '|'];
for (let round = 0; round < 3000; round += 1) {
  const text = Array.from({ length: random(12) }, () => pieces[random(pieces.length)]).join('');
  const whole = (at) => (/[\udc00-\udfff]/.test(text[at] ?? '') ? at - 1 : at);
  const [a, b] = [whole(random(text.length + 1)), whole(random(text.length + 1))];
  const selection = { start: Math.min(a, b), end: Math.max(a, b) };
  for (const name of ['bold', 'italic', 'heading', 'bullets', 'numbers', 'quote', 'newLine']) {
    const result = commands[name](text, selection);
    if (!result) continue;
    let last = 0;
    for (const { from, to } of result.edits) {
      assert(last <= from && from <= to && to <= text.length, `${name}: ${JSON.stringify(text)}`);
      last = to;
    }
    const after = commands.applied(text, result.edits);
    assert(result.start >= 0 && result.start <= result.end && result.end <= after.length, `${name}: ${JSON.stringify(text)}`);
    const letters = (all) => all.replace(/[^\p{L}😀]/gu, '');
    assert.equal(letters(after), letters(text), `${name}: ${JSON.stringify([text, selection])}`);
  }
}

// Differences line by line.
const lines = differences('а\nб\nв\nг', 'а\nв\nг\nд');
assert.deepEqual(lines.map(({ kind, text }) => kind[0] + text), ['sа', 'rб', 'sв', 'sг', 'aд']);
const long = Array.from({ length: 20 }, (_, number) => String(number));
const shown = excerpts(differences(long.join('\n'), [...long.slice(0, 10), 'новая', ...long.slice(10)].join('\n')));
assert.deepEqual(shown.map((line) => line?.text ?? '…'), ['…', '9', 'новая', '10', '…']);

// Words that were changed stand in their sentences; paragraphs that are others stand alone.
const drawn = (pieces) => pieces.map(({ kind, text }) => ({ same: '', removed: '-', added: '+' }[kind] + text)).join('|');
assert.equal(drawn(wordDifferences('7.12.2022', '8.12.2022')), '-7|+8|.12.2022');
assert.equal(drawn(wordDifferences('Команда восьмого класса', 'Команда девятого класса')),
  'Команда |-восьмого|+девятого| класса');
assert.equal(drawn(wordDifferences('а б в г д', 'а Б В г д')), 'а |-б в|+Б В| г д');
assert.equal(wordDifferences('Совсем другое начало', 'Новые слова стоят здесь'), null);
const read = (old, text) => paragraphs(old, text).map(({ kind, pieces }) => `${kind}: ${drawn(pieces)}`);
assert.deepEqual(read('Рассказ.\n\nКонец.', 'Рассказ о событии.\n\nВторой абзац.\n\nКонец.'),
  ['changed: Рассказ|+ о событии|.', 'added: +Второй абзац.', 'same: Конец.']);
assert.deepEqual(read('Первое.\n\nВторое.', 'Второе.'), ['removed: -Первое.', 'same: Второе.']);

// What was typed stays when the file changes below.
assert.equal(rebased('один два', 'один два!', 'ноль один два'), 'ноль один два!');
assert.equal(rebased('а\nб\nв', 'а\nб2\nв', 'а1\nб\nв'), 'а1\nб2\nв');
assert.equal(rebased('а', 'а', 'б'), 'б');
assert.equal(rebased('а', 'б', 'а'), 'б');
assert.equal(moved('аб', 'ааб')(2), 3);
const disk = { fields: { title: 'А', tags: ['x'] }, body: 'т', text: 'всё' };
assert.deepEqual(changes(disk, { fields: { title: 'А', tags: ['x'], place: null }, body: 'т' }), {});
assert.deepEqual(changes(disk, { fields: { title: 'Б' }, body: 'у' }), { fields: { title: 'Б' }, body: 'у' });
assert.deepEqual(changes(disk, { fields: { title: 'Б' }, body: 'у', text: 'новый' }), { text: 'новый' });

// What the field for the story shows as marks, and as what.
const look = (text) => {
  const { line, parts } = marksOf(text);
  return [line, ...parts.map(({ from, to, name }) => `${name} ${text.slice(from, to)}`)].join('; ');
};
for (const [text, expected] of [
  ['## Итоги *дня*', 'heading; mark ##; mark *; light дня; mark *'],
  ['#росток, 2 * 3 * 4, дом_и_школа, **не закрыто', ''],
  ['***все*** **а *б* в**', '; mark ***; strong все; light все; mark ***; mark **; strong а *б* в; mark *; light б; '
    + 'mark *; mark **'],
  ['- [сайт](<a (1).md>) https://ya.ru/a_b_', '; item -; mark [; link сайт; address ](<a (1).md>); address https://ya.ru/a_b_'],
  ['12) ![Дети [5А]](1.jpg)', '; item 12); mark ![; link Дети [5А]; address ](1.jpg)'],
  ['> `*а*` {{ events() }} ~~нет~~', 'quote; mark >; code `*а*`; code {{ events() }}; mark ~~; gone нет; mark ~~'],
  ['| *а* | б |', 'table; mark *; light а; mark *'],
  ['\\*а*', '; mark \\'],
  ['```', 'code'],
]) assert.equal(look(text), expected);
assert.equal(marksOf('**а**', '```').line, 'code');
assert.deepEqual(['```js', '~~~~', 'а'].map((line) => fenceOf(line)), ['```', '~~~~', '']);
assert.deepEqual(['````', '```', '``` js', '~~~'].map((line) => fenceOf(line, '```')), ['', '', '```', '```']);
// Marks lie within the line whatever is written, and the worst line does not stop who writes.
for (const piece of ['*', '_', '[', '[а', '`', '**а ', '_а ', '{{', '~~', '<http:', '](', '\\']) {
  const text = piece.repeat(6000 / piece.length);
  const start = performance.now();
  for (const length of [3, 50, 3999, 6000]) {
    const line = text.slice(0, length);
    for (const { from, to } of marksOf(line).parts) assert(from >= 0 && from < to && to <= line.length, piece);
  }
  assert(performance.now() - start < 2000, piece);
}

// Rows of a table are sent with their numbers in the file, and keep apart when the file changes meanwhile.
const {
  movedRows, newRow, openedRows, rebasedRows, restoredRows, savedRows, sentRows,
} = await module('rows');
const rowsOf = (...titles) => openedRows(titles.map((title, from) => ({ from, values: { title }, isForm: true })));
const titled = (rows) => rows.map(({ values }) => values.title);
{
  const disk = rowsOf('А', 'Б', 'Б');
  assert.equal(sentRows(disk, disk), null);
  assert.equal(sentRows(disk, [...disk, newRow()]), null);
  const now = [disk[2], { ...disk[0], values: { title: 'В', kind: ' ' } }, newRow({ title: 'Г' })];
  const sent = sentRows(disk, now);
  assert.deepEqual(sent, [
    { from: 2, values: { title: 'Б' } }, { from: 0, values: { title: 'В' } }, { from: null, values: { title: 'Г' } },
  ]);
  // Saved: the numbers count anew.
  const saved = savedRows(disk, [...now, newRow()]);
  assert.deepEqual(sentRows(saved, saved.slice(1)).map(({ from }) => from), [1, 2]);
  // After a crash, on the same file and on another.
  assert.deepEqual(sentRows(disk, restoredRows(disk, sent, true)), sent);
  const other = rowsOf('Б', 'А', 'Б');
  assert.deepEqual(titled(restoredRows(other, sent, false)), ['Б', 'В', 'Г']);
  assert.deepEqual(sentRows(other, restoredRows(other, sent, false)).map(({ from }) => from), [0, null, null]);
  // The file has another row at its beginning now.
  const next = rowsOf('Новая', 'А', 'Б', 'Б');
  const edited = [{ ...disk[0], values: { title: 'А1' } }, disk[1], disk[2]];
  assert.deepEqual(titled(rebasedRows(disk, edited, next)), ['Новая', 'А1', 'Б', 'Б']);
  assert.deepEqual(sentRows(next, movedRows(disk, edited, next)).map(({ from }) => from), [1, 2, 3]);
  // Somebody else took a row away that was not changed here.
  assert.deepEqual(titled(rebasedRows(disk, disk, rowsOf('А', 'Б'))), ['А', 'Б']);
}

// Messages of the program in the words of the page.
assert.equal(inQuotes('Экскурсия в «Кванториум»'), '«Экскурсия в „Кванториум“»');
assert.equal(quoted('возьмите `{{ event() }}` в знаки `` ` ``'), 'возьмите «{{ event() }}» в знаки «`»');
assert.equal(sentence('проверьте строки в файле настроек'), 'Проверьте строки в «Настройках».');
assert.equal(sentence('исправьте строку `а` файла настроек'), 'Исправьте строку `а` «Настроек».');

// Of a folder all files are taken but what systems leave there.
const { filesOf } = await module('photo_uploads');
const entry = (name) => ({ name, isFile: true, file: (take) => take({ name }) });
const directory = (name, ...inside) => ({
  name, isDirectory: true, createReader: () => ({ readEntries: (take) => take(inside.splice(0, 2)) }),
});
const root = directory('Турнир', entry('1.jpg'), entry('Thumbs.db'), directory('.git', entry('2.jpg')), entry('.DS_Store'),
  directory('ещё', entry('3.mp4')));
const dropped = await filesOf({ items: [root, entry('4.png')].map((one) => ({ webkitGetAsEntry: () => one })) });
assert.deepEqual(dropped.map(({ name }) => name), ['1.jpg', '3.mp4', '4.png']);

console.log('all units hold');
