// Copies the address of the page. On plain http a browser has no clipboard to write to, so the
// text is marked and the old command asked; where that fails too, it stays marked for Ctrl+C.
"use strict";
document.querySelectorAll("[data-copy]").forEach(function (button) {
  var text = document.getElementById(button.dataset.copy);
  var status = button.parentNode.querySelector("[role=status]");
  function say(done) {
    status.textContent = done ? "Скопировано" : "Нажмите Ctrl+C";
  }
  function mark() {
    var selection = getSelection();
    selection.selectAllChildren(text);
    say(document.execCommand("copy"));
  }
  button.addEventListener("click", function () {
    status.textContent = "";
    if (!navigator.clipboard) return mark();
    navigator.clipboard.writeText(text.textContent).then(function () { say(true); }, mark);
  });
});
