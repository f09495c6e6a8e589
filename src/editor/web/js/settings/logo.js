// The logo: chosen or dropped, and shown as it is.

import { blob, upload } from '../api.js';
import { button } from '../document/parts.js';
import { problemLine } from '../fields.js';
import { fileChoice } from '../file_choice.js';
import { alert, clearAlert, h, status } from '../ui.js';

/** A control; `stop()` ends the listening for files that are dropped. */
export function logoControl({ label, hint }, changed) {
  const picture = h('img', { class: 'look-logo', alt: 'Логотип раздела', hidden: true });
  const choose = button('Выбрать картинку', '', () => {});
  const remove = button('Убрать логотип', 'button-quiet', () => {
    changed(null);
    show(null);
    choose.focus();
    status('Логотип убран');
  });
  const problems = h('div', { class: 'event-errors' });
  const take = async (file) => {
    clearAlert();
    try {
      const { logo } = await upload(`/api/settings/logo?name=${encodeURIComponent(file.name)}`, file);
      changed(logo);
      show(logo);
      status('Логотип добавлен');
    } catch (error) {
      alert(error);
    }
  };
  const choice = fileChoice({
    accept: 'image/png,image/jpeg,image/webp', choose, take,
    over: (isOver) => element.classList.toggle('is-over', isOver),
  });
  const element = h('div', { class: 'field look-drop', role: 'group', 'aria-labelledby': 'look_logo_label' },
    h('p', { class: 'settings-label', id: 'look_logo_label' }, label),
    h('p', { class: 'hint' }, `${hint} Её можно перетащить сюда.`),
    picture, h('div', { class: 'row' }, choose, remove, choice.input), problems);
  let shown = null;
  let address = null;
  async function show(value) {
    const file = typeof value === 'string' && value ? value : null;
    remove.hidden = !file;
    choose.textContent = file ? 'Другая картинка' : 'Выбрать картинку';
    if (file === shown) return;
    shown = file;
    picture.hidden = true;
    if (!file) return;
    try {
      const bytes = await blob('/api/settings/logo', { file });
      URL.revokeObjectURL(address);
      address = URL.createObjectURL(bytes);
      picture.src = address;
      picture.hidden = false;
    } catch {
      // The check says what is wrong with it.
    }
  }
  return {
    element,
    show,
    problems: (found) => problems.replaceChildren(...found.map(problemLine)),
    focus: () => choose.focus(),
    disable(isDisabled) {
      element.inert = isDisabled;
    },
    stop() {
      choice.stop();
      URL.revokeObjectURL(address);
    },
  };
}
