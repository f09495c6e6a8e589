// Right after a document went to the trash: the list says so, and offers to take it back.

import { post } from '../api.js';
import { alert, h, status } from '../ui.js';

const KEY = 'rostok-trashed';

/** Leaves word for the list that is shown next. */
export const noteTrashed = (id, title) => sessionStorage.setItem(KEY, JSON.stringify({ id, title }));

/** Shows the notice in `place`. `words`: «Событие» and «убрано», `screen` edits what comes back. */
export function offerTrashed(app, place, words, screen) {
  const trashed = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
  sessionStorage.removeItem(KEY);
  if (!trashed) return;
  const back = h('button', { type: 'button', class: 'button' }, 'Вернуть');
  const said = `${words[0]} «${trashed.title}» ${words[1]} в корзину`;
  const notice = h('div', { class: 'notice' }, h('p', {}, `${said}.`), back);
  back.addEventListener('click', () => post('/api/document/restore', { id: trashed.id }).then(({ file }) => {
    notice.remove();
    status(`«${trashed.title}»: возвращено из корзины`);
    app.go(screen, file);
  }).catch(alert));
  place.replaceChildren(notice);
  status(said);
}
