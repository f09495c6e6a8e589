// Две версии одного файла, которые сохранило облако: what differs, and which of them stays.

import { get, post } from '../api.js';
import { differenceView, picture } from '../difference_view.js';
import { alert, h, icon, status } from '../ui.js';

export async function show(main, app, file) {
  const urls = [];
  const screen = { main, app, file, urls, isSettling: false };
  await read(screen);
  app.onChange(({ files }) => {
    const isShown = files?.some((one) => one === file || one === screen.original);
    if (isShown && !screen.isSettling) read(screen).catch(alert);
  });
  return () => urls.forEach((url) => URL.revokeObjectURL(url));
}

async function read(screen) {
  const { main, app, file, urls } = screen;
  const found = await get('/api/history/copy', { file });
  screen.original = found.original;
  const [one, other] = found.names;
  const code = (name) => h('span', { class: 'path' }, name);
  const choose = (text, keep, kind = '') => {
    const button = h('button', { type: 'button', class: `button ${kind}` }, text);
    button.addEventListener('click', () => settle(keep).catch(alert));
    return button;
  };
  const settle = async (keep) => {
    screen.isSettling = true;
    let settled;
    try {
      settled = await post('/api/history/copy', { file, hashes: found.hashes, keep });
    } catch (problem) {
      screen.isSettling = false;
      // One of the two has changed: the choice is made on what they are now.
      if (problem.status === 422) await read(screen);
      throw problem;
    }
    status('Вторая версия в корзине');
    // What was joined has to be read through.
    if (keep === 'both') {
      app.told = { file: settled.original, notes: settled.notes };
      app.go(found.isEvent ? 'event' : 'file', settled.original);
    } else app.go('history');
  };
  const words = {
    then: 'в файле', now: 'во второй версии', removed: 'Только в файле', added: 'Только во второй версии',
  };
  main.replaceChildren(h('div', { class: 'wide' },
    h('div', { class: 'event-head' },
      h('a', { class: 'button button-quiet', href: '#/history' }, icon('back'), h('span', {}, 'Корзина и версии')),
      h('div', { class: 'event-heading' }, h('h1', { tabindex: '-1' }, `Две версии: ${found.title}`))),
    h('p', {}, 'У файла ', code(one), ' есть вторая версия: ', code(other), '. Её сохранило облако (Яндекс Диск, '
      + 'OneDrive, Dropbox), когда файл изменили на двух компьютерах сразу, или кто-то его скопировал. '
      + 'Выберите, что останется. Другая версия уйдёт в корзину, оттуда её можно вернуть.',
      !found.certain && ' Если это другое событие, ничего не выбирайте, а переименуйте его файл или папку.'),
    found.beside && h('p', {}, 'Со второй версией пришла папка ', code(found.beside.folder), `: ${found.beside.files}. `
      + 'Если оставить первую версию, папка тоже уйдёт в корзину. Иначе файлы, которых у первой версии нет, лягут к её '
      + 'файлам, остальные уйдут в корзину.'),
    h('section', { class: 'card versions-found' }, h('h2', {}, 'Чем они различаются'),
      found.difference
        ? [!found.difference.isSame && h('p', { class: 'hint' },
          'Зачёркнуто — только в ', code(one), ', подчёркнуто — только во второй версии.'),
        differenceView(found.difference, urls, words)]
        : pictures(found, urls)),
    h('div', { class: 'row copy-choice' },
      choose(`Оставить «${one}»`, 'original', 'button-primary'),
      choose('Взять вторую версию', 'copy'),
      found.canJoin && !found.difference.isSame && choose('Соединить', 'both')),
    found.canJoin && !found.difference.isSame && h('p', { class: 'hint' },
      'Соединить — взять правки из обеих. Где они расходятся, останутся оба абзаца, а сведения — из ', code(one),
      ': перечитайте текст после этого.')));
}

function pictures({ file, original, names, picture: isPicture }, urls) {
  if (!isPicture) return h('p', {}, 'Это не текст: откройте оба файла и сравните их сами.');
  return h('ul', { class: 'difference-photos copy-photos' }, [original, file].map((one, at) => h('li', {},
    picture(urls, '/api/history/thumb', { file: one }),
    h('span', { class: 'difference-photo-name' }, names[at]))));
}
