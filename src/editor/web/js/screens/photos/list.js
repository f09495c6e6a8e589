// The list of photos: a card for each, in their order, among them those on their way and those removed.

import { post } from '../../api.js';
import { photoCard, removedCard } from '../../photo_card.js';
import { detailsPanel } from '../../photo_details.js';
import { Drags } from '../../photo_drag.js';
import { h, status } from '../../ui.js';

const CARD = 480;
const LARGE = 1200;

export class PhotoList {
  /**
   * `told.isDisabled()` tells whether nothing may be changed now, `told.insert(markdown)` puts a photo into the
   * story; `told.changed()` asks for `show`, `told.refused(error)` hears what the program did not do.
   */
  constructor(store, told) {
    Object.assign(this, { store, told });
    this.cards = new Map();
    this.removed = [];
    this.opened = null;
    this.element = h('ul', { class: 'photo-list', 'aria-label': 'Снимки события' });
    this.element.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || !this.opened || event.defaultPrevented) return;
      event.preventDefault();
      this.close();
    });
    this.drags = new Drags(this.element, (name, to) => this.moveTo(name, to));
  }

  get isEmpty() {
    return this.element.childElementCount === 0;
  }

  /** Draws the photos of the store, and the cards `uploads` behind them. */
  show(uploads) {
    const { store, cards, element, told } = this;
    const { photos } = store;
    const focused = document.activeElement;
    const known = new Set(photos.map(({ name }) => name));
    for (const [name, card] of cards) {
      if (known.has(name)) continue;
      card.element.remove();
      cards.delete(name);
      if (this.opened?.name === name) this.opened = null;
    }
    this.removed = this.removed.filter(({ name }) => !known.has(name));
    const elements = photos.map((photo, at) => {
      const card = this.card(photo.name);
      card.show(photo, at, photos.length, told.isDisabled());
      return card.element;
    });
    for (const { at, card } of this.removed) elements.splice(Math.min(at, elements.length), 0, card.element);
    elements.push(...uploads);
    elements.forEach((one, at) => {
      if (element.children[at] !== one) element.insertBefore(one, element.children[at] ?? null);
    });
    while (element.children.length > elements.length) element.lastChild.remove();
    // An element that is moved loses the focus.
    if (focused !== document.activeElement && element.contains(focused)) focused.focus({ preventScroll: true });
    const { opened } = this;
    if (opened) opened.panel.show(this.photo(opened.name), store.common, told.isDisabled());
  }

  photo(name) {
    return this.store.photos.find((photo) => photo.name === name);
  }

  card(name) {
    if (!this.cards.has(name)) {
      const heard = {
        open: () => this.toggle(name),
        move: (_, step, focused) => this.move(name, step, focused),
        remove: () => this.remove(name),
      };
      this.cards.set(name, photoCard(name, heard, (photo) => this.store.thumb(photo, CARD)));
    }
    return this.cards.get(name);
  }

  toggle(name) {
    const { store } = this;
    const isSame = this.opened?.name === name;
    this.close();
    if (isSame) return;
    const photo = this.photo(name);
    const pictures = photo.missing ? [Promise.reject()] : [CARD, LARGE].map((width) => store.thumb(photo, width));
    const panel = detailsPanel(photo, pictures, {
      change: (said, isTyping) => store.change({ photos: { [name]: said } }, isTyping),
      cover: (isCover) => {
        store.change({ cover: isCover ? name : null });
        this.told.changed();
      },
      insert: () => {
        const words = (this.photo(name).alt ?? store.common.alt ?? '').replace(/[\[\]\\]/g, '\\$&');
        this.told.insert(`![${words}](${/[\s()]/.test(name) ? `<${name}>` : name})`);
        status('Снимок стоит в рассказе');
      },
      remove: () => this.remove(name),
      fold: () => this.close(),
      say: status,
    });
    const card = this.cards.get(name);
    this.opened = { name, panel };
    card.details.replaceChildren(panel.element);
    card.expand(true);
    panel.show(photo, store.common, this.told.isDisabled());
    card.details.scrollIntoView({ block: 'nearest' });
    panel.focus();
  }

  close() {
    if (!this.opened) return;
    const card = this.cards.get(this.opened.name);
    this.opened.panel.leave();
    card?.details.replaceChildren();
    card?.expand(false);
    card?.focus();
    this.opened = null;
  }

  move(name, step, focused) {
    const from = this.store.photos.findIndex((photo) => photo.name === name);
    this.moveTo(name, from + step);
    // The arrow at the end of the list can be pressed no further.
    if (focused?.disabled) this.cards.get(name).focus();
    else focused?.focus();
  }

  moveTo(name, to) {
    const names = this.store.photos.map((photo) => photo.name);
    const from = names.indexOf(name);
    if (this.told.isDisabled() || from < 0 || to === from) return;
    if (to < 0 || to >= names.length) {
      status(to < 0 ? 'Этот снимок уже первый' : 'Этот снимок уже последний');
      return;
    }
    names.splice(to, 0, ...names.splice(from, 1));
    this.store.change({ order: names });
    this.told.changed();
    status(`Снимок теперь ${to + 1}-й из ${names.length}`);
  }

  async remove(name) {
    const { store } = this;
    const at = store.photos.findIndex((photo) => photo.name === name);
    if (at < 0 || this.told.isDisabled()) return;
    this.close();
    await store.flush();
    try {
      const answer = await store.exclusive((file, base) => post('/api/photo/remove', { file, base, name }));
      const card = removedCard(name, (button) => this.restore(name, button));
      this.removed.push({ name, at, card });
      store.accept(answer);
      card.focus();
      status('Снимок убран. Его можно вернуть');
    } catch (error) {
      this.told.refused(error);
    }
  }

  async restore(name, button) {
    const { store } = this;
    button.disabled = true;
    try {
      const answer = await store.exclusive((file, base) => post('/api/photo/restore', { file, base, name }));
      this.removed = this.removed.filter((one) => one.name !== name);
      store.accept(answer);
      this.cards.get(answer.restored ?? name)?.focus();
      status('Снимок вернулся на своё место');
    } catch (error) {
      button.disabled = false;
      this.told.refused(error);
    }
  }

  stop() {
    this.drags.stop();
  }
}
