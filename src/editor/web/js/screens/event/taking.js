// What comes into the story from elsewhere: pasted pictures, and documents that are dropped on the event, whose
// pictures go to the photos.

import { ApiError, upload } from '../../api.js';
import { insertBlocks } from '../../commands.js';
import { moved } from '../../moved.js';
import { h, status } from '../../ui.js';

/** What pasting needs of the screen of an event. */
export const taking = (screen) => ({
  isOff: () => screen.isReadOnly,
  async upload(file) {
    if (!screen.photos) throw new ApiError(409, { message: 'Снимки ещё не загрузились', hint: 'вставьте ещё раз' });
    return screen.photos.take(file);
  },
  told: (words) => {
    screen.notices.show('pasted', h('p', {}, words), true);
    status(words);
  },
});

/** Takes the texts and pictures of documents, one after the other. */
export async function takeDocuments(screen, files) {
  if (screen.isWhole) {
    screen.taking.told('Сначала вернитесь к полям: текст документа встанет в рассказ.');
    return;
  }
  for (const file of files) await takeDocument(file, screen.source, screen.photos, screen.taking);
}

/** Puts the text of `file` in place of the selection, in one step of undo. */
async function takeDocument(file, source, photos, { told }) {
  const before = source.get();
  status(`Читаю «${file.name}»…`);
  const query = (event) => `file=${encodeURIComponent(event)}&name=${encodeURIComponent(file.name)}`;
  const { markdown, notes } = await photos.change((event) => upload(`/api/document/word?${query(event)}`, file));
  const now = source.get();
  const place = moved(before.text, now.text);
  const selection = { start: place(before.start), end: place(before.end) };
  // Who has not been in the story yet goes on after it.
  const isElsewhere = document.activeElement !== source.element && selection.end === 0;
  if (isElsewhere) selection.start = selection.end = now.text.length;
  source.apply(insertBlocks(now.text, selection, markdown, false));
  if (notes.length > 0) told(notes.join(' '));
  else status(`Текст из «${file.name}» вставлен. Отменить: Ctrl+Z.`);
}
