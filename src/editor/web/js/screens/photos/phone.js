// «С телефона»: a code for the camera of a phone, which then sends photos of this event by itself. Shown
// while the program listens; stopped by the teacher, by the clock, or by leaving the event.

import { get, post } from '../../api.js';
import { alert, dialog, h, icon, plural, status } from '../../ui.js';

const LOOK = 1000;
const photos = (count) => plural(count, 'снимок', 'снимка', 'снимков');

/** Minutes and seconds, as clocks show them. */
const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;

/**
 * The panel. `context.file()` is the event; `context.start(work)` does `work(file)` while nobody else writes the
 * event; `context.told(message, hint)` shows why the reception ended; `context.arrived(isQuiet)` hears that photos
 * have come, and once nothing more comes, `isQuiet`.
 */
export class PhonePanel {
  constructor(context) {
    this.context = context;
    this.open = null;
    this.received = 0;
    this.chosen = 0;
    this.isUnsorted = false;
    this.isStopped = false;
    this.button = h('button', { type: 'button', class: 'button', onclick: () => this.start() },
      icon('phone'), h('span', {}, 'С телефона'));
    this.build();
    this.look(true);
  }

  build() {
    this.heading = h('h3', { tabindex: '-1', id: 'phone_heading' }, 'Снимки с телефона');
    this.code = h('img', { class: 'phone-code', alt: 'Код для камеры телефона', width: '240', height: '240' });
    this.address = h('p', { class: 'phone-address' });
    this.others = h('div', { class: 'phone-others' });
    this.left = h('span', { class: 'phone-left', role: 'timer' });
    this.count = h('p', { class: 'phone-count' });
    const longer = h('button', { type: 'button', class: 'button', onclick: () => this.start() }, 'Ещё 15 минут');
    this.stopButton = h('button', { type: 'button', class: 'button', onclick: () => this.stop() }, 'Остановить');
    const windows = /Win/.test(navigator.platform ?? '');
    this.element = h('section', { class: 'phone', 'aria-labelledby': 'phone_heading', hidden: true },
      this.code,
      h('div', { class: 'phone-words' },
        this.heading,
        h('ol', {},
          h('li', {}, 'Подключите телефон к той же сети Wi-Fi, что и компьютер.'),
          h('li', {}, 'Наведите на код камеру телефона и откройте ссылку.'),
          h('li', {}, 'Выберите снимки: они появятся здесь.')),
        windows && h('p', { class: 'hint' }, FIREWALL),
        this.address, this.others, this.count,
        h('p', {}, 'Приём закончится через ', this.left, '.'),
        h('div', { class: 'row' }, this.stopButton, longer)),
      h('details', { class: 'phone-help' },
        h('summary', {}, 'Страница на телефоне не открывается'),
        h('ul', {},
          h('li', {}, 'Телефон в той же сети? Мобильный интернет на время лучше выключить. В гостевой сети '
            + 'Wi-Fi устройства часто не видят друг друга.'),
          !windows && h('li', {}, FIREWALL),
          h('li', {}, 'Если вопрос Windows закрыли: «Параметры → Конфиденциальность и защита → Безопасность '
            + 'Windows → Брандмауэр → Разрешить работу с приложением», отметьте «rostok» в частных сетях. '
            + 'Если нужен пароль администратора, попросите того, кто следит за компьютерами школы.'),
          h('li', {}, 'Телефон предупреждает, что соединение не защищено: это так, но снимки идут только по '
            + 'вашей сети, сразу на компьютер. В чужой сети так не делайте.'),
          h('li', {}, 'Не выходит совсем: подключите телефон кабелем и перетащите снимки сюда.'))));
  }

  get file() {
    return this.context.file();
  }

  async start() {
    this.button.disabled = true;
    try {
      this.show(await this.context.start((file) => post('/api/phone/start', { file })));
      this.received = this.open?.received ?? 0;
      this.heading.focus({ preventScroll: true });
      this.element.scrollIntoView({ block: 'nearest' });
      status(`Приём снимков с телефона открыт на ${plural(15, 'минуту', 'минуты', 'минут')}`);
      this.look();
    } catch (error) {
      alert(error);
    }
    this.button.disabled = this.isDisabled;
    // A button that was off has lost the focus.
    if (!this.open) this.button.focus();
  }

  /** Whether the listener is closed. */
  async stop() {
    try {
      this.show(await post('/api/phone/stop'));
      status('Приём снимков с телефона остановлен');
      this.button.focus();
      await this.context.arrived(true);
      return true;
    } catch (error) {
      alert(error);
      return false;
    }
  }

