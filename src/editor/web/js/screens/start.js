// The first screen, where there is no site yet: the school, the address, the directions.

import { get, post } from '../api.js';
import { alert, field, h, status } from '../ui.js';

export async function show(main, app) {
  app.title('Новый раздел');
  const { center, directions } = await get('/api/setup');
  const input = (value = '') => h('input', { type: 'text', value, autocomplete: 'off', spellcheck: 'true' });
  const fields = {
    school: field({
      label: 'Школа',
      hint: 'Как её называют в документах.',
      example: 'МКОУ «СОШ № 7»',
      input: input(),
    }),
    center: field({ label: 'Название центра', input: input(center) }),
    address: field({
      label: 'Адрес раздела на сайте школы',
      hint: 'Если ещё не знаете, оставьте пустым: его можно вписать перед публикацией.',
      example: 'http://school.ucoz.ru/tochka/',
      input: h('input', { type: 'text', inputmode: 'url', autocomplete: 'off', spellcheck: 'false' }),
    }),
  };
  const choice = directionChoice(directions);
  fields.directions = choice.element;

  const button = h('button', { class: 'button button-primary button-large', type: 'submit' }, 'Создать раздел');
  const form = h('form', { class: 'card form', 'aria-label': 'Новый раздел', novalidate: true, onsubmit: create },
    fields.school, fields.center, fields.address, fields.directions,
    h('div', { class: 'row' }, button));
  main.append(h('div', { class: 'narrow' },
    h('h1', {}, 'Раздел новостей вашего центра'),
    h('p', { class: 'lead' },
      'Росток соберёт раздел для сайта школы: страницы событий с фотографиями, архив по учебным годам и отчёты. ',
      'Заполните эти строки, и можно писать о первом событии; поправить их можно и потом.'),
    form,
    h('p', { class: 'hint' }, 'Файлы раздела будут лежать на этом компьютере, в папке ',
      h('span', { class: 'path' }, app.state.folder),
      '. Если раздел уже есть в другой папке, запустите Росток из неё.')));
  fields.school.querySelector('input').focus();

  async function create(event) {
    event.preventDefault();
    const text = (name) => fields[name].querySelector('input').value;
    for (const one of Object.values(fields)) one.setError(null);
    button.disabled = true;
    button.textContent = 'Создаю…';
    try {
      await post('/api/setup', {
        school: text('school'),
        center: text('center'),
        address: text('address'),
        directions: choice.chosen(),
      });
      status('Раздел создан');
      history.replaceState(null, '', '#/events');
      // The page may show the site's pages only once it is loaded anew.
      location.reload();
    } catch (error) {
      button.disabled = false;
      button.textContent = 'Создать раздел';
      showProblems(error);
    }
  }

  function showProblems(error) {
    const wrong = Object.entries(error.data?.fields ?? {});
    if (wrong.length === 0) return alert(error);
    for (const [name, problem] of wrong) fields[name]?.setError(problem);
    const first = Object.keys(fields).find((name) => error.data.fields[name]);
    fields[first]?.querySelector('input').focus();
  }
}

/** The directions to tick, and those that are added. */
function directionChoice(directions) {
  const list = h('div', { class: 'choices' });
  const error = h('p', { class: 'error', id: 'directions_error', hidden: true });
  const add = (name, checked = true) => {
    const box = h('input', { type: 'checkbox', value: name, checked });
    list.append(h('label', { class: 'choice' }, box, h('span', {}, name)));
    return box;
  };
  for (const direction of directions) add(direction.name);

  const own = h('input', { type: 'text', id: 'own_direction', autocomplete: 'off', spellcheck: 'true' });
  const take = () => {
    const name = own.value.trim();
    if (!name) return own.focus();
    add(name);
    own.value = '';
    own.focus();
    status(`Добавлено направление «${name}»`);
  };
  own.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    take();
  });

  const element = h('fieldset', { class: 'field' },
    h('legend', {}, 'Направления работы'),
    h('p', { class: 'hint' },
      'Каждое событие относится к одному из них. Уберите отметки у тех, по которым центр не работает.'),
    list,
    h('div', { class: 'row own' },
      h('div', { class: 'grow' }, h('label', { for: 'own_direction' }, 'Своё направление'), own),
      h('button', { class: 'button', type: 'button', onclick: take }, 'Добавить')),
    error);
  element.setError = (problem) => {
    error.hidden = !problem;
    error.textContent = problem ? `${problem.message}: ${problem.hint}` : '';
    element.toggleAttribute('data-wrong', Boolean(problem));
    if (problem) element.setAttribute('aria-describedby', 'directions_error');
    else element.removeAttribute('aria-describedby');
  };
  const chosen = () => {
    const names = [...list.querySelectorAll('input:checked')].map((box) => box.value);
    // What was typed and not yet added was meant to be.
    return own.value.trim() ? [...names, own.value.trim()] : names;
  };
  return { element, chosen };
}
