// The search. The page loads the titles of all events and standing pages; the words of their texts
// are loaded when somebody types, the texts for what is shown. All of these are scripts, because a
// page opened from a disk can load nothing else; each calls functions of `poisk`. A small section
// has all of it in one script.
"use strict";
const poisk = {};
{
  // Results shown at once, those of them drawn before the page takes the next key, and the letters
  // shown around a found word.
  const AT_ONCE = 10, FIRST = 3, AROUND = 90;
  // Milliseconds that a key may have to wait, and after the last key until the address is changed.
  const SLICE = 5, QUIET = 400;
  // A mistyped word of more than three letters is compared with those that begin with the same
  // three: one letter may be wrong, missing or too many.
  const SURE = 3;
  // The most letters of a query, and of a word in the scripts.
  const LONGEST = 200, LETTERS = 40;
  // The letters for the texts in packed words.
  const NUMBERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  const element = (name) => document.getElementById(`search_${name}`);
  const form = element("form"), query = element("query"), direction = element("direction");
  const year = element("year"), list = element("results"), status = element("status");
  const more = element("more"), offers = element("offers");
  const { root } = form.dataset;
  query.maxLength = LONGEST;
  const later = JSON.parse(element("later").textContent);

  // Events, pages and reports by their numbers, and the texts that are loaded.
  const known = new Map(), texts = new Map();
  const stems = new Map();
  let shown = AT_ONCE, begun = false, loading = false, indexing = 0;
  // The words and results that the list shows, and how often it was begun anew.
  let visible = { words: "", numbers: [] }, drawing = 0;
  // Scripts that were asked for, and the words of the texts, a list for each call of `poisk.words`.
  const scripts = new Map(), lists = [];
  // The results for each word, and the number of lists that were searched for it.
  const recent = new Map();
  // The words that are being compared with similar ones because no text has them, and those for
  // which that is done.
  let guessing = "", guessed = "";
  // Work for moments without keys and its timer; the timer for the address.
  const waiting = [];
  let timer = 0, noting = 0;

  // What a word is and how it is folded stands in `lower.rs` and `classes.rs`, too; a test compares
  // them. Stress marks, soft hyphens and signs without width stand in words unseen.
  const UNSEEN = "\\u00ad\\u0300-\\u036f\\u200b-\\u200f\\u2060\\ufeff";
  const SPACE = "[ \\u00a0\\u2009\\u202f]", LETTER = "[А-Яа-яЁё]";
  // A class is one word: «7-Б», «7 «Б»», «7 Б». `spaced` is what may follow a space.
  const pattern = (spaced) => new RegExp(
    `(\\d\\d?)(?:[-\\u2010-\\u2015\\u2212]|${SPACE}?["«„“]|${SPACE}(?=${spaced}))(${LETTER})` +
    `(?![\\p{L}\\p{N}${UNSEEN}])|[\\p{L}\\p{N}][\\p{L}\\p{N}${UNSEEN}]*`, "gu");
  // Nobody who types «7 б» means anything else, but «5 и 6» are two classes.
  const WRITTEN = pattern(`[А-ЯЁ]|${LETTER}${SPACE}класс`), TYPED = pattern("[А-Яа-зй-яЁё]");
  const UNSEEN_ANY = new RegExp(`[${UNSEEN}]`, "u"), UNSEEN_ALL = new RegExp(`[${UNSEEN}]`, "gu");

  const fold = (word) => {
    const seen = UNSEEN_ANY.test(word)
      ? word.replace(/и\u0306/g, "й").replace(/И\u0306/g, "Й").replace(UNSEEN_ALL, "") : word;
    return seen.toLowerCase().replace(/ё/g, "е");
  };

  // The word that a match of a pattern is.
  const word = ([raw, digits, letter]) => fold(digits ? digits + letter : raw);

  // Most texts have neither digits nor unseen signs: a simple pattern cuts them in the same way.
  const PLAIN = /[\p{L}\p{N}]+/gu, RARE = new RegExp(`[\\d${UNSEEN}]`, "u");

  const words = (text) => {
    if (!RARE.test(text)) return (text.match(PLAIN) ?? []).map(fold);
    return [...text.matchAll(WRITTEN)]
      .flatMap((match) => match[1] ? [match[1], word(match)] : [word(match)]);
  };
  poisk.wordsOf = words;

  // The words of the query. A single letter stands in most texts, and is not in the scripts.
  const typed = () => {
    const all = [...query.value.slice(0, LONGEST).matchAll(TYPED)].map(word);
    return all.map((term) => term.slice(0, LETTERS));
  };

  // Forms of a word have the same stem: «турниры», «турнира». Short words are mostly abbreviations,
  // which have no forms: «ИЗО» is none of «из».
  const stem = (word) => {
    if (!stems.has(word)) {
      stems.set(word, word.length <= SURE || /\d/.test(word) ? word : stemRussian(word));
    }
    return stems.get(word);
  };

  const heads = new MiniSearch({
    fields: ["title", "summary", "rest"], idField: "number", tokenize: words, processTerm: stem,
  });

  // Calls `step` for each of `items` while nothing is typed, then `end`: a few milliseconds at a
  // time, so that a slow phone answers a key at once.
  const between = (items, step, end, urgent = false) => {
    waiting[urgent ? "unshift" : "push"]({ items, at: 0, step, end });
    work();
  };

  const work = () => {
    if (timer || !waiting.length) return;
    timer = setTimeout(() => {
      timer = 0;
      const start = performance.now();
      while (waiting.length && performance.now() - start < SLICE) {
        const job = waiting[0];
        if (job.at < job.items.length) job.step(job.items[job.at++]);
        else waiting.shift().end();
      }
      work();
    });
  };

  // Numbers of events go up from 0, those of pages down from -1.
  const numbered = (first, at) => (first < 0 ? first - at : first + at);

  // The fields of a head are those of `Head` in `heads.rs`.
  poisk.heads = ([first, rows]) => {
    indexing++;
    const add = ([at, [path, title, fact, year, direction, summary, rest]]) => {
      const number = numbered(first, at);
      const head = { number, path, title, fact, year, direction, summary, rest };
      known.set(number, head);
      heads.add(head);
    };
    between([...rows.entries()], add, () => {
      indexing--;
      recent.clear();
      if (query.value) show();
    });
  };

  // How words are packed stands in `words.rs`. They are sorted: those with the same beginning stand
  // together, so no index has to be built.
  poisk.words = ([first, count, packed]) => {
    const found = { first, words: [], places: [] };
    let word = "";
    const unpack = (entry) => {
      const bar = entry.indexOf("|");
      if (bar < 0) return;
      word = word.slice(0, parseInt(entry[0], 36)) + entry.slice(1, bar);
      found.words.push(word);
      found.places.push(entry.slice(bar + 1));
    };
    indexing++;
    between(packed.split(" "), unpack, () => {
      indexing--;
      lists.push(found);
      if (begun) loadWords();
    });
  };

  poisk.texts = ([first, loaded]) => {
    loaded.forEach((text, at) => texts.set(numbered(first, at), text));
  };

  // Each script is asked for once. One that cannot be loaded leaves its words out, no more.
  const load = (address) => {
    if (!scripts.has(address)) {
      scripts.set(address, new Promise((done) => {
        const script = document.createElement("script");
        script.src = root + address;
        script.onload = () => done(true);
        script.onerror = () => done(false);
        document.head.append(script);
      }));
    }
    return scripts.get(address);
  };

  // The texts with a word, by their numbers: how well they fit, and which of their words do.
  const hits = (term, typos) => {
    let found = look(term, typos);
    while (found.lists < lists.length) found = look(term, typos);
    return found.scores;
  };

  // Looks in one more place: first in the titles, then in a list of words.
  const look = (term, typos) => {
    const key = `${stem(term)} ${term.length} ${typos}`;
    let found = recent.get(key);
    if (!found) {
      found = { scores: inHeads(term, typos), lists: 0 };
      recent.set(key, found);
    } else if (found.lists < lists.length) {
      lookIn(lists[found.lists++], term, typos, found.scores);
    }
    return found;
  };

  const inHeads = (term, typos) => {
    const far = typos && term.length > SURE, start = stem(term).slice(0, SURE);
    const boost = { title: 6, summary: 2 };
    const how = { boost, prefix: term.length > 2, fuzzy: far ? 1 : false };
    const scores = new Map();
    for (const { id, score, terms } of heads.search(term, how)) {
      const fitting = terms.filter((found) => !far || found.startsWith(start));
      if (fitting.length) scores.set(id, { score, terms: new Set(fitting) });
    }
    return scores;
  };

  // A stem is the beginning of its word: all words that begin with it stand in one place.
  const lookIn = ({ first, words, places }, term, typos, scores) => {
    const wanted = stem(term), far = typos && term.length > SURE;
    const start = far ? wanted.slice(0, SURE) : wanted;
    const isPrefix = term.length > 2;
    const fits = (word) => far ? isNear(wanted, word) : fitsStem(wanted, word, isPrefix);
    for (let at = below(words, start); at < words.length && words[at].startsWith(start); at++) {
      const word = words[at];
      if (!fits(word)) continue;
      for (const place of places[at]) {
        const number = numbered(first, NUMBERS.indexOf(place));
        if (!scores.has(number)) scores.set(number, { score: 0, terms: new Set() });
        const hit = scores.get(number);
        hit.score += stem(word) === wanted ? 1 : 0.3;
        hit.terms.add(stem(word));
      }
    }
  };

  const fitsStem = (wanted, word, prefix) =>
    prefix ? stem(word).startsWith(wanted) : stem(word) === wanted;

  // The place of the first word that is not before `start`.
  const below = (sorted, start) => {
    let low = 0, high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle] < start) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  // Whether `word` begins with `wanted` but for one letter, and little follows.
  const isNear = (wanted, word) => {
    if (Math.abs(word.length - wanted.length - 1) > 3) return false;
    let at = 0;
    while (at < wanted.length && wanted[at] === word[at]) at++;
    const rest = wanted.slice(at), other = word.slice(at);
    return !rest || other.startsWith(rest.slice(1)) || other.slice(1).startsWith(rest.slice(1)) ||
      other.slice(1).startsWith(rest);
  };

  // All words have to be there, be it in the title or in the text; single letters among them need not.
  const search = (terms, typos) => {
    const all = terms.map((term) => hits(term, typos));
    const long = all.filter((_, at) => terms[at].length > 1), needed = long.length ? long : all;
    const results = [];
    for (const number of needed[0]?.keys() ?? []) {
      const head = known.get(number);
      if (!head || !needed.every((scores) => scores.has(number)) || !isChosen(head)) continue;
      const score = all.reduce((sum, scores) => sum + (scores.get(number)?.score ?? 0), 0);
      results.push({ head, score, all });
    }
    return results.sort((a, b) => b.score - a.score || b.head.number - a.head.number);
  };

  const isChosen = (head) =>
    (!direction.value || String(head.direction) === direction.value) &&
    (!year.value || head.year === year.value);

  // A function that finds the words of a result in a text.
  const finder = ({ head, all }) => {
    const found = new Set(all.flatMap((scores) => [...scores.get(head.number)?.terms ?? []]));
    // The stem of most words need not be known to tell that they differ.
    const start = new RegExp(`^(?:${[...found].join("|").replace(/е/g, "[её]")})`, "iu");
    return function* (text) {
      const isPlain = !UNSEEN_ANY.test(text);
      for (const match of text.matchAll(RARE.test(text) ? WRITTEN : PLAIN)) {
        const [raw, digits] = match;
        if (isPlain && !digits && !start.test(raw)) continue;
        if (found.has(stem(word(match)))) yield match;
        else if (digits && found.has(digits)) yield Object.assign([digits], { index: match.index });
      }
    };
  };

  // Appends `text` to `into`, the found words marked.
  const mark = (into, text, found) => {
    let end = 0;
    for (const match of found(text)) {
      into.append(text.slice(end, match.index));
      const marked = document.createElement("mark");
      marked.textContent = match[0];
      into.append(marked);
      end = match.index + match[0].length;
    }
    into.append(text.slice(end));
  };

  const place = (text, found) => found(text).next().value?.index ?? -1;

  // The text around the first found word; the beginning if there is none.
  const context = (text, found) => {
    const at = Math.max(place(text, found), 0);
    const start = at > AROUND ? text.indexOf(" ", at - AROUND) + 1 : 0;
    let end = text.length > at + AROUND ? text.lastIndexOf(" ", at + AROUND) : text.length;
    if (end <= at) end = Math.min(text.length, at + AROUND);
    return (start ? "… " : "") + text.slice(start, end) + (end < text.length ? " …" : "");
  };

  const line = (result) => {
    const { head } = result, found = finder(result), item = document.createElement("li");
    const title = document.createElement("a");
    title.href = root + head.path;
    mark(title, head.title, found);
    item.append(title);
    const option = direction.querySelector(`[value="${head.direction}"]`);
    const facts = [head.fact, option?.textContent].filter(Boolean);
    if (facts.length) paragraph(item, "facts").textContent = facts.join(" · ");
    const around = paragraph(item, "context"), text = texts.get(head.number);
    const isInSummary = place(head.summary, found) >= 0;
    mark(around, isInSummary || !text ? head.summary : context(text, found), found);
    if (!text && !isInSummary) {
      loadText(head.number)?.then(() => {
        around.textContent = "";
        mark(around, context(texts.get(head.number) ?? head.summary, found), found);
      });
    }
    if (place(head.rest, found) >= 0) mark(paragraph(item, "rest"), head.rest, found);
    return item;
  };

  const paragraph = (item, name) => {
    const made = document.createElement("p");
    made.className = name;
    item.append(made);
    return made;
  };

  // Loads the file of texts with `number`: the last that begins before it.
  const loadText = (number) => {
    const [, address] = later.texts
      .filter(([first]) => first < 0 === number < 0 && Math.abs(first) <= Math.abs(number))
      .sort(([a], [b]) => Math.abs(b) - Math.abs(a))[0] ?? [];
    return address && load(address);
  };

  // Loads one file of words after another.
  const loadWords = () => {
    const [, address] = later.words.find(([, address]) => !scripts.has(address)) ?? [];
    begun = true;
    loading = Boolean(address);
    show();
    if (address) load(address).then((done) => done || loadWords());
  };

  const show = () => {
    const terms = typed(), asked = terms.join(" ");
    let busy = loading || indexing > 0, found = search(terms, false);
    if (!found.length && terms.length && !busy) {
      if (guessed === asked) found = search(terms, true);
      else busy = guess(terms, asked);
    }
    draw(found.slice(0, shown), asked, busy);
    more.hidden = found.length <= shown;
    // An empty page offers other ways to find something.
    if (offers) offers.hidden = terms.length > 0;
    if (!terms.length) status.textContent = "";
    else if (found.length) status.textContent = `Найдено: ${found.length}`;
    else if (busy) status.textContent = "Ищем в текстах…";
    else status.textContent = "Ничего не нашлось. Попробуйте другое слово или уберите отбор.";
  };

  // Compares mistyped words with similar ones between keys.
  const guess = (terms, asked) => {
    const steps = terms.flatMap((term) => Array(lists.length + 1).fill(term));
    guessing = asked;
    const step = (term) => guessing === asked && look(term, true);
    between(steps, step, () => {
      if (guessing !== asked) return;
      guessed = asked;
      show();
    });
    return true;
  };

  // Results that have not changed stay: somebody may be on one of their links.
  const draw = (results, terms, busy) => {
    const mine = ++drawing, numbers = results.map(({ head }) => head.number);
    const isSame = visible.words === terms &&
      visible.numbers.every((number, at) => number === numbers[at]);
    visible = { words: terms, numbers };
    if (!isSame) list.replaceChildren();
    const missing = results.slice(list.children.length);
    list.append(...missing.slice(0, FIRST).map(line));
    list.setAttribute("aria-busy", "true");
    const append = (result) => mine === drawing && list.append(line(result));
    between(missing.slice(FIRST), append, () => {
      if (mine === drawing) list.setAttribute("aria-busy", busy);
    }, true);
  };

  const changed = () => {
    shown = AT_ONCE;
    if (!begun && typed().some((term) => term.length > 1)) loadWords();
    else show();
    clearTimeout(noting);
    noting = setTimeout(note, QUIET);
  };

  // Writes the query into the address, which a page opened from a disk may not change.
  const note = () => {
    const address = new URLSearchParams(new FormData(form));
    try { history.replaceState(null, "", `?${address}`); } catch { return; }
  };

  form.addEventListener("submit", (event) => { event.preventDefault(); changed(); });
  form.addEventListener("input", changed);
  more.addEventListener("click", () => {
    const next = shown;
    shown += AT_ONCE;
    show();
    list.children[next].querySelector("a").focus();
  });
  document.addEventListener("DOMContentLoaded", () => {
    const address = new URLSearchParams(location.search);
    for (const field of [query, direction, year]) {
      field.value = address.get(field.name)?.slice(0, LONGEST) ?? field.value;
      // A choice that there is not, or no longer.
      if (field.selectedIndex < 0) field.selectedIndex = 0;
    }
    if (query.value) changed();
  });
}
