// The event for VK, MAX, Telegram, OK or the editor of another site: the text to take, the folder of the photos.

import { ApiError, post } from '../../api.js';
import { button } from '../../document/parts.js';
import { alert, dialog, explain, field, h, plural, status } from '../../ui.js';

const CHANNELS = {
  vk: 'ВКонтакте',
  max: 'MAX',
  telegram: 'Telegram',
  ok: 'Одноклассники',
  html: 'Редактор другого сайта (HTML)',
};
const LAST = 'rostok-copy';

/** A choice of the place, with the one chosen last. */
export function placeChoice(onchange) {
  const place = h('select', { onchange: () => { localStorage.setItem(LAST, place.value); onchange() } },
    Object.entries(CHANNELS).map(([id, name]) => h('option', { value: id }, name)));
  place.value = localStorage.getItem(LAST) ?? 'vk';
  if (!CHANNELS[place.value]) place.value = 'vk';
  return place;
}

/** Shows what there is to copy of the event of `file`, for the place chosen last. */
export async function copyDialog(file) {
  const place = placeChoice(() => show().catch(refuse));
  const text = h('textarea', { class: 'copy-text', id: 'copy_text', readonly: true, lang: 'ru', rows: 12 });
  const length = h('p', { class: 'hint', id: 'copy_length' });
  const about = h('div', { class: 'copy-about' });

  // One after the other: a second copy is refused meanwhile.
  let last = Promise.resolve();
  const make = (taken) => {
    const made = last.then(() => post('/api/copy', { file, channel: place.value, taken }));
    last = made.catch(() => {});
    return made;
  };
  const show = async () => {
    const wanted = place.value;
    const made = await make(false);
    if (place.value !== wanted) return;
    text.value = made.text;
    length.textContent = lengthOf(made);
    about.replaceChildren(...notes(made, wanted));
  };
  const refuse = (error) => {
    const { message, hint } = explain(error);
    [text.value, length.textContent] = ['', ''];
    about.replaceChildren(h('p', { class: 'error' }, [message, hint].filter(Boolean).join('. ')));
  };
  const take = async () => {
    if (text.value) {
      await copy(text);
      await make(true);
      status(`Текст скопирован: ${CHANNELS[place.value]}`);
      length.textContent = 'Скопировано. Вставьте текст там, где публикуете (Ctrl+V).';
    }
    return false;
  };
  await show();
  await dialog({
    title: 'Скопировать событие',
    body: [field({ label: 'Для чего', input: place }), field({ label: 'Текст', input: text }), length, about],
    actions: [
      { text: 'Закрыть', value: null },
      { text: 'Скопировать', value: null, primary: true, attempt: take },
    ],
  });
}

const lengthOf = ({ length, limit, cut }) => [
  plural(length, 'знак', 'знака', 'знаков'), limit && `, помещается ${limit.toLocaleString('ru')}`,
  cut && '. Весь рассказ не поместился: он оборван знаком «…»',
].filter(Boolean).join('');

function notes({ photos, left_out, warnings, folder, name }, channel) {
  const lines = warnings.map((warning) => h('p', { class: 'hint' }, warning));
  if (photos > 0) {
    const count = plural(photos, 'снимок', 'снимка', 'снимков');
    lines.push(h('p', {}, `${count} без сведений о месте съёмки, по порядку — в папке:`),
      h('p', { class: 'path' }, folder),
      h('div', {}, button('Открыть папку', '', () => post('/api/copy/open', { channel, name }).catch(alert))));
  }
  if (left_out.length > 0) lines.push(h('p', { class: 'hint' }, `Не поместились: ${left_out.join(', ')}`));
  return lines;
}

/** Puts the text into the clipboard; an older browser takes what is selected. */
async function copy(area) {
  try {
    await navigator.clipboard.writeText(area.value);
  } catch {
    area.focus();
    area.select();
    if (!document.execCommand('copy')) {
      throw new ApiError(0, { message: 'Браузер не дал скопировать', hint: 'текст выделен: нажмите Ctrl+C' });
    }
  }
}
