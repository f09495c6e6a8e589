// The place where a file is dropped or chosen.

import { fileChoice } from '../../file_choice.js';
import { h, icon } from '../../ui.js';

const ENDINGS = '.docx,.odt,.xlsx,.xlsm,.ods,.csv,.tsv,.txt,.html,.htm,.xml,.rss,.atom';

/** `take(file)` gets a file that was dropped anywhere on the page, or chosen. */
export function dropZone(take) {
  const choose = h('button', { type: 'button', class: 'button' }, icon('upload'), h('span', {}, 'Выбрать файл'));
  const choice = fileChoice({
    accept: ENDINGS, choose, take, over: (isOver) => element.classList.toggle('is-over', isOver),
  });
  const bar = h('progress', { max: 1, value: 0, hidden: true, 'aria-label': 'Файл читается' });
  const words = h('p', { class: 'photo-invitation' });
  const element = h('div', { class: 'photo-drop import-drop' }, icon('file'), words, choose,
    h('p', { class: 'hint' }, 'Подойдут документы Word (.docx) и LibreOffice (.odt), таблицы .xlsx, .ods и .csv, '
      + 'сохранённые страницы .html, ленты новостей .rss и текст .txt.'), bar, choice.input);
  const ready = () => {
    words.textContent = 'Перетащите сюда файл';
    choose.disabled = false;
    bar.hidden = true;
  };
  ready();
  return {
    element,
    busy(text) {
      words.textContent = text;
      choose.disabled = true;
      bar.removeAttribute('value');
      bar.hidden = false;
    },
    progress(share) {
      if (share < 1) bar.value = share;
      else bar.removeAttribute('value');
    },
    ready,
    stop: choice.stop,
  };
}
