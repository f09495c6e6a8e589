// A photo of an event opens large, with the others of its gallery beside it: keys, swipes, Esc.
// Without scripts the link opens the picture itself.
"use strict";
document.querySelectorAll(".photos").forEach(function (photos) {
  var links = Array.from(photos.querySelectorAll("figure > a"));
  var dialog, image, caption, at;

  function button(name, sign, label, act) {
    var made = document.createElement("button");
    made.type = "button";
    made.className = name;
    made.textContent = sign;
    made.setAttribute("aria-label", label);
    made.addEventListener("click", act);
    dialog.append(made);
  }

  function make() {
    dialog = document.createElement("dialog");
    dialog.className = "gallery";
    dialog.setAttribute("aria-label", "Фотографии");
    var figure = document.createElement("figure");
    image = document.createElement("img");
    caption = document.createElement("figcaption");
    caption.setAttribute("aria-live", "polite");
    figure.append(image, caption);
    dialog.append(figure);
    button("close", "×", "Закрыть", function () { dialog.close(); });
    if (links.length > 1) {
      button("before", "‹", "Предыдущая", function () { show(at - 1); });
      button("after", "›", "Следующая", function () { show(at + 1); });
    }
    dialog.addEventListener("keydown", function (event) {
      if (event.key === "ArrowLeft") show(at - 1);
      if (event.key === "ArrowRight") show(at + 1);
    });
    // Whoever closes it is where they were, or at the photo they came to.
    dialog.addEventListener("close", function () { links[at].focus(); });
    var start = null;
    dialog.addEventListener("touchstart", function (event) {
      start = event.touches.length === 1 ? event.touches[0] : null;
    }, { passive: true });
    dialog.addEventListener("touchend", function (event) {
      if (!start) return;
      var end = event.changedTouches[0];
      var x = end.clientX - start.clientX, y = end.clientY - start.clientY;
      if (Math.abs(x) > 40 && Math.abs(x) > Math.abs(y)) show(x < 0 ? at + 1 : at - 1);
    });
    document.body.append(dialog);
  }

  function show(number) {
    at = (number + links.length) % links.length;
    var small = links[at].querySelector("img");
    var words = links[at].parentElement.querySelector("figcaption");
    image.src = links[at].href;
    image.alt = small.alt;
    caption.textContent = (words ? words.textContent + " · " : "") + (at + 1) + " из " + links.length;
  }

  photos.addEventListener("click", function (event) {
    var link = event.target.closest("figure > a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (!dialog) make();
    show(links.indexOf(link));
    dialog.showModal();
  });
});
