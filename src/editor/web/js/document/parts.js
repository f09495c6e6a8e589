// Pieces of a screen that edits a document: cards, a menu, notices.

import { h, icon } from '../ui.js';

export const card = (title, ...children) => h('section', { class: 'card' }, h('h2', {}, title), ...children);

export function button(text, kind, run) {
  return h('button', { type: 'button', class: `button ${kind}`, onclick: run }, text);
}

export const isYes = (value) => ['да', 'yes', 'true', 'on', 'y'].includes(String(value ?? '').trim().toLowerCase());

/** Notices above the form, one for each name. */
export class Notices {
  constructor() {
    this.element = h('div', { class: 'event-notices' });
  }

  /** Shows a notice in place of the one with the same name. */
  show(name, content, canClose = false) {
    const made = h('div', { class: 'notice', 'data-name': name }, content);
    if (canClose) made.append(button('Понятно', 'button-quiet', () => made.remove()));
    const old = this.find(name);
    if (old) old.replaceWith(made);
    else this.element.append(made);
  }

  remove(name) {
    this.find(name)?.remove();
  }

  find(name) {
    return this.element.querySelector(`[data-name="${name}"]`);
  }
}

/** A button that opens a list of actions (ARIA Authoring Practices, menu button). */
export function menu(label, items) {
  const opener = h('button', {
    type: 'button', class: 'button button-quiet', 'aria-haspopup': 'menu', 'aria-expanded': 'false',
  }, h('span', {}, label), icon('fold'));
  const list = h('div', { class: 'event-menu', role: 'menu', 'aria-label': label, hidden: true });
  const entries = items.map(({ label: text, danger, run }) => {
    const entry = h('button', {
      type: 'button', role: 'menuitem', tabindex: '-1', class: `button button-quiet${danger ? ' is-danger' : ''}`,
    }, text);
    entry.addEventListener('click', () => {
      close();
      run();
    });
    return entry;
  });
  list.append(...entries);
  const element = h('div', { class: 'event-actions' }, opener, list);
  const onOutside = (event) => {
    if (!element.contains(event.target)) close(false);
  };
  const open = (at) => {
    list.hidden = false;
    opener.setAttribute('aria-expanded', 'true');
    document.addEventListener('pointerdown', onOutside);
    entries[at].focus();
  };
  const close = (isFocused = true) => {
    if (list.hidden) return;
    list.hidden = true;
    opener.setAttribute('aria-expanded', 'false');
    document.removeEventListener('pointerdown', onOutside);
    if (isFocused) opener.focus();
  };
  opener.addEventListener('click', () => (list.hidden ? open(0) : close()));
  element.addEventListener('keydown', (event) => {
    if (list.hidden) {
      if (event.key === 'ArrowDown') {
        event.preventDefault();
        open(0);
      }
      return;
    }
    const at = entries.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (event.key === 'Escape' || event.key === 'Tab') close(event.key === 'Escape');
    if (to === undefined) return;
    event.preventDefault();
    entries.at(to % entries.length).focus();
  });
  return element;
}

/** «сегодня в 14:32», «3 мая в 9:05». */
export function time(at) {
  const date = new Date(at);
  const clock = date.toLocaleTimeString('ru', { hour: 'numeric', minute: '2-digit' });
  const day = date.toLocaleDateString('ru', { day: 'numeric', month: 'long' });
  return date.toDateString() === new Date().toDateString() ? `сегодня в ${clock}` : `${day} в ${clock}`;
}
