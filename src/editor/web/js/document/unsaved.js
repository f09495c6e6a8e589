// What becomes of text that is not on the disk: another program's edit of the same place, a crash.

import { get, post } from '../api.js';
import { conflictNotice, differencesDialog } from '../conflict.js';
import { restoredRows } from '../rows.js';
import { tails } from '../tails.js';
import { alert, h, status } from '../ui.js';
import { changes } from '../unsaved.js';
import { button, time } from './parts.js';

/** Asks which of two edits of the same place stays. `data` tells what the file is now. */
export function settleConflict(screen, data) {
  const { saving, notices } = screen;
  const mine = async () => {
    notices.remove('conflict');
    saving.overwrite(data.hash);
    status('Остаётся ваш текст. Тот, что был в файле, лежит в прежних версиях.');
    // Of what was not changed here, the file may have another state.
    if (await saving.flush()) await screen.reload();
  };
  const theirs = async () => {
    // What was typed becomes an earlier version, so that it can be had back.
    const kept = saving.typed;
    await post('/api/document/keep', { file: saving.file, base: data.hash, ...saving.changes });
    const opened = await get('/api/document', { file: saving.file });
    notices.remove('conflict');
    // What was typed since is a new edit.
    saving.adopt(opened, kept);
    saving.keep();
    screen.fillMerged(opened);
    status('Взято из файла. Ваш текст лежит в прежних версиях.');
  };
  screen.app.saved('Не сохранено: в файле другая правка', 'failed');
  notices.show('conflict', conflictNotice({
    mine: () => mine().catch(alert),
    theirs: () => theirs().catch(alert),
    differences: () => showDifferences(screen, data, saving.now),
  }));
  status('В файле другая правка. Выберите, что оставить.');
}

/** Offers what was typed before a crash and did not reach the disk. */
export async function offerTail(screen) {
  const { saving, notices, folder } = screen;
  // It is that of the tab which has the document.
  if (screen.isReadOnly) return;
  const tail = await tails.get(folder, saving.file);
  if (!tail) return;
  const { disk } = saving;
  const rows = tail.rows && disk.rows ? restoredRows(disk.rows, tail.rows, tail.base === saving.base) : disk.rows;
  const now = { fields: { ...disk.fields, ...tail.fields }, body: tail.body ?? disk.body, text: tail.text, rows };
  if (Object.keys(changes(disk, now)).length === 0) {
    tails.remove(folder, saving.file);
    return;
  }
  const take = () => {
    notices.remove('tail');
    saving.restore(tail);
    screen.fill({ ...screen.opened, ...saving.now, text: tail.text ?? screen.opened.text });
    if (tail.text !== undefined) screen.showWhole();
    saving.flush();
  };
  const drop = () => {
    notices.remove('tail');
    tails.remove(folder, saving.file);
  };
  notices.show('tail', h('div', {},
    h('p', {}, `В прошлый раз не успело сохраниться то, что вы набрали ${time(tail.at)}. Вернуть?`),
    h('div', { class: 'event-buttons' },
      button('Вернуть', 'button-primary', take),
      button('Показать различия', '', () => showDifferences(screen, disk, now)),
      button('Не нужно', 'button-quiet', drop))));
}

function showDifferences(screen, theirs, mine) {
  const isWhole = mine.text !== undefined;
  return differencesDialog({
    theirs,
    mine: isWhole ? null : mine,
    texts: isWhole ? [theirs.text, mine.text] : null,
    label: (key) => screen.root.querySelector(`label[for="field_${key}"]`)?.textContent,
  });
}
