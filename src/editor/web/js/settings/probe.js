// «Проверить соединение»: a job that tries the hosting; what it found, and the settings that follow.

import { answer, start, stop, watch } from '../jobs.js';
import { alert, h, icon, status } from '../ui.js';
import { password, running, update } from '../screens/publish/states.js';
import { button } from '../document/parts.js';
import { problemLine } from '../fields.js';
import { sentence, words } from '../words.js';

export class Probe {
  /** `screen` has the settings; what is recommended is entered there. */
  constructor(screen) {
    this.screen = screen;
    this.place = h('div', { class: 'settings-probe' });
    this.opener = button('Проверить соединение', '', () => screen.trying(() => this.run()));
    this.element = h('div', { class: 'settings-check' },
      h('p', { class: 'hint' }, 'Пробная отправка: «Росток» положит на сервер три десятка крошечных файлов, посмотрит, '
        + 'как их видно на сайте, уберёт их и скажет, что записать в настройки.'),
      h('div', {}, this.opener), this.place);
  }

  async run() {
    if (!await this.screen.saving.flush()) return;
    this.opener.disabled = true;
    let drawn = '';
    try {
      const id = await start('/api/publish/probe');
      const job = await watch(id, (job) => {
        if (!this.place.isConnected) return false;
        const state = `${job.state} ${job.asked}`;
        if (state !== drawn && ['running', 'question'].includes(job.state)) {
          drawn = state;
          this.draw(job.state === 'question' ? password(this, job) : running(this, job));
          this.place.querySelector('[data-focus]')?.focus();
        }
        if (job.state === 'running') update(this.place, job);
        return true;
      });
      if (this.place.isConnected) this.ended(job);
    } finally {
      this.opener.disabled = false;
    }
  }

  draw(...nodes) {
    this.place.replaceChildren(...nodes.flat().filter(Boolean));
  }

  say(job, words_) {
    return answer(job.id, words_).catch(alert);
  }

  stop(job) {
    return stop(job.id).catch(alert);
  }

  ended(job) {
    if (job.state === 'stopped') {
      this.draw(h('p', { class: 'hint' }, 'Проверка остановлена, пробные файлы убраны.'));
      this.opener.focus();
      return status('Проверка остановлена');
    }
    if (job.state === 'failed') return this.failed(job.error);
    const { lines, settings } = job.result;
    const offered = settings.filter(({ key, value }) => !this.has(key, value));
    const take = button('Записать в настройки', 'button-primary', () => {
      for (const { key, value } of offered) {
        this.screen.changed(key, value);
        this.screen.controls.get(key)?.show(value);
      }
      take.closest('.settings-offer').replaceWith(h('p', { class: 'hint', tabindex: '-1' }, 'Записано.'));
      status('Записано в настройки');
    });
    const heading = h('h3', { tabindex: '-1' }, 'Что показала проверка');
    this.draw(heading,
      h('ul', { class: 'list settings-found' }, lines.map(({ good, text, hint }) => h('li', {
        class: good ? 'is-good' : 'is-bad',
      }, icon(good ? 'check' : 'warning'), h('div', {}, h('p', {}, text), hint && h('p', { class: 'hint' }, hint))))),
      offered.length > 0 && h('div', { class: 'settings-offer' },
        h('p', {}, 'Советуем записать: ', offered.map(({ label, value }) => h('span', { class: 'settings-advice' },
          `${label}: ${[value].flat().join(', ')}`))), take));
    heading.focus();
    status('Проверка закончена');
  }

  has(key, value) {
    const shown = (one) => [one ?? []].flat().join(', ');
    return shown(this.screen.value(key)) === shown(value);
  }

  failed({ message, hint, problems }) {
    const heading = h('h3', { tabindex: '-1' }, 'Проверить не получилось');
    this.draw(heading, h('p', { class: 'error' }, words(sentence(message))),
      hint && h('p', { class: 'hint' }, words(sentence(hint))),
      (problems ?? []).map(problemLine));
    heading.focus();
  }
}
