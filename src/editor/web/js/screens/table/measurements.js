// The values of an indicator by day: a date with a value, or with how many of how many.

import { button } from '../../document/parts.js';
import { problemLine } from '../../fields.js';
import { field, h, icon } from '../../ui.js';

const PARTS = [['date', 'День'], ['value', 'Значение'], ['part', 'Охвачено'], ['whole', 'Всего']];

/** A control as those of `fieldsForm`. */
export function measurementsControl({ label, hint }, id, entered) {
  const list = h('div', { class: 'table-values' });
  const errors = h('div', { class: 'event-errors', id: `${id}_problems` });
  const add = button('Добавить значение', '', () => entry({}).querySelector('input').focus());
  const element = h('fieldset', { class: 'field' },
    h('legend', {}, label), h('p', { class: 'hint' }, hint), list, errors, h('div', {}, add));
  let made = 0;
  let off = false;
  let isSeen = false;

  const entry = (values) => {
    made += 1;
    const inputs = PARTS.map(([key, words]) => {
      const input = h('input', {
        id: `${id}_${made}_${key}`, type: 'text', autocomplete: 'off', 'data-part': key, value: values[key] ?? '',
        oninput: entered, disabled: off,
      });
      return field({ label: words, input });
    });
    const away = h('button', {
      type: 'button', class: 'button button-quiet table-tool', 'aria-label': 'Убрать значение', disabled: off,
    }, icon('trash'));
    const line = h('div', { class: 'table-value', role: 'group', 'aria-label': 'Значение на день' }, inputs, away);
    away.addEventListener('click', () => {
      line.remove();
      entered();
      add.focus();
    });
    list.append(line);
    return line;
  };
  const read = () => [...list.children].map((line) => Object.fromEntries(
    [...line.querySelectorAll('input')].filter((input) => input.value.trim() !== '')
      .map((input) => [input.dataset.part, input.value.trim()])));
  const filled = (entries) => entries.filter((one) => Object.keys(one).length > 0);
  element.addEventListener('focusout', () => {
    isSeen = true;
  });
  return {
    element,
    text: () => (filled(read()).length > 0 ? 'да' : ''),
    read: () => (filled(read()).length > 0 ? filled(read()) : null),
    show(value) {
      const entries = Array.isArray(value) ? value : [];
      const parts = (one) => PARTS.map(([key]) => one[key] ?? '');
      if (JSON.stringify(filled(read()).map(parts)) === JSON.stringify(entries.map(parts))) return;
      list.replaceChildren();
      entries.forEach(entry);
    },
    echo() {},
    problems(problems) {
      errors.replaceChildren(...problems.map(problemLine));
    },
    focus: () => (list.querySelector('input') ?? add).focus(),
    wasVisited: () => isSeen,
    disable(isDisabled) {
      off = isDisabled;
      for (const control of element.querySelectorAll('input, button')) control.disabled = isDisabled;
    },
  };
}
