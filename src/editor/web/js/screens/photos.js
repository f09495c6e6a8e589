// «Снимки»: a section of the event's screen. Photos are dropped, chosen or pasted, many at once; each has
// a card; what is said of all stands first. Files wait for nothing: who writes can go on writing.

import { post, upload } from '../api.js';
import { commonPanel } from '../photo_common.js';
import { photoCard, removedCard, uploadCard } from '../photo_card.js';
import { detailsPanel } from '../photo_details.js';
import { Drags, dropTarget } from '../photo_drag.js';
import { PhotoStore } from '../photo_store.js';
import { Uploads } from '../photo_uploads.js';
import { dialog, h, icon, plural, status } from '../ui.js';

const TYPES = 'image/jpeg,image/png,image/webp,image/gif,image/bmp,image/tiff,.jpg,.jpeg,.jfif,.mpo';
const CARD = 480;
const LARGE = 1200;

const photos = (count) => plural(count, 'снимок', 'снимка', 'снимков');
const byName = new Intl.Collator('ru', { numeric: true, sensitivity: 'base' });

/** Photos as they were taken; those without a time come last, by their names. */
export function inOrderOfTime(one, other) {
  if (Boolean(one.taken) !== Boolean(other.taken)) return one.taken ? -1 : 1;
  return (one.taken ?? '').localeCompare(other.taken ?? '') || byName.compare(one.name, other.name);
}

/** The order after `arrived` came to `all`: by time, unless somebody has ordered the others. */
export function orderWith(all, arrived) {
  const isNew = ({ name }) => arrived.includes(name);
  if (!all.some((photo) => photo.named && !isNew(photo))) return [...all].sort(inOrderOfTime);
  return [...all.filter((photo) => !isNew(photo)), ...all.filter(isNew).sort(inOrderOfTime)];
}

/**
 * Shows the photos of the event `context.file` in `element`. `context.settle()` has the event saved, and
 * nobody else writes it until `context.changed({ file, hash })`, which is always called after it; `file` may
 * be a new place. `context.isReadOnly()` tells whether another tab has it. Gives `update()`, to be called
 * when the event or its folder was changed elsewhere, `leave()`, which promises whether the screen may be
 * left, and `stop()`.
 */
