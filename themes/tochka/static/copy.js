// Copies the address of the page. A page on plain http cannot write to the clipboard: there the text
// is selected for the old command, and stays selected for Ctrl+C if that fails too.
"use strict";
for (const button of document.querySelectorAll("[data-copy]")) {
  const text = document.getElementById(button.dataset.copy);
  const status = button.parentNode.querySelector("[role=status]");
  const report = (done) => {
    status.textContent = done ? "Скопировано" : "Нажмите Ctrl+C";
  };
  const copySelected = () => {
    getSelection().selectAllChildren(text);
    report(document.execCommand("copy"));
  };
  button.addEventListener("click", () => {
    status.textContent = "";
    if (!navigator.clipboard) copySelected();
    else navigator.clipboard.writeText(text.textContent).then(() => report(true), copySelected);
  });
}
