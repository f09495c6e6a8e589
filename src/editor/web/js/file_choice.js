// Files, chosen by a button or dropped anywhere on the page.

import { alert, explain, h, status } from './ui.js';

/**
 * `take(file, place)` gets one, and the element it was dropped on, unless the button `choose` is off; `takeAll(files,
 * place)` gets several. `over(isOver)` hears of what is dragged.
 */
export function fileChoice({ accept, choose, take, takeAll, over = () => {} }) {
  const input = h('input', {
    type: 'file', accept, multiple: Boolean(takeAll), class: 'photo-input', tabindex: '-1', 'aria-hidden': 'true',
  });
  const given = ([...files], place) => {
    if (files.length === 0) return;
    if (takeAll) {
      takeAll(files, place);
      return;
    }
    take(files[0], place);
    if (files.length > 1) alert({ message: `Взят только «${files[0].name}»`, hint: 'здесь берётся один файл за раз' });
  };
  choose.addEventListener('click', () => input.click());
  input.addEventListener('change', () => {
    const files = [...input.files];
    input.value = '';
    given(files);
  });
  const hasFiles = (event) => event.dataTransfer?.types.includes('Files');
  const listeners = {
    dragover(event) {
      if (!hasFiles(event)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
      over(true);
    },
    dragleave(event) {
      if (!event.relatedTarget) over(false);
    },
    drop(event) {
      over(false);
      if (!hasFiles(event)) return;
      event.preventDefault();
      if (!choose.disabled) given(event.dataTransfer.files, event.target);
    },
  };
  for (const [name, listener] of Object.entries(listeners)) document.addEventListener(name, listener);
  return {
    input,
    stop() {
      for (const [name, listener] of Object.entries(listeners)) document.removeEventListener(name, listener);
    },
  };
}

/** Has `takeOne(file, number)` take each in turn; tells of all that could not be taken. Gives how many were. */
export async function takeEach(files, takeOne) {
  const failed = [];
  for (const [number, file] of files.entries()) {
    const which = files.length > 1 ? `, ${number + 1} из ${files.length}` : '';
    status(`Загружаю «${file.name}»${which}…`);
    try {
      await takeOne(file, number);
    } catch (error) {
      failed.push({ file, error });
    }
  }
  if (failed.length === 1 && files.length === 1) alert(failed[0].error);
  else if (failed.length > 0) {
    const lower = (text) => text.charAt(0).toLowerCase() + text.slice(1);
    const why = failed.map(({ file, error }) => `«${file.name}»: ${lower(explain(error).message)}`);
    alert({ message: `Добавлено файлов: ${files.length - failed.length} из ${files.length}`, hint: why.join('; ') });
  }
  return files.length - failed.length;
}
