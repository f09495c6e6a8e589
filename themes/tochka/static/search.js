// The search. The page loads the titles of all events and standing pages; words of their texts are
// loaded when somebody types, and texts for what is shown. All of these are scripts, so that the
// search works from a disk too, and each hands what it holds to a function of `poisk`.
"use strict";
var poisk = (function () {
  // How many results are shown at once, how many of them before anything else is done, and how many
  // letters a word has in front and behind it.
  var AT_ONCE = 10, FIRST = 3, AROUND = 90;
  // For how many milliseconds a key may have to wait, and how long after the last the address is
  // changed.
  var SLICE = 5, QUIET = 400;
  var NUMBERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  function element(id) { return document.getElementById("search_" + id); }
  var form = element("form"), query = element("query"), direction = element("direction");
  var year = element("year"), list = element("results"), status = element("status");
  var more = element("more");
  var root = form.dataset.root;
  var later = JSON.parse(element("later").textContent);

  // Events, pages and reports by their numbers, and their texts as far as they are there.
  var known = new Map(), texts = new Map();
  var stems = new Map();
  var shown = AT_ONCE, begun = false, loading = false, indexing = 0;
  // The words and the results that the list shows, and how often it was begun anew.
  var visible = { words: "", numbers: [] }, drawing = 0;
  // Scripts that were asked for, and the words of the texts, a list for each script that came.
  var scripts = new Map(), lists = [];
  // What was found for each word, and in how many lists it was looked for.
  var recent = new Map();
  // The words that are guessed at because nothing has them, and those for which that is done.
  var guessing = "", guessed = "";
  // What is done between keys, and what wakes it; when the address is to be changed.
  var waiting = [], timer = 0, noting = 0;

  // The same word in another form has the same stem: «турниры», «турнира».
  function stem(word) {
    var plain = word.toLowerCase().replace(/ё/g, "е");
    if (!stems.has(plain)) stems.set(plain, stemRussian(plain));
    return stems.get(plain);
  }

  function words(text) { return text.match(/[\p{L}\p{N}]+/gu) || []; }

  var heads = new MiniSearch({
    fields: ["title", "summary", "rest"], idField: "number", tokenize: words, processTerm: stem,
  });

  // Does `piece` for each of `all` while nothing is typed, then `end`: a few milliseconds at a time,
  // so that a slow phone answers a key at once.
  function between(all, piece, end, urgent) {
    waiting[urgent ? "unshift" : "push"]({ all: all, at: 0, piece: piece, end: end });
    goOn();
  }

  function goOn() {
    if (timer || !waiting.length) return;
    timer = setTimeout(function () {
      timer = 0;
      var start = performance.now();
      while (waiting.length && performance.now() - start < SLICE) {
        var job = waiting[0];
        if (job.at < job.all.length) job.piece(job.all[job.at++]);
        else waiting.shift().end();
      }
      goOn();
    });
  }

  function addHeads(given) {
    indexing++;
    between(given[1], function (row) {
      var head = row[1];
      known.set(row[0], {
        number: row[0], year: given[0], path: head[0], title: head[1], fact: head[2],
        direction: head[3], summary: head[4], rest: head[5],
      });
      heads.add(known.get(row[0]));
    }, function () {
      indexing--;
      recent.clear();
      if (query.value) show();
    });
  }

  // `[first, how many, words]`; how words are packed stands in `words.rs`. They are sorted, so that
  // those with a certain beginning stand together and nothing else need be made of them.
  function addWords(given) {
    var list = { first: given[0], words: [], places: [] }, word = "";
    between(given[2].split(" "), function (entry) {
      var bar = entry.indexOf("|");
      if (bar < 0) return;
      word = word.slice(0, parseInt(entry[0], 36)) + entry.slice(1, bar);
      list.words.push(word);
      list.places.push(entry.slice(bar + 1));
    }, function () {
      lists.push(list);
      loadWords();
    });
  }

  // Pages are counted down.
  function numbered(first, at) { return first < 0 ? first - at : first + at; }

  function addTexts(given) {
    given[1].forEach(function (text, at) { texts.set(numbered(given[0], at), text); });
  }

  // Each script is asked for once; one that does not come takes its words with it, no more.
  function load(address) {
    if (!scripts.has(address)) scripts.set(address, new Promise(function (done) {
      var made = document.createElement("script");
      made.src = root + address;
      made.onload = function () { done(true); };
      made.onerror = function () { done(false); };
      document.head.append(made);
    }));
    return scripts.get(address);
  }

  // The texts with a word, by their numbers: how well they fit and which of their words do.
  function hits(term, typos) {
    var found = look(term, typos);
    while (found.lists < lists.length) look(term, typos);
    return found.scores;
  }

  // Looks in one more place: first in the titles, then in a list of words.
  function look(term, typos) {
    var key = stem(term) + " " + term.length + " " + typos, found = recent.get(key);
    if (!found) recent.set(key, found = { scores: inHeads(term, typos), lists: 0 });
    else if (found.lists < lists.length) lookIn(lists[found.lists++], term, typos, found.scores);
    return found;
  }

  function inHeads(term, typos) {
    var how = { prefix: term.length > 2, fuzzy: typos && term.length > 3 ? 0.25 : false };
    var scores = new Map();
    heads.search(term, Object.assign({ boost: { title: 6, summary: 2 } }, how)).forEach(function (hit) {
      scores.set(hit.id, { score: hit.score, terms: new Set(hit.terms) });
    });
    return scores;
  }

  // A stem is the beginning of its word: what has the stem or begins with it stands in one place.
  // A mistyped word is looked for among those with the same first letter.
  function lookIn(list, term, typos, scores) {
    var wanted = stem(term), far = typos && term.length > 3 ? Math.round(wanted.length / 4) : 0;
    var start = far ? wanted[0] : wanted;
    for (var at = below(list.words, start); at < list.words.length; at++) {
      var word = list.words[at];
      if (!word.startsWith(start)) break;
      if (far ? !near(wanted, word, far) : !fitsStem(wanted, word, term.length > 2)) continue;
      for (var place of list.places[at]) {
        var number = numbered(list.first, NUMBERS.indexOf(place));
        var old = scores.get(number);
        if (!old) scores.set(number, old = { score: 0, terms: new Set() });
        old.score += stem(word) === wanted ? 1 : 0.3;
        old.terms.add(stem(word));
      }
    }
  }

  function fitsStem(wanted, word, prefix) {
    return prefix ? stem(word).startsWith(wanted) : stem(word) === wanted;
  }

  // The place of the first word that is not before `start`.
  function below(sorted, start) {
    var low = 0, high = sorted.length;
    while (low < high) {
      var middle = (low + high) >> 1;
      if (sorted[middle] < start) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  // Whether a beginning of `word` is at most `far` letters away from `wanted`, and little follows.
  function near(wanted, word, far) {
    if (Math.abs(word.length - wanted.length - 1) > far + 2) return false;
    var row = [];
    for (var at = 0; at <= word.length; at++) row.push(at);
    for (var i = 1; i <= wanted.length; i++) {
      var corner = row[0], least = row[0] = i;
      for (var j = 1; j <= word.length; j++) {
        var step = Math.min(row[j] + 1, row[j - 1] + 1, corner + (wanted[i - 1] !== word[j - 1]));
        corner = row[j];
        row[j] = step;
        least = Math.min(least, step);
      }
      if (least > far) return false;
    }
    return Math.min.apply(null, row) <= far;
  }

  // All the words have to be there, be it in the title or in the text.
  function search(terms, typos) {
    var all = terms.map(function (term) { return hits(term, typos); });
    var results = [];
    (all[0] || new Map()).forEach(function (_, number) {
      var head = known.get(number);
      var every = head && all.every(function (scores) { return scores.has(number); });
      if (!every || !fits(head)) return;
      var score = all.reduce(function (sum, scores) { return sum + scores.get(number).score; }, 0);
      results.push({ head: head, score: score, all: all });
    });
    return results.sort(function (a, b) { return b.score - a.score || b.head.number - a.head.number; });
  }

  // What finds the words of a result in a text.
  function finder(result) {
    var found = new Set();
    result.all.forEach(function (scores) {
      scores.get(result.head.number).terms.forEach(function (term) { found.add(term); });
    });
    // Most words need no stem to be told apart.
    var start = new RegExp("^(?:" + Array.from(found).join("|").replace(/е/g, "[её]") + ")", "iu");
    return function* (text) {
      for (var match of text.matchAll(/[\p{L}\p{N}]+/gu)) {
        if (start.test(match[0]) && found.has(stem(match[0]))) yield match;
      }
    };
  }

  function fits(head) {
    return (!direction.value || String(head.direction) === direction.value) &&
      (!year.value || head.year === year.value);
  }

  // `text` in `into`, the found words marked.
  function mark(into, text, found) {
    var end = 0;
    for (var match of found(text)) {
      into.append(text.slice(end, match.index));
      var marked = document.createElement("mark");
      marked.textContent = match[0];
      into.append(marked);
      end = match.index + match[0].length;
    }
    into.append(text.slice(end));
  }

  function place(text, found) {
    var first = found(text).next();
    return first.done ? -1 : first.value.index;
  }

  // What is around the first found word; the beginning where there is none.
  function context(text, found) {
    var at = Math.max(place(text, found), 0);
    var start = at > AROUND ? text.indexOf(" ", at - AROUND) + 1 : 0;
    var end = text.length > at + AROUND ? text.lastIndexOf(" ", at + AROUND) : text.length;
    if (end <= at) end = Math.min(text.length, at + AROUND);
    return (start ? "… " : "") + text.slice(start, end) + (end < text.length ? " …" : "");
  }

  function line(result) {
    var head = result.head, found = finder(result), item = document.createElement("li");
    var title = document.createElement("a");
    title.href = root + head.path;
    mark(title, head.title, found);
    item.append(title);
    var facts = [head.fact, direction.querySelector('[value="' + head.direction + '"]')]
      .map(function (fact) { return fact && (fact.textContent || fact); }).filter(Boolean);
    if (facts.length) paragraph(item, "facts").textContent = facts.join(" · ");
    var texted = paragraph(item, "context"), text = texts.get(head.number);
    if (place(head.summary, found) >= 0 || !text) mark(texted, head.summary, found);
    else mark(texted, context(text, found), found);
    if (!text && place(head.summary, found) < 0) askText(head.number, function () {
      texted.textContent = "";
      mark(texted, context(texts.get(head.number) || head.summary, found), found);
    });
    if (place(head.rest, found) >= 0) mark(paragraph(item, "rest"), head.rest, found);
    return item;
  }

  function paragraph(item, name) {
    var made = document.createElement("p");
    made.className = name;
    item.append(made);
    return made;
  }

  // The file of texts that holds `number`: the one that begins last before it.
  function askText(number, then) {
    var file = later.texts.filter(function (file) {
      return (file[0] < 0) === (number < 0) && Math.abs(file[0]) <= Math.abs(number);
    }).sort(function (a, b) { return Math.abs(b[0]) - Math.abs(a[0]); })[0];
    if (file) load(file[1]).then(then);
  }

  // One file of words after the other, until all are there.
  function loadWords() {
    var file = later.words.find(function (file) { return !scripts.has(file[1]); });
    begun = true;
    loading = Boolean(file);
    show();
    if (file) load(file[1]).then(function (came) { if (!came) loadWords(); });
  }

  function show() {
    var terms = words(query.value), busy = loading || indexing > 0, asked = terms.join(" ");
    var found = search(terms, false);
    if (!found.length && terms.length && !busy) {
      if (guessed === asked) found = search(terms, true);
      else busy = guess(terms, asked);
    }
    draw(found.slice(0, shown), asked, busy);
    more.hidden = found.length <= shown;
    status.textContent = !terms.length ? "" : found.length ? "Найдено: " + found.length :
      busy ? "Ищем в текстах…" : "Ничего не нашлось. Попробуйте другое слово или уберите отбор.";
  }

  // Looks for mistyped words between keys.
  function guess(terms, asked) {
    var steps = [];
    terms.forEach(function (term) {
      for (var list = 0; list <= lists.length; list++) steps.push(term);
    });
    guessing = asked;
    between(steps, function (term) {
      if (guessing === asked) look(term, true);
    }, function () {
      if (guessing !== asked) return;
      guessed = asked;
      show();
    });
    return true;
  }

  // What has not changed stays: somebody may be on one of its links.
  function draw(results, terms, busy) {
    var of = ++drawing, numbers = results.map(function (result) { return result.head.number; });
    var same = visible.words === terms &&
      visible.numbers.every(function (number, at) { return number === numbers[at]; });
    visible = { words: terms, numbers: numbers };
    while (list.lastChild && !same) list.lastChild.remove();
    results = results.slice(list.children.length);
    list.append.apply(list, results.slice(0, FIRST).map(line));
    list.setAttribute("aria-busy", true);
    between(results.slice(FIRST), function (result) {
      if (of === drawing) list.append(line(result));
    }, function () {
      if (of === drawing) list.setAttribute("aria-busy", busy);
    }, true);
  }

  function changed() {
    shown = AT_ONCE;
    if (!begun && words(query.value).some(function (word) { return word.length > 2; })) {
      loadWords();
    } else {
      show();
    }
    clearTimeout(noting);
    noting = setTimeout(note, QUIET);
  }

  // What is looked for, in the address. From a disk a page may not change it.
  function note() {
    var address = new URLSearchParams(new FormData(form)).toString();
    try { history.replaceState(null, "", "?" + address); } catch (_) { return; }
  }

  form.addEventListener("submit", function (event) { event.preventDefault(); changed(); });
  form.addEventListener("input", changed);
  more.addEventListener("click", function () {
    var next = shown;
    shown += AT_ONCE;
    show();
    list.children[next].querySelector("a").focus();
  });
  document.addEventListener("DOMContentLoaded", function () {
    new URLSearchParams(location.search).forEach(function (value, name) {
      if (form.elements[name]) form.elements[name].value = value;
    });
    if (query.value) changed();
  });

  return {
    heads: addHeads,
    words: addWords,
    texts: addTexts,
  };
})();
