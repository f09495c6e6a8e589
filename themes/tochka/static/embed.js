// Loads a video only after a click. Until then the block is a plain link, which also serves readers
// without scripts and those who chose to have no videos in the page.
"use strict";
for (const block of document.querySelectorAll("[data-embed]")) {
  block.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (document.documentElement.dataset.embeds === "off") return;
    event.preventDefault();
    const frame = document.createElement("iframe");
    frame.src = block.dataset.embed;
    frame.title = link.textContent;
    frame.allow = "autoplay; fullscreen; encrypted-media; picture-in-picture";
    frame.allowFullscreen = true;
    link.hidden = true;
    link.after(frame);
    frame.focus();
  });
}
