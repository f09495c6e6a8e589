// «Публикация»: what changes for readers, sending it, taking it back.
//
// The screen shows one state at a time: the plan, a job, or how the job ended. A job of this program that
// runs already, or was started in another tab, is shown as it is.
import { answer, isRunning, last, start, stop, watch } from '../jobs.js';
import { alert, h, status } from '../ui.js';
import * as states from './publish/states.js';

export async function show(main, app) {
  app.title('Публикация');
  const screen = new Screen(main, app);
  // Not waited for: the page may be left before it ends.
  screen.begin().catch(alert);
  return () => true;
}

class Screen {
  constructor(main, app) {
    this.app = app;
    this.place = h('div', { class: 'publish' });
    // The number of what is shown: an older watch draws no more.
    this.turn = 0;
    main.append(h('div', { class: 'narrow' }, h('h1', { tabindex: -1 }, 'Публикация'), this.place));
  }

  // Another screen is shown. A job goes on without its page.
  get isLeft() {
    return !this.place.isConnected;
  }

  async begin() {
    const job = await last();
    if (job && isRunning(job)) await this.follow(job.id);
    else await this.plan();
  }

  // Draws a state; moves the focus to its heading, unless the screen has just been opened.
  draw(nodes, said, isFocused = true) {
    if (this.isLeft) return;
    this.place.replaceChildren(...[nodes].flat(2).filter(Boolean));
    if (said) status(said);
    const heading = this.place.querySelector('[data-focus]');
    if (heading && isFocused) heading.focus();
  }

  // Builds the site and shows what a publication would change.
  async plan() {
    const isFirst = this.turn === 0;
    this.draw(states.waiting('Смотрю, что изменилось'), null, false);
    await this.run('/api/publish/plan', {}, !isFirst);
  }

  publish(choices = {}) {
    return this.run('/api/publish', { plan: this.shown?.plan?.id, ...choices });
  }

  undo(choices = {}) {
    return this.run('/api/publish/undo', choices);
  }

  pack() {
    return this.run('/api/pack');
  }

  async run(path, body = {}, isFocused = true) {
    this.turn += 1;
    this.again = (choices = {}) => this.run(path, { ...body, ...choices });
    try {
      await this.follow(await start(path, body), isFocused);
    } catch (error) {
      this.draw(states.failed(this, { message: error.message, hint: error.hint }), error.message);
    }
  }

  // Watches a job and draws each change of its state.
  async follow(id, isFocused = true) {
    this.turn += 1;
    const turn = this.turn;
    let drawn = '';
    const job = await watch(id, (job) => {
      if (this.isLeft || turn !== this.turn) return false;
      const state = `${job.state} ${job.asked}`;
      if (isRunning(job) && state !== drawn) {
        drawn = state;
        const nodes = job.state === 'question' ? states.question(this, job) : states.running(this, job);
        const isPlanning = job.kind === 'plan';
        this.draw(nodes, isPlanning ? null : states.title(job), isFocused && !isPlanning);
      }
      if (job.state === 'running') states.update(this.place, job);
      return true;
    });
    if (!isRunning(job) && !this.isLeft && turn === this.turn) this.finish(job, isFocused);
  }

  finish(job, isFocused) {
    if (job.kind === 'plan' && job.state === 'done') {
      this.shown = job.result;
      const { nodes, said } = states.planned(this, job.result);
      this.draw(nodes, said, isFocused);
    } else if (job.kind === 'plan' && job.state === 'stopped') {
      this.draw(states.stopped(this, job), null, isFocused);
    } else {
      this.draw(states.ended(this, job), states.title(job), isFocused);
    }
  }

  async say(job, words) {
    try {
      await answer(job.id, words);
    } catch (error) {
      alert(error);
    }
  }

  async stop(job) {
    try {
      await stop(job.id);
    } catch (error) {
      alert(error);
    }
  }
}
