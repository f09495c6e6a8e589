// The form «Сведения»: a control for each key of an event that `/api/fields` names.

import { field, h, icon, seenOnceLeft } from './ui.js';
import { isSame } from './unsaved.js';
import { quoted } from './words.js';

/** What a control shows for a value of the file: a text, a list, or groups of participants. */
function shownValue(definition, value) {
  if (value === undefined || value === null) return '';
  const items = Array.isArray(value) ? value : [value];
  const texts = items.map((item) => (typeof item === 'string' ? item : `${item.count ?? ''} ${item.who ?? ''}`.trim()));
  return texts.join(definition.kind === 'lines' ? '\n' : ', ');
}

/** The value of the file for what a control shows; null where nothing is written. `old` is kept in its form. */
function writtenValue(definition, text, old) {
  if (text.trim() === '') return null;
  if (shownValue(definition, old) === text) return old;
  if (definition.kind === 'lines') {
    const lines = text.split('\n').map((line) => line.trim()).filter(Boolean);
    return lines.length > 1 || Array.isArray(old) ? lines : lines[0];
  }
  if (definition.kind === 'list' && Array.isArray(old)) {
    return text.split(/[,;]/).map((word) => word.trim()).filter(Boolean);
  }
  return text.trim();
}

/** The choice that a written value means: its own word or one of its other names. */
function chosen(definition, text) {
  const written = text.trim().toLowerCase();
  const choice = definition.choices.find(({ value, also }) => value === written || also?.includes(written));
  return choice ? choice.value : text;
}

/**
 * Controls for `definitions`. `changed(key, value)` hears what is entered. Ids begin with `name`; `special` makes the
 * controls of kinds that it knows.
 */
export function fieldsForm({ definitions, directions = [], changed, name = 'field', special = () => null }) {
  let values = {};
  const controls = new Map();
  for (const definition of definitions) {
    const entered = () => {
      const value = control.read(values[definition.key]);
      changed(definition.key, value);
      summarize();
    };
    const id = `${name}_${definition.key.replaceAll('.', '_')}`;
    const control = special(definition, id, entered) ?? fieldControl(definition, directions, entered, id);
    controls.set(definition.key, control);
  }
  const of = (isMain) => definitions.filter(({ main }) => Boolean(main) === isMain);
  const elements = (list) => list.map(({ key }) => controls.get(key).element);
  const filled = h('span', { class: 'event-filled' });
  const rest = h('div', { class: 'event-fields' }, ...elements(of(false)));
  const others = h('p', { class: 'hint event-others' });
  const more = h('details', { class: 'event-more' },
    h('summary', {}, h('span', {}, 'Ещё сведения'), filled, icon('fold')), rest, others);
  const summarize = () => {
    const names = of(false).filter(({ key }) => controls.get(key).text() !== '');
    filled.textContent = names.length > 0 ? names.map(({ label }) => label.toLowerCase()).join(', ') : 'не обязательны';
  };
  return {
    element: h('div', {},
      h('div', { class: 'event-fields' }, ...elements(of(true))), of(false).length > 0 && more),
    /** Shows the values of the file. A control that already says the same is left alone. */
    show(next, echo) {
      values = next;
      for (const [key, control] of controls) control.show(next[key], echo);
      summarize();
    },
    echo(echo) {
      for (const control of controls.values()) control.echo(echo);
    },
    /** Shows each problem at its field; returns those that belong to none. */
    problems(problems) {
      for (const [key, control] of controls) control.problems(problems.filter(({ field }) => field === key));
      return problems.filter(({ field }) => !controls.has(field));
    },
    others(keys) {
      others.hidden = keys.length === 0;
      others.textContent = keys.length === 0 ? '' : `Ещё в файле: ${keys.map((key) => `«${key}»`).join(', ')}. `
        + 'Эти строки остаются как есть.';
    },
    label: (key) => definitions.find((definition) => definition.key === key)?.label ?? key,
    wasVisited: (key) => controls.get(key)?.wasVisited() ?? false,
    focus(key) {
      const control = controls.get(key);
      if (!control) return false;
      if (more.contains(control.element)) more.open = true;
      control.focus();
      return true;
    },
    disable(isDisabled) {
      for (const control of controls.values()) control.disable(isDisabled);
    },
  };
}

