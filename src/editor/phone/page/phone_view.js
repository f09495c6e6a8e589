// The photos on the page of a phone: a card for each, with a small picture and how far it is. Read before `phone.js`.

const phoneView = (function () {
  'use strict';

  const PREVIEW = 128;

  const part = (name) => document.getElementById('phone_' + name);

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

  /** Adds the card of a photo; `retry(photo)` sends it again. */
  function card(photo, retry) {
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
    photo.retry.onclick = () => retry(photo);
    const words = make('div');
    words.append(make('span', 'name', 'Снимок ' + photo.number), photo.bar, photo.said, photo.retry);
    photo.element.append(photo.canvas, words);
    part('list').append(photo.element);
  }

  /** Shows how far a photo is. Once the reception `isOver`, none can be sent again. */
  function draw(photo, isOver) {
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

  let isDrawing = false;

  /** Small pictures, one after the other: a phone has no memory for many large ones. */
  async function drawPictures(photos) {
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

  return { part, make, plural, card, draw, drawPictures };
}());
