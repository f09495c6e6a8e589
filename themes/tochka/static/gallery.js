// Opens a photo large, with the others of the page beside it: arrow keys, swipes, Esc. Without scripts
// the link opens the picture itself.
"use strict";
{
  const links = [...document.querySelectorAll(".photo > a")];
  let dialog, image, caption, at;

  const addButton = (name, sign, label, act) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = name;
    button.textContent = sign;
    button.setAttribute("aria-label", label);
    button.addEventListener("click", act);
    dialog.append(button);
  };

  const build = () => {
    dialog = document.createElement("dialog");
    dialog.className = "gallery";
    dialog.setAttribute("aria-label", "Фотографии");
    const figure = document.createElement("figure");
    image = document.createElement("img");
    caption = document.createElement("figcaption");
    caption.setAttribute("aria-live", "polite");
    figure.append(image, caption);
    dialog.append(figure);
    addButton("close", "×", "Закрыть", () => dialog.close());
    if (links.length > 1) {
      addButton("before", "‹", "Предыдущая", () => show(at - 1));
      addButton("after", "›", "Следующая", () => show(at + 1));
    }
    dialog.addEventListener("keydown", (event) => {
      if (event.key === "ArrowLeft") show(at - 1);
      if (event.key === "ArrowRight") show(at + 1);
    });
    // The focus returns to the photo that was shown last.
    dialog.addEventListener("close", () => links[at].focus());
    let start = null;
    dialog.addEventListener("touchstart", ({ touches }) => {
      start = touches.length === 1 ? touches[0] : null;
    }, { passive: true });
    dialog.addEventListener("touchend", ({ changedTouches: [end] }) => {
      if (!start) return;
      const x = end.clientX - start.clientX, y = end.clientY - start.clientY;
      if (Math.abs(x) > 40 && Math.abs(x) > Math.abs(y)) show(x < 0 ? at + 1 : at - 1);
    });
    document.body.append(dialog);
  };

  const show = (number) => {
    at = (number + links.length) % links.length;
    const words = links[at].parentElement.querySelector("figcaption");
    const place = `${at + 1} из ${links.length}`;
    image.src = links[at].href;
    image.alt = links[at].querySelector("img").alt;
    caption.textContent = words ? `${words.textContent} · ${place}` : place;
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest(".photo > a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (!dialog) build();
    show(links.indexOf(link));
    dialog.showModal();
  });
}
