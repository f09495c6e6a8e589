// What is typed while a document is saved, against a program that answers late or not at all, and with somebody else's
// edits. Run by `tests/it/editor_units.rs` with the folder of the page's modules.

import assert from 'node:assert/strict';
import { pathToFileURL } from 'node:url';

globalThis.window = {};
globalThis.sessionStorage = { getItem: () => 'key', setItem: () => {} };
globalThis.document = { getElementById: () => null };
const { Saving } = await import(pathToFileURL(`${process.argv[2]}/saving.js`).href);

const turn = () => new Promise((done) => setTimeout(done, 5));

/**
 * The program with one file, which joins edits of different keys. `meanwhile` is awaited before an answer to its path;
 * `isCut` loses the answer.
 */
class Program {
  file = { fields: { title: 'Турнир' }, body: 'Начало.' };

  number = 1;

  past = {};

  meanwhile = {};

  saves = [];

  get opened() {
    const { fields, body } = this.file;
    return { file: 'a.md', hash: `h${this.number}`, fields: { ...fields }, body, text: `${fields.title}\n${body}` };
  }

  write(change) {
    this.past[`h${this.number}`] = structuredClone(this.file);
    Object.assign(this.file.fields, change.fields);
    this.file.body = (change.body ?? this.file.body).replace(/^\n+|\n+$/g, '');
    this.number += 1;
  }

  async answer(path, body) {
    if (path === '/api/document') return [200, this.opened];
    if (path !== '/api/document/save') return [200, {}];
    this.saves.push(body);
    if (this.isRefusing) return [422, { message: 'Нельзя' }];
    const isOld = body.base !== `h${this.number}`;
    const past = this.past[body.base];
    const isTouched = (old, now, wanted) => now !== old && now !== wanted;
    const { fields } = this.file;
    if (isOld && (isTouched(past.body, this.file.body, body.body ?? this.file.body)
      || Object.entries(body.fields ?? {}).some(([key, value]) => isTouched(past.fields[key], fields[key], value)))) {
      return [412, { data: this.opened }];
    }
    this.write(body);
    return [200, { hash: `h${this.number}`, notes: [], merged: isOld ? this.opened : null }];
  }

  async fetch(address, options) {
    const path = String(address).split('?')[0];
    const [status, body] = await this.answer(path, options.body && JSON.parse(options.body));
    await this.meanwhile[path]?.();
    if (this.isCut && path === '/api/document/save') throw new Error('cut');
    return { status, ok: status === 200, json: async () => structuredClone(body) };
  }
}

function begin() {
  const program = new Program();
  globalThis.fetch = (...call) => program.fetch(...call);
  const said = [];
  const hear = (name) => (value) => said.push([name, value]);
  const told = Object.fromEntries(
    ['shown', 'saved', 'conflict', 'refused', 'outdated'].map((name) => [name, hear(name)]));
  const saving = new Saving('/site', program.opened, { ...told, state: () => {} });
  return { program, saving, heard: (name) => said.filter(([one]) => one === name).map(([, value]) => value) };
}

/** Has `work` done once, while the answer to `path` is on its way. */
function during(program, path, work) {
  program.meanwhile[path] = async () => {
    delete program.meanwhile[path];
    await work();
  };
}

// What is typed while a save is on its way is saved after it, and what was typed after that as well.
{
  const { program, saving } = begin();
  saving.setBody('Раз.');
  during(program, '/api/document/save', () => saving.setBody('Раз. Два.'));
  assert.equal(await saving.flush(), false);
  assert.equal(program.file.body, 'Раз.');
  assert.ok(saving.isDirty);
  assert.equal(await saving.flush(), true);
  assert.equal(program.file.body, 'Раз. Два.');
  saving.stop();
}

// Two saves at once are one after the other, each on the file that the one before it left.
{
  const { program, saving } = begin();
  saving.setBody('Раз.');
  const first = saving.flush();
  saving.setField('title', 'Кубок');
  await Promise.all([first, saving.flush()]);
  await saving.flush();
  assert.deepEqual(program.saves.map(({ base }) => base), ['h1', 'h2']);
  assert.deepEqual(program.file, { fields: { title: 'Кубок' }, body: 'Раз.' });
  saving.stop();
}

// What was refused, or did not arrive, is not on the disk: the file that is read anew takes nothing of it away.
for (const trouble of ['isRefusing', 'isCut']) {
  const { program, saving } = begin();
  program[trouble] = true;
  saving.setBody('Начало. Дальше.');
  assert.equal(await saving.flush(), false);
  program[trouble] = false;
  // Photos have written a field.
  program.write({ fields: { people: 'нет' } });
  await saving.reload();
  assert.deepEqual(saving.now.fields, { title: 'Турнир', people: 'нет' });
  assert.equal(saving.now.body, 'Начало. Дальше.');
  assert.equal(await saving.flush(), true);
  assert.equal(program.file.body, 'Начало. Дальше.');
  saving.stop();
}

