// The card of one photo, and that of one on its way.

import { h, icon } from './ui.js';

const line = (className, text) => h('p', { class: className }, text);

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** What is wrong, and what to do. */
const problemLines = ({ message, hint }) => [line('error', message), ...hint ? [line('hint', capital(hint))] : []];

const step = (title, drawing) => (
  h('button', { type: 'button', class: 'button button-quiet photo-step', title }, icon(drawing))
);

/** `told` hears `open(name)`, `move(name, step)`, `remove(name)`; `thumb(photo)` promises an address. */
export function photoCard(name, told, thumb) {
  const image = h('img', { alt: '', class: 'photo-thumb', draggable: 'false' });
  const badges = h('span', { class: 'photo-badges' });
  const place = h('span', { class: 'photo-number', 'aria-hidden': 'true' });
  const open = h('button', { type: 'button', class: 'photo-open', 'aria-expanded': 'false' }, image, place, badges);
  const words = h('p', { class: 'photo-words' });
  const problem = h('div', { class: 'photo-problem' });
  const earlier = step('Раньше', 'back');
  const later = step('Позже', 'right');
  const remove = step('Убрать', 'trash');
  const details = h('div', { class: 'photo-place' });
  const element = h('li', { class: 'card photo-card', draggable: 'true' },
    h('div', { class: 'photo-face' }, open, words, problem,
      h('div', { class: 'photo-steps' }, earlier, later, h('span', { class: 'photo-gap' }), remove)), details);
  element.dataset.name = name;
  open.addEventListener('click', () => told.open(name));
  earlier.addEventListener('click', () => told.move(name, -1, earlier));
  later.addEventListener('click', () => told.move(name, 1, later));
  remove.addEventListener('click', () => told.remove(name));
  element.addEventListener('keydown', (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    told.move(name, step, document.activeElement);
  });

  let shown = null;
  let failure = null;
  const showProblem = (photo) => {
    const said = photo.missing
      ? { message: 'Файла нет в папке события', hint: 'верните его в папку или уберите снимок' }
      : failure ?? photo.problem;
    problem.replaceChildren(...said ? problemLines(said) : []);
    element.classList.toggle('is-wrong', Boolean(said) && !said.isMild);
  };
  const load = (photo) => {
    const state = `${photo.name}\n${photo.size}`;
    if (state === shown || photo.missing) return;
    shown = state;
    failure = null;
    thumb(photo).then((url) => {
      image.src = url;
    }, (error) => {
      if (error.status === 422 || error.status === 415) failure = error;
      else shown = null;
      showProblem(photo);
    });
  };

  return {
    element,
    details,
    show(photo, at, count, isDisabled) {
      const about = photo.alt || photo.caption;
      words.textContent = about || '';
      words.hidden = !about;
      place.textContent = String(at + 1);
      const marks = [
        photo.cover && 'Обложка', !photo.shown && 'Не показан', photo.inText && !photo.named && 'В рассказе',
      ].filter(Boolean);
      badges.replaceChildren(...marks.map((mark) => h('span', { class: 'chip' }, mark)));
      // What all of them lack is said once, above.
      const { alt, ...others } = photo.needs;
      const own = [photo.alt && alt, ...Object.values(others)];
      const wants = photo.shown && own.some((need) => need?.error);
      element.classList.toggle('is-hidden', !photo.shown);
      element.classList.toggle('is-wanting', wants);
      const state = [...marks, wants && 'чего-то не хватает'].filter(Boolean).join(', ').toLowerCase();
      const title = `Снимок ${at + 1} из ${count}${about ? `: ${about}` : ''}`;
      open.setAttribute('aria-label', `${title}${state ? ` (${state})` : ''}. Описание и настройки`);
      earlier.setAttribute('aria-label', `Раньше: снимок ${at + 1}`);
      later.setAttribute('aria-label', `Позже: снимок ${at + 1}`);
      remove.setAttribute('aria-label', `Убрать снимок ${at + 1}`);
      earlier.disabled = isDisabled || at === 0;
      later.disabled = isDisabled || at === count - 1;
      remove.disabled = isDisabled;
      element.draggable = !isDisabled;
      showProblem(photo);
      load(photo);
    },
    expand(isOpen) {
      open.setAttribute('aria-expanded', String(isOpen));
      element.classList.toggle('is-open', isOpen);
      element.draggable = !isOpen;
    },
    focus: () => open.focus(),
  };
}

/** The card of a photo on its way; `told` hears `again(item)` and `drop(item)`. */
export function uploadCard(item, told) {
  const words = h('p', { class: 'photo-words photo-file' }, item.file.name || 'Снимок');
  const state = h('p', { class: 'hint' });
  const bar = h('progress', { max: '1', value: '0', 'aria-label': `Загрузка: ${item.file.name}` });
  const problem = h('div', { class: 'photo-problem' });
  const again = h('button', { type: 'button', class: 'button' }, 'Повторить');
  const drop = h('button', { type: 'button', class: 'button button-quiet' }, 'Убрать из списка');
  again.addEventListener('click', () => told.again(item));
  drop.addEventListener('click', () => told.drop(item));
  const actions = h('div', { class: 'photo-upload-actions' }, again, drop);
  const element = h('li', { class: 'card photo-card photo-upload' },
    h('div', { class: 'photo-face' },
      h('div', { class: 'photo-blank' }, icon('photo')), words, bar, state, problem, actions));
  const show = () => {
    const isFailed = item.state === 'failed';
    const percent = Math.round(item.progress * 100);
    state.textContent = {
      waiting: 'Ждёт очереди', sending: `Загружается: ${percent}\u00a0%`, checking: 'Проверяется…', failed: '',
    }[item.state];
    bar.hidden = isFailed;
    if (item.state === 'checking') bar.removeAttribute('value');
    else bar.value = item.progress;
    state.hidden = isFailed;
    actions.hidden = !isFailed;
    again.hidden = Boolean(item.isFinal);
    element.classList.toggle('is-wrong', isFailed);
    const { error } = item;
    problem.replaceChildren(...error ? problemLines(error) : []);
  };
  show();
  return { element, show };
}

/** What stands in the place of a photo that was removed. */
export function removedCard(name, restore) {
  const button = h('button', { type: 'button', class: 'button' }, icon('undo'), 'Вернуть');
  const element = h('li', { class: 'card photo-card photo-removed' },
    h('div', { class: 'photo-face' }, h('p', {}, 'Снимок убран'), h('p', { class: 'hint photo-file' }, name), button));
  button.addEventListener('click', () => restore(button));
  return { element, focus: () => button.focus() };
}
