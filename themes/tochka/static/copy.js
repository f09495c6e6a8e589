// Copies the address of the page. A page on plain http cannot write to the clipboard: there the address
// is shown and selected for the old command, and stays selected for Ctrl+C if that fails too.
"use strict";
for (const line of document.querySelectorAll(".copy")) {
  const address = line.querySelector(".address");
  const status = line.querySelector("[role=status]");
  const report = (done) => {
    line.classList.toggle("shown", !done);
    status.textContent = done ? "Скопировано" : "Нажмите Ctrl+C";
  };
  const copySelected = () => {
    line.classList.add("shown");
    getSelection().selectAllChildren(address);
    report(document.execCommand("copy"));
  };
  line.querySelector("button").addEventListener("click", () => {
    status.textContent = "";
    if (!navigator.clipboard) copySelected();
    else navigator.clipboard.writeText(address.textContent).then(() => report(true), copySelected);
  });
}
