// Событие: its fields, its story, its photos, and the real page beside them. A standing page (`page.js`) is the same
// in other words, with files in the place of photos.

import { get, post } from '../api.js';
import { insertBlock } from '../commands.js';
import { button, card, isYes, menu } from '../document/parts.js';
import { DocumentScreen } from '../document/screen.js';
import { noteTrashed } from '../document/trashed.js';
import { fieldsForm } from '../fields.js';
import { pasting } from '../paste.js';
import { textSource } from '../source.js';
import { fieldMaker, otherField } from '../story/field.js';
import { tails } from '../tails.js';
import { toolbar } from '../toolbar.js';
import { alert, h, icon } from '../ui.js';
import { takeDocuments, taking } from './event/taking.js';
import { PageSide } from './event/page.js';
import { Problems } from './event/problems.js';
import { ReadySwitch } from './event/ready.js';

/** Shows the event of `file`. Gives the function that leaves it: false where something is not saved. */
export async function show(main, app, file) {
  const [opened, { fields }, makeField] = await Promise.all([
    get('/api/document', { file }), get('/api/fields'), fieldMaker(),
  ]);
  const screen = new EventScreen(main, app, fields, opened, makeField);
  await screen.start();
  return () => screen.leave();
}

/** The words of the screen; those of a page are others. */
const WORDS = {
  screen: 'event',
  back: ['#/events', 'События'],
  nameless: 'Событие без названия',
  story: 'Рассказ',
  placeholder: 'Как это было: кто пришёл, что делали, чем закончилось.',
  files: 'Снимки',
  whole: 'Здесь всё событие так, как оно записано в файле: сведения между двумя строками из трёх дефисов, под ними '
    + 'рассказ.',
  draft: 'Пока это черновик: его видите только вы, на сайт он не попадёт.',
  list: 'events',
  side: undefined,
};

export class EventScreen extends DocumentScreen {
  get words() {
    return WORDS;
  }

  constructor(main, app, definitions, opened, makeField) {
    super(app, opened);
    this.photos = null;
    this.form = fieldsForm({
      definitions,
      directions: app.state.site?.directions ?? [],
      changed: (key, value) => {
        this.saving.setField(key, value);
        if (key === 'title') this.retitle();
      },
    });
    this.build(main, makeField);
  }

  build(main, makeField) {
    this.title = h('h1', { tabindex: '-1' });
    this.source = makeField({
      id: 'event_story', label: this.words.story, describedBy: 'event_story_problems',
      invitation: this.words.placeholder,
    });
    this.source.changed(() => {
      this.saving.setBody(this.source.get().text);
      this.typed();
    });
    this.whole = h('textarea', {
      id: 'event_whole', class: 'event-text event-whole', lang: 'ru', spellcheck: 'false', autocomplete: 'off',
      oninput: () => this.saving.setText(this.whole.value),
    });
    this.wholeSource = textSource(this.whole);
    this.taking = taking(this);
    pasting(this.source, this.taking);
    this.problems = new Problems(this);
    this.ready = new ReadySwitch(this);
    this.bar = toolbar(this.source, () => this.saving.file);
    this.photosPlace = h('div', {});
    this.fieldsCards = [
      card('Сведения', this.form.element),
      card(this.words.story, this.bar, this.source.box, this.problems.ofStory),
    ];
    this.photosCard = card(this.words.files, this.photosPlace, this.problems.ofPhotos);
    this.wholeCard = card('Текст файла целиком',
      h('p', { class: 'hint' }, this.words.whole),
      h('label', { for: 'event_whole', class: 'visually-hidden' }, 'Текст файла'), this.whole, this.problems.ofWhole,
      h('div', {}, button('Вернуться к полям', '', () => this.trying(() => this.showFields()))));
    this.wholeCard.hidden = true;
    this.editor = h('div', {
      class: 'event-editor', id: 'event_editor',
      oninput: () => this.typed(),
      onfocusout: () => {
        this.problems.again();
        this.saving.flush();
      },
    }, ...this.fieldsCards, this.wholeCard, this.photosCard, this.ready.element);
    const { aside, state } = this.app;
    this.page = new PageSide(aside, this.editor, state.preview, () => this.grow(), this.words.side);
    this.actions = menu('Ещё', [
      { label: 'Текст файла целиком', run: () => this.trying(() => this.showWhole()) },
      ...otherField(() => this.app.go(this.words.screen, this.saving.file)),
      { label: 'Прежние версии', run: () => this.trying(() => this.versions()) },
      { label: 'Убрать в корзину', danger: true, run: () => this.trying(() => this.trash()) },
    ]);
    const [href, list] = this.words.back;
    const back = h('a', { class: 'button button-quiet', href }, icon('back'), h('span', {}, list));
    this.root = h('div', { class: 'event' },
      h('div', { class: 'event-head' },
        back, h('div', { class: 'event-heading' }, this.title, this.ready.chip), this.actions),
      this.notices.element, this.problems.summary, this.page.tabList, this.editor);
    main.replaceChildren(this.root);
  }

