/* Printing: folded parts are opened first; print buttons appear only where they work. */
import { all } from "./dom.js";

addEventListener("beforeprint", () => all("main details").forEach((part) => part.setAttribute("open", "")));
all("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", (event) => {
    // A link leads to the sheet where scripts do not run.
    event.preventDefault();
    window.print();
  });
});
if (document.body.hasAttribute("data-print-now")) window.print();
all("[data-focus]").forEach((part) => part.focus());
