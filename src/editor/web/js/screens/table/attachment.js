// Files that are put beside a table for one of its rows.

import { upload } from '../../api.js';
import { alert, clearAlert, h, status } from '../../ui.js';

/** Puts a file beside the table: for the row it was dropped on or chosen for, else for a new one. */
export async function attachFile(screen, file, place) {
  if (screen.isReadOnly || !screen.hasFiles) return;
  const dropped = place?.closest?.('.table-row')?.dataset.row;
  const wanted = place ? dropped : screen.target;
  screen.target = null;
  clearAlert();
  status(`Загружаю «${file.name}»…`);
  let attached;
  try {
    attached = await upload(`/api/table/file?name=${encodeURIComponent(file.name)}`, file);
  } catch (error) {
    alert(error);
    return;
  }
  const id = screen.forms.has(wanted) ? wanted : screen.add();
  const first = screen.about.columns.fields[0].key;
  const { values } = screen.rows.find((row) => row.id === id);
  const title = values[first] || file.name.replace(/\.[^.]*$/, '').replaceAll('_', ' ');
  const { link: _, ...rest } = values;
  const next = { ...rest, [first]: title, file: attached.name };
  const form = screen.forms.get(id);
  form.open();
  form.show(next);
  screen.change(id, next);
  form.focus();
  if (attached.notes.length > 0) screen.notices.show('file', h('p', {}, attached.notes.join(' ')), true);
  status(`Файл «${attached.name}» лежит рядом с таблицей`);
  await screen.saving.flush();
}
