// Where no server is named: the server, or a folder to upload by hand.
import { post } from '../../api.js';
import { alert, h, icon, status } from '../../ui.js';
import { copying } from './copying.js';
import * as plan from './plan.js';
import { serverForm } from './settings.js';

const heading = (text) => h('h2', { tabindex: -1, 'data-focus': true }, text);

const button = (kind, label, act) => h('button', { type: 'button', class: `button ${kind}`, onclick: act }, label);

// The plan, and the two ways.
export function packing(screen, result) {
  const { plan: made, packed } = result;
  const waits = packed && h('div', { class: 'notice' },
    h('p', {}, 'Прошлая папка для загрузки ещё не отмечена как загруженная.'),
    button('', 'Всё загружено', () => confirm(screen)));
  if (made.empty && !packed) {
    return [
      h('div', { class: 'card result' }, icon('check'), heading('На сайте уже всё, что есть в разделе'),
        h('p', { class: 'hint' }, 'Измените событие или добавьте новое, и его можно будет опубликовать.')),
      copying(),
    ];
  }
  return [
    h('div', {}, heading('Что изменится на сайте'), plan.lead(made)), waits,
    h('div', { class: 'ways' }, byHand(screen), serverForm(() => screen.plan())),
    plan.card(made),
  ];
}

const byHand = (screen) => h('section', { class: 'card' },
  h('h3', {}, 'Загрузить самим'),
  h('p', {}, 'Росток сложит изменившиеся файлы в папку и напишет по шагам, что с ней сделать в файловом '
    + 'менеджере сайта.'),
  button('button-primary', 'Собрать папку для загрузки', () => screen.pack()));

// The folder is made: what to do with it.
export function packed(screen, result) {
  if (result.empty) return packing(screen, { plan: { empty: true } });
  const { folder, remote, steps, size } = result;
  const file = (path) => h('li', {}, path);
  const step = ({ text, paths, more }) => h('li', {},
    h('p', {}, text.replace(/:$/, '.')),
    h('details', {}, h('summary', {}, 'Какие это файлы'),
      h('ul', {}, paths.map(file), more > 0 && h('li', {}, `и ещё ${more}`))));
  return [
    h('div', { class: 'card result' }, icon('check'), heading(`Папка для загрузки готова, ${size}`),
      h('p', { class: 'path' }, folder),
      h('div', { class: 'row' },
        button('button-primary', 'Открыть папку', open))),
    h('section', { class: 'card' },
      h('h3', {}, 'Что делать дальше'),
      h('ol', { class: 'steps' },
        h('li', {}, h('p', {}, `Откройте в панели управления сайтом файловый менеджер, а в нём папку ${remote}. `
          + 'Первый раз создайте её.')),
        steps.map(step),
        h('li', {}, h('p', {}, 'Вернитесь сюда и отметьте, что всё загружено.'),
          button('', 'Всё загружено', () => confirm(screen))))),
  ];
}

async function open() {
  try {
    await post('/api/pack/open', {});
  } catch (error) {
    alert(error);
  }
}

async function confirm(screen) {
  try {
    const { files } = await post('/api/pack/done', {});
    status(`Записано: на сайте ${files}`);
    await screen.plan();
  } catch (error) {
    alert(error);
  }
}
