// What the screen of publishing shows: one function for each state.
import { blocked } from '../../problems.js';
import { sentence, words } from '../../words.js';
import { dialog, field, h, icon, plural } from '../../ui.js';
import * as plan from './plan.js';
import { copying } from './copying.js';
import { packed, packing } from './pack.js';
import { siteForm } from './settings.js';
import { undoing } from './undo.js';

const heading = (text) => h('h2', { tabindex: -1, 'data-focus': true }, text);

const button = (kind, label, act) => h('button', { type: 'button', class: `button ${kind}`, onclick: act }, label);

const primary = (label, act) => button('button-primary', label, act);

const quiet = (label, act) => button('button-quiet', label, act);

const row = (...nodes) => h('div', { class: 'row' }, ...nodes);

// Before anything is known.
export const waiting = (text) => h('div', { class: 'card busy' },
  h('p', { 'data-text': true }, `${text}…`), h('progress', { 'aria-label': text }));

// What a job is called while it runs and at its end.
export function title(job) {
  const names = {
    plan: { running: 'Смотрю, что изменилось' },
    publish: {
      running: 'Публикую', done: 'Опубликовано', stopped: 'Публикация остановлена', failed: 'Опубликовать не удалось',
    },
    undo: {
      running: 'Отменяю публикацию', done: 'Публикация отменена', stopped: 'Отмена остановлена',
      failed: 'Отменить не удалось',
    },
    probe: { running: 'Проверяю соединение' },
    pack: {
      running: 'Собираю папку', done: 'Папка готова', stopped: 'Сборка остановлена', failed: 'Собрать не удалось',
    },
  };
  if (job.state === 'question') return job.question.kind === 'password' ? 'Нужен пароль' : 'Подтвердите';
  if (job.kind === 'publish' && job.state === 'done' && job.result.empty) return 'Публиковать нечего';
  return names[job.kind][job.state] ?? names[job.kind].running;
}

// The plan that was made.
export function planned(screen, result) {
  const { plan: made, server, undo, packed: isPacked, site } = result;
  const link = h('a', { class: 'button', href: site, target: '_blank', rel: 'noopener' }, 'Открыть сайт');
  if (!server) return { nodes: packing(screen, result), said: 'Сервер не указан' };
  const back = undo && quiet('Отменить прошлую публикацию', () => screen.undo());
  if (made.empty) {
    return {
      nodes: [
        h('div', { class: 'card result' }, icon('check'), heading('На сайте уже всё, что есть в разделе'),
          h('p', { class: 'hint' }, 'Измените событие или добавьте новое, и его можно будет опубликовать.'),
          link),
        copying(),
        h('div', { class: 'plan-foot' }, undo && h('p', { class: 'hint' }, `Прежний вид: ${undo}.`), back),
      ],
      said: 'На сайте уже всё, что есть в разделе',
    };
  }
  const first = !result.known && h('p', { class: 'hint' },
    'С этого компьютера раздел ещё не публиковали. Что уже есть на сервере, станет видно после входа.');
  return {
    nodes: [
      h('div', { class: 'card plan-head' },
        h('div', {}, heading('Что изменится на сайте'), plan.lead(made), first),
        primary('Опубликовать', () => screen.publish())),
      plan.card(made),
      h('div', { class: 'plan-foot' },
        h('p', { class: 'hint' }, `Сервер ${server.name}, папка ${server.folder}. `, undo && `Прежний вид: ${undo}.`),
        back),
    ],
    said: plan.sentence(made),
  };
}

// A job that asks: for the password, or whether to go on.
export function question(screen, job) {
  return job.question.kind === 'password' ? password(screen, job) : confirmation(screen, job);
}

export function password(screen, job) {
  const { server, login, warning, error } = job.question;
  const input = h('input', { type: 'password', autocomplete: 'off', required: true, 'data-focus': true });
  const send = (event) => {
    event.preventDefault();
    if (!input.value) return input.focus();
    const typed = input.value;
    input.value = '';
    screen.say(job, { password: typed });
  };
  return h('form', { class: 'card', 'aria-label': 'Пароль', onsubmit: send, novalidate: true },
    h('h2', {}, 'Пароль FTP'),
    warning && h('div', { class: 'notice notice-line' }, icon('warning'), words(`${warning}.`)),
    field({
      label: `Пароль для входа ${login} на ${server}`,
      hint: 'Пароль показывает панель управления сайтом. Росток помнит его, пока открыт, и нигде не записывает.',
      error,
      input,
    }),
    row(h('button', { class: 'button button-primary' }, 'Продолжить'),
      quiet('Не сейчас', () => screen.say(job, { answer: false }))));
}

// The plan on the server is another than the one that was shown; or an undo.
function confirmation(screen, job) {
  const isUndo = job.question.kind === 'undo';
  if (isUndo) return undoing(screen, job);
  return [
    h('div', { class: 'card plan-head' },
      h('div', {}, heading('Проверьте, что изменится'),
        h('p', {}, 'На сервере не то, что Росток помнил. Вот что будет сделано на самом деле.'), plan.lead(job.plan)),
      row(primary('Опубликовать', () => screen.say(job, { answer: true })),
        quiet('Не сейчас', () => screen.say(job, { answer: false })))),
    plan.card(job.plan),
  ];
}

