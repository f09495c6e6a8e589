// What is said of all events of a file: the year of dates without one, the direction of events without one.

import { field, h } from '../../ui.js';

/** `changed(choice)` hears another year or direction. */
export function wholeFile({ found, directions, choice, changed }) {
  const year = h('input', {
    type: 'text', id: 'import_year', autocomplete: 'off', placeholder: found.year ?? '', value: choice?.year ?? '',
  });
  const yearField = field({
    label: 'Учебный год дат без года',
    hint: found.year ? `В файле понят как ${found.year}.` : 'В файле он не назван.', example: '2022/23', input: year,
  });
  const isUnclear = found.events.some(({ direction, existing }) => !direction && !existing);
  const direction = h('select', { id: 'import_direction' },
    h('option', { value: '' }, 'Не выбрано'),
    directions.map(({ id, name }) => h('option', { value: id, selected: id === choice?.direction }, name)));
  const directionField = field({
    label: 'Направление событий, у которых его нет', input: direction,
    hint: isUnclear || choice?.direction ? '' : 'У всех событий оно есть.',
  });
  const read = () => ({ year: year.value.trim(), direction: direction.value });
  for (const control of [year, direction]) control.addEventListener('change', () => changed(read()));
  return {
    element: h('div', { class: 'import-whole' }, yearField, directionField),
    choice: read,
    /** Shows an error at its field; whether there is one. */
    setError(error) {
      yearField.setError(error?.data?.field === 'year' ? error : null);
      return error?.data?.field === 'year';
    },
  };
}
