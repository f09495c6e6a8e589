// The page of a phone: photos are chosen, and sent to the computer, three at once. Plain enough for the
// browsers of old phones. The key stands in the fragment of the address and goes nowhere but into a header.

(function () {
  'use strict';

  const { part, make, plural, card, drawPictures } = phoneView;
  const AT_ONCE = 3;
  const MOST = 64 * 1024 * 1024;
  // After these pauses a photo is sent again by itself, in milliseconds.
  const PAUSES = [1000, 3000, 8000];

  // Typed by hand, letters that look alike may stand for each other.
  const key = location.hash.slice(1).toLowerCase().replace(/[^0-9a-z]/g, '')
    .replace(/o/g, '0').replace(/[il]/g, '1');
  const photos = [];
  let running = 0;
  let isOver = false;
  let endsAt = 0;

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
      card(photo, retry);
      draw(photo);
      const refused = refusedAtOnce(file);
      if (!refused) continue;
      photo.isFinal = true;
      fail(photo, refused[0], refused[1]);
    }
    show();
    run();
    drawPictures(photos);
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

  function retry(photo) {
    again(photo);
    show();
    run();
    part('count').focus();
  }

  // What is seen ------------------------------------------------------------------------------------

  const draw = (photo) => phoneView.draw(photo, isOver);

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
