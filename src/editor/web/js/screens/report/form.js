// A form that somebody sent, filled with the events of the period.

import { blob, upload } from '../../api.js';
import { fileChoice } from '../../file_choice.js';
import { field, h, icon, putInto, status } from '../../ui.js';
import { saveAs } from './save.js';

/** `getPeriod()` gives the period of the screen. */
export function formCard(getPeriod) {
  const choose = h('button', { type: 'button', class: 'button' }, icon('file'), h('span', {}, 'Выбрать форму'));
  const table = h('input', { type: 'text', id: 'form_table', autocomplete: 'off' });
  const tableField = field({
    label: 'Какую таблицу заполнить', input: table, hint: 'Её номер или имя листа; если пусто, самую подходящую.',
  });
  const outcome = h('div', { class: 'report-filled', role: 'status' });
  const wrong = h('div', { class: 'report-filled', role: 'alert' });
  const refuse = ({ message, hint }) => wrong.replaceChildren(h('p', { class: 'error' }, icon('warning'),
    h('span', {}, [message, hint].filter(Boolean).join(': '))));
  let file = null;
  const fill = async () => {
    const period = getPeriod();
    if (!file || !period) return;
    choose.disabled = true;
    outcome.replaceChildren();
    wrong.replaceChildren();
    try {
      const query = new URLSearchParams({ period, name: file.name, table: table.value.trim() });
      show(await upload(`/api/report/form?${query}`, file));
    } catch (error) {
      refuse(error);
    } finally {
      choose.disabled = false;
    }
  };
  const show = ({ id, name, table: filled, ties, rows, told }) => {
    const take = h('button', { type: 'button', class: 'button button-primary' }, 'Скачать заполненную форму');
    take.addEventListener('click', async () => {
      take.disabled = true;
      try {
        saveAs(await blob('/api/report/form', { id }), name);
      } catch (error) {
        refuse(error);
      } finally {
        take.disabled = false;
      }
    });
    putInto(outcome,
      h('p', {}, h('b', {}, `Заполнена ${filled}: ${rows}.`)),
      ties.length > 0 && h('p', {}, `Так же подходят: ${ties.join(', ')}. Другую выберите полем выше.`),
      told.length > 0 && h('ul', {}, told.map((line) => h('li', {}, line))),
      take);
    status(`Заполнена ${filled}: ${rows}`);
    take.focus();
  };
  table.addEventListener('change', fill);
  const take = (chosen) => {
    file = chosen;
    fill();
  };
  const choice = fileChoice({ accept: '.docx,.xlsx,.xlsm', choose, take });
  const element = h('section', { class: 'card report-form' },
    h('h2', {}, 'Форма, которую прислали'),
    h('p', {}, 'Документ Word (.docx) или книга Excel (.xlsx) с таблицей мероприятий: «Росток» впишет в неё события за '
      + 'выбранное время. Присланный файл не изменится.'),
    h('div', { class: 'row' }, choose), choice.input, tableField, outcome, wrong);
  return {
    element,
    leave() {
      choice.stop();
      return true;
    },
  };
}