  /** Asks the program until nothing is open. */
  look(isFirst = false) {
    clearTimeout(this.timer);
    const again = async () => {
      try {
        const answer = await get('/api/phone');
        if (this.isStopped) return;
        const was = this.open;
        this.show(answer);
        if (this.open) await this.news(was);
        else if (was) await this.ended(answer.ended);
      } catch { /* It is asked again; the page says that the program is gone. */ }
      if (this.open && !this.isStopped) this.look();
    };
    this.timer = setTimeout(again, isFirst ? 0 : LOOK);
  }

  async news(was) {
    const { received, coming } = this.open;
    const isNew = received !== this.received;
    this.received = received;
    // Those of before the page was loaded anew are known.
    if (!was) return;
    if (isNew) {
      status(`С телефона: ${photos(received)}`);
      this.isUnsorted = true;
      await this.context.arrived(false);
    } else if (this.isUnsorted && coming === 0 && was.coming === 0) {
      this.isUnsorted = false;
      await this.context.arrived(true);
    }
  }

  async ended(why) {
    const came = this.received > 0 ? `Пришло: ${photos(this.received)}` : '';
    if (why === 'time') this.context.told('Время вышло, приём с телефона закончен.', came);
    await this.context.arrived(true);
  }

  show({ open }) {
    this.open = open?.file === this.file ? open : null;
    this.element.hidden = !this.open;
    this.button.hidden = Boolean(this.open);
    if (!this.open) return;
    const { addresses, left, received, coming, seen } = this.open;
    const at = Math.min(this.chosen, addresses.length - 1);
    const { url, code } = addresses[at];
    if (this.code.getAttribute('src') !== code) this.showAddress(url, code);
    if (this.others.dataset.count !== `${addresses.length} ${at}`) this.showOthers(addresses, at);
    this.left.textContent = clock(left);
    const words = received > 0 ? `Пришло: ${photos(received)}` : seen ? 'Телефон открыл страницу' : '';
    const text = coming > 0 ? `${words}${words && '. '}Приходят ещё…` : words;
    if (this.count.textContent !== text) this.count.textContent = text;
  }

  showAddress(url, code) {
    this.code.src = code;
    // The key is read out and typed in fours.
    const [place, key] = url.split('#');
    this.address.replaceChildren('Или наберите адрес в браузере телефона: ',
      h('b', {}, `${place.replace('http://', '')}#${key.match(/.{1,4}/g).join('-')}`));
  }

  /** The computer may be in several networks, and only the teacher knows in which the phone is. */
  showOthers(addresses, at) {
    this.others.dataset.count = `${addresses.length} ${at}`;
    const choose = (index) => () => {
      this.chosen = index;
      this.show({ open: this.open });
      this.others.querySelector('[aria-pressed="true"]').focus();
    };
    const one = ({ url, network }, index) => h('button', {
      type: 'button', class: 'button', 'aria-pressed': String(index === at), onclick: choose(index),
    }, [network, new URL(url).hostname].filter(Boolean).join(' · '));
    this.others.replaceChildren(...addresses.length > 1 ? [
      h('p', {}, 'Компьютер сразу в нескольких сетях. Если страница не открывается, попробуйте код другой:'),
      h('div', { class: 'row' }, addresses.map(one)),
    ] : []);
  }

  disable(isDisabled) {
    this.isDisabled = isDisabled;
    this.button.disabled = isDisabled;
  }

  /** Whether the event may be left; nothing comes after that. */
  async leave() {
    // Another tab has the event, and the reception.
    if (!this.open || this.isDisabled) return true;
    if (this.open.coming > 0) {
      const answer = await dialog({
        title: 'Снимки ещё приходят с телефона',
        body: 'Если уйти сейчас, приём остановится, и они не попадут в событие.',
        actions: [{ text: 'Уйти без них', value: 'leave' }, { text: 'Подождать', value: 'stay', primary: true }],
      });
      if (answer !== 'leave') return false;
    }
    await post('/api/phone/stop').catch(() => {});
    this.open = null;
    return true;
  }

  close() {
    this.isStopped = true;
    clearTimeout(this.timer);
    // The event was removed.
    if (this.open && !this.isDisabled) post('/api/phone/stop').catch(() => {});
  }
}

const FIREWALL = 'Windows может спросить, разрешить ли программе «rostok» доступ к сети: отметьте «Частные сети» '
  + 'и нажмите «Разрешить доступ».';
