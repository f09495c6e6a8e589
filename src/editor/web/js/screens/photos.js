// «Снимки»: a section of the event's screen. Photos are dropped, chosen or pasted, many at once; each has
// a card; what is said of all stands first. Files wait for nothing: who writes can go on writing.

import { upload } from '../api.js';
import { commonPanel } from '../photo_common.js';
import { uploadCard } from '../photo_card.js';
import { dropTarget } from '../photo_drag.js';
import { PhotoStore } from '../photo_store.js';
import { Uploads } from '../photo_uploads.js';
import { dialog, h, icon, plural, status } from '../ui.js';
import { sentence } from '../words.js';
import { PhotoList } from './photos/list.js';
import { PhonePanel } from './photos/phone.js';

const TYPES = 'image/jpeg,image/png,image/webp,image/gif,image/bmp,image/tiff,.jpg,.jpeg,.jfif,.mpo';

/** A text of Word or LibreOffice, not a photo. */
const isText = ({ name }) => /\.(docx|odt)$/i.test(name ?? '');

const photos = (count) => plural(count, 'снимок', 'снимка', 'снимков');
const byName = new Intl.Collator('ru', { numeric: true, sensitivity: 'base' });

/** Photos as they were taken; those without a time come last, by their names. */
function inOrderOfTime(one, other) {
  if (Boolean(one.taken) !== Boolean(other.taken)) return one.taken ? -1 : 1;
  return (one.taken ?? '').localeCompare(other.taken ?? '') || byName.compare(one.name, other.name);
}

/** The order after `arrived` came to `all`: by time, unless somebody has ordered the others. */
function orderWith(all, arrived) {
  const isNew = ({ name }) => arrived.includes(name);
  if (!all.some((photo) => photo.named && !isNew(photo))) return [...all].sort(inOrderOfTime);
  return [...all.filter((photo) => !isNew(photo)), ...all.filter(isNew).sort(inOrderOfTime)];
}

/**
 * Shows the photos of the event `context.file` in `element`. `context.settle()` has the event saved, and
 * nobody else writes it until `context.changed({ file, hash })`, which is always called after it; `file` may
 * be a new place. `context.isReadOnly()` tells whether another tab has it. Gives `update()`, to be called
 * when the event or its folder was changed elsewhere, `leave()`, which promises whether the screen may be
 * left, and `stop()`. `context.takeTexts(files)` gets documents that were dropped among the photos.
 */
