// Pasting into the story: HTML of Word, LibreOffice, Google Docs and web pages becomes Markdown, pictures become photos
// of the event. One step of undo takes all of it back; the photos stay with the event.

import { insertBlocks } from './commands.js';
import { moved } from './moved.js';
import { readHtml } from './paste/read.js';
import { rtfPictures } from './paste/rtf.js';
import { isInline, isPlain, write } from './paste/write.js';
import { alert, plural, status } from './ui.js';

/** More pictures at once are a folder of photos. */
const MOST_PICTURES = 50;

/**
 * Listens to `source`. `upload(file)` promises the name of a photo of the event; `told(words)` hears what could not
 * be taken; `isOff()` tells whether nothing may be changed now.
 */
export function pasting(source, { upload, told, isOff }) {
  // Captured, so that a field that pastes by itself finds it done.
  source.element.addEventListener('paste', (event) => {
    if (isOff()) return;
    const pasted = readClipboard(event.clipboardData);
    if (!pasted) return;
    event.preventDefault();
    event.stopPropagation();
    insertPasted(source, pasted, { upload, told }).catch(alert);
  }, { capture: true });
}

/** Puts blocks with pictures in place of the selection, once the pictures are photos of the event. */
async function insertPasted(source, { blocks, pictures, files, notes }, { upload, told }) {
  const before = source.get();
  const names = [];
  if (pictures.length > 0) status('Загружаю картинки…');
  for (const at of pictures.keys()) names.push(await uploaded(files[at], upload, notes));
  const lost = names.filter((name) => name === null).length;
  if (lost > 0) {
    notes.push(`Не вставлено: ${plural(lost, 'картинка', 'картинки', 'картинок')}. Браузер не может взять их оттуда: `
      + 'сохраните их на компьютер и перетащите сюда.');
  }
  const markdown = write(blocks, names, pictures);
  if (markdown !== '') {
    // Somebody may have gone on writing.
    const now = source.get();
    const place = moved(before.text, now.text);
    const selection = { start: place(before.start), end: place(before.end) };
    source.apply(insertBlocks(now.text, selection, markdown, isInline(blocks)));
  }
  if (notes.length > 0) told(notes.join(' '));
  else if (markdown !== '') status('Вставлено. Отменить: Ctrl+Z.');
}

async function uploaded(file, upload, notes) {
  if (!file) return null;
  try {
    return await upload(file);
  } catch (error) {
    const words = [error.message, error.hint].filter(Boolean).join(': ');
    if (!notes.includes(`${words}.`)) notes.push(`${words}.`);
    return null;
  }
}

/** What is to be put into the text; null where the browser does it itself. */
function readClipboard(data) {
  const html = data.getData('text/html');
  const read = html ? readHtml(html) : null;
  const shots = [...data.files].filter((file) => file.type.startsWith('image/'));
  if (read && hasText(read.blocks)) {
    if (isPlain(read.blocks)) return null;
    const { blocks, pictures, notes } = read;
    const some = pictures.slice(0, MOST_PICTURES);
    return { blocks, pictures, notes, files: filesOf(some, data.getData('text/rtf')) };
  }
  if (shots.length === 0) return null;
  const pictures = shots.map((file, at) => ({ src: file.name, alt: read?.pictures[at]?.alt ?? '' }));
  const blocks = pictures.map((_, picture) => ({ kind: 'paragraph', runs: [{ picture }] }));
  return { blocks, pictures, files: shots, notes: [] };
}

const hasText = (blocks) => JSON.stringify(blocks).match(/"text":"[^"]*[^\s"\\]/) !== null;

/** The file of each picture that the clipboard has; null for the others. */
function filesOf(pictures, rtf) {
  const isLocal = ({ src }) => /^(file:|cid:)|^[a-z]:\\/i.test(src);
  const ofRtf = pictures.some(isLocal) && rtf ? rtfPictures(rtf) : [];
  const local = pictures.filter(isLocal);
  return pictures.map((picture) => {
    if (/^data:image\//i.test(picture.src)) return ofAddress(picture.src);
    // Without one for each nobody knows which is which.
    return ofRtf.length === local.length && isLocal(picture) ? ofRtf[local.indexOf(picture)] : null;
  });
}

/** The bytes of `data:image/png;base64,…`. */
function ofAddress(src) {
  const [, type, data] = /^data:(image\/[a-z+.-]+)(?:;[^,;]*)*;base64,(.*)$/is.exec(src) ?? [];
  if (!data) return null;
  try {
    const bytes = Uint8Array.from(atob(data.replace(/\s/g, '')), (letter) => letter.charCodeAt(0));
    return new Blob([bytes], { type });
  } catch {
    return null;
  }
}
