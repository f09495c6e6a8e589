// Right after a document went to the trash: the list says so, and offers to take it back.

import { post } from '../api.js';
import { alert, h, status } from '../ui.js';
import { titled } from '../words.js';

const KEY = 'rostok-trashed';

/** Leaves word for the list that is shown next; what is on the site stays there until the next publication. */
export const noteTrashed = (note) => sessionStorage.setItem(KEY, JSON.stringify(note));

/** Shows the notice in `place`. `words`: «Событие» and «убрано», `screen` edits what comes back. */
export function offerTrashed(app, place, words, screen) {
  const trashed = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
  sessionStorage.removeItem(KEY);
  if (!trashed) return;
  const back = h('button', { type: 'button', class: 'button' }, 'Вернуть');
  const said = `${words[0]} ${titled(trashed.title)} ${words[1]} в корзину`
    + `${trashed.isPublished ? ', но на сайте остаётся до следующей публикации' : ''}`;
  const notice = h('div', { class: 'notice' }, h('p', {}, `${said}.`), back);
  back.addEventListener('click', () => post('/api/document/restore', { id: trashed.id }).then(({ file }) => {
    notice.remove();
    status(`${titled(trashed.title)}: возвращено из корзины`);
    app.go(screen, file);
  }).catch(alert));
  place.replaceChildren(notice);
  status(said);
}