export function mount(element, context) {
  const uploadCards = new Map();
  let isLoaded = false;
  let isStopped = false;

  const store = new PhotoStore(context, {
    loaded: () => render(),
    state: (name, error) => showState(name, error),
    refused: (error) => showNotice(error.message, error.hint),
    conflict: async () => (await dialog({
      title: 'Снимки изменены и в другом месте',
      body: 'Пока вы писали, сведения о тех же снимках изменились в файле. Какие оставить?',
      actions: [{ text: 'Взять из файла', value: 'theirs' }, { text: 'Оставить мои', value: 'mine', primary: true }],
    })) === 'mine',
  });
  const isDisabled = () => context.isReadOnly();
  const list = new PhotoList(store, {
    isDisabled,
    insert: context.insert,
    changed: () => render(),
    async refused(error) {
      showNotice(error.message, error.hint);
      if (error.status === 412 || error.status === 404) await load();
    },
  });

  const send = (photo, onProgress) => {
    const one = (file) => {
      const query = `file=${encodeURIComponent(file)}&name=${encodeURIComponent(photo.name || 'snimok.png')}`;
      return upload(`/api/photo?${query}`, photo, onProgress);
    };
    // The first photo gives the event a folder of its own.
    return /\/index\.md$/i.test(store.file) ? one(store.file) : store.exclusive(one);
  };
  const uploads = new Uploads(send, {
    changed: (item) => showUpload(item),
    async arrived(item, answer) {
      await load();
      uploadCards.get(item.id)?.element.remove();
      uploadCards.delete(item.id);
      render();
      if (answer.already) status(`Этот снимок уже есть: ${answer.name}`);
    },
    async done(added) {
      order(added);
      const failed = uploads.items.filter(({ state }) => state === 'failed').length;
      const words = `Добавлено: ${photos(added.length)}`;
      status(failed > 0 ? `${words}. Не удалось: ${failed}` : words);
      await store.flush();
    },
  });

  /** The names of the photos that have their places. */
  let known = null;
  const names = () => store.photos.map(({ name }) => name);
  const phone = new PhonePanel({
    file: () => store.file,
    start: (work) => store.exclusive(work),
    told: (message, hint) => showNotice(message, hint),
    async arrived(isQuiet) {
      await load();
      if (!isQuiet || uploads.left > 0 || !known) return;
      order(names().filter((name) => !known.has(name)));
      await store.flush();
    },
  });

  // The parts of the section.
  const input = h('input', {
    type: 'file', multiple: true, accept: TYPES, class: 'photo-input', tabindex: '-1', 'aria-hidden': 'true',
  });
  const choose = h('button', { type: 'button', class: 'button' }, icon('photo'), h('span', {}, 'Выбрать снимки'));
  const invitation = h('p', { class: 'photo-invitation' },
    'Перетащите сюда снимки с телефона или фотоаппарата, сразу все');
  const care = h('p', { class: 'hint' }, 'Уменьшать их не нужно. Место и время съёмки на сайт не попадут.');
  const drop = h('div', { class: 'photo-drop' },
    icon('photo'), invitation, h('div', { class: 'photo-ways' }, choose, phone.button), care, input);
  const notice = h('div', { class: 'notice', role: 'alert', hidden: '' });
  const common = commonPanel((said, isTyping) => store.change({ common: said }, isTyping));
  const count = h('h3', {});
  const manual = h('p', { class: 'hint' },
    'Порядок меняют мышью, стрелками под снимком или клавишами Alt+↑ и Alt+↓. Нажмите на снимок, чтобы описать его.');
  const all = h('div', {}, h('div', { class: 'photo-head' }, count, manual), list.element);
  element.append(h('div', { class: 'photos' }, drop, phone.element, notice, common.element, all));

  choose.addEventListener('click', () => input.click());
  input.addEventListener('change', () => {
    add([...input.files]);
    input.value = '';
  });

  async function add(dropped) {
    if (isDisabled() || dropped.length === 0) return;
    const texts = dropped.filter(isText);
    if (texts.length > 0) context.takeTexts(texts);
    const files = dropped.filter((file) => !isText(file));
    if (files.length === 0) return;
    notice.hidden = true;
    status(`Загружается: ${photos(files.length)}`);
    uploads.add(files);
  }

  /** Puts `added` where their time says. */
  function order(added) {
    known = new Set(names());
    const wanted = orderWith(store.photos, added).map(({ name }) => name);
    if (wanted.some((name, at) => store.photos[at].name !== name)) store.change({ order: wanted });
  }

  const load = async () => {
    try {
      await store.load();
      known ??= new Set(names());
    } catch (error) {
      if (!isLoaded || error.status === 422) showNotice(error.message, error.hint);
    }
  };

  function showNotice(message, hint) {
    notice.replaceChildren(h('p', {}, message), ...hint ? [h('p', { class: 'hint' }, sentence(hint))] : []);
    notice.hidden = false;
  }

  function showState(name, error) {
    if (name === 'away') showNotice('Связи с программой нет, снимки пока не сохранены', error?.message);
    else if (name === 'saved') notice.hidden = true;
  }

  function showUpload(item) {
    if (!uploads.items.includes(item)) {
      uploadCards.get(item.id)?.element.remove();
      uploadCards.delete(item.id);
    } else if (uploadCards.has(item.id)) uploadCards.get(item.id).show();
    else {
      uploadCards.set(item.id, uploadCard(item, {
        again: () => uploads.again(item),
        drop: () => {
          uploads.remove(item);
          choose.focus();
        },
      }));
      render();
      return;
    }
    if (item.state === 'failed') status(`${item.file.name}: ${item.error.message}`);
    if (!uploadCards.has(item.id)) render();
  }

  function render() {
    if (isStopped) return;
    isLoaded = true;
    list.show([...uploadCards.values()].map((card) => card.element));
    const { isEmpty } = list;
    common.show(store.common, isDisabled());
    common.element.hidden = store.photos.length === 0 && uploadCards.size === 0;
    all.hidden = isEmpty;
    drop.classList.toggle('is-small', !isEmpty);
    choose.lastElementChild.textContent = isEmpty ? 'Выбрать снимки' : 'Добавить снимки';
    choose.disabled = isDisabled();
    phone.disable(isDisabled());
    count.textContent = store.photos.length > 0 ? photos(store.photos.length) : 'Снимки загружаются';
    manual.hidden = store.photos.length < 2;
  }

  const target = dropTarget(add, isDisabled);
  const warn = (event) => {
    if (uploads.left > 0 || store.isDirty) event.preventDefault();
  };
  addEventListener('beforeunload', warn);
  load();

  return {
    /** Takes in a picture of a text; promises its name. */
    async take(file) {
      const { name } = await send(file);
      await load();
      return name;
    },
    /** Has `work(file)` put photos beside the event; promises its answer, of which `file` may be a new place. */
    async change(work) {
      const answer = await store.exclusive(work);
      await load();
      return answer;
    },
    /** Goes to what is said of all photos: `photos_alt`, `people` or `consent`. */
    focus: (field) => common.focus(field),
    update() {
      if (!store.isDirty && uploads.left === 0) load();
    },
    async leave() {
      if (uploads.left > 0) {
        const answer = await dialog({
          title: 'Снимки ещё загружаются',
          body: `Осталось: ${photos(uploads.left)}. Если уйти сейчас, они не попадут в событие.`,
          actions: [{ text: 'Уйти без них', value: 'leave' }, { text: 'Подождать', value: 'stay', primary: true }],
        });
        if (answer !== 'leave') return false;
      }
      if (!await phone.leave()) return false;
      if (await store.flush()) return true;
      const { message, hint } = store.failure ?? {};
      const answer = await dialog({
        title: 'Последнее о снимках не сохранилось',
        body: [h('p', {}, [message, hint].filter(Boolean).map(sentence).join(' ')),
          h('p', {}, 'Если уйти сейчас, то, что вы о них написали, пропадёт.')],
        actions: [{ text: 'Уйти', value: 'leave' }, { text: 'Остаться', value: 'stay', primary: true }],
      });
      return answer === 'leave';
    },
    stop() {
      isStopped = true;
      store.stop();
      list.stop();
      phone.close();
      target.stop();
      removeEventListener('beforeunload', warn);
    },
  };
}
