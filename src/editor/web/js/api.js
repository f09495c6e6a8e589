// Calls of the program. The key of this run comes once, for the code in the address that the program
// opened, and stays in the tab's own store. Functions throw `ApiError`.

const KEY = 'rostok-key';
const UPLOADS_AT_ONCE = 3;
const ANSWER_OF_A_TAB = 700;

/** What went wrong, in words for the teacher. `status` is 0 if the program does not answer. */
export class ApiError extends Error {
  constructor(status, { message, hint, data } = {}) {
    super(message || 'Росток ответил непонятно');
    this.status = status;
    this.hint = hint;
    this.data = data;
  }
}

let key = sessionStorage.getItem(KEY) ?? '';
const listeners = new Set();
const tabs = 'BroadcastChannel' in window ? new BroadcastChannel('rostok') : null;

/** Calls `listener(state)` when the connection is lost ('gone', 'unknown') and found again ('here'). */
export function onConnection(listener) {
  listeners.add(listener);
}

let connection = 'here';
function tell(state) {
  if (state === connection) return;
  connection = state;
  for (const listener of listeners) listener(state);
}

function keep(newKey) {
  key = newKey;
  sessionStorage.setItem(KEY, newKey);
  tell('here');
}

// An older tab goes on when the program was started again: it gets the key from the tab that was opened.
tabs?.addEventListener('message', ({ data }) => {
  if (data.ask && key && data.ask !== key && connection === 'here') tabs.postMessage({ key });
  if (data.key && data.key !== key) keep(data.key);
});

/**
 * Exchanges the code in the address for the key, and takes it out of the address. For one that has been
 * used, the first call asks the other tabs.
 */
export async function begin() {
  const code = /^#code=([0-9a-f]+)$/.exec(location.hash)?.[1];
  if (!code) return;
  history.replaceState(null, '', location.pathname);
  const answer = await send('POST', '/api/session', JSON.stringify({ code }));
  if (!answer.ok) return;
  keep((await answer.json()).key);
  tabs?.postMessage({ key });
}

async function send(method, path, body, type = 'application/json', signal = undefined) {
  const headers = { 'X-Rostok-Key': key };
  if (method === 'POST') headers['Content-Type'] = type;
  try {
    return await fetch(path, { method, body, headers, signal, cache: 'no-store', credentials: 'omit' });
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    tell('gone');
    throw new ApiError(0, gone());
  }
}

function gone() {
  return {
    message: 'Росток не отвечает',
    hint: 'Запустите его снова. То, что написано в этой вкладке, не пропадёт',
  };
}

async function errorOf(answer) {
  const body = await answer.json().catch(() => ({}));
  return new ApiError(answer.status, body);
}

async function call(method, path, body, type, signal) {
  let answer = await send(method, path, body, type, signal);
  if (answer.status === 401 && await askOtherTabs()) answer = await send(method, path, body, type, signal);
  if (answer.status === 401) tell('unknown');
  else tell('here');
  if (!answer.ok) throw await errorOf(answer);
  return answer;
}

/** Asks the other tabs for another key than this tab has; whether one had it. */
async function askOtherTabs() {
  if (!tabs) return false;
  const before = key;
  tabs.postMessage({ ask: before || 'none' });
  const start = performance.now();
  while (key === before && performance.now() - start < ANSWER_OF_A_TAB) {
    await new Promise((done) => setTimeout(done, 20));
  }
  return key !== before;
}

const query = (parameters) => {
  const text = new URLSearchParams(parameters ?? {}).toString();
  return text && '?' + text;
};

/** `get('/api/document', { file })` */
export async function get(path, parameters, { signal } = {}) {
  return (await call('GET', path + query(parameters), undefined, undefined, signal)).json();
}

/** `post('/api/document/save', { file, … })` */
export async function post(path, value = {}) {
  return (await call('POST', path, JSON.stringify(value))).json();
}

/** A file of the program, as a `Blob`. */
export async function blob(path, parameters, { signal } = {}) {
  return (await call('GET', path + query(parameters), undefined, undefined, signal)).blob();
}

let uploading = 0;
const waiting = [];

/**
 * Sends a file, at most three at once; `onProgress(share)` from 0 to 1. Returns what the program answers.
 * `path` has its parameters already.
 */
export async function upload(path, file, onProgress = () => {}, { signal } = {}) {
  if (uploading >= UPLOADS_AT_ONCE) await new Promise((go) => waiting.push(go));
  uploading += 1;
  try {
    signal?.throwIfAborted();
    let answer = await sendFile(path, file, onProgress, signal);
    if (answer.status === 401 && await askOtherTabs()) answer = await sendFile(path, file, onProgress, signal);
    if (answer.status === 401) tell('unknown');
    if (answer.status !== 200) throw new ApiError(answer.status, answer.body);
    return answer.body;
  } finally {
    uploading -= 1;
    waiting.shift()?.();
  }
}

// `fetch` tells nothing of what has been sent.
function sendFile(path, file, onProgress, signal) {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open('POST', path);
    request.setRequestHeader('X-Rostok-Key', key);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.upload.onprogress = ({ loaded, total }) => onProgress(total ? loaded / total : 0);
    request.onload = () => {
      let body = {};
      try {
        body = JSON.parse(request.responseText);
      } catch { /* The status says enough. */ }
      done({ status: request.status, body });
    };
    request.onerror = () => failed(new ApiError(0, gone()));
    request.onabort = () => failed(new DOMException('', 'AbortError'));
    signal?.addEventListener('abort', () => request.abort(), { once: true });
    // The type of the file would be added to the header.
    request.send(new Blob([file]));
  });
}
