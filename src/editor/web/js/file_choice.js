// One file, chosen by a button or dropped anywhere on the page.

import { h } from './ui.js';

/**
 * `take(file, place)` gets it, and the element it was dropped on, unless the button `choose` is off; `over(isOver)`
 * hears of one that is dragged.
 */
export function fileChoice({ accept, choose, take, over = () => {} }) {
  const input = h('input', { type: 'file', accept, class: 'photo-input', tabindex: '-1', 'aria-hidden': 'true' });
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
      over(true);
    },
    dragleave(event) {
      if (!event.relatedTarget) over(false);
    },
    drop(event) {
      over(false);
      if (!hasFiles(event)) return;
      event.preventDefault();
      const [file] = event.dataTransfer.files;
      if (file && !choose.disabled) take(file, event.target);
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