export function mount(element, context) {
  const cards = new Map();
  const uploadCards = new Map();
  let removed = [];
  let opened = null;
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
    async done(names) {
      const order = orderWith(store.photos, names).map(({ name }) => name);
      if (order.some((name, at) => store.photos[at].name !== name)) store.change({ order });
      const failed = uploads.items.filter(({ state }) => state === 'failed').length;
      const added = `Добавлено: ${photos(names.length)}`;
      status(failed > 0 ? `${added}. Не удалось: ${failed}` : added);
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
  const drop = h('div', { class: 'photo-drop' }, icon('photo'), invitation, choose, care, input);
  const notice = h('div', { class: 'notice photo-notice', role: 'alert', hidden: '' });
  const common = commonPanel((said, isTyping) => store.change({ common: said }, isTyping));
  const count = h('h3', { class: 'photo-count' });
  const manual = h('p', { class: 'hint photo-manual' },
    'Порядок меняют мышью, стрелками под снимком или клавишами Alt+↑ и Alt+↓. Нажмите на снимок, чтобы описать его.');
  const list = h('ul', { class: 'photo-list', 'aria-label': 'Снимки события' });
  const all = h('div', { class: 'photo-all' }, h('div', { class: 'photo-head' }, count, manual), list);
  element.append(h('div', { class: 'photos' }, drop, notice, common.element, all));

  choose.addEventListener('click', () => input.click());
  input.addEventListener('change', () => {
    add([...input.files]);
    input.value = '';
  });

  async function add(files) {
    if (isDisabled() || files.length === 0) return;
    notice.hidden = true;
    status(`Загружается: ${photos(files.length)}`);
    uploads.add(files);
  }

  const load = async () => {
    try {
      await store.load();
    } catch (error) {
      if (!isLoaded || error.status === 422) showNotice(error.message, error.hint);
    }
  };

  function showNotice(message, hint) {
    notice.replaceChildren(h('p', {}, message), ...hint ? [h('p', { class: 'hint' }, hint)] : []);
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

  const told = {
    open: (name) => toggle(name),
    move: (name, step, focused) => move(name, step, focused),
    remove: (name) => remove(name),
  };

  function render() {
    if (isStopped) return;
    isLoaded = true;
    const focused = document.activeElement;
    const known = new Set(store.photos.map(({ name }) => name));
    for (const [name, card] of cards) {
      if (known.has(name)) continue;
      card.element.remove();
      cards.delete(name);
      if (opened?.name === name) opened = null;
    }
    removed = removed.filter(({ name }) => !known.has(name));
    const elements = store.photos.map((photo, at) => {
      if (!cards.has(photo.name)) cards.set(photo.name, photoCard(photo.name, told, (one) => store.thumb(one, CARD)));
      const card = cards.get(photo.name);
      card.show(photo, at, store.photos.length, isDisabled());
      return card.element;
    });
    for (const { at, card } of removed) elements.splice(Math.min(at, elements.length), 0, card.element);
    elements.push(...[...uploadCards.values()].map((card) => card.element));
    elements.forEach((one, at) => {
      if (list.children[at] !== one) list.insertBefore(one, list.children[at] ?? null);
    });
    while (list.children.length > elements.length) list.lastChild.remove();
    // An element that is moved loses the focus.
    if (focused !== document.activeElement && element.contains(focused)) focused.focus({ preventScroll: true });

    const isEmpty = elements.length === 0;
    common.show(store.common, isDisabled());
    common.element.hidden = store.photos.length === 0 && uploadCards.size === 0;
    all.hidden = isEmpty;
    drop.classList.toggle('is-small', !isEmpty);
    choose.lastElementChild.textContent = isEmpty ? 'Выбрать снимки' : 'Добавить снимки';
    choose.disabled = isDisabled();
    count.textContent = store.photos.length > 0 ? photos(store.photos.length) : 'Снимки загружаются';
    manual.hidden = store.photos.length < 2;
    if (opened) opened.panel.show(store.photos.find(({ name }) => name === opened.name), store.common, isDisabled());
  }

  function toggle(name) {
    const isSame = opened?.name === name;
    close();
    if (isSame) return;
    const photo = store.photos.find((one) => one.name === name);
    const panel = detailsPanel(photo, photo.missing ? Promise.reject() : store.thumb(photo, LARGE), {
      change: (said, isTyping) => store.change({ photos: { [name]: said } }, isTyping),
      cover: (isCover) => {
        store.change({ cover: isCover ? name : null });
        render();
      },
      insert: () => {
        const { alt } = store.photos.find((one) => one.name === name);
        const words = (alt ?? store.common.alt ?? '').replace(/[\[\]\\]/g, '\\$&');
        context.insert(`![${words}](${/[\s()]/.test(name) ? `<${name}>` : name})`);
        status('Снимок стоит в рассказе');
      },
      remove: () => remove(name),
      say: status,
    });
    const card = cards.get(name);
    opened = { name, panel };
    card.details.replaceChildren(panel.element);
    card.expand(true);
    panel.show(photo, store.common, isDisabled());
    card.element.scrollIntoView({ block: 'nearest' });
    panel.focus();
  }

  function close() {
    if (!opened) return;
    const card = cards.get(opened.name);
    opened.panel.leave();
    card?.details.replaceChildren();
    card?.expand(false);
    card?.focus();
    opened = null;
  }

  list.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && opened && !event.defaultPrevented) {
      event.preventDefault();
      close();
    }
  });

  function move(name, step, focused) {
    const from = store.photos.findIndex((photo) => photo.name === name);
    moveTo(name, from + step);
    // The arrow at the end of the list can be pressed no further.
    const card = cards.get(name);
    if (focused?.disabled) card.focus();
    else focused?.focus();
  }

  function moveTo(name, to) {
    const names = store.photos.map((photo) => photo.name);
    const from = names.indexOf(name);
    if (isDisabled() || from < 0 || to === from) return;
    if (to < 0 || to >= names.length) {
      status(to < 0 ? 'Этот снимок уже первый' : 'Этот снимок уже последний');
      return;
    }
    names.splice(to, 0, ...names.splice(from, 1));
    store.change({ order: names });
    render();
    status(`Снимок теперь ${to + 1}-й из ${names.length}`);
  }

  async function remove(name) {
    const at = store.photos.findIndex((photo) => photo.name === name);
    if (at < 0 || isDisabled()) return;
    close();
    await store.flush();
    try {
      const answer = await store.exclusive((file, base) => post('/api/photo/remove', { file, base, name }));
      const card = removedCard(name, (button) => restore(name, button));
      removed.push({ name, at, card });
      store.accept(answer);
      card.focus();
      status('Снимок убран. Его можно вернуть');
    } catch (error) {
      showNotice(error.message, error.hint);
      if (error.status === 412 || error.status === 404) await load();
    }
  }

  async function restore(name, button) {
    button.disabled = true;
    try {
      const answer = await store.exclusive((file, base) => post('/api/photo/restore', { file, base, name }));
      removed = removed.filter((one) => one.name !== name);
      store.accept(answer);
      cards.get(answer.restored ?? name)?.focus();
      status('Снимок вернулся на своё место');
    } catch (error) {
      button.disabled = false;
      showNotice(error.message, error.hint);
    }
  }

  const drags = new Drags(list, (name, to) => moveTo(name, to));
  const target = dropTarget(add, isDisabled);
  const warn = (event) => {
    if (uploads.left > 0 || store.isDirty) event.preventDefault();
  };
  addEventListener('beforeunload', warn);
  load();

  return {
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
      return store.flush();
    },
    stop() {
      isStopped = true;
      store.stop();
      drags.stop();
      target.stop();
      removeEventListener('beforeunload', warn);
    },
  };
}
