// The problems of the event that is edited: each at its field or its place in the text, their number above.

import { problemLine } from '../../fields.js';
import { textSource } from '../../source.js';
import { h, plural, status } from '../../ui.js';
import { button } from '../../document/parts.js';

/** Half a word is no mistake: so long after the last key new problems appear. */
const CALM = 700;

/** What is said about them stands with the photos. */
const PHOTO_KEYS = ['photos', 'photos_alt', 'cover', 'people', 'consent'];

const counted = (errors, warnings) => [
  errors && plural(errors, 'ошибка', 'ошибки', 'ошибок'),
  warnings && plural(warnings, 'замечание', 'замечания', 'замечаний'),
].filter(Boolean).join(', ');

export class Problems {
  /** `screen` has the form, the fields for the text, and `showEditor()`. */
  constructor(screen) {
    this.screen = screen;
    this.known = [];
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

  showNow(problems) {
    const { form, source, area } = this.screen;
    this.known = problems;
    const rest = form.problems(problems);
    const isOfStory = ({ field }) => field === 'body';
    const isOfPhotos = ({ field }) => PHOTO_KEYS.includes(field);
    const ofStory = rest.filter(isOfStory);
    this.ofPhotos.replaceChildren(...rest.filter(isOfPhotos).map(problemLine));
    this.ofStory.replaceChildren(...ofStory.map((problem) => placed(problem, source)));
    const isWrong = ofStory.some(({ severity }) => severity === 'error');
    if (isWrong) area.setAttribute('aria-invalid', 'true');
    else area.removeAttribute('aria-invalid');
    this.ofWhole.replaceChildren(...problems.map((problem) => this.placedInWhole(problem)));
    const errors = problems.filter(({ severity }) => severity === 'error').length;
    this.summarize(errors, problems.length - errors, rest.filter((one) => !isOfStory(one) && !isOfPhotos(one)));
  }

  summarize(errors, warnings, others) {
    const { summary } = this;
    summary.hidden = errors + warnings === 0;
    summary.classList.toggle('notice-danger', errors > 0);
    summary.replaceChildren(
      h('p', { class: 'event-count' }, counted(errors, warnings)),
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

  placedInWhole(problem) {
    if (!problem.line) return problemLine(problem);
    const { whole } = this.screen;
    const lines = whole.value.split('\n');
    const start = lines.slice(0, problem.line - 1).reduce((sum, line) => sum + line.length + 1, 0);
    const end = start + (lines[problem.line - 1]?.length ?? 0);
    return placed({ ...problem, start, end }, textSource(whole));
  }

  goToFirst() {
    const { screen, known } = this;
    const problem = known.find(({ severity }) => severity === 'error') ?? known[0];
    screen.showEditor();
    if (!screen.wholeCard.hidden) this.ofWhole.querySelector('button')?.click();
    else if (screen.form.focus(problem.field)) return;
    else if (problem.field === 'body') screen.source.select(problem.start ?? 0, problem.end ?? 0);
    else if (problem.field) {
      screen.photosCard.scrollIntoView({ block: 'start' });
      screen.photosCard.querySelector('input, textarea, select, button')?.focus();
    }
  }

  stop() {
    clearTimeout(this.announcing);
    clearTimeout(this.appearing);
  }
}

function placed(problem, source) {
  const line = problemLine(problem);
  if (problem.start === undefined || problem.start === null) return line;
  line.append(button('Показать место', 'button-quiet event-where', () => source.select(problem.start, problem.end)));
  return line;
}
