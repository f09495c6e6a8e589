// Dragging: photos within their list, and files from outside onto any place of the page.

import { filesOf } from './photo_uploads.js';
import { h, icon } from './ui.js';

/** Moves cards of `list` by mouse; `moved(name, to)` hears the new place of one. */
export class Drags {
  constructor(list, moved) {
    this.list = list;
    this.moved = moved;
    this.listeners = {
      dragstart: (event) => this.start(event),
      dragover: (event) => this.over(event),
      drop: (event) => this.drop(event),
      dragend: () => this.end(),
    };
    for (const [name, listener] of Object.entries(this.listeners)) list.addEventListener(name, listener);
  }

  get cards() {
    return [...this.list.querySelectorAll('[data-name]')];
  }

  start(event) {
    const card = event.target.closest?.('[data-name]');
    if (!card?.draggable) return;
    this.card = card;
    event.dataTransfer.effectAllowed = 'move';
    event.dataTransfer.setData('text/plain', '');
    // The picture of the card is taken before it fades.
    requestAnimationFrame(() => card.classList.add('is-dragged'));
  }

  over(event) {
    if (!this.card) return;
    event.preventDefault();
    const card = event.target.closest?.('[data-name]');
    if (!card) return;
    this.mark(null);
    const box = card.firstElementChild.getBoundingClientRect();
    const isAfter = event.clientX > box.left + box.width / 2;
    this.mark({ card, isAfter });
  }

  mark(place) {
    this.place?.card.classList.remove('is-before', 'is-after');
    this.place = place;
    if (place && place.card !== this.card) place.card.classList.add(place.isAfter ? 'is-after' : 'is-before');
  }

  drop(event) {
    if (!this.card) return;
    event.preventDefault();
    const { card, place } = this;
    this.end();
    if (!place || place.card === card) return;
    const others = this.cards.filter((one) => one !== card);
    this.moved(card.dataset.name, others.indexOf(place.card) + (place.isAfter ? 1 : 0));
  }

  end() {
    this.mark(null);
    this.card?.classList.remove('is-dragged');
    this.card = null;
  }

  stop() {
    for (const [name, listener] of Object.entries(this.listeners)) this.list.removeEventListener(name, listener);
  }
}

/** Takes files that are dropped or pasted anywhere; `add(files)` gets them unless `isOff()`. */
export function dropTarget(add, isOff) {
  const veil = h('div', { class: 'photo-veil', hidden: '' },
    h('div', { class: 'photo-veil-words' }, icon('photo'),
      h('p', {}, 'Отпустите: снимки добавятся к этому событию, текст документа — в рассказ')));
  document.body.append(veil);
  const hasFiles = (event) => event.dataTransfer?.types.includes('Files') && !isOff();
  const listeners = {
    dragenter(event) {
      if (hasFiles(event)) veil.hidden = false;
    },
    dragover(event) {
      if (!hasFiles(event)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
    },
    dragleave(event) {
      if (!event.relatedTarget) veil.hidden = true;
    },
    async drop(event) {
      veil.hidden = true;
      if (!hasFiles(event)) return;
      event.preventDefault();
      add(await filesOf(event.dataTransfer));
    },
    paste(event) {
      const { files, types } = event.clipboardData;
      const pictures = [...files].filter((file) => file.type.startsWith('image/'));
      // Word puts a picture of the copied text beside the text.
      if (isOff() || pictures.length === 0 || types.includes('text/plain') || types.includes('text/html')) return;
      event.preventDefault();
      add(pictures);
    },
  };
  for (const [name, listener] of Object.entries(listeners)) document.addEventListener(name, listener);
  return {
    stop() {
      veil.remove();
      for (const [name, listener] of Object.entries(listeners)) document.removeEventListener(name, listener);
    },
  };
}
