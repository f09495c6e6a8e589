// The problems of the event that is edited: each at its field or its place in the text, their number above.

import { button } from '../../document/parts.js';
import { CALM, placed, placedInWhole } from '../../document/places.js';
import { problemLine } from '../../fields.js';
import { counted, toWrite } from '../../problem_marks.js';
import { h, status } from '../../ui.js';

/** What is said about them stands with the photos. */
const PHOTO_KEYS = ['photos', 'photos_alt', 'cover', 'people', 'consent'];

/** What the panel of the photos says by itself. */
const OF_PANEL = ['photos_alt', 'people', 'consent'];

export class Problems {
  /** `screen` has the form, the fields for the text, and `showEditor()`. */
  constructor(screen) {
    this.screen = screen;
    this.known = [];
    this.errors = 0;
    this.typedAt = -Infinity;
    this.summary = h('div', { class: 'notice event-summary', hidden: true });
    this.ofStory = h('div', { class: 'event-errors', id: 'event_story_problems' });
    this.ofPhotos = h('div', { class: 'event-errors' });
    this.ofWhole = h('div', { class: 'event-errors' });
  }

  typed() {
    this.typedAt = performance.now();
  }

  /** Shows `problems`; new ones when typing rests, while those that are gone go at once. */
  show(problems) {
    clearTimeout(this.appearing);
    const left = CALM - (performance.now() - this.typedAt);
    if (left <= 0) return this.showNow(problems);
    const isKnown = ({ field }) => this.known.some((one) => one.field === field);
    this.showNow(problems.filter(isKnown));
    this.appearing = setTimeout(() => this.showNow(problems), left);
  }

  /** Shows what is known, after somebody has been in a field or the draft has become ready. */
  again() {
    if (this.known.some(({ left }) => left)) this.showNow(this.known);
  }

  showNow(problems) {
    const { form, source, wholeSource, ready } = this.screen;
    this.known = problems;
    // What a draft lacks is no mistake before somebody has been there.
    const isLeft = ({ left, field }) => left && !ready.isOn && !form.wasVisited(field);
    const left = [...new Set(problems.filter(isLeft).map((problem) => problem.left))];
    const real = problems.filter((problem) => !isLeft(problem));
    const rest = form.problems(real);
    const isOfStory = ({ field }) => field === 'body';
    const isOfPhotos = ({ field }) => PHOTO_KEYS.includes(field);
    const ofStory = rest.filter(isOfStory);
    const isOwn = (problem) => isOfPhotos(problem) && !OF_PANEL.includes(problem.field);
    this.ofPhotos.replaceChildren(...rest.filter(isOwn).map(problemLine));
    this.ofStory.replaceChildren(...ofStory.map((problem) => this.inStory(problem, source)));
    source.problems(ofStory);
    this.ofWhole.replaceChildren(...problems.map((problem) => placedInWhole(problem, wholeSource)));
    const errors = real.filter(({ severity }) => severity === 'error').length;
    this.errors = errors;
    ready.show();
    const others = rest.filter((one) => !isOfStory(one) && !isOfPhotos(one));
    this.summarize(errors, real.length - errors, others, left);
  }

  /** A link that leads nowhere is chosen anew right there. */
  inStory(problem, source) {
    const mend = () => {
      source.select(problem.start, problem.end);
      this.screen.bar.chooseLink();
    };
    return placed(problem, source,
      problem.isLink ? [button('Исправить ссылку', 'button-quiet event-where', mend)] : []);
  }

  summarize(errors, warnings, others, left) {
    const { summary } = this;
    const isCalm = errors + warnings === 0;
    summary.hidden = isCalm && left.length === 0;
    summary.classList.toggle('notice-danger', errors > 0);
    summary.classList.toggle('notice-calm', isCalm);
    summary.replaceChildren(
      h('p', { class: 'event-count' },
        isCalm ? toWrite(left) : counted(errors, warnings)),
      button(errors > 0 ? 'К первой ошибке' : 'Показать', 'button-quiet', () => this.goToFirst()),
      ...others.map(problemLine),
    );
    this.announce(errors, warnings);
  }

  /** Says the number of problems when typing rests, and only if it is another one. */
  announce(errors, warnings) {
    const words = counted(errors, warnings) || 'Замечаний нет';
    this.announced ??= words;
    clearTimeout(this.announcing);
    this.announcing = setTimeout(() => {
      if (words !== this.announced) status(words);
      this.announced = words;
    }, 1000);
  }

  goToFirst() {
    const { screen, known } = this;
    const problem = known.find(({ severity }) => severity === 'error') ?? known[0];
    screen.showEditor();
    if (!screen.wholeCard.hidden) this.ofWhole.querySelector('button')?.click();
    else if (screen.form.focus(problem.field)) return;
    else if (problem.field === 'body') screen.source.select(problem.start ?? 0, problem.end ?? 0);
    else if (OF_PANEL.includes(problem.field)) screen.photos?.focus(problem.field);
    else if (problem.field) {
      screen.photosCard.scrollIntoView({ block: 'start' });
      screen.photosCard.querySelector('input, textarea, select, button')?.focus();
    } else screen.showWhole();
  }

  stop() {
    clearTimeout(this.announcing);
    clearTimeout(this.appearing);
  }
}
