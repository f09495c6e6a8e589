// «Отчёт и план»: the events of any period as a document to look at, as a file, and as the form of somebody else.
import { blob, get } from '../api.js';
import { blocked } from '../problems.js';
import { alert, field, h, status } from '../ui.js';
import { sentence, words } from '../words.js';
import { columnsChoice } from './report/columns.js';
import { formCard } from './report/form.js';
import { saveAs } from './report/save.js';
import { sheet } from './report/sheet.js';

const KINDS = { report: 'Отчёт', plan: 'План' };
const FORMATS = [
  ['docx', 'Word'], ['xlsx', 'Excel'], ['odt', 'ODT'], ['ods', 'ODS'], ['csv', 'CSV'],
];

export async function show(main, app, parameter) {
  app.title('Отчёт и план');
  const screen = new Screen(main, app);
  await screen.load({ period: parameter ?? '' });
  return () => screen.form.leave();
}

class Screen {
  constructor(main, app) {
    this.app = app;
    this.wanted = { kind: 'report', period: '', columns: '', totals: '' };
    this.head = h('div', { class: 'card report-choice' });
    this.place = h('div', { class: 'report' });
    this.form = formCard(() => this.report?.period);
    this.build();
    main.append(h('div', { class: 'wide' },
      h('h1', { tabindex: -1 }, 'Отчёт и план'), this.head, this.place, this.form.element));
  }

  get isLeft() {
    return !this.place.isConnected;
  }

  build() {
    const kind = (id) => {
      const input = h('input', { type: 'radio', name: 'report_kind', id: `report_${id}`, checked: id === 'report' });
      input.addEventListener('change', () => {
        this.columns.reset();
        this.load({ kind: id, columns: '', totals: '' });
      });
      return h('label', { class: 'report-kind', for: input.id }, input, h('span', {}, KINDS[id]));
    };
    this.period = h('select', { id: 'period' });
    this.period.addEventListener('change', () => {
      this.other.hidden = this.period.value !== 'other';
      if (this.period.value === 'other') this.text.focus();
      else this.load({ period: this.period.value });
    });
    this.text = h('input', { type: 'text', id: 'report_period', autocomplete: 'off' });
    this.text.addEventListener('change', () => this.text.value.trim() && this.load({ period: this.text.value.trim() }));
    this.other = field({
      label: 'Какое', input: this.text, hint: 'Год, четверть, квартал, месяц или дни.',
      example: '2022, II четверть 2022/23, IV квартал 2022, октябрь 2022, 1.09.2022–15.10.2022',
    });
    this.other.hidden = true;
    this.columns = columnsChoice((columns, totals) => this.load({ columns, totals }));
    this.files = h('div', { class: 'row' });
    this.head.append(
      h('fieldset', { class: 'field' }, h('legend', {}, 'Что составить'),
        h('div', { class: 'row' }, kind('report'), kind('plan'))),
      h('div', { class: 'field' }, h('label', { for: 'period' }, 'За какое время'), this.period),
      this.other, this.columns.element, this.files);
  }

  /** Looks at another document; what is not said stays as it is. */
  async load(change) {
    const before = this.wanted;
    this.wanted = { ...before, ...change };
    const asked = this.wanted;
    this.other.setError(null);
    this.columns.setError(null);
    try {
      const report = await get('/api/report', asked);
      if (this.isLeft || asked !== this.wanted) return;
      this.report = report;
      this.draw(report);
    } catch (error) {
      if (this.isLeft || asked !== this.wanted) return;
      this.failed(error, change);
    }
  }

  failed(error, change) {
    const { message, hint, data } = error;
    const again = () => this.load({});
    status(message);
    // What was entered is wrong: said at its field, and the document stays.
    if (!data?.problems && this.report && change.period !== undefined) {
      this.other.hidden = false;
      this.other.setError({ message, hint });
      return;
    }
    if (!data?.problems && this.report && (change.columns || change.totals)) {
      this.columns.setError({ message, hint });
      return;
    }
    this.files.replaceChildren();
    this.place.replaceChildren(...(data?.problems
      ? blocked({ message, hint, problems: data.problems, again })
      : [h('div', { class: 'card result failed' }, h('h2', {}, message), hint && h('p', {}, words(sentence(hint))))]));
  }

