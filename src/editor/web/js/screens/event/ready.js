// «Готово к публикации»: whether the event is a draft, what becomes of it, what may be done next.

import { button } from '../../document/parts.js';
import { h } from '../../ui.js';
import { copyDialog } from './copy.js';

/** The words, the look and the explanation of an event that is ready. */
const NEW = ['Готово к публикации', 'chip-ok', 'Событие попадёт на сайт при следующей публикации.'];
const CHANGED = ['Изменено, на сайте прежнее', 'chip-warn', 'Изменения появятся на сайте при следующей публикации.'];
const SAME = ['На сайте', 'chip-ok', 'На сайте то же самое.'];
/** What comes before the explanation while an event is in this state. */
const STATES = {
  waiting: ['Ждёт рассказа', 'chip-warn',
    'Событие прошло: расскажите, как это было, или выберите в «Ещё сведения», состоялось ли оно.'],
  announcement: ['Анонс', 'chip-ok', 'До начала события оно показано как анонс.'],
};

export class ReadySwitch {
  /** `screen` has `saving`, `problems`, `words`, and what is known of the event: `published`, `stateName`. */
  constructor(screen) {
    this.screen = screen;
    this.input = h('input', {
      type: 'checkbox', role: 'switch', id: 'event_ready', 'aria-describedby': 'event_ready_words',
      onchange: () => {
        screen.saving.setField('draft', this.isOn ? null : 'да');
        this.show();
        screen.problems.again();
        screen.saving.flush();
      },
    });
    this.chip = h('span', { class: 'chip' });
    this.next = h('a', { class: 'button event-next', href: '#/publish' }, 'Перейти к публикации');
    this.copy = button('Скопировать для ВКонтакте…', 'event-copy', () => screen.trying(() => this.copies()));
    this.text = h('p', { class: 'hint', id: 'event_ready_words' });
    this.element = h('section', { class: 'card event-ready' },
      h('label', { class: 'event-switch', for: 'event_ready' }, this.input, h('span', {}, 'Готово к публикации')),
      this.text, h('div', { class: 'row' }, this.next, this.copy));
  }

  get isOn() {
    return this.input.checked;
  }

  set isOn(isOn) {
    this.input.checked = isOn;
  }

  disable(isDisabled) {
    this.input.disabled = isDisabled;
  }

  /** Says what becomes of the event; called when that or its errors have changed. */
  show() {
    const { opened, problems, published, words } = this.screen;
    const isWrong = problems.errors > 0;
    this.chip.hidden = !opened.writable;
    const [state, look, text] = !this.isOn
      ? ['Черновик', '', words.draft]
      : isWrong
        ? ['Есть ошибки', 'chip-danger', 'Сначала исправьте ошибки: пока они есть, раздел не опубликовать.']
        : words.ready ?? this.state();
    this.chip.textContent = state;
    this.chip.className = `chip ${look}`;
    this.text.textContent = text;
    // Only events are copied elsewhere.
    this.copy.hidden = !this.isOn || isWrong || words.screen !== 'event';
    this.next.hidden = !this.isOn || isWrong || published === 'same';
  }

  /** Of a sound event that is no draft. */
  state() {
    const { published, stateName } = this.screen;
    const ready = { changed: CHANGED, same: SAME }[published] ?? NEW;
    const [words, look, first] = STATES[stateName] ?? [];
    if (!words) return ready;
    return [...(ready === CHANGED ? CHANGED.slice(0, 2) : [words, look]), `${first} ${ready[2]}`];
  }

  async copies() {
    const { saving } = this.screen;
    if (await saving.flush()) await copyDialog(saving.file);
  }
}
