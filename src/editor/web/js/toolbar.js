// The toolbar above the text: buttons for `commands.js`, and the dialogs that ask for an address.

import * as commands from './commands.js';
import { field, h, icon } from './ui.js';
import { ask } from './ask.js';
import { linkDialog } from './links.js';

const BUTTONS = [
  { name: 'Жирный', icon: 'bold', key: 'KeyB', shortcut: 'Ctrl+B', run: commands.bold },
  { name: 'Курсив', icon: 'italic', key: 'KeyI', shortcut: 'Ctrl+I', run: commands.italic },
  null,
  { name: 'Подзаголовок', icon: 'heading', run: commands.heading },
  { name: 'Список', icon: 'list', run: commands.bullets },
  { name: 'Нумерованный список', icon: 'numbers', run: commands.numbers },
  { name: 'Цитата', icon: 'quote', run: commands.quote },
  null,
  { name: 'Ссылка', icon: 'link', key: 'KeyK', shortcut: 'Ctrl+K', ask: askLink },
  { name: 'Таблица', icon: 'table', ask: askTable },
  { name: 'Видео', icon: 'video', ask: askVideo },
];

/** A toolbar for `source`, the text of the document `getFile()`. */
export function toolbar(source, getFile) {
  const press = async (button) => {
    const { text, start, end } = source.get();
    const result = button.run
      ? button.run(text, { start, end })
      : await button.ask(text, { start, end }, getFile());
    if (result) source.apply(result);
    else source.element.focus();
  };
  const made = BUTTONS.map((button) => {
    if (!button) return h('span', { class: 'event-gap', 'aria-hidden': 'true' });
    const title = button.shortcut ? `${button.name} (${button.shortcut})` : button.name;
    const element = h('button', {
      type: 'button', class: 'button button-quiet event-tool', title, 'aria-label': button.name, tabindex: '-1',
    }, icon(button.icon));
    // The text keeps its selection.
    element.addEventListener('pointerdown', (event) => event.preventDefault());
    element.addEventListener('click', () => press(button));
    return element;
  });
  const bar = h('div', { class: 'toolbar', role: 'toolbar', 'aria-label': 'Оформление рассказа' }, ...made);
  /** Asks for the link at the caret, as its button does. */
  bar.chooseLink = () => press(BUTTONS.find((button) => button?.ask === askLink));
  rove(bar, made.filter((element) => element.tagName === 'BUTTON'));
  // Captured, so that a field with keys of its own finds it done.
  source.element.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    const isCommand = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    const button = isCommand && BUTTONS.find((one) => one?.key === event.code);
    if (button) {
      event.preventDefault();
      press(button);
    } else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey) {
      const { text, start, end } = source.get();
      const result = commands.newLine(text, { start, end });
      if (!result) return;
      event.preventDefault();
      source.apply(result);
    }
  }, { capture: true });
  return bar;
}

/** One tab stop for all buttons, arrows between them (ARIA Authoring Practices, toolbar). */
function rove(bar, buttons) {
  buttons[0].tabIndex = 0;
  bar.addEventListener('keydown', (event) => {
    const at = buttons.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    const next = buttons[(to + buttons.length) % buttons.length];
    for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
    next.focus();
  });
}

async function askLink(text, selection, file) {
  const old = commands.linkAt(text, selection.start);
  const range = old && selection.end <= old.end ? old : selection;
  const label = old ? old.label : text.slice(range.start, range.end).replace(/\s+/g, ' ');
  const answer = await linkDialog({ file, label, address: old?.address ?? '' });
  if (!answer) return null;
  if (answer.remove) {
    const edits = [{ from: old.start, to: old.end, text: old.label }];
    return { edits, start: old.start, end: old.start + old.label.length };
  }
  return commands.link(text, range, answer.address, answer.label);
}

async function askTable(text, selection) {
  const number = (id, label, value, max) => {
    const input = h('input', { id, type: 'number', min: '1', max: String(max), value: String(value) });
    return [field({ label, input }), input];
  };
  const [columnsField, columns] = number('table_columns', 'Столбцов', 3, 8);
  const [rowsField, rows] = number('table_rows', 'Строк под шапкой', 3, 50);
  columns.setAttribute('autofocus', '');
  const answer = await ask({
    title: 'Таблица',
    body: h('div', { class: 'event-pair' }, columnsField, rowsField),
    actions: [{ text: 'Отмена', value: null }, { text: 'Вставить', value: 'insert', primary: true }],
  });
  if (answer !== 'insert') return null;
  const within = (input, max) => Math.min(max, Math.max(1, Math.round(Number(input.value)) || 1));
  return commands.table(text, selection, within(columns, 8), within(rows, 50));
}

async function askVideo(text, selection) {
  const input = h('input', {
    id: 'video_address', type: 'text', inputmode: 'url', autocomplete: 'off', autofocus: true,
  });
  const answer = await ask({
    title: 'Видео',
    body: field({
      label: 'Адрес видео',
      hint: 'Загрузите видео на RuTube или во «ВКонтакте» и вставьте сюда адрес его страницы.',
      example: 'https://rutube.ru/video/…',
      input,
    }),
    actions: [{ text: 'Отмена', value: null }, { text: 'Вставить', value: 'insert', primary: true }],
  });
  const address = input.value.trim();
  if (answer !== 'insert' || address === '') return null;
  return commands.video(text, selection, /^https?:\/\//.test(address) ? address : `https://${address}`);
}
