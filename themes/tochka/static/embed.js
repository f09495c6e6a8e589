// A video is asked for only after a click: until then the block is a plain link, which also
// serves a reader without scripts.
"use strict";
document.querySelectorAll("figure.embed[data-embed]").forEach(function (figure) {
  figure.addEventListener("click", function (event) {
    var link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    var frame = document.createElement("iframe");
    frame.src = figure.dataset.embed;
    frame.title = link.textContent;
    frame.allow = "autoplay; fullscreen; encrypted-media; picture-in-picture";
    frame.allowFullscreen = true;
    figure.replaceChild(frame, link);
    frame.focus();
  });
});
