// Files that are put beside a table for its rows.

import { upload } from '../../api.js';
import { takeEach } from '../../file_choice.js';
import { clearAlert, h, status } from '../../ui.js';

/** Puts files beside the table: the first for the row it was dropped on or chosen for, each other for a new one. */
export async function attachFiles(screen, files, place) {
  if (screen.isReadOnly || !screen.hasFiles) return;
  const dropped = place?.closest?.('.table-row')?.dataset.row;
  const wanted = place ? dropped : screen.target;
  screen.target = null;
  clearAlert();
  const forms = [];
  const names = [];
  const notes = new Set();
  await takeEach(files, async (file, number) => {
    const attached = await upload(`/api/table/file?name=${encodeURIComponent(file.name)}`, file);
    forms.push(fillRow(screen, attached, file, number === 0 ? wanted : null));
    names.push(attached.name);
    for (const note of attached.notes) notes.add(note);
  });
  if (forms.length === 0) return;
  // The first is filled in, the others wait for their turn.
  for (const form of forms.slice(1)) form.close();
  forms[0].focus();
  if (notes.size > 0) screen.notices.show('file', h('p', {}, [...notes].join(' ')), true);
  status(names.length === 1 ? `Файл «${names[0]}» лежит рядом с таблицей`
    : `Файлы лежат рядом с таблицей, у каждого своя строка: ${names.join(', ')}`);
  await screen.saving.flush();
}

/** Has a row lead to a file that was taken in. */
function fillRow(screen, attached, file, wanted) {
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
  return form;
}
