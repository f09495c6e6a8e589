// What is on the site now, for the school's pages elsewhere: the events that were not copied there yet.
import { post } from '../../api.js';
import { button } from '../../document/parts.js';
import { alert, field, h } from '../../ui.js';
import { copyDialog, placeChoice } from '../event/copy.js';

const SHOWN = 10;

// The card; it stays hidden where every event has been copied to the place chosen last.
export function copying() {
  const place = placeChoice(() => show().catch(alert));
  const list = h('ul', { class: 'list' });
  const none = h('p', { class: 'hint', hidden: true }, 'Сюда уже скопировано всё новое.');
  const more = h('p', { class: 'hint', hidden: true });
  const card = h('section', { class: 'card', hidden: true },
    h('h3', { tabindex: -1 }, 'Рассказать и на других страницах школы'),
    field({ label: 'Куда', input: place }), list, more, none);

  const show = async () => {
    const channel = place.value;
    const { events } = await post('/api/copy/waiting', { channel });
    if (place.value !== channel) return;
    list.replaceChildren(...events.slice(0, SHOWN).map(row));
    none.hidden = events.length > 0;
    more.textContent = `и ещё событий: ${events.length - SHOWN}`;
    more.hidden = events.length <= SHOWN;
    if (events.length > 0) card.hidden = false;
  };
  const row = ({ file, title }) => {
    const take = button('Скопировать', '', () => copy(file).catch(alert));
    take.setAttribute('aria-label', `Скопировать: ${title}`);
    return h('li', { class: 'left-out' }, h('div', {}, title), take);
  };
  const copy = async (file) => {
    await copyDialog(file);
    await show();
    // The button that was pressed may be gone.
    if (document.activeElement === document.body) card.querySelector('h3').focus();
  };
  show().catch(alert);
  return card;
}
