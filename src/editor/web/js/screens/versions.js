// Прежние версии одного файла: what differs from the present text, and «Вернуть».

import { get, post } from '../api.js';
import { differenceView } from '../difference_view.js';
import { alert, h, icon, putInto, status } from '../ui.js';
import { sentence } from '../words.js';

export async function show(main, app, file) {
  const screen = new VersionsScreen(main, app, file);
  await screen.read();
  app.onChange(({ files }) => files?.includes(screen.file) && screen.read().catch(alert));
  return () => screen.urls.forEach((url) => URL.revokeObjectURL(url));
}

class VersionsScreen {
  constructor(main, app, file) {
    Object.assign(this, { main, app, file });
    this.urls = [];
    // Settings are shown by screens of their own.
    this.settings = [['#/settings', 'Настройки'], ['#/look', 'Оформление']]
      .find(([start]) => app.before.startsWith(start));
    this.from = app.before.startsWith('#/history') || app.before.startsWith('#/versions') ? 'history' : 'file';
    this.notice = h('div', { class: 'event-notices' });
    this.found = h('section', { class: 'card versions-found', 'aria-labelledby': 'versions_title' });
    this.list = h('ul', { class: 'list versions-list' });
  }

  get opening() {
    if (this.settings) return this.settings[0];
    return `#/${this.isEvent ? 'event' : 'file'}/${encodeURIComponent(this.file)}`;
  }

  async read() {
    const { name, isEvent, versions } = await get('/api/history/file', { file: this.file });
    Object.assign(this, { isEvent, versions });
    const [href, text] = this.settings ?? [];
    const back = href ? { href, text } : this.from === 'history' ? { href: '#/history', text: 'Корзина и версии' }
      : { href: this.opening, text: isEvent ? 'Событие' : 'Текст' };
    if (!this.head) {
      this.head = h('div', { class: 'event-head' },
        h('a', { class: 'button button-quiet', href: back.href }, icon('back'), h('span', {}, back.text)),
        h('div', { class: 'event-heading' }, h('h1', { tabindex: '-1' }, `Прежние версии: ${name}`)));
      this.main.replaceChildren(h('div', { class: 'wide' }, this.head, this.notice, this.body = h('div', {})));
    }
    if (versions.length === 0) {
      this.body.replaceChildren(h('p', {}, 'Прежних версий пока нет: они появятся, когда вы измените текст.'));
      return;
    }
    if (!versions.some(({ id }) => id === this.chosen)) this.chosen = versions[0].id;
    const focused = document.activeElement?.dataset?.id;
    this.list.replaceChildren(...versions.map(({ id, replaced }) => {
      const button = h('button', { type: 'button', class: 'versions-one', 'data-id': id }, replaced);
      button.addEventListener('click', () => this.choose(id).catch(alert));
      return h('li', {}, button);
    }));
    if (!this.list.isConnected) {
      this.body.replaceChildren(h('div', { class: 'versions' },
        h('nav', { class: 'card', 'aria-label': 'Версии' },
          h('p', { class: 'hint' }, 'Каким был текст до правки:'), this.list), this.found));
    }
    this.list.querySelector(`[data-id="${focused}"]`)?.focus();
    await this.choose(this.chosen, false);
  }

  async choose(id, isChosen = true) {
    this.chosen = id;
    for (const button of this.list.querySelectorAll('button')) {
      if (button.dataset.id === id) button.setAttribute('aria-current', 'true');
      else button.removeAttribute('aria-current');
    }
    const found = await get('/api/history/version', { file: this.file, id });
    if (this.chosen !== id) return;
    const { replaced } = this.versions.find((version) => version.id === id);
    const back = h('button', { type: 'button', class: 'button button-primary' }, 'Вернуть эту версию');
    back.addEventListener('click', () => this.restore(id, found.hash, back).catch(alert));
    putInto(this.found,
      h('div', { class: 'versions-head' }, h('h2', { id: 'versions_title' }, `До правки ${replaced}`),
        !found.isSame && back),
      !found.isSame && h('p', { class: 'hint' }, 'Зачёркнутое было тогда, подчёркнутое появилось с тех пор.'
        + (found.photos?.added.length > 0 ? ' Снимки, добавленные позже, останутся в событии.' : '')),
      differenceView(found, this.urls));
    if (isChosen) status(found.isSame ? 'Отличий нет' : 'Показаны отличия');
  }

  /** Puts a version back at once: what stands there now becomes a version too. */
  async restore(id, base, button) {
    button.disabled = true;
    let done;
    try {
      done = await post('/api/document/restore', { file: this.file, id, base });
    } catch (problem) {
      if (problem.status === 412) await this.read();
      throw problem;
    } finally {
      button.disabled = false;
    }
    this.chosen = done.undo ?? id;
    await this.read();
    this.say(done);
  }

  /** `undo` is the version that is put back in the place of the file with this hash. */
  say({ undo, hash: base, notes }) {
    const again = h('button', { type: 'button', class: 'button' }, 'Отменить');
    again.addEventListener('click', async () => {
      try {
        await post('/api/document/restore', { file: this.file, id: undo, base });
        await this.read();
        this.notice.replaceChildren();
        this.head.querySelector('h1').focus();
        status('Возвращение отменено');
      } catch (problem) {
        alert(problem);
      }
    });
    this.notice.replaceChildren(h('div', { class: 'notice notice-ok' },
      h('p', {}, 'Версия возвращена. То, что было до этого, лежит здесь же первой строкой.',
        notes.map((note) => ` ${sentence(note)}`)),
      h('a', { class: 'button', href: this.opening }, this.isEvent ? 'Открыть событие' : 'Открыть текст'),
      undo && again));
    this.notice.querySelector('a').focus();
    status('Версия возвращена');
  }
}
