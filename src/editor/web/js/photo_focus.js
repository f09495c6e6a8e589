// The point of a photo that stays visible where lists crop it: set by a click, by dragging or by arrows.

import { h } from './ui.js';

/** Where the program looks for faces when nothing is said. */
const USUAL = { x: 50, y: 40 };
const STEP = 5;
/** Width to height of a picture in lists. */
const RATIO = 3 / 2;

const within = (value) => Math.min(100, Math.max(0, Math.round(value)));

/** `object-position` in percent that shows what the program crops around `share` (0 to 100) of a side. */
function cropPosition(side, part, share) {
  if (side <= part) return 50;
  const start = Math.min(side - part, Math.max(0, side * share / 100 - part / 2));
  return start / (side - part) * 100;
}

const words = ({ x, y }) => `${x} % слева, ${y} % сверху`;

/** The largest picture, in pixels. */
const HEIGHT = 420;

/**
 * `pictures` are promises of addresses of the photo, small and large: the large one takes the place of the
 * small one. `told` hears `changed(focus)` and `say(text)`.
 */
export function focusPoint(pictures, told) {
  let focus = null;
  let isDisabled = false;
  const image = h('img', { alt: '', class: 'photo-large' });
  const crop = h('img', { alt: '', class: 'photo-crop' });
  const point = h('button', { type: 'button', class: 'photo-point', 'aria-describedby': 'snimok-fokus-podskazka' });
  const area = h('div', { class: 'photo-area' }, image, point);
  const reset = h('button', { type: 'button', class: 'button button-quiet' }, 'Как обычно');
  const hint = h('p', { class: 'hint', id: 'snimok-fokus-podskazka' },
    'Нажмите на главное: когда снимок обрежут для списка, оно останется. С клавиатуры — стрелками.');
  const element = h('div', { class: 'photo-focus' }, area,
    h('div', { class: 'photo-focus-foot' },
      h('div', {}, crop, h('p', { class: 'hint' }, 'Так он встанет в списке')),
      h('div', {}, hint, reset)));

  const draw = () => {
    const { x, y } = focus ?? USUAL;
    point.style.left = `${x}%`;
    point.style.top = `${y}%`;
    point.setAttribute('aria-label', `Главное на снимке: ${words({ x, y })}`);
    point.classList.toggle('is-set', focus !== null);
    const { naturalWidth: width, naturalHeight: height } = image;
    if (width > 0) {
      const left = cropPosition(width, Math.min(width, height * RATIO), x);
      const top = cropPosition(height, Math.min(height, width / RATIO), y);
      crop.style.objectPosition = `${left}% ${top}%`;
    }
    reset.hidden = focus === null || isDisabled;
    point.disabled = isDisabled;
  };
  const set = (next) => {
    focus = next && { x: within(next.x), y: within(next.y) };
    draw();
    told.changed(focus);
  };
  const at = (event) => {
    const box = area.getBoundingClientRect();
    return { x: (event.clientX - box.left) / box.width * 100, y: (event.clientY - box.top) / box.height * 100 };
  };
  let isDragging = false;
  area.addEventListener('pointerdown', (event) => {
    if (isDisabled || event.button !== 0) return;
    isDragging = true;
    area.setPointerCapture(event.pointerId);
    event.preventDefault();
    point.focus();
    set(at(event));
  });
  area.addEventListener('pointermove', (event) => {
    if (isDragging) set(at(event));
  });
  for (const end of ['pointerup', 'pointercancel']) {
    area.addEventListener(end, () => {
      isDragging = false;
    });
  }
  point.addEventListener('keydown', (event) => {
    const step = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] }[event.key];
    if (!step || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    const { x, y } = focus ?? USUAL;
    set({ x: x + step[0], y: y + step[1] });
    told.say(`Главное: ${words(focus)}`);
  });
  reset.addEventListener('click', () => {
    set(null);
    point.focus();
    told.say('Главное на снимке — как обычно');
  });
  image.addEventListener('load', () => {
    area.style.maxWidth = `${Math.round(HEIGHT * image.naturalWidth / image.naturalHeight)}px`;
    draw();
  });
  pictures.forEach((picture, at) => picture.then((url) => {
    if (Number(image.dataset.at ?? -1) > at) return;
    image.dataset.at = at;
    image.src = url;
    crop.src = url;
  }, () => {
    element.hidden = !image.hasAttribute('src') && at === pictures.length - 1;
  }));
  draw();
  return {
    element,
    show(next, disabled) {
      isDisabled = disabled;
      if (!isDragging) focus = next;
      draw();
    },
    leave() {
      isDragging = false;
    },
  };
}
