// The pieces that screens are made of.

import { words as marked } from './words.js';

/**
 * Makes an element: `h('button', { class: 'button', onclick: go }, 'Дальше')`. Properties that begin with
 * `on` are listeners; `true` is an attribute without a value; `false`, null and undefined are left out.
 * Children may be texts, elements, lists of them, and what is left out.
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'value' || name === 'checked' || name === 'selected') element[name] = value;
    else if (name === 'style') Object.assign(element.style, value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  append(element, children);
  return element;
}

function append(element, children) {
  for (const child of children) {
    if (Array.isArray(child)) append(element, child);
    else if (child !== null && child !== undefined && child !== false) element.append(child);
  }
}

/** Puts `children`, as those of `h`, in the place of what `element` has. */
export function putInto(element, ...children) {
  element.replaceChildren();
  append(element, children);
}

/** Says `text` to those who listen, without moving the focus. */
export function status(text) {
  const region = document.getElementById('page_status');
  // The same text twice is said twice.
  region.textContent = '';
  setTimeout(() => { region.textContent = text; }, 50);
}

/** What to tell of a problem: a text, an `ApiError`, `{ message, hint }`, or a mistake of this page. */
export function explain(problem) {
  if (typeof problem === 'string') return { message: problem };
  if (problem instanceof Error && problem.status === undefined) {
    console.error(problem);
    return { message: 'Часть страницы не загрузилась', hint: 'Обновите её; сохранённое на месте' };
  }
  return problem;
}

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** Shows what went wrong until it is closed. Replaces the one before. */
export function alert(problem) {
  const banner = document.getElementById('page_banner');
  const { message, hint } = explain(problem);
  banner.replaceChildren(h('div', { class: 'notice notice-danger' },
    h('div', {}, h('p', {}, h('strong', {}, marked(message))), hint && h('p', {}, marked(capital(hint)))),
    h('button', { class: 'button button-quiet', type: 'button', onclick: clearAlert }, 'Закрыть')));
}

/** Takes away what `alert` shows. */
export function clearAlert() {
  document.getElementById('page_banner').replaceChildren();
}

/**
 * Asks in a window over the page. `actions`: `[{ text, value, primary, danger, attempt }]`; the result is the
 * value of the one chosen, or null. Where `attempt()` resolves with false or fails, the window stays with what
 * stands in it. `body` is a text, an element or a list of them.
 */
export function dialog({ title, body, actions }) {
  const heading = `dialog_${++made}`;
  return new Promise((done) => {
    const wrong = h('div', { role: 'alert' });
    const refuse = (problem) => {
      const { message, hint } = explain(problem);
      wrong.replaceChildren(h('p', { class: 'error' }, icon('warning'), words(message, hint)));
      return false;
    };
    const close = ({ value, attempt }) => async ({ currentTarget }) => {
      currentTarget.disabled = true;
      wrong.replaceChildren();
      const isDone = await attempt?.().catch(refuse);
      currentTarget.disabled = false;
      if (isDone === false) {
        // A button that was off has lost the focus.
        if (!window_.contains(document.activeElement)) currentTarget.focus();
        return;
      }
      window_.close();
      done(value);
    };
    const button = ({ text, value, primary, danger, attempt }) => h('button', {
      class: `button${primary ? ' button-primary' : ''}${danger ? ' button-danger' : ''}`,
      type: 'button',
      onclick: close({ value, attempt }),
      autofocus: primary,
    }, text);
    const window_ = h('dialog', { class: 'dialog', 'aria-labelledby': heading },
      h('h2', { id: heading }, title),
      h('div', { class: 'dialog-body' }, typeof body === 'string' ? h('p', {}, body) : body), wrong,
      h('div', { class: 'row row-end' }, actions.map(button)));
    const before = document.activeElement;
    window_.addEventListener('cancel', () => done(null));
    window_.addEventListener('close', () => {
      window_.remove();
      before?.focus?.();
    });
    document.body.append(window_);
    window_.showModal();
  });
}

let made = 0;

/**
 * A field: its label above, an example and a hint below, a problem under it. `input` is an element.
 * `error`: a text or `{ message, hint }`. The element has `setError(problem)`; null, or another value, takes it away.
 */
