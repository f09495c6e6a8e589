// The version for the visually impaired. The choices are attributes of the root element, where the
// style sheet finds them, and are kept in the browser's store; a line in the head of each page sets
// them from there before anything is drawn. Without scripts there is neither button nor panel.
"use strict";
{
  const KEY = "rostok-vision";
  // The attribute, the heading, and for each choice its value and its name.
  const GROUPS = [
    ["size", "Размер текста", [
      ["", "100\u00a0%"], ["125", "125\u00a0%"], ["150", "150\u00a0%"], ["175", "175\u00a0%"],
      ["200", "200\u00a0%"],
    ]],
    ["scheme", "Цвета", [
      ["", "Обычные"], ["bw", "Чёрным по белому"], ["wb", "Белым по чёрному"],
      ["blue", "Синим по голубому"], ["brown", "Коричневым по бежевому"],
    ]],
    ["letters", "Между буквами", [["", "Обычно"], ["wide", "Просторно"], ["wider", "Очень просторно"]]],
    ["lines", "Между строками", [["", "Обычно"], ["wide", "Просторно"], ["wider", "Очень просторно"]]],
    ["font", "Шрифт", [["", "Обычный"], ["sans", "Без засечек"], ["serif", "С засечками"]]],
    ["images", "Изображения", [["", "Показывать"], ["grey", "Серые"], ["off", "Заменять описанием"]]],
    ["embeds", "Видео на странице", [["", "Показывать"], ["off", "Только ссылка"]]],
  ];
  const NAMES = GROUPS.map(([name]) => name);
  const chosen = document.documentElement.dataset;
  const button = document.getElementById("vision_button");
  let panel, status;

  const add = (parent, name, text = "") => {
    const element = document.createElement(name);
    element.textContent = text;
    parent.append(element);
    return element;
  };

  const addButton = (parent, text, act) => {
    const element = add(parent, "button", text);
    element.type = "button";
    element.addEventListener("click", act);
  };

  const build = () => {
    panel = document.createElement("form");
    panel.id = "vision_panel";
    panel.className = "panel";
    panel.setAttribute("aria-label", "Версия для слабовидящих");
    for (const [name, heading, choices] of GROUPS) {
      const set = add(panel, "fieldset");
      add(set, "legend", heading);
      for (const [value, text] of choices) {
        const label = add(set, "label");
        const input = add(label, "input");
        input.type = "radio";
        input.name = name;
        input.value = value;
        add(label, "span", text);
      }
    }
    const end = add(panel, "p");
    addButton(end, "Вернуть обычный вид", () => {
      for (const name of NAMES) delete chosen[name];
      save("Обычный вид");
    });
    addButton(end, "Закрыть", close);
    status = add(end, "span");
    status.setAttribute("role", "status");
    panel.addEventListener("change", ({ target: input }) => {
      choose(input.name, input.value);
      const heading = input.closest("fieldset").firstChild.textContent;
      save(`${heading}: ${input.nextSibling.textContent}`);
    });
    panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close();
    });
    button.after(panel);
    button.setAttribute("aria-controls", panel.id);
  };

  // What the store holds may come from another version: a value that is unknown is none.
  const choose = (name, value) => {
    const [, , choices] = GROUPS.find(([known]) => known === name);
    if (value && choices.some(([known]) => known === value)) chosen[name] = value;
    else delete chosen[name];
  };

  const open = (on) => {
    if (!panel) build();
    panel.hidden = !on;
    button.setAttribute("aria-expanded", on);
    check();
  };

  const close = () => {
    open(false);
    button.focus();
  };

  // Checks the chosen inputs of the panel.
  const check = () => {
    for (const input of panel?.querySelectorAll("input") ?? []) {
      input.checked = input.value === (chosen[input.name] ?? "");
    }
  };

  const save = (message) => {
    const kept = NAMES.filter((name) => chosen[name]).map((name) => [name, chosen[name]]);
    // A browser may forbid it; then the choice holds for this page.
    try { localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(kept))); } catch { /* Forbidden. */ }
    status.textContent = message;
    apply();
  };

  // What the style sheet cannot do: descriptions instead of pictures, links instead of videos.
  const apply = () => {
    check();
    for (const old of document.querySelectorAll(".described")) old.remove();
    if (chosen.images === "off") {
      for (const image of document.querySelectorAll("main img")) {
        if (!image.alt) continue;
        const words = document.createElement("span");
        words.className = "described";
        words.textContent = image.alt;
        (image.closest("picture") ?? image).after(words);
      }
    }
    if (chosen.embeds === "off") {
      for (const frame of document.querySelectorAll("[data-embed] iframe")) {
        frame.previousElementSibling.hidden = false;
        frame.remove();
      }
    }
  };

  // Another tab has chosen, or the page comes back from the browser's memory.
  const reload = () => {
    let kept;
    try { kept = JSON.parse(localStorage.getItem(KEY)) ?? {}; } catch { return; }
    for (const name of NAMES) choose(name, kept[name]);
    apply();
  };

  button.addEventListener("click", () => open(!panel || panel.hidden));
  addEventListener("storage", reload);
  addEventListener("pageshow", (event) => { if (event.persisted) reload(); });
  for (const name of NAMES) choose(name, chosen[name]);
  apply();
  // Pages without a panel link to this one.
  if (location.hash === "#vision_button") open(true);
}