// A job at work.
export function running(screen, job) {
  if (job.kind === 'plan') return waiting(job.progress.text || 'Смотрю, что изменилось');
  const end = quiet('Остановить', (event) => {
    event.currentTarget.disabled = true;
    event.currentTarget.textContent = 'Останавливаю…';
    screen.stop(job);
  });
  end.dataset.stop = 'yes';
  return h('div', { class: 'card busy' },
    heading(title(job)),
    h('p', { 'data-text': true }, job.progress.text),
    h('progress', { 'aria-label': title(job) }),
    h('p', { class: 'hint', 'data-numbers': true }),
    row(end));
}

// Shows how far a job is.
export function update(place, job) {
  const { text, files, of, bytes, ofBytes, size, ofSize } = job.progress;
  const line = place.querySelector('[data-text]');
  const bar = place.querySelector('progress');
  const numbers = place.querySelector('[data-numbers]');
  if (line && text && line.textContent !== `${text}…`) line.textContent = `${text}…`;
  if (bar && ofBytes > 0) {
    bar.max = ofBytes;
    bar.value = bytes;
  }
  if (numbers && of > 0) {
    numbers.textContent = `${files} из ${plural(of, 'файла', 'файлов', 'файлов')} · ${size} из ${ofSize}`;
  }
  const end = place.querySelector('[data-stop]');
  if (end && job.stopping) end.disabled = true;
  else if (end && job.progress.sent) end.textContent = 'Не ждать';
}

// A job that has ended.
export function ended(screen, job) {
  if (job.state === 'failed') return failed(screen, job.error, job);
  if (job.state === 'stopped') return stopped(screen, job);
  if (job.kind === 'pack') return packed(screen, job.result);
  return done(screen, job);
}

export function stopped(screen, job) {
  const isSent = job.result?.sent;
  const again = () => (job.kind === 'undo' ? screen.undo({ goOn: true }) : screen.publish({ goOn: true }));
  const hint = isSent
    ? 'Что отправлено, то уже на сервере. Продолжить можно в любое время: второй раз ничего не отправится.'
    : 'На сайте ничего не изменилось.';
  return h('div', { class: 'card' },
    heading(isSent ? title(job) : 'Ничего не отправлено'),
    h('p', {}, hint),
    row(isSent && primary('Продолжить', again),
      button(isSent ? 'button-quiet' : 'button-primary', 'К списку изменений', () => screen.plan())));
}

function done(screen, job) {
  const { empty, files, size, removed, address, notLive, notes, holds, gone } = job.result;
  const isUndo = job.kind === 'undo';
  if (empty && !isUndo) {
    return planned(screen, { server: {}, site: address, ...screen.shown, plan: { empty: true } }).nodes;
  }
  const sent = files > 0 ? `Отправлено ${plural(files, 'файл', 'файла', 'файлов')}, ${size}. ` : '';
  const gones = removed > 0 ? `Убрано ${plural(removed, 'файл', 'файла', 'файлов')}. ` : '';
  return [
    h('div', { class: 'card result' }, icon('check'), heading(title(job)),
      h('p', {}, isUndo ? `${holds}. ` : '', sent + gones),
      isUndo && h('p', { class: 'hint' }, 'Ваши тексты и снимки на этом компьютере остались как есть.'),
      row(!gone && h('a', { class: 'button button-primary', href: address, target: '_blank', rel: 'noopener' },
        'Открыть на сайте'),
      !isUndo && quiet('Отменить публикацию', () => screen.undo()),
      isUndo && quiet('К списку изменений', () => screen.plan()))),
    notLive.length > 0 && h('div', { class: 'notice' },
      h('p', {}, 'Всё отправлено, но на сайте пока видно не всё. Откройте эти страницы через несколько минут; '
        + 'если они не появятся, проверьте папку на сервере и адрес раздела в настройках.'),
      h('ul', {}, notLive.slice(0, 5).map((url) => h('li', {}, url))),
      notLive.length > 5 && h('p', {}, `и ещё ${notLive.length - 5}`)),
    notes.map((note) => h('p', { class: 'notice' }, words(note))),
    !isUndo && copying(),
  ];
}

// A job, or its start, that failed.
export function failed(screen, { message, hint, problems, remedy }, job = null) {
  if (problems) return blocked({ message, problems, again: () => screen.plan() });
  if (remedy?.kind === 'field') {
    return [h('p', { class: 'notice' }, words(sentence(message)), ' ', hint),
      siteForm([remedy.value], () => screen.plan())];
  }
  const isRemoval = remedy?.kind === 'removals';
  return h('div', { class: 'card result failed' },
    icon('warning'), heading(isRemoval ? 'Это удалит много файлов' : job ? title(job) : 'Не получилось'),
    h('p', {}, words(sentence(message))),
    hint && h('p', { class: 'hint' }, words(sentence(hint))),
    row(!isRemoval && primary('Повторить', () => (screen.again ? screen.again() : screen.plan())),
      remedy && button('button-danger', `${remedy.label}…`, () => consent(screen, remedy, message)),
      job?.kind !== 'plan' && quiet('К списку изменений', () => screen.plan())));
}

// What cannot be taken back is asked for once more.
async function consent(screen, { kind, value, label }, message) {
  const yes = await dialog({
    title: `${label}?`,
    body: words(sentence(message)),
    actions: [
      { text: 'Отмена', value: false },
      { text: label, value: true, danger: true },
    ],
  });
  if (yes) await screen.again({ [kind]: value ?? true });
}
