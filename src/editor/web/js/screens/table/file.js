// The field of a file that a row leads to: its name, and a button that chooses one.

import { fieldControl } from '../../fields.js';
import { button } from '../../document/parts.js';
import { h } from '../../ui.js';

export function fileControl(definition, id, entered, choose) {
  const control = fieldControl(definition, [], entered, id);
  const input = control.element.querySelector('input');
  const chooser = button('Выбрать файл…', '', choose);
  const line = h('div', { class: 'row table-file' });
  input.replaceWith(line);
  line.append(input, chooser);
  return {
    ...control,
    disable(isDisabled) {
      control.disable(isDisabled);
      chooser.disabled = isDisabled;
    },
  };
}
