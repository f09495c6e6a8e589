// The page of a phone: photos are chosen, and sent to the computer, three at once. Plain enough for the
// browsers of old phones. The key stands in the fragment of the address and goes nowhere but into a header.

(function () {
  'use strict';

  const AT_ONCE = 3;
  const MOST = 64 * 1024 * 1024;
  // After these pauses a photo is sent again by itself, in milliseconds.
  const PAUSES = [1000, 3000, 8000];
  const PREVIEW = 128;

  // Typed by hand, letters that look alike may stand for each other.
  const key = location.hash.slice(1).toLowerCase().replace(/[^0-9a-z]/g, '')
    .replace(/o/g, '0').replace(/[il]/g, '1');
  const part = (name) => document.getElementById('phone_' + name);
  const photos = [];
  let running = 0;
  let isOver = false;
  let endsAt = 0;

  function plural(number, one, few, many) {
    const tens = number % 100;
    const ones = number % 10;
    const isMany = (tens >= 11 && tens <= 14) || ones === 0 || ones >= 5;
    return number + '\u00a0' + (isMany ? many : ones === 1 ? one : few);
  }

  function make(tag, name, text) {
    const element = document.createElement(tag);
    if (name) element.className = name;
    if (text) element.textContent = text;
    return element;
  }

  function say(text) {
    if (part('status').textContent !== text) part('status').textContent = text;
  }

  function notice(message, hint) {
    part('notice').hidden = !message;
    part('notice').replaceChildren(make('p', '', message), make('p', '', hint));
  }

  /** Nothing more can be sent. */
  function over(message, hint) {
    isOver = true;
    notice(message, hint);
    part('choose').hidden = true;
    part('left').textContent = '';
    for (const photo of photos) {
      if (photo.state === 'waiting' || photo.state === 'pausing') fail(photo, 'Не отправлен', '');
    }
    show();
  }

  const ended = () => over('Приём снимков закончен',
    'Чтобы отправить ещё, нажмите на компьютере «С телефона» и наведите камеру на новый код.');

  const isTimeOver = () => endsAt > 0 && Date.now() >= endsAt;

  // What is sent, and how ---------------------------------------------------------------------------

  function call(method, path, body, onProgress) {
    return new Promise((done) => {
      const request = new XMLHttpRequest();
      request.open(method, path);
      request.setRequestHeader('X-Rostok-Key', key);
      if (body) request.setRequestHeader('Content-Type', 'application/octet-stream');
      if (onProgress) {
        request.upload.onprogress = (event) => onProgress(event.total ? event.loaded / event.total : 0);
      }
      const finish = () => {
        let said = {};
        try {
          said = JSON.parse(request.responseText);
        } catch (error) { /* The status says enough. */ }
        done({ status: request.status, said });
      };
      request.onload = finish;
      request.onerror = finish;
      request.onabort = finish;
      // The type of the file would be added to the header.
      request.send(body && new Blob([body]));
    });
  }

  /** Why a file need not be sent at all. */
  function refusedAtOnce(file) {
    if (/^(video|audio)\//.test(file.type)) return ['Это видео или звук, а не снимок', ''];
    if (file.size > MOST) return ['Файл больше 64 МБ', 'уменьшите снимок'];
    if (file.size === 0) return ['Файл пуст', 'откройте снимок в галерее и выберите его ещё раз'];
    return null;
  }

  function fail(photo, message, hint) {
    photo.state = 'failed';
    photo.words = hint ? message + ': ' + hint : message;
    draw(photo);
  }

  function add(files) {
    for (const file of files) {
      const photo = { file, number: photos.length + 1, state: 'waiting', share: 0, tries: 0, isFinal: false };
      photos.push(photo);
      card(photo);
      const refused = refusedAtOnce(file);
      if (!refused) continue;
      photo.isFinal = true;
      fail(photo, refused[0], refused[1]);
    }
    show();
    run();
    preview();
  }

  function run() {
    while (running < AT_ONCE && !isOver) {
      const photo = photos.find((one) => one.state === 'waiting');
      if (!photo) return;
      send(photo);
    }
  }

  async function send(photo) {
    running += 1;
    photo.state = 'sending';
    photo.share = 0;
    draw(photo);
    const path = '/photo?name=' + encodeURIComponent(photo.file.name || 'snimok.jpg');
    const answer = await call('POST', path, photo.file, (share) => {
      photo.share = share;
      draw(photo);
    });
    running -= 1;
    taken(photo, answer);
    show();
    run();
  }

  function taken(photo, { status, said }) {
    if (status === 200) {
      photo.state = 'sent';
      draw(photo);
      return;
    }
    if (status === 401 || (status === 0 && isTimeOver())) {
      fail(photo, 'Не отправлен', '');
      ended();
      return;
    }
    // What the file is does not change by sending it again.
    photo.isFinal = status === 413 || status === 415 || status === 422;
    const mayHelp = status === 0 || status === 408 || status === 503;
    if (mayHelp && photo.tries < PAUSES.length) {
      photo.state = 'pausing';
      draw(photo);
      setTimeout(() => {
        if (photo.state === 'pausing') photo.state = 'waiting';
        run();
      }, PAUSES[photo.tries]);
      photo.tries += 1;
    } else if (status === 0) fail(photo, 'Компьютер не отвечает', 'приём закончен или прервалась связь');
    else fail(photo, said.message || 'Компьютер не принял снимок', said.hint || '');
  }

  function again(photo) {
    photo.state = 'waiting';
    photo.tries = 0;
    draw(photo);
  }

  // What is seen ------------------------------------------------------------------------------------

  function card(photo) {
    photo.element = make('li', 'photo');
    photo.canvas = make('canvas');
    photo.canvas.width = PREVIEW;
    photo.canvas.height = PREVIEW;
    photo.canvas.setAttribute('aria-hidden', 'true');
    photo.bar = make('progress');
    photo.bar.max = 100;
    photo.bar.setAttribute('aria-label', 'Снимок ' + photo.number + ': сколько отправлено');
    photo.said = make('span', 'state');
    photo.retry = make('button', 'button', 'Ещё раз');
    photo.retry.type = 'button';
    photo.retry.setAttribute('aria-label', 'Отправить снимок ' + photo.number + ' ещё раз');
    photo.retry.onclick = () => {
      again(photo);
      show();
      run();
      part('count').focus();
    };
    const words = make('div');
    words.append(make('span', 'name', 'Снимок ' + photo.number), photo.bar, photo.said, photo.retry);
    photo.element.append(photo.canvas, words);
    part('list').append(photo.element);
    draw(photo);
  }

  function draw(photo) {
    const { state, share } = photo;
    const isSending = state === 'sending';
    photo.bar.hidden = !isSending;
    photo.bar.value = Math.round(share * 100);
    photo.element.classList.toggle('is-failed', state === 'failed');
    photo.element.classList.toggle('is-sent', state === 'sent');
    photo.retry.hidden = state !== 'failed' || photo.isFinal || isOver;
    photo.said.textContent = {
      waiting: 'Ждёт очереди',
      pausing: 'Связь прервалась, сейчас попробуем ещё раз',
      sending: share >= 1 ? 'Компьютер записывает' : Math.round(share * 100) + '\u00a0%',
      sent: 'На компьютере',
      failed: photo.words,
    }[state];
  }

  function show() {
    const of = (state) => photos.filter((photo) => photo.state === state).length;
    const sent = of('sent');
    const failed = of('failed');
    const left = photos.length - sent - failed;
    part('sending').hidden = photos.length === 0;
    part('again').hidden = isOver || left > 0
      || !photos.some((photo) => photo.state === 'failed' && !photo.isFinal);
    const done = plural(sent, 'снимок', 'снимка', 'снимков');
    let text = 'Отправлено ' + sent + ' из ' + photos.length;
    let advice = 'Не выключайте экран и не закрывайте эту страницу, пока снимки отправляются.';
    if (left === 0) {
      text = failed === 0 ? 'Готово: ' + done : 'Отправлено ' + sent + ', не удалось ' + failed;
      advice = failed > 0 ? '' : 'Снимки уже на компьютере. Можно отправить ещё или закрыть страницу.';
      if (isOver && failed === 0) advice = 'Снимки уже на компьютере. Страницу можно закрыть.';
    }
    part('count').textContent = text;
    part('advice').textContent = advice;
    if (photos.length > 0) say(text);
    for (const photo of photos) if (photo.state === 'failed') draw(photo);
  }

  let isDrawing = false;

  /** Small pictures, one after the other: a phone has no memory for many large ones. */
  async function preview() {
    if (isDrawing || !window.createImageBitmap) return;
    isDrawing = true;
    for (let at = 0; at < photos.length; at += 1) {
      const photo = photos[at];
      if (photo.isDrawn) continue;
      photo.isDrawn = true;
      try {
        const image = await createImageBitmap(photo.file);
        const side = Math.min(image.width, image.height);
        const [left, top] = [(image.width - side) / 2, (image.height - side) / 2];
        photo.canvas.getContext('2d').drawImage(image, left, top, side, side, 0, 0, PREVIEW, PREVIEW);
        if (image.close) image.close();
      } catch (error) { /* No picture: the number says which one it is. */ }
    }
    isDrawing = false;
  }

  function countDown() {
    if (isOver || !endsAt) return;
    const minutes = Math.ceil((endsAt - Date.now()) / 60000);
    part('left').textContent = minutes > 0
      ? 'Снимки принимаются ещё ' + plural(minutes, 'минуту', 'минуты', 'минут') + '.'
      : '';
    // It may have been prolonged.
    if (minutes <= 0 && running === 0) ask();
  }

  async function ask() {
    const { status, said } = await call('GET', '/event');
    if (status === 200) {
      endsAt = Date.now() + said.left * 1000;
      part('event').textContent = said.title ? 'Для события «' + said.title + '»' : '';
      part('event').hidden = !said.title;
      part('choose').hidden = false;
      notice('');
      countDown();
    } else if (status === 401 || isTimeOver()) ended();
    else {
      endsAt = 0;
      notice('Компьютер не отвечает',
        'Проверьте, что телефон в той же сети Wi-Fi, что и компьютер, и обновите страницу.');
    }
  }

  for (const name of ['gallery', 'camera']) {
    const input = part(name);
    input.addEventListener('change', () => {
      const files = Array.from(input.files);
      input.value = '';
      add(files);
    });
  }
  part('again').onclick = () => {
    photos.filter((photo) => photo.state === 'failed' && !photo.isFinal).forEach(again);
    show();
    run();
    part('count').focus();
  };
  addEventListener('beforeunload', (event) => {
    if (running === 0) return;
    event.preventDefault();
    event.returnValue = '';
  });
  // A new code in the same tab.
  addEventListener('hashchange', () => location.reload());
  if (key) ask();
  else {
    over('В адресе не хватает ключа',
      'Наведите камеру телефона на код на экране компьютера или наберите адрес целиком.');
  }
  setInterval(countDown, 5000);
}());