  async start() {
    await this.begin();
    if (!this.opened.writable) await this.showWhole();
    await this.offerTail();
    await this.mountPhotos();
  }

  /** Shows a state of the document. */
  fill(opened) {
    this.opened = opened;
    this.form.show(opened.fields, opened.echo);
    this.form.others(opened.others ?? []);
    this.source.set(opened.body);
    if (this.whole.value !== opened.text) this.whole.value = opened.text;
    this.ready.isOn = !isYes(opened.fields.draft);
    this.published = opened.published ?? this.published;
    this.retitle();
    this.grow();
    this.shown(opened);
    this.saveState('same');
  }

  retitle() {
    const { title } = this.saving.now.fields;
    const written = typeof title === 'string' && title;
    this.title.textContent = written || (!this.opened.writable && this.opened.title) || this.words.nameless;
    this.app.title(this.title.textContent);
  }

  typed() {
    this.problems.typed();
    this.grow();
  }

  grow() {
    this.source.fit();
    this.wholeSource.fit();
  }

  showEditor() {
    this.page.choose(0);
  }

  disable(isDisabled) {
    this.form.disable(isDisabled);
    for (const source of [this.source, this.wholeSource]) source.readOnly(isDisabled);
    for (const part of [this.bar, this.actions, this.photosPlace]) part.inert = isDisabled;
    this.ready.disable(isDisabled);
  }

  fileChanged() {
    // Another program wrote what cannot be read: empty fields would look as if all was lost.
    if (!this.opened.writable) this.trying(() => this.showWhole());
    this.photos?.update();
  }

  get isWhole() {
    return !this.wholeCard.hidden;
  }

  shown(answer) {
    if (answer.refused) {
      const { message, hint } = answer.refused;
      this.problems.show([{ severity: 'error', message, hint, field: null }]);
      return;
    }
    this.form.echo(answer.echo);
    this.problems.show(answer.problems ?? []);
    this.stateName = answer.state;
    this.ready.show();
    this.page.show(answer.page);
  }

  // The whole text, trash, photos ---------------------------------------------------------------

  async showWhole() {
    if (this.isWhole) return;
    if (await this.saving.flush()) await this.reload();
    for (const part of [...this.fieldsCards, this.ready.element]) part.hidden = true;
    this.wholeCard.hidden = false;
    this.grow();
    this.whole.focus();
    this.whole.setSelectionRange(0, 0);
  }

  async showFields() {
    if (!await this.saving.flush()) return;
    const opened = await get('/api/document', { file: this.saving.file });
    // Something was typed in that moment.
    if (this.saving.isDirty) return this.showFields();
    if (!opened.writable) {
      const message = 'Поля откроются, когда сведения в начале файла можно будет прочитать';
      return this.refused({ message });
    }
    this.saving.open(opened);
    this.fill(opened);
    this.notices.remove('refused');
    for (const part of [...this.fieldsCards, this.ready.element]) part.hidden = false;
    this.wholeCard.hidden = true;
    this.grow();
    this.form.focus('title');
  }

  async trash() {
    const isSaved = await this.saving.flush();
    const { id } = await post('/api/document/trash', { file: this.saving.file });
    this.saving.stop();
    // What could not be saved is offered again if the event comes back.
    if (isSaved) await tails.remove(this.folder, this.saving.file);
    this.isTrashed = true;
    const isPublished = ['same', 'changed'].includes(this.published);
    noteTrashed({ id, title: this.title.textContent, isPublished });
    this.app.go(this.words.list);
  }

  async mountPhotos() {
    const { mount } = await import('./photos.js').catch(() => ({}));
    this.photosCard.hidden = !mount;
    if (!mount) return;
    const { saving } = this;
    this.photos = mount(this.photosPlace, {
      get file() {
        return saving.file;
      },
      get hash() {
        return saving.base;
      },
      isReadOnly: () => this.isReadOnly,
      /** Saves what was typed; nothing more is saved until the photos have changed the file. */
      settle: () => saving.hold(),
      /** The photos may have changed the file, which may lie elsewhere now. */
      changed: async ({ file }) => {
        if (file !== saving.file) this.moved(file);
        // Only then is saved again: what the photos wrote is no edit of another program.
        await this.reload();
      },
      takeTexts: (files) => takeDocuments(this, files).catch(alert),
      insert: (markdown) => this.insert(markdown),
    });
  }

  /** Puts a block of its own into the story, where the cursor is. */
  insert(markdown) {
    const now = this.source.get();
    this.source.apply(insertBlock(now.text, now, markdown));
  }

  /** The event lies elsewhere now: its first photo made a folder of it. */
  moved(file) {
    this.saving.file = file;
    this.app.moved(file);
  }

  async leave() {
    // First the photos: while they change the file, nothing else is saved.
    if (!this.isTrashed && await this.photos?.leave() === false) return false;
    if (!this.isTrashed && !await this.settle()) return false;
    this.close();
    this.photos?.stop();
    this.problems.stop();
    this.source.stop();
    this.page.stop();
    return true;
  }
}
