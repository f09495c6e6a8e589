// What a publication needs to know of the school's site, entered where it is missing.
import { post } from '../../api.js';
import { alert, field, h, status } from '../../ui.js';

const FIELDS = {
  school: { label: 'Школа', hint: 'Как её называют в документах.', example: 'МКОУ «СОШ № 7»' },
  address: {
    label: 'Адрес раздела на сайте школы',
    hint: 'По нему раздел откроется у читателей.',
    example: 'http://school.ucoz.ru/tochka/',
  },
  server: { label: 'Сервер', example: 'ftp.school.ucoz.ru' },
  login: { label: 'Имя для входа', example: 'school' },
  folder: { label: 'Папка раздела на сервере', example: '/tochka', value: '/tochka' },
};

// A form of some fields; `body` makes of their values what is sent, `then` goes on.
function form({ title, text, names, body, button, kind = '', then }) {
  const inputs = {};
  const fields = {};
  for (const name of names) {
    const { value, ...rest } = FIELDS[name];
    inputs[name] = h('input', { type: 'text', name, autocomplete: 'off', spellcheck: 'false', value });
    fields[name] = field({ ...rest, input: inputs[name] });
  }
  const save = async (event) => {
    event.preventDefault();
    for (const one of Object.values(fields)) one.setError(null);
    const values = Object.fromEntries(names.map((name) => [name, inputs[name].value]));
    try {
      await post('/api/publish/settings', body(values));
      status('Записано в настройки раздела');
      await then();
    } catch (error) {
      const wrong = names.filter((name) => error.data?.fields?.[name]);
      if (wrong.length === 0) return alert(error);
      for (const name of wrong) fields[name].setError(error.data.fields[name]);
      inputs[wrong[0]].focus();
    }
  };
  return h('form', { class: 'card form', 'aria-label': title, onsubmit: save, novalidate: true },
    h('h3', {}, title), h('p', {}, text), Object.values(fields),
    h('div', { class: 'row' }, h('button', { class: `button ${kind}`, type: 'submit' }, button)));
}

// Access to the server; the password is asked for later.
export const serverForm = (then) => form({
  title: 'Отправлять сразу на сайт',
  text: 'Укажите один раз доступ FTP: его показывает панель управления сайтом. Публикация станет одной кнопкой.',
  names: ['server', 'login', 'folder'],
  body: (ftp) => ({ ftp }),
  button: 'Сохранить',
  then,
});

// What readers must see right: the school, the address.
export const siteForm = (names, then) => form({
  title: 'Сведения о разделе',
  text: 'Без них раздел не публикуется: их увидят читатели.',
  names,
  body: (values) => values,
  button: 'Сохранить и продолжить',
  kind: 'button-primary',
  then,
});
