// The version for the visually impaired. What is chosen stands on the root element, where the
// style sheet finds it, and in the browser's store, where a line in the head of each page takes it
// from before anything is drawn. Without scripts there is no button for it, and no panel.
"use strict";
(function () {
  var KEY = "rostok-vision";
  var GROUPS = [
    ["size", "Размер текста", ["", "100\u00a0%"], ["125", "125\u00a0%"], ["150", "150\u00a0%"], ["175", "175\u00a0%"], ["200", "200\u00a0%"]],
    ["scheme", "Цвета", ["", "Обычные"], ["bw", "Чёрным по белому"], ["wb", "Белым по чёрному"], ["blue", "Синим по голубому"], ["brown", "Коричневым по бежевому"]],
    ["letters", "Между буквами", ["", "Обычно"], ["wide", "Просторно"], ["wider", "Очень просторно"]],
    ["lines", "Между строками", ["", "Обычно"], ["wide", "Просторно"], ["wider", "Очень просторно"]],
    ["font", "Шрифт", ["", "Обычный"], ["sans", "Без засечек"], ["serif", "С засечками"]],
    ["images", "Изображения", ["", "Показывать"], ["grey", "Серые"], ["off", "Заменять описанием"]],
    ["embeds", "Видео на странице", ["", "Показывать"], ["off", "Только ссылка"]],
  ];
  var root = document.documentElement, chosen = root.dataset;
  var button = document.getElementById("vision");
  var panel, status;

  function make(name, parent, text) {
    var made = document.createElement(name);
    if (text) made.textContent = text;
    if (parent) parent.append(made);
    return made;
  }

  function build() {
    panel = make("form");
    panel.id = "vision_panel";
    panel.className = "panel";
    panel.setAttribute("aria-label", "Версия для слабовидящих");
    GROUPS.forEach(function (group) {
      var set = make("fieldset", panel);
      make("legend", set, group[1]);
      group.slice(2).forEach(function (choice) {
        var label = make("label", set);
        var input = make("input", label);
        input.type = "radio";
        input.name = group[0];
        input.value = choice[0];
        make("span", label, choice[1]);
      });
    });
    var end = make("p", panel);
    act(make("button", end, "Вернуть обычный вид"), function () {
      GROUPS.forEach(function (group) { delete chosen[group[0]]; });
      changed("Обычный вид");
    });
    act(make("button", end, "Закрыть"), close);
    status = make("span", end);
    status.setAttribute("role", "status");
    panel.addEventListener("change", function (event) {
      var input = event.target;
      if (input.value) chosen[input.name] = input.value;
      else delete chosen[input.name];
      changed(input.closest("fieldset").firstChild.textContent + ": " + input.nextSibling.textContent);
    });
    panel.addEventListener("keydown", function (event) {
      if (event.key === "Escape") close();
    });
    button.after(panel);
    button.setAttribute("aria-controls", panel.id);
  }

  function act(made, then) {
    made.type = "button";
    made.addEventListener("click", then);
  }

  function open(on) {
    if (!panel) build();
    panel.hidden = !on;
    button.setAttribute("aria-expanded", on);
    check();
  }

  function close() {
    open(false);
    button.focus();
  }

  // The panel shows what is chosen.
  function check() {
    if (panel) GROUPS.forEach(function (group) {
      var value = chosen[group[0]] || "";
      panel.querySelector("[name=" + group[0] + "][value=\"" + value + "\"]").checked = true;
    });
  }

  function changed(words) {
    var kept = {};
    GROUPS.forEach(function (group) {
      if (chosen[group[0]]) kept[group[0]] = chosen[group[0]];
    });
    // A browser may forbid it; then the choice holds for this page.
    try { localStorage.setItem(KEY, JSON.stringify(kept)); } catch (_) { kept = null; }
    status.textContent = words;
    follow();
  }

  // What the style sheet cannot do: descriptions in the place of pictures, links in that of videos.
  function follow() {
    check();
    document.querySelectorAll(".described").forEach(function (old) { old.remove(); });
    if (chosen.images === "off") document.querySelectorAll("main img").forEach(function (image) {
      if (!image.alt) return;
      var words = make("span", null, image.alt);
      words.className = "described";
      (image.closest("picture") || image).after(words);
    });
    if (chosen.embeds === "off") document.querySelectorAll("[data-embed] iframe").forEach(function (frame) {
      frame.previousElementSibling.hidden = false;
      frame.remove();
    });
  }

  // Another tab has chosen, or the page comes back from the browser's memory.
  function again() {
    var kept = {};
    try { kept = JSON.parse(localStorage.getItem(KEY)) || {}; } catch (_) { return; }
    GROUPS.forEach(function (group) {
      if (kept[group[0]]) chosen[group[0]] = kept[group[0]];
      else delete chosen[group[0]];
    });
    follow();
  }

  button.addEventListener("click", function () { open(!panel || panel.hidden); });
  addEventListener("storage", again);
  addEventListener("pageshow", function (event) { if (event.persisted) again(); });
  follow();
  // A page that has no panel of its own leads here.
  if (location.hash === "#vision") open(true);
})();
