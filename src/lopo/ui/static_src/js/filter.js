/* A long list of choices grows shorter while one types; Enter takes the first that is left. */
import { all, whenever } from "./dom.js";

whenever("[data-filter]", (box) => {
  const list = document.querySelector(box.dataset.filter);
  const field = box.querySelector("input");
  const none = box.querySelector("[data-filter-none]");
  if (!list || !field) return;
  const rows = all("[data-words]", list);
  const fits = (row, words) => words.every((word) => row.dataset.words.includes(word));
  const heads = () =>
    all("[data-filter-head]", list).forEach((head) => {
      let row = head.nextElementSibling;
      while (row && row.hidden && !row.hasAttribute("data-filter-head")) row = row.nextElementSibling;
      head.hidden = !row || row.hasAttribute("data-filter-head");
    });
  const look = () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    rows.forEach((row) => (row.hidden = !fits(row, words)));
    heads();
    none.textContent = rows.some((row) => !row.hidden) ? "" : none.dataset.text;
  };
  box.hidden = false;
  field.addEventListener("input", look);
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    const first = rows.find((row) => !row.hidden)?.querySelector("input");
    if (!first) return;
    first.checked = true;
    first.focus();
  });
});
