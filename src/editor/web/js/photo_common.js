// What is said of all photos of an event at once: what they show, who can be recognised, the consent.

import { h, seenOnceLeft } from './ui.js';

export const PEOPLE = [
  { value: 'none', label: 'Никого не узнать', note: 'вещи, работы, люди со спины' },
  { value: 'group', label: 'Группа', note: 'класс, зал: никто не выделен' },
  { value: 'child', label: 'Крупно ребёнок', note: 'его лицо — главное на снимке' },
];

/**
 * Puts what is missing below a control; `said` is `{ text, error }` or nothing. It is advice, not an error,
 * until somebody has been at the control.
 */
export function showNeed(place, said, input) {
  const need = said && input && !input.dataset.seen ? { ...said, error: false } : said;
  const text = need?.text ?? '';
  if (place.textContent !== text) place.textContent = text;
  place.className = need && !need.error ? 'photo-advice' : 'error';
  place.hidden = text === '';
  if (!input) return;
  if (need?.error) input.setAttribute('aria-invalid', 'true');
  else input.removeAttribute('aria-invalid');
}

/** The panel; `changed(said, isTyping)` hears what is entered. */
export function commonPanel(changed) {
  const alt = h('textarea', {
    id: 'snimki-opisanie', rows: 2, lang: 'ru', spellcheck: 'true',
    'aria-describedby': 'snimki-opisanie-podskazka snimki-opisanie-oshibka',
  });
  const altNeed = h('p', { class: 'error', id: 'snimki-opisanie-oshibka' });
  alt.addEventListener('input', () => changed({ alt: alt.value.trim() || null }, true));
  seenOnceLeft(alt);
  alt.addEventListener('change', () => changed({ alt: alt.value.trim() || null }, false));

  const radios = PEOPLE.map(({ value, label, note }) => {
    const input = h('input', { type: 'radio', name: 'snimki-lyudi', value });
    input.addEventListener('change', () => changed({ people: value }, false));
    const element = h('label', { class: 'photo-choice' }, input,
      h('span', {}, label, h('span', { class: 'hint' }, note)));
    return { value, input, element };
  });
  const peopleNeed = h('p', { class: 'error', id: 'snimki-lyudi-oshibka' });
  const people = h('fieldset', { class: 'photo-people', 'aria-describedby': peopleNeed.id },
    h('legend', {}, 'Кого на них можно узнать'),
    h('div', { class: 'photo-choices' }, ...radios.map(({ element }) => element)), peopleNeed);

  const consentNeed = h('p', { class: 'error', id: 'snimki-soglasie-oshibka' });
  const consent = h('input', { type: 'checkbox', id: 'snimki-soglasie', 'aria-describedby': consentNeed.id });
  consent.addEventListener('change', () => changed({ consent: consent.checked || null }, false));
  const law = h('details', { class: 'photo-law' },
    h('summary', {}, 'Когда нужно согласие'),
    h('p', {}, 'Портрет ребёнка публикуют только с согласия родителей (статья 152.1 Гражданского кодекса). '
      + 'Снимки открытых, публичных мероприятий — исключение, но не тогда, когда ребёнок на снимке — главное.'),
    h('p', {}, 'С 1 сентября 2025 года согласие оформляют отдельным документом. Нет документа — нет и снимка.'));
  const consentField = h('div', { class: 'field photo-consent' },
    h('label', { class: 'photo-check' }, consent, h('span', {}, 'Согласие родителей на публикацию есть')),
    consentNeed, law);

  const element = h('div', { class: 'card photo-common' },
    h('h3', {}, 'Обо всех снимках сразу'),
    h('div', { class: 'field' },
      h('label', { for: alt.id }, 'Что на снимках'), alt,
      h('p', { class: 'hint', id: 'snimki-opisanie-podskazka' },
        'Услышит тот, кто снимков не видит. Например: Пятиклассники за шахматными досками'), altNeed),
    people, consentField);

  return {
    element,
    show(common, isDisabled) {
      if (document.activeElement !== alt && alt.value.trim() !== (common.alt ?? '')) alt.value = common.alt ?? '';
      for (const { value, input } of radios) input.checked = common.people === value;
      consent.checked = common.consent === true;
      consentField.hidden = !['group', 'child'].includes(common.people) && common.consent !== true
        && !common.needs.consent;
      showNeed(altNeed, common.needs.alt, alt);
      showNeed(peopleNeed, common.needs.people);
      showNeed(consentNeed, common.needs.consent, consent);
      for (const input of [alt, consent, ...radios.map((radio) => radio.input)]) input.disabled = isDisabled;
    },
    focus(field) {
      if (field === 'consent') consent.focus();
      else if (field === 'people') radios[0].input.focus();
      else alt.focus();
    },
  };
}
