// Files as downloads.

import { h, status } from '../../ui.js';

/** Hands a file to the browser as a download. */
export function saveAs(made, name) {
  const address = URL.createObjectURL(made);
  h('a', { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  status(`Файл «${name}» сохранён в загрузки`);
}
