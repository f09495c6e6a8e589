// Rows of a table that are taken away, and come back.

import { ApiError, get, post } from '../../api.js';
import { button } from '../../document/parts.js';
import { alert, h, status } from '../../ui.js';
import { isSame } from '../../unsaved.js';
import { rowTitle } from './row.js';

/** Takes a row away; it can be had back with all that was written about it. */
export async function removeRow(screen, id) {
  const { saving } = screen;
  const row = screen.rows.find((one) => one.id === id);
  if (!saving.disk.rows.some((one) => one.id === id)) return removeNew(screen, id);
  await saving.flush();
  const { text } = await get('/api/document', { file: saving.file });
  // In a file that somebody else has written meanwhile rows have other numbers.
  if (!screen.rows.some((one) => one.id === id && isSame(one.values, row.values))) {
    throw new ApiError(409, { message: 'Таблицу изменили в другой программе', hint: 'посмотрите на неё ещё раз' });
  }
  const title = rowTitle(row, screen.about.columns.fields);
  const { element } = screen.forms.get(id);
  screen.forms.delete(id);
  saving.setRows(screen.rows.filter((one) => one.id !== id));
  const isDone = await saving.flush();
  const taken = { text, base: saving.base };
  const back = button('Вернуть', '', () => screen.trying(() => restoreRow(screen, taken)));
  back.setAttribute('aria-label', `Вернуть: ${title}`);
  taken.element = h('li', { class: 'table-removed' }, h('span', {}, `Убрано: ${title}`), isDone && back);
  screen.removed.push(taken);
  if (element.isConnected) element.replaceWith(taken.element);
  else screen.list.append(taken.element);
  screen.count();
  back.focus();
  status(`Убрано: ${title}`);
}

function removeNew(screen, id) {
  const { element } = screen.forms.get(id);
  const next = element.nextElementSibling ?? element.previousElementSibling;
  element.remove();
  screen.forms.delete(id);
  screen.saving.setRows(screen.rows.filter((one) => one.id !== id));
  screen.count();
  (next?.querySelector('button') ?? screen.addButton).focus();
}

async function restoreRow(screen, taken) {
  const { saving } = screen;
  // Until the rows have their new numbers, nothing is sent by the old ones.
  await saving.hold();
  try {
    await post('/api/document/save', { file: saving.file, base: taken.base, text: taken.text });
  } catch (error) {
    saving.resume();
    if (error.status !== 412) throw error;
    return alert({
      message: 'Рядом с этой строкой уже другая правка',
      hint: 'откройте «Ещё — Прежние версии»: строка есть в одной из них',
    });
  }
  screen.removed = screen.removed.filter((one) => one !== taken);
  // Rows are numbered anew. What is being typed meanwhile stays.
  for (const form of screen.forms.values()) form.close();
  await screen.reload();
  screen.fileChanged();
  screen.addButton.focus();
  status('Строка возвращена');
}
