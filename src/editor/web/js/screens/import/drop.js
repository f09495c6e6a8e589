// The place where a file is dropped or chosen.

import { h, icon } from '../../ui.js';

const ENDINGS = '.docx,.odt,.xlsx,.xlsm,.ods,.csv,.tsv,.txt,.html,.htm,.xml,.rss,.atom';

/** `take(file)` gets a file that was dropped anywhere on the page, or chosen. */
export function dropZone(take) {
  const input = h('input', {
    type: 'file', accept: ENDINGS, class: 'photo-input', tabindex: '-1', 'aria-hidden': 'true',
  });
  const choose = h('button', { type: 'button', class: 'button' }, icon('upload'), h('span', {}, 'Выбрать файл'));
  const bar = h('progress', { max: 1, value: 0, hidden: true, 'aria-label': 'Файл читается' });
  const words = h('p', { class: 'photo-invitation' });
  const element = h('div', { class: 'photo-drop import-drop' }, icon('file'), words, choose,
    h('p', { class: 'hint' }, 'Подойдут документы Word (.docx) и LibreOffice (.odt), таблицы .xlsx, .ods и .csv, '
      + 'сохранённые страницы .html, ленты новостей .rss и текст .txt.'), bar, input);
  const ready = () => {
    words.textContent = 'Перетащите сюда файл';
    choose.disabled = false;
    bar.hidden = true;
  };
  ready();
  choose.addEventListener('click', () => input.click());
  input.addEventListener('change', () => {
    const [file] = input.files;
    input.value = '';
    if (file) take(file);
  });
  const hasFiles = (event) => event.dataTransfer?.types.includes('Files');
  const listeners = {
    dragover(event) {
      if (!hasFiles(event)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
      element.classList.add('is-over');
    },
    dragleave(event) {
      if (!event.relatedTarget) element.classList.remove('is-over');
    },
    drop(event) {
      element.classList.remove('is-over');
      if (!hasFiles(event)) return;
      event.preventDefault();
      const [file] = event.dataTransfer.files;
      if (file && !choose.disabled) take(file);
    },
  };
  for (const [name, listener] of Object.entries(listeners)) document.addEventListener(name, listener);
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
    stop() {
      for (const [name, listener] of Object.entries(listeners)) document.removeEventListener(name, listener);
    },
  };
}
