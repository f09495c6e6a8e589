// Jobs of the program: starts one, and watches it until it ends or asks.
import { get, post } from './api.js';

// Between two looks at a job, in milliseconds.
const PAUSE = 250;

const sleep = (time) => new Promise((done) => setTimeout(done, time));

// Starts a job. While another runs, that one is watched instead.
export async function start(path, body = {}) {
  try {
    return (await post(path, body)).job;
  } catch (error) {
    if (error.status === 409 && error.data?.job) return error.data.job;
    throw error;
  }
}

// The running or the last job; null if there was none.
export const last = () => get('/api/job');

// Looks at a job until it ends, or until `seen`, which gets each look, returns false.
export async function watch(id, seen) {
  for (;;) {
    const job = await get('/api/job', { id });
    const goesOn = await seen(job);
    if (goesOn === false || !isRunning(job)) return job;
    await sleep(PAUSE);
  }
}

export const isRunning = (job) => job.state === 'running' || job.state === 'question';

export const answer = (id, words) => post('/api/job/answer', { id, ...words });

export const stop = (id) => post('/api/job/stop', { id });
