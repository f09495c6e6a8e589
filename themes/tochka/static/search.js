// The search. The page loads the titles of all events and standing pages; words of their texts are
// loaded when somebody types, and texts for what is shown. All of these are scripts, so that the
// search works from a disk too, and each hands what it holds to a function of `poisk`.
"use strict";
var poisk = (function () {
  // How many results are shown at once, and how many letters a word has in front and behind it.
  var AT_ONCE = 10, AROUND = 90;
  var NUMBERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  function element(id) { return document.getElementById("search_" + id); }
  var form = element("form"), query = element("query"), direction = element("direction");
  var year = element("year"), list = element("results"), status = element("status");
  var more = element("more");
  var root = form.dataset.root;
  var later = JSON.parse(element("later").textContent);

  // Events and pages by their numbers, and their texts as far as they are there.
  var known = new Map(), texts = new Map();
  var stems = new Map();
  var shown = AT_ONCE, loading = false, visible = "";
  // Scripts that were asked for, and the words that are being taken in.
  var scripts = new Map(), adding = Promise.resolve();
  // What was found for each word, until more texts are there.
  var recent = new Map();

  // The same word in another form has the same stem: «турниры», «турнира».
  function stem(word) {
    var plain = word.toLowerCase().replace(/ё/g, "е");
    if (!stems.has(plain)) stems.set(plain, stemRussian(plain));
    return stems.get(plain);
  }

  function words(text) { return text.match(/[\p{L}\p{N}]+/gu) || []; }

  var options = { idField: "number", tokenize: words, processTerm: stem };
  var heads = new MiniSearch(Object.assign({ fields: ["title", "summary", "rest"] }, options));
  var bodies = new MiniSearch(Object.assign({ fields: ["words"] }, options));

  function addHeads(given) {
    given[1].forEach(function (row) {
      var number = row[0], head = row[1];
      known.set(number, {
        number: number, year: given[0], path: head[0], title: head[1], date: head[2],
        direction: head[3], summary: head[4], rest: head[5],
      });
      heads.add(known.get(number));
    });
  }

  // `[first, how many, words]`; how words are packed stands in `words.rs`.
  function addWords(given) {
    var first = given[0], lists = [], word = "";
    for (var at = 0; at < given[1]; at++) lists.push([]);
    given[2].split(" ").filter(Boolean).forEach(function (entry) {
      var bar = entry.indexOf("|");
      word = word.slice(0, parseInt(entry[0], 36)) + entry.slice(1, bar);
      for (var at = bar + 1; at < entry.length; at++) lists[NUMBERS.indexOf(entry[at])].push(word);
    });
    var documents = lists.map(function (list, at) {
      return { number: numbered(first, at), words: list.join(" ") };
    });
    // A few at a time: typing goes on meanwhile.
    return bodies.addAllAsync(documents, { chunkSize: 16 });
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
      made.onload = made.onerror = done;
      document.head.append(made);
    }));
    return scripts.get(address);
  }

  // The texts with a word, by their numbers: how well they fit and which of their words do. Of a
  // row of words only the one that is being typed is looked for anew.
  function hits(term, typos) {
    var key = term + " " + typos;
    if (!recent.has(key)) recent.set(key, look(term, typos));
    return recent.get(key);
  }

  function look(term, typos) {
    var how = { prefix: term.length > 2, fuzzy: typos && term.length > 3 ? 0.25 : false };
    var scores = new Map();
    [[heads, { title: 6, summary: 2 }], [bodies, {}]].forEach(function (pair) {
      pair[0].search(term, Object.assign({ boost: pair[1] }, how)).forEach(function (hit) {
        var old = scores.get(hit.id) || { score: 0, terms: [] };
        scores.set(hit.id, { score: old.score + hit.score, terms: old.terms.concat(hit.terms) });
      });
    });
    return scores;
  }

  // All the words have to be there, be it in the title or in the text.
  function search(terms, typos) {
    var all = terms.map(function (term) { return hits(term, typos); });
    var results = [];
    (all[0] || new Map()).forEach(function (_, number) {
      var head = known.get(number);
      var every = head && all.every(function (scores) { return scores.has(number); });
      if (!every || !fits(head)) return;
      var result = { head: head, score: 0, terms: new Set() };
      all.forEach(function (scores) {
        result.score += scores.get(number).score;
        scores.get(number).terms.forEach(function (term) { result.terms.add(term); });
      });
      results.push(result);
    });
    return results.sort(function (a, b) { return b.score - a.score || b.head.number - a.head.number; });
  }

  function fits(head) {
    return (!direction.value || String(head.direction) === direction.value) &&
      (!year.value || head.year === year.value);
  }

  // `text` in `into`, the found words marked.
  function mark(into, text, terms) {
    var end = 0;
    for (var match of text.matchAll(/[\p{L}\p{N}]+/gu)) {
      if (!terms.has(stem(match[0]))) continue;
      into.append(text.slice(end, match.index));
      var marked = document.createElement("mark");
      marked.textContent = match[0];
      into.append(marked);
      end = match.index + match[0].length;
    }
    into.append(text.slice(end));
  }

  function place(text, terms) {
    for (var match of text.matchAll(/[\p{L}\p{N}]+/gu)) {
      if (terms.has(stem(match[0]))) return match.index;
    }
    return -1;
  }

  // What is around the first found word; the beginning where there is none.
  function context(text, terms) {
    var at = Math.max(place(text, terms), 0);
    var start = at > AROUND ? text.indexOf(" ", at - AROUND) + 1 : 0;
    var end = text.length > at + AROUND ? text.lastIndexOf(" ", at + AROUND) : text.length;
    if (end <= at) end = Math.min(text.length, at + AROUND);
    return (start ? "… " : "") + text.slice(start, end) + (end < text.length ? " …" : "");
  }

  function line(result) {
    var head = result.head, item = document.createElement("li");
    var title = document.createElement("a");
    title.href = root + head.path;
    mark(title, head.title, result.terms);
    item.append(title);
    var facts = [head.date, direction.querySelector('[value="' + head.direction + '"]')]
      .map(function (fact) { return fact && (fact.textContent || fact); }).filter(Boolean);
    if (facts.length) paragraph(item, "facts").textContent = facts.join(" · ");
    var texted = paragraph(item, "context");
    if (place(head.summary, result.terms) >= 0 || !texts.has(head.number)) {
      mark(texted, head.summary, result.terms);
      if (place(head.summary, result.terms) < 0) askText(head.number, function () {
        texted.textContent = "";
        mark(texted, context(texts.get(head.number) || head.summary, result.terms), result.terms);
      });
    } else {
      mark(texted, context(texts.get(head.number), result.terms), result.terms);
    }
    if (place(head.rest, result.terms) >= 0) mark(paragraph(item, "rest"), head.rest, result.terms);
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
    loading = Boolean(file);
    if (!file) return show();
    load(file[1]).then(function () { return adding; }).then(function () {
      recent.clear();
      show();
      loadWords();
    });
  }

  function show() {
    var terms = words(query.value);
    var found = search(terms, false);
    if (!found.length && terms.length && !loading) found = search(terms, true);
    var first = found.slice(0, shown);
    // What has not changed stays: somebody may be on one of its links.
    var now = terms.join(" ") + first.map(function (result) { return " " + result.head.number; });
    if (now !== visible) list.replaceChildren.apply(list, first.map(line));
    visible = now;
    list.setAttribute("aria-busy", loading);
    more.hidden = found.length <= shown;
    status.textContent = !terms.length ? "" : found.length ? "Найдено: " + found.length :
      loading ? "Ищем в текстах…" : "Ничего не нашлось. Попробуйте другое слово или уберите отбор.";
  }

  function changed() {
    shown = AT_ONCE;
    show();
    if (!loading && words(query.value).some(function (word) { return word.length > 2; })) loadWords();
    var address = new URLSearchParams(new FormData(form)).toString();
    // From a disk a page may not change its address.
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
    words: function (given) { adding = addWords(given); },
    texts: addTexts,
  };
})();