  draw(report) {
    const { counts, leftOut, period, periods, columns, blocks, warnings } = report;
    const isPlan = this.wanted.kind === 'plan';
    const name = periods.find(({ id }) => id === period)?.name ?? '';
    const isOther = this.period.value === 'other';
    this.period.replaceChildren(
      ...periods.map(({ id, name: text }) => h('option', { value: id, selected: id === period && !isOther }, text)),
      h('option', { value: 'other', selected: isOther }, isOther ? `Другое: ${name}` : 'Другое…'));
    this.columns.show(columns);
    this.showFiles(report, name);
    const hasRows = blocks.some(({ kind, rows }) => kind === 'table' && rows.some((row) => row.kind === 'cells'));
    const isEmpty = isPlan ? !hasRows : counts.events === 0 && leftOut.length === 0;
    const said = isPlan ? `План: ${name}`
      : counts.events > 0 ? `В отчёте ${counts.eventsText}, ${counts.participationsText}`
        : 'В отчёте нет ни одного события';
    this.place.replaceChildren(...[
      h('p', { class: 'lead' }, said),
      ...(warnings ?? []).map(notice),
      isEmpty && h('div', { class: 'card result' }, h('h2', {}, 'За это время событий нет'),
        h('p', { class: 'hint' }, 'Добавьте события или выберите другое время.')),
      leftOut.length > 0 && this.leftOut(leftOut),
      !isEmpty && sheet(blocks, isPlan ? 'План' : 'Отчёт'),
    ].filter(Boolean));
    status(`${name}: ${said}`);
  }

  showFiles({ period, page }, name) {
    const { state } = this.app;
    const address = page && state?.preview && new URL(page, state.preview).href;
    const key = `${period} ${address} ${this.wanted.kind}`;
    if (this.filesKey === key && this.files.childElementCount > 0) return;
    this.filesKey = key;
    const button = ([format, label], at) => {
      const made = h('button', { type: 'button', class: `button${at === 0 ? ' button-primary' : ''}` },
        at < 2 ? `Скачать для ${label}` : label);
      if (at >= 2) made.setAttribute('aria-label', `Скачать ${label}`);
      made.addEventListener('click', () => this.download(made, name, format));
      return made;
    };
    this.files.replaceChildren(...FORMATS.map(button), ...(address
      ? [h('a', { class: 'button button-quiet', href: address, target: '_blank', rel: 'noopener' },
        `Страница ${this.wanted.kind === 'plan' ? 'плана' : 'отчёта'}`)] : []));
  }

  leftOut(events) {
    const item = ({ title, file, date, reason, hint }) => h('li', { class: 'left-out' },
      h('div', {},
        h('p', {}, h('b', {}, title), h('span', { class: 'hint' }, ` ${date}`)),
        h('p', {}, h('span', { class: 'chip' }, reason), hint && h('span', { class: 'hint' }, ` ${hint}`))),
      h('a', { class: 'button', href: `#/event/${encodeURIComponent(file)}` }, 'Открыть'));
    return h('section', { class: 'card' },
      h('h2', {}, `Не вошли: ${events.length}`), h('ul', { class: 'list' }, events.map(item)));
  }

  // The file is asked for with the key, and handed to the browser as a download.
  async download(button, name, format) {
    button.disabled = true;
    try {
      const { kind, columns, totals } = this.wanted;
      const made = await blob('/api/report/file', { kind, period: this.report.period, format, columns, totals });
      saveAs(made, `${KINDS[kind]}, ${name.replaceAll('/', '-')}.${format}`);
    } catch (error) {
      alert(error);
    } finally {
      button.disabled = false;
    }
  }
}

// What the report says of an event that wants a second look, with the way to it.
function notice({ title, event, message, hint }) {
  const name = event ? h('a', { href: `#/event/${encodeURIComponent(event)}` }, title) : title;
  return h('div', { class: 'notice' }, h('div', {},
    h('p', {}, name && [name, '. '], words(sentence(message))),
    hint && h('p', { class: 'hint' }, words(sentence(hint)))));
}
