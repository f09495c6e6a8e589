// A dialog with fields: Enter in one of them is the main button.

import { dialog } from './ui.js';

export function ask({ title, body, actions }) {
  body.addEventListener('keydown', (event) => {
    const isField = event.target.tagName === 'INPUT' && !event.isComposing;
    if (event.key !== 'Enter' || !isField || event.defaultPrevented) return;
    event.preventDefault();
    body.closest('dialog').querySelector('.button-primary').click();
  });
  return dialog({ title, body, actions });
}
