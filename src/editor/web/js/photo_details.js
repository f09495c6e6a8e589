// What is said of one photo: the panel that opens below its row.

import { PEOPLE, showNeed } from './photo_common.js';
import { focusPoint } from './photo_focus.js';
import { h, icon, seenOnceLeft } from './ui.js';

let number = 0;

/**
 * `told` hears `change(said, isTyping)`, `cover(isCover)`, `insert()`, `remove()`, `fold()` and `say(text)`;
 * `pictures` are promises of addresses of the photo, small and large.
 */
export function detailsPanel(photo, pictures, told) {
  number += 1;
  const id = (name) => `snimok-${number}-${name}`;
  const parts = [];

  const text = (name, key, label, hint, rows) => {
    const need = h('p', { class: 'error', id: id(`${name}-oshibka`) });
    const about = h('p', { class: 'hint', id: id(`${name}-podskazka`) }, hint);
    const input = h(rows > 1 ? 'textarea' : 'input', {
      id: id(name), lang: 'ru', spellcheck: 'true', 'aria-describedby': `${about.id} ${need.id}`,
      ...rows > 1 ? { rows } : { type: 'text', autocomplete: 'off' },
    });
    seenOnceLeft(input);
    const said = () => ({ [key]: input.value.trim() || null });
    input.addEventListener('input', () => told.change(said(), true));
    input.addEventListener('change', () => told.change(said(), false));
    parts.push((next, isDisabled) => {
      const value = next[key] ?? '';
      if (document.activeElement !== input && input.value.trim() !== value) input.value = value;
      input.disabled = isDisabled;
      showNeed(need, next.needs[key], input);
    });
    return h('div', { class: 'field' }, h('label', { for: input.id }, label), input, about, need);
  };

  const choice = (name, key, label, options, read, write) => {
    const need = h('p', { class: 'error', id: id(`${name}-oshibka`) });
    const select = h('select', { id: id(name), 'aria-describedby': need.id },
      ...options.map((option) => h('option', { value: option.value }, option.label)));
    select.addEventListener('change', () => told.change({ [key]: write(select.value) }, false));
    parts.push((next, isDisabled, common) => {
      select.value = read(next[key]);
      select.disabled = isDisabled;
      select.options[0].textContent = options[0].of(common);
      showNeed(need, next.needs[key], select);
    });
    return h('div', { class: 'field' }, h('label', { for: select.id }, label), select, need);
  };

  const check = (key, label, hint, changed) => {
    const input = h('input', { type: 'checkbox', id: id(key) });
    input.addEventListener('change', () => changed(input.checked));
    parts.push((next, isDisabled) => {
      input.checked = key === 'hidden' ? !next.shown : next[key];
      input.disabled = isDisabled;
    });
    return h('label', { class: 'photo-check' }, input, h('span', {}, label, h('span', { class: 'hint' }, hint)));
  };

  const ofAll = (word) => (word ? `Как у всех: ${word}` : 'Как у всех');
  const peopleOf = ({ people }) => PEOPLE.find(({ value }) => value === people)?.label.toLowerCase();
  const people = choice('lyudi', 'people', 'Кого на нём можно узнать', [
    { value: '', label: 'Как у всех', of: (common) => ofAll(peopleOf(common)) }, ...PEOPLE,
  ], (value) => value ?? '', (value) => value || null);
  const consent = choice('soglasie', 'consent', 'Согласие родителей', [
    { value: '', label: 'Как у всех', of: (common) => ofAll(common.consent ? 'есть' : '') },
    { value: 'yes', label: 'Есть' }, { value: 'no', label: 'Нет' },
  ], (value) => ({ true: 'yes', false: 'no' }[value] ?? ''), (value) => ({ yes: true, no: false }[value] ?? null));

  const point = focusPoint(pictures, {
    changed: (focus) => told.change({ focus }, true),
    say: told.say,
  });
  parts.push((next, isDisabled) => point.show(next.focus, isDisabled));

  const insert = h('button', { type: 'button', class: 'button button-quiet' }, icon('add'), 'Вставить в рассказ');
  insert.addEventListener('click', told.insert);
  const remove = h('button', { type: 'button', class: 'button button-quiet photo-remove' },
    icon('trash'), 'Убрать снимок');
  remove.addEventListener('click', told.remove);
  const fold = h('button', { type: 'button', class: 'button photo-fold' }, 'Свернуть');
  fold.addEventListener('click', told.fold);
  parts.push((next, isDisabled) => {
    remove.disabled = isDisabled;
    insert.disabled = isDisabled;
    insert.hidden = next.inText || next.missing;
  });

  const alt = text('opisanie', 'alt', 'Что на этом снимке', 'Если общее описание для него не подходит', 2);
  const element = h('div', { class: 'photo-details' },
    point.element,
    h('div', { class: 'photo-said' },
      alt,
      text('podpis', 'caption', 'Подпись под снимком', 'Её прочитают все. Например: Перед первой партией', 1),
      people, consent,
      check('cover', 'Обложка', 'этот снимок стоит в списке событий', told.cover),
      check('hidden', 'Не показывать', 'снимок останется в папке, но на сайт не пойдёт',
        (hidden) => told.change({ shown: !hidden }, false)),
      h('div', { class: 'row' }, insert, remove, fold)));

  return {
    element,
    show(next, common, isDisabled) {
      for (const part of parts) part(next, isDisabled, common);
    },
    focus: () => element.querySelector('textarea').focus(),
    leave: () => point.leave(),
  };
}
