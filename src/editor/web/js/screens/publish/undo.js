// Taking back a publication: what comes back, and whether it shall.
import { h } from '../../ui.js';
import * as plan from './plan.js';

export function undoing(screen, job) {
  const { restores, now } = job.plan;
  return [
    h('div', { class: 'card plan-head' },
      h('div', {},
        h('h2', { tabindex: -1, 'data-focus': true }, 'Отменить публикацию?'),
        h('p', {}, `${restores}. ${now}.`),
        h('p', { class: 'hint' }, 'Ваши тексты и снимки на этом компьютере не изменятся.')),
      h('div', { class: 'row' },
        h('button', {
          type: 'button', class: 'button button-primary', onclick: () => screen.say(job, { answer: true }),
        }, 'Отменить публикацию'),
        h('button', {
          type: 'button', class: 'button button-quiet', onclick: () => screen.say(job, { answer: false }),
        }, 'Не отменять'))),
    plan.card(job.plan),
  ];
}
