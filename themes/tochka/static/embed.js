// A video is asked for only after a click: until then the block is a plain link, which also
// serves a reader without scripts, and one who wants no videos in the page.
"use strict";
document.querySelectorAll("[data-embed]").forEach(function (block) {
  block.addEventListener("click", function (event) {
    var link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (document.documentElement.dataset.embeds === "off") return;
    event.preventDefault();
    var frame = document.createElement("iframe");
    frame.src = block.dataset.embed;
    frame.title = link.textContent;
    frame.allow = "autoplay; fullscreen; encrypted-media; picture-in-picture";
    frame.allowFullscreen = true;
    link.hidden = true;
    link.after(frame);
    frame.focus();
  });
});
