// Messages of the program on a page: what stands in backquotes is set apart.
import { h } from './ui.js';

// As many backquotes at its end as at its beginning, so that it may hold some itself.
const CODE = /(`+) ?(.+?) ?\1(?!`)/;

// Of each three parts the second is the backquotes, the third what stands in them.
export const words = (text) => h('span', {},
  text.split(CODE).map((part, number) => [part, '', h('b', {}, part)][number % 3]));

// The same as a text.
export const quoted = (text) => text.replaceAll(new RegExp(CODE, 'g'), '«$2»');

// A title in quotes; quotes of its own are the inner ones.
export const titled = (title) => `«${title.replaceAll('«', '„').replaceAll('»', '“')}»`;

// The file of settings by the name of the screen that edits it.
const SETTINGS = [['в файле', 'в «Настройках»'], ['в файл', 'в «Настройки»'], ['` файла', '` «Настроек»']];
const ofScreens = (text) => SETTINGS.reduce((all, [of, name]) => all.replaceAll(`${of} настроек`, name), text);

// A message as a sentence.
export function sentence(text) {
  const whole = ofScreens(text.trim());
  const end = /[.!?…:]$/.test(whole) ? '' : '.';
  return whole.charAt(0).toUpperCase() + whole.slice(1) + end;
}
