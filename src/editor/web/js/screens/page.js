// A standing page: edited as an event is, with files and pictures beside its text, and tables in it.

import { get, upload } from '../api.js';
import { ask } from '../ask.js';
import { button } from '../document/parts.js';
import { fileChoice, takeEach } from '../file_choice.js';
import { dialog, field, h, status } from '../ui.js';
import { fieldMaker } from '../story/field.js';
import { EventScreen } from './event.js';

/** Shows the page of `file`. Gives the function that leaves it. */
export async function show(main, app, file) {
  const [opened, { fields }, makeField] = await Promise.all(
    [get('/api/document', { file }), get('/api/fields', { kind: 'page' }), fieldMaker()]);
  const screen = new PageScreen(main, app, fields, opened, makeField);
  await screen.start();
  return () => screen.leave();
}

const WORDS = {
  screen: 'page',
  back: ['#/pages', 'Страницы'],
  nameless: 'Страница без названия',
  story: 'Текст',
  placeholder: 'Что здесь прочтут родители и ученики.',
  files: 'Файлы и картинки',
  whole: 'Здесь вся страница так, как она записана в файле: сведения между двумя строками из трёх дефисов, под ними '
    + 'текст.',
  draft: 'Пока это черновик: его видите только вы, на сайт он не попадёт.',
  ready: ['Готово к публикации', 'chip-ok', 'Страница попадёт на сайт при следующей публикации.'],
  list: 'pages',
  side: {
    tab: 'Правка',
    title: 'Страница, как её увидят читатели',
    back: 'Вернуться к этой странице',
    empty: 'Страница появится здесь, когда у неё будут название и текст или строки в таблице.',
  },
};

class PageScreen extends EventScreen {
  get words() {
    return WORDS;
  }

  /** Files in the place of photos. */
  async mountPhotos() {
    const choose = button('Добавить файл или картинку', '', () => {});
    const choice = fileChoice({
      accept: '',
      choose,
      takeAll: (files) => this.trying(() => this.takeFiles(files)),
      over: (isOver) => this.editor.classList.toggle('is-dropping', isOver),
    });
    this.files = h('ul', { class: 'list' });
    this.photosPlace.replaceChildren(
      h('p', { class: 'hint' }, 'Перетащите сюда PDF, документ или картинку: они лягут рядом со страницей, '
        + 'а в тексте появится ссылка.'),
      this.files,
      h('div', { class: 'row' }, choose, choice.input,
        button('Вставить таблицу раздела', '', () => this.trying(() => this.insertTable()))));
    // What pasting and leaving ask of photos.
    this.photos = {
      take: async (file) => (await this.attach(file)).link,
      update: () => this.listFiles(),
      leave: async () => true,
      focus: () => choose.focus(),
      stop: () => choice.stop(),
    };
    await this.listFiles();
  }

  async listFiles() {
    const { files } = await get('/api/links', { file: this.saving.file }).catch(() => ({ files: [] }));
    const { text } = this.source.get();
    this.files.hidden = files.length === 0;
    this.files.replaceChildren(...files.map((path) => {
      const name = path.split('/').at(-1);
      return h('li', { class: 'tables-item' }, h('span', { class: 'tables-about path' }, name),
        !text.includes(name) && h('span', { class: 'hint' }, 'в тексте его нет'));
    }));
  }

  attach(file) {
    const query = `file=${encodeURIComponent(this.saving.file)}&name=${encodeURIComponent(file.name)}`;
    return upload(`/api/page/file?${query}`, file);
  }

  /** Puts files beside the page, and links to them into the text. */
  async takeFiles(files) {
    if (this.isReadOnly || this.isWhole) return;
    const notes = new Set();
    const count = await takeEach(files, async (file) => {
      for (const note of await this.takeFile(file)) notes.add(note);
    });
    await this.saving.flush();
    await this.listFiles();
    if (notes.size > 0) this.taking.told([...notes].join(' '));
    else if (count > 0) status(count === 1 ? 'Файл лежит рядом со страницей' : 'Файлы лежат рядом со страницей');
  }

  /** Puts a file beside the page, and a link to it into the text. Gives what there is to know of it. */
  async takeFile(file) {
    const { link, isPicture, notes } = await this.attach(file);
    const address = /[\s()]/.test(link) ? `<${link}>` : link;
    if (isPicture) {
      const alt = await askAlt();
      if (alt !== null) this.insert(`![${alt}](${address})`);
    } else {
      const words = file.name.replace(/\.[^.]*$/, '').replace(/[[\]_]/g, ' ');
      this.insert(`[${words}](${address})`);
    }
    return notes;
  }

  /** Puts the place of a table of the section into the text. */
  async insertTable() {
    const { tables } = await get('/api/tables');
    const select = h('select', { id: 'page_table', autofocus: true },
      tables.map(({ code, title }) => h('option', { value: code }, title)));
    const answer = await ask({
      title: 'Таблица раздела',
      body: h('div', {}, field({
        label: 'Какая', hint: 'В тексте встанет строка с её именем, на странице — сама таблица.', input: select,
      })),
      actions: [{ text: 'Отмена', value: null }, { text: 'Вставить', value: 'insert', primary: true }],
    });
    if (answer === 'insert') this.insert(select.value);
  }

  /** Tells which links would lead nowhere. */
  async trash() {
    const { documents } = await get('/api/page/leading', { file: this.saving.file });
    const body = documents.length === 0
      ? h('p', {}, 'Ссылок на неё в разделе нет. Вернуть её можно из корзины.')
      : h('div', {}, h('p', {}, 'На неё ведут ссылки, и без неё раздел не опубликовать, пока вы их не уберёте:'),
        h('ul', {}, documents.map(({ title }) => h('li', {}, title))));
    const sure = await dialog({
      title: 'Убрать страницу в корзину?',
      body,
      actions: [{ text: 'Оставить', value: false, primary: true }, { text: 'Убрать', value: true, danger: true }],
    });
    if (sure) await super.trash();
  }
}

async function askAlt() {
  const input = h('input', { id: 'page_alt', type: 'text', autocomplete: 'off', lang: 'ru', autofocus: true });
  const answer = await ask({
    title: 'Что на картинке?',
    body: h('div', {}, field({
      label: 'Описание', hint: 'Его прочтут тем, кто картинку не видит.', example: 'Схема проезда к школе', input,
    })),
    actions: [{ text: 'Не вставлять', value: null }, { text: 'Вставить', value: 'insert', primary: true }],
  });
  return answer === 'insert' ? input.value.trim().replace(/[[\]]/g, ' ') : null;
}
