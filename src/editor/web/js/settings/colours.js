// Options of a theme as controls: colours with what becomes of them, yes and no, texts. Each has a reset.

import { button } from '../document/parts.js';
import { problemLine } from '../fields.js';
import { field, h } from '../ui.js';

const isColour = (text) => /^#[0-9a-f]{6}$/i.test(text.trim());

/** A control for an option; `names` are those of the directions. */
export function optionControl(option, changed, names) {
  const { kind, label, hint, value: usual } = option;
  const id = `field_theme_options_${option.key}`;
  const reset = button('Как в теме', 'button-quiet look-reset', () => {
    changed(null);
    show(null);
    inputs[0].focus();
  });
  reset.setAttribute('aria-label', `Как в теме: ${label}`);
  const notes = h('div', { class: 'look-notes', id: `${id}_notes` });
  const problems = h('div', { class: 'event-errors' });
  const put = (text) => {
    changed(text === usual ? null : text);
    reset.hidden = text === usual;
  };
  const made = { colour, colours, flag, text }[kind]();
  const { inputs, show: showValue } = made;
  const element = h('div', { class: 'look-option' },
    made.element, h('div', { class: 'look-under' }, notes, reset), problems);

  function colour() {
    const input = h('input', { type: 'text', id, autocomplete: 'off', spellcheck: 'false', class: 'look-code' });
    const picker = h('input', { type: 'color', class: 'look-picker', 'aria-label': `${label}: выбрать` });
    picker.addEventListener('input', () => {
      input.value = picker.value.toUpperCase();
      put(input.value);
    });
    input.addEventListener('input', () => {
      if (isColour(input.value)) picker.value = input.value.trim().toLowerCase();
      put(input.value.trim());
    });
    const element = field({ label, hint, example: usual, input });
    const pair = h('div', { class: 'look-pair' }, picker);
    input.replaceWith(pair);
    pair.append(input);
    return {
      element,
      inputs: [input, picker],
      show(value) {
        if (document.activeElement !== input) input.value = value;
        if (isColour(value)) picker.value = value.trim().toLowerCase();
      },
    };
  }

  function colours() {
    const defaults = usual.split(/[,; ]+/).filter(isColour);
    let chosen = defaults;
    const pickers = names.map((name, at) => {
      const picker = h('input', { type: 'color', class: 'look-picker', id: `${id}_${at}` });
      picker.addEventListener('input', () => {
        const all = names.map((_, number) => chosen[number % chosen.length]);
        all[at] = picker.value.toUpperCase();
        chosen = [...all, ...chosen.slice(all.length)];
        put(chosen.join(', '));
      });
      return picker;
    });
    const rows = pickers.map((picker, at) => h('li', {}, picker, h('label', { for: picker.id }, names[at])));
    const element = h('div', { class: 'field', role: 'group', 'aria-labelledby': `${id}_label` },
      h('p', { class: 'settings-label', id: `${id}_label` }, label), hint && h('p', { class: 'hint' }, hint),
      h('ul', { class: 'look-directions' }, rows));
    return {
      element,
      inputs: pickers.length > 0 ? pickers : [reset],
      show(value) {
        const found = value.split(/[,; ]+/).filter(isColour);
        chosen = found.length > 0 ? found : defaults;
        pickers.forEach((picker, at) => {
          picker.value = chosen[at % chosen.length].toLowerCase();
        });
      },
    };
  }

  function flag() {
    const input = h('select', { id }, h('option', { value: 'да' }, 'Да'), h('option', { value: 'нет' }, 'Нет'));
    input.addEventListener('change', () => put(input.value));
    return {
      element: field({ label, hint, input }),
      inputs: [input],
      show(value) {
        input.value = ['нет', 'no', 'false'].includes(value.trim().toLowerCase()) ? 'нет' : 'да';
      },
    };
  }

  function text() {
    const input = h('input', { type: 'text', id, autocomplete: 'off' });
    input.addEventListener('input', () => put(input.value.trim()));
    return {
      element: field({ label, hint, example: usual, input }),
      inputs: [input],
      show(value) {
        if (document.activeElement !== input) input.value = value;
      },
    };
  }

  function show(value) {
    const text = typeof value === 'string' && value !== '' ? value : usual;
    showValue(text);
    reset.hidden = text === usual;
  }

  return {
    element,
    show,
    /** What becomes of the colours. */
    note(shown) {
      const told = kind === 'colours' ? shown.filter(({ good }, at) => !good && at < names.length) : shown;
      notes.replaceChildren(...told.map(({ light, note }) => h('p', { class: 'hint look-note' },
        h('span', { class: 'look-swatch', style: { background: light } }), note)));
    },
    problems: (found) => problems.replaceChildren(...found.map(problemLine)),
    focus: () => inputs[0].focus(),
    disable(isDisabled) {
      element.inert = isDisabled;
    },
  };
}
