// «Отчёт»: the events of a half-year as a table to look at, and as a file of Word or Excel.
import { blob, get } from '../api.js';
import { blocked } from '../problems.js';
import { alert, h, status } from '../ui.js';
import { sheet } from './report/sheet.js';

export async function show(main, app, parameter) {
  app.title('Отчёт');
  const screen = new Screen(main, app);
  await screen.load(parameter);
  return () => true;
}

class Screen {
  constructor(main, app) {
    this.app = app;
    this.place = h('div', { class: 'report' });
    main.append(h('div', { class: 'wide' }, h('h1', { tabindex: -1 }, 'Отчёт'), this.place));
  }

  get isLeft() {
    return !this.place.isConnected;
  }

  async load(period) {
    try {
      const report = await get('/api/report', period ? { period } : {});
      if (!this.isLeft) this.draw(report);
    } catch (error) {
      if (this.isLeft) return;
      const { message, hint, data } = error;
      const again = () => this.load(period);
      const problems = data?.problems;
      this.place.replaceChildren(...(problems
        ? blocked({ message, hint, problems, again })
        : [h('div', { class: 'card result failed' }, h('h2', {}, message), hint && h('p', {}, hint))]));
      status(message);
    }
  }

  draw(report) {
    const { counts, leftOut, periods, period } = report;
    const isEmpty = counts.events === 0 && leftOut.length === 0;
    const hadFocus = document.activeElement?.id === 'period';
    this.place.replaceChildren(...[
      h('p', { class: 'lead' }, counts.events > 0
        ? `В отчёте ${counts.eventsText}, ${counts.participationsText}`
        : 'В отчёте нет ни одного события'),
      this.head(report),
      isEmpty && h('div', { class: 'card result' }, h('h2', {}, 'За это время событий нет'),
        h('p', { class: 'hint' }, 'Добавьте события или выберите другое полугодие.')),
      leftOut.length > 0 && this.leftOut(leftOut),
      !isEmpty && sheet(report.blocks),
    ].filter(Boolean));
    if (hadFocus) document.getElementById('period').focus();
    const name = periods.find(({ id }) => id === period)?.name ?? '';
    status(`${name}: ${counts.eventsText}, ${counts.participationsText}`);
  }

  head({ periods, period, page }) {
    const choose = h('select', { id: 'period', onchange: () => this.load(choose.value) },
      periods.map(({ id, name }) => h('option', { value: id, selected: id === period }, name)));
    const name = periods.find(({ id }) => id === period)?.name ?? '';
    const file = (format, label, kind) => {
      const button = h('button', {
        type: 'button', class: `button ${kind}`, onclick: () => this.download(button, period, name, format),
      }, label);
      return button;
    };
    const address = page && this.app.state?.preview && new URL(page, this.app.state.preview).href;
    return h('div', { class: 'card report-head' },
      h('div', { class: 'field' }, h('label', { for: 'period' }, 'За какое время'), choose),
      h('div', { class: 'row' },
        file('docx', 'Скачать для Word', 'button-primary'), file('xlsx', 'Скачать для Excel', ''),
        address && h('a', { class: 'button button-quiet', href: address, target: '_blank', rel: 'noopener' },
          'Страница отчёта')));
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
  async download(button, period, name, format) {
    button.disabled = true;
    try {
      const address = URL.createObjectURL(await blob('/api/report/file', { period, format }));
      const file = `Отчёт, ${name.replaceAll('/', '-')}.${format}`;
      h('a', { href: address, download: file }).click();
      setTimeout(() => URL.revokeObjectURL(address), 60_000);
      status(`Файл «${file}» сохранён в загрузки`);
    } catch (error) {
      alert(error);
    } finally {
      button.disabled = false;
    }
  }
}
