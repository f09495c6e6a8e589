// The real page of the event: beside the form, on narrow screens behind a tab.

import { preview } from '../../preview.js';
import { h } from '../../ui.js';
import { button } from '../../document/parts.js';

const NARROW = matchMedia('(max-width: 68.75rem)');

const EVENT = {
  tab: 'Событие',
  back: 'Вернуться к событию',
  title: 'Страница события, как её увидят читатели',
  empty: 'Страница появится здесь, когда будут название, дата и направление.',
};

export class PageSide {
  /**
   * `aside` is the region beside the screen, `editor` the form, `shown()` is called when it is back; `words` name
   * the form, the way back from other pages, and the page.
   */
  constructor(aside, editor, origin, shown, words = EVENT) {
    Object.assign(this, { aside, editor, origin, shown, words });
    this.bar = h('div', { class: 'event-page-bar', hidden: true });
    this.empty = h('div', { class: 'empty event-page-empty' }, h('p', {}, words.empty));
    this.box = h('div', { class: 'event-page' }, this.bar, this.empty);
    aside.replaceChildren(this.box);
    const tab = (id, controls, label) => h('button', {
      type: 'button', role: 'tab', id, 'aria-controls': controls, class: 'event-tab',
    }, label);
    this.tabs = [tab('tab_event', editor.id, words.tab), tab('tab_page', 'page_aside', 'Страница')];
    this.tabList = h('div', { class: 'event-tabs', role: 'tablist', 'aria-label': 'Что показать' }, ...this.tabs);
    this.tabs.forEach((one, at) => one.addEventListener('click', () => this.choose(at)));
    this.tabList.addEventListener('keydown', (event) => {
      if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
      event.preventDefault();
      this.choose(1 - this.tab);
      this.tabs[this.tab].focus();
    });
    this.onWidth = () => this.choose(this.tab);
    NARROW.addEventListener('change', this.onWidth);
    this.choose(0);
  }

  /** Shows the form (0) or the page (1), where there is no room for both. */
  choose(at) {
    this.tab = at;
    this.tabs.forEach((one, number) => {
      one.setAttribute('aria-selected', String(number === at));
      one.tabIndex = number === at ? 0 : -1;
    });
    this.editor.hidden = NARROW.matches && at !== 0;
    this.aside.hidden = NARROW.matches && at !== 1;
    this.load();
    if (!this.editor.hidden) this.shown();
  }

  /** Shows the page at `path`; null where there is none yet: then the last one stays. */
  show(path) {
    if (path) this.path = path;
    this.load();
  }

  load() {
    if (this.aside.hidden || !this.origin || !this.path) return;
    this.empty.hidden = true;
    if (!this.frames) {
      this.frames = preview(this.origin, (path) => this.arrived(path), this.words.title);
      this.box.append(this.frames.element);
    }
    if (this.loaded === this.path) return;
    this.loaded = this.path;
    this.frames.show(this.path);
  }

  /** The reader of the page may have followed a link. */
  arrived(path) {
    this.bar.hidden = decodeURI(path) === `/${this.path}`;
    if (this.bar.hidden) return;
    this.bar.replaceChildren(h('span', {}, 'Это другая страница раздела.'),
      button(this.words.back, 'button-quiet', () => this.frames.show(this.path)));
  }

  stop() {
    NARROW.removeEventListener('change', this.onWidth);
    this.frames?.leave();
  }
}
