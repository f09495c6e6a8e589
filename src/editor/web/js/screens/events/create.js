// «Новое событие»: its name and its date are asked for, and its page is opened.

import { ApiError, post } from '../../api.js';
import { ask } from '../../ask.js';
import { field, h } from '../../ui.js';

/** Dates as people write them, of the school year of the day `today`: `2026-12-01`. */
function datesOf(today) {
  const year = today && today.slice(0, 4) - (today.slice(5, 7) < '09');
  return today && `14 октября ${year}, 7.12.${year}, 12–14 мая ${year + 1}`;
}

export async function createEvent(app) {
  const title = h('input', {
    id: 'new_title', type: 'text', autocomplete: 'off', lang: 'ru', spellcheck: 'true', autofocus: true,
    'aria-required': 'true',
  });
  const date = h('input', { id: 'new_date', type: 'text', autocomplete: 'off' });
  const titleField = field({ label: 'Как называется', input: title });
  const dateField = field({
    label: 'Когда прошло',
    hint: 'Можно указать потом.',
    example: datesOf(app.state.today),
    input: date,
  });
  let made = null;
  const attempt = async () => {
    titleField.setError(null);
    dateField.setError(null);
    try {
      if (title.value.trim() === '') throw new ApiError(422, { message: 'Напишите, как называется событие' });
      made = await post('/api/document/new', { title: title.value.trim(), date: date.value.trim() || null });
      return true;
    } catch (problem) {
      const [wrong, input] = problem.data?.field === 'date' ? [dateField, date] : [titleField, title];
      wrong.setError({ message: problem.message, hint: problem.hint });
      input.focus();
      return false;
    }
  };
  const answer = await ask({
    title: 'Новое событие', body: h('div', { class: 'event-fields' }, titleField, dateField),
    actions: [{ text: 'Отмена', value: null }, { text: 'Создать', value: 'create', primary: true, attempt }],
  });
  if (answer === 'create') app.go('event', made.file);
}