// The file is read anew while a save is on its way: first comes its answer.
{
  const { program, saving } = begin();
  saving.setBody('Раз.');
  let read;
  during(program, '/api/document/save', () => {
    saving.setBody('Раз. Два.');
    read = saving.reload();
    return turn();
  });
  await saving.flush();
  during(program, '/api/document', () => {
    saving.setBody('Раз. Два. Три.');
    return turn();
  });
  await read;
  assert.equal(saving.base, `h${program.number}`);
  assert.equal(saving.now.body, 'Раз. Два. Три.');
  assert.equal(await saving.flush(), true);
  assert.equal(program.file.body, 'Раз. Два. Три.');
  saving.stop();
}

// A save was written, its answer did not come, and more was typed: that is nobody else's edit.
{
  const { program, saving, heard } = begin();
  program.isCut = true;
  saving.setBody('Раз.\n');
  await saving.flush();
  assert.equal(program.file.body, 'Раз.');
  program.isCut = false;
  saving.setBody('Раз.\nДва.');
  assert.equal(await saving.flush(), true);
  assert.equal(program.file.body, 'Раз.\nДва.');
  assert.deepEqual(heard('conflict'), []);
  saving.stop();
}

// Somebody else's edit of the same place is asked about. Until then nothing is sent, and nothing taken over; what is
// typed meanwhile stays with either answer.
{
  const { program, saving, heard } = begin();
  saving.setBody('Моё.');
  program.write({ body: 'Чужое.', fields: { title: 'Чужое' } });
  during(program, '/api/document/save', () => saving.setBody('Моё, дальше.'));
  assert.equal(await saving.flush(), false);
  const [data] = heard('conflict');
  assert.equal(data.body, 'Чужое.');
  await saving.reload();
  assert.equal(saving.now.body, 'Моё, дальше.');
  assert.equal(await saving.flush(), false);
  assert.equal(program.saves.length, 1);
  saving.overwrite(data.hash);
  assert.equal(await saving.flush(), true);
  assert.deepEqual(program.file, { fields: { title: 'Чужое' }, body: 'Моё, дальше.' });
  await saving.reload();
  assert.equal(saving.now.fields.title, 'Чужое');
  saving.stop();
}
{
  const { program, saving } = begin();
  saving.setBody('Моё.');
  program.write({ body: 'Чужое.' });
  await saving.flush();
  const kept = saving.typed;
  saving.setField('title', 'Кубок');
  saving.adopt(program.opened, kept);
  assert.equal(await saving.flush(), true);
  assert.deepEqual(program.file, { fields: { title: 'Кубок' }, body: 'Чужое.' });
  saving.stop();
}

// The same with the whole text, and with an empty line that was just begun.
{
  const { program, saving } = begin();
  const sent = { ...saving.typed, text: 'Турнир\nРаз.', body: 'Раз.\n' };
  Object.assign(saving.now, { text: 'Турнир\nРаз. Два.', body: 'Раз.\nДва.' });
  saving.adopt({ ...program.opened, text: 'Кубок\nРаз.', body: 'Ноль.\nРаз.' }, sent);
  assert.equal(saving.now.text, 'Кубок\nРаз. Два.');
  assert.equal(saving.now.body, 'Ноль.\nРаз.\nДва.');
  saving.stop();
}

// The file has changed and nothing was typed: nothing is asked.
{
  const { program, saving, heard } = begin();
  program.answer = async () => [412, { data: program.opened }];
  saving.want('show');
  await turn();
  assert.deepEqual([heard('conflict').length, heard('outdated').length], [0, 1]);
  saving.stop();
}

// The screen was left while a save was on its way: it hears nothing more, and what was saved is saved.
{
  const { program, saving, heard } = begin();
  saving.setBody('Раз.');
  during(program, '/api/document/save', () => saving.stop());
  await saving.flush();
  assert.equal(program.file.body, 'Раз.');
  assert.ok(!saving.isDirty && heard('saved').length === 0);
}

// A screen that fails to show an answer keeps nothing from being saved.
{
  const { program, saving } = begin();
  saving.told.saved = () => {
    throw new Error('screen');
  };
  saving.setBody('Раз.');
  saving.want = (what) => {
    saving.wants[what] = true;
    saving.run().catch(() => {});
  };
  await saving.flush();
  saving.setBody('Раз. Два.');
  await saving.flush();
  assert.equal(program.file.body, 'Раз. Два.');
  saving.stop();
}