export function field({ label, hint, example, error, input }) {
  const id = input.id || `field_${++made}`;
  input.id = id;
  const help = h('p', { class: 'hint', id: `${id}_hint` },
    hint, hint && example && ' ', example && ['Например: ', h('span', { class: 'example' }, example)]);
  const problem = h('p', { class: 'error', id: `${id}_error`, hidden: true });
  const element = h('div', { class: 'field' },
    h('label', { for: id }, label), (hint || example) && help, input, problem);
  element.setError = (wrong) => {
    const { message, hint: advice } = typeof wrong === 'string' ? { message: wrong } : wrong ?? {};
    problem.hidden = !message;
    problem.replaceChildren(...(message ? [icon('warning'), words(message, advice)] : []));
    element.classList.toggle('field-wrong', Boolean(message));
    input.toggleAttribute('aria-invalid', Boolean(message));
    if (message) input.setAttribute('aria-invalid', 'true');
    const described = [(hint || example) && `${id}_hint`, message && `${id}_error`].filter(Boolean);
    if (described.length) input.setAttribute('aria-describedby', described.join(' '));
    else input.removeAttribute('aria-describedby');
  };
  element.setError(error);
  // It was about another value. Not for what others say of the control.
  input.addEventListener('input', () => problem.hidden || element.setError(null));
  return element;
}

/** From now on what is missing in the control is an error, once it was left. */
export function seenOnceLeft(input) {
  input.addEventListener('blur', () => {
    input.dataset.seen = 'yes';
  });
}

const words = (message, advice) => h('span', {}, message, advice && `: ${advice}`);

/** The form of a noun for a number: `plural(5, 'фото', 'фото', 'фото')`, with the number before it. */
export function plural(number, one, few, many) {
  const [tens, ones] = [number % 100, number % 10];
  const teen = tens >= 11 && tens <= 14;
  const form = teen || ones === 0 || ones >= 5 ? many : ones === 1 ? one : few;
  return `${number}\u00a0${form}`;
}

const PATHS = {
  add: 'M12 5v14M5 12h14',
  back: 'M15 5l-7 7 7 7',
  bold: 'M7 5h6a3.500 3.500 0 0 1 0 7H7zM7 12h7a3.500 3.500 0 0 1 0 7H7z',
  check: 'M5 12.500l4.500 4.500L19 7.500',
  close: 'M6 6l12 12M18 6L6 18',
  down: 'M12 5v14M6 13l6 6 6-6',
  edit: 'M4 20h4L19 9l-4-4L4 16zM13 7l4 4',
  file: 'M6 3h8l4 4v14H6zM14 3v4h4',
  fold: 'M6 9.500l6 6 6-6',
  heading: 'M6 5v14M18 5v14M6 12h12',
  italic: 'M10 5h7M7 19h7M14 5l-4 14',
  link: 'M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1',
  list: 'M9 6h11M9 12h11M9 18h11M4.500 6h.01M4.500 12h.01M4.500 18h.01',
  numbers: 'M10 6h10M10 12h10M10 18h10M4 4.500h1.500V9M4 15h2.500v1.500L4 19.500h3',
  phone: 'M8 3h8v18H8zM11 18h2',
  photo: 'M4 6h16v13H4zM4 16l5-5 4 4 3-3 4 4M15.500 10h.01',
  quote: 'M6 17c3-1 4-4 4-9H5v5h3M15 17c3-1 4-4 4-9h-5v5h3',
  right: 'M9 5l7 7-7 7',
  search: 'M11 4a7 7 0 1 1 0 14 7 7 0 0 1 0-14zM16 16l5 5',
  table: 'M4 5h16v14H4zM4 10h16M4 15h16M12 5v14',
  trash: 'M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13',
  undo: 'M9 7L4 12l5 5M4 12h10a6 6 0 0 1 6 6',
  up: 'M12 19V5M6 11l6-6 6 6',
  upload: 'M12 16V4M7 9l5-5 5 5M4 16v4h16v-4',
  video: 'M4 6h11v12H4zM15 11l5-3v8l-5-3',
  warning: 'M12 4L2.500 20h19zM12 10v5M12 17.500h.01',
};

/** A drawing, said by nobody: the text beside it says what it is. */
export function icon(name) {
  const space = 'http://www.w3.org/2000/svg';
  const drawing = document.createElementNS(space, 'svg');
  drawing.setAttribute('viewBox', '0 0 24 24');
  drawing.setAttribute('aria-hidden', 'true');
  drawing.setAttribute('class', 'icon');
  const path = document.createElementNS(space, 'path');
  path.setAttribute('d', PATHS[name] ?? '');
  drawing.append(path);
  return drawing;
}