/** A control for one field; `entered()` hears of each change. */
export function fieldControl(definition, directions, entered, id = `field_${definition.key.replaceAll('.', '_')}`) {
  const { key, label, kind } = definition;
  const input = inputOf(definition, directions, id);
  const echo = h('p', { class: 'event-echo', id: `${id}_echo` });
  const error = h('div', { class: 'event-errors', id: `${id}_problems` });
  const element = field({ label, hint: definition.hint, example: definition.example, input });
  element.append(echo, error);
  const hasHint = definition.hint || definition.example;
  input.setAttribute('aria-describedby', [hasHint && `${id}_hint`, echo.id, error.id].filter(Boolean).join(' '));
  const isSelect = input.tagName === 'SELECT';
  seenOnceLeft(input);
  input.addEventListener(isSelect ? 'change' : 'input', entered);
  const text = () => input.value;
  return {
    element,
    text,
    read: (old) => (isSelect ? input.value || null : writtenValue(definition, input.value, old)),
    show(value, told) {
      if (document.activeElement === input && isSame(this.read(value), value)) return;
      let shown = shownValue(definition, value);
      if (kind === 'direction') shown = told?.direction ?? shown;
      if (kind === 'choice') shown = chosen(definition, shown);
      if (isSelect) keepUnknown(input, shown);
      if (input.value !== shown) input.value = shown;
    },
    echo(told) {
      const understood = told?.[key];
      const isNews = typeof understood === 'string' && kind !== 'direction'
        && understood.replaceAll('\u00a0', ' ') !== input.value.trim();
      echo.textContent = isNews ? `→ ${understood}` : '';
    },
    problems(problems) {
      const lines = problems.map(problemLine);
      if (error.childElementCount === 0 && lines.length === 0) return;
      error.replaceChildren(...lines);
      element.classList.toggle('field-wrong', problems.some(({ severity }) => severity === 'error'));
      const isWrong = problems.some(({ severity }) => severity === 'error');
      if (isWrong) input.setAttribute('aria-invalid', 'true');
      else input.removeAttribute('aria-invalid');
    },
    focus: () => input.focus(),
    wasVisited: () => Boolean(input.dataset.seen),
    disable(isDisabled) {
      input.disabled = isDisabled;
    },
  };
}

/** A problem in the words of the check, with what to do. */
export function problemLine({ severity, message, hint }) {
  const words = h('p', { class: severity === 'error' ? 'error' : 'event-warning' }, capital(quoted(message)));
  if (!hint) return words;
  words.append(h('span', { class: 'event-advice' }, capital(quoted(hint))));
  return words;
}

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

function inputOf(definition, directions, id) {
  const { kind, required, choices } = definition;
  if (kind === 'direction') {
    const options = directions.map(({ id: value, name }) => h('option', { value }, name));
    return h('select', { id }, h('option', { value: '' }, 'Выберите направление'), ...options);
  }
  if (kind === 'choice') {
    return h('select', { id }, ...choices.map(({ value, label }) => h('option', { value }, label)));
  }
  const spellcheck = String(kind === 'text' || kind === 'long');
  const common = { id, autocomplete: 'off', lang: 'ru', spellcheck };
  if (required) common['aria-required'] = 'true';
  if (kind === 'long' || kind === 'lines') return h('textarea', { ...common, rows: kind === 'long' ? 2 : 3 });
  return h('input', { ...common, type: 'text', inputmode: kind === 'number' && 'numeric' });
}

/** A value that is none of the options stays visible as one. */
function keepUnknown(select, value) {
  for (const option of [...select.options]) if (option.dataset.unknown) option.remove();
  if ([...select.options].some((option) => option.value === value)) return;
  const option = h('option', { value }, `${value} — такого нет`);
  option.dataset.unknown = 'yes';
  select.append(option);
}
