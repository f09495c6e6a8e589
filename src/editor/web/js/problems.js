// Errors that stop a publication or a report, each with what to do.
import { post } from './api.js';
import { alert, h, icon, status } from './ui.js';
import { siteForm } from './screens/publish/settings.js';
import { sentence, titled, words } from './words.js';

const PAGES = 'content/pages/';
const PICTURE = /\.(jpe?g|jpe|jfif|mpo|png|webp|gif|bmp|tiff?)$/i;
const TABLES = /^content\/data\/([a-z]+)\.yaml$/;

// The screen that edits a text.
function screenOf(file) {
  const [, table] = TABLES.exec(file) ?? [];
  if (table) return `#/table/${table}`;
  return `#/${file.startsWith(PAGES) ? 'page' : 'file'}/${encodeURIComponent(file)}`;
}

// A page names directions by their titles alone, not by «(`code`)» too.
const withoutCodes = (text) => text.replace(/ \(`[^`]*`\)/g, '');

// The errors by event or file, in their order.
function byFile(problems) {
  const files = new Map();
  for (const problem of problems) {
    const key = problem.event ?? problem.file ?? '';
    files.set(key, [...(files.get(key) ?? []), problem]);
  }
  return [...files];
}

// A list of errors, as nodes; `again` looks anew after one was put aside.
export function blocked({ message, hint, problems: all, again }) {
  // What the editor has a field for is entered here.
  const missing = [...new Set(all.map((problem) => problem.field).filter(Boolean))];
  const problems = all.filter((problem) => !problem.field);
  const form = missing.length > 0 && siteForm(missing, again);
  if (problems.length === 0) {
    return [h('h2', { tabindex: -1, 'data-focus': true }, 'Осталось немного'), form];
  }
  return [
    h('h2', { tabindex: -1, 'data-focus': true }, icon('warning'), message),
    h('p', {}, hint ?? `На сайте ничего не изменилось. ${problems.some(({ event }) => event)
      ? 'Исправьте ошибки или отложите эти события в черновики.' : 'Исправьте ошибки, и раздел можно публиковать.'}`),
    form,
    h('ul', { class: 'list' }, byFile(problems).map(([file, found]) => item(file, found, again))),
    h('div', { class: 'row' },
      h('button', { type: 'button', class: 'button button-primary', onclick: again }, 'Проверить ещё раз')),
  ].filter(Boolean);
}

function item(file, found, again) {
  const [{ title, line, event, text }] = found;
  const name = title || 'Весь раздел';
  const problem = ({ message, hint }) => h('div', { class: 'problem' },
    h('p', { class: 'error' }, words(message)), hint && h('p', { class: 'hint' }, words(sentence(withoutCodes(hint)))));
  const opens = event ? `#/event/${encodeURIComponent(event)}` : text && screenOf(file);
  const draft = event ?? (file.startsWith(PAGES) && text ? file : null);
  return h('li', { class: 'card' },
    h('h3', {}, name),
    found.map(problem),
    file && !opens && h('p', { class: 'hint' },
      PICTURE.test(file) ? `Это файл ${file}: положите на его место исправную картинку.`
        : `Это файл ${file}${line ? `, строка ${line}` : ''}: его меняют в «Блокноте».`),
    opens && h('div', { class: 'row' },
      h('a', { class: 'button', href: opens }, opens.startsWith('#/file') ? 'Открыть текст файла' : 'Открыть'),
      draft && h('button', {
        type: 'button', class: 'button button-quiet', onclick: () => putAside(draft, name, again),
      }, 'Отложить в черновики')));
}

// A draft is not published, and stops nothing.
async function putAside(file, name, again) {
  try {
    await post('/api/publish/put-aside', { file });
    status(`${titled(name)} теперь черновик`);
    await again();
  } catch (error) {
    alert(error);
  }
}
