/* Ticks of "what to prepare": kept on this device under the service code, nothing personal. */
import { all, fill, whenever } from "./dom.js";

const read = (key) => {
  try {
    return JSON.parse(localStorage.getItem(key) || "[]");
  } catch {
    return [];
  }
};

whenever("[data-checklist]", (list) => {
  const boxes = all("input[data-item]", list);
  const status = list.querySelector("[data-checklist-status]");
  if (!boxes.length || !status) return;
  const key = `lopo:checklist:${list.dataset.checklist}`;
  const tell = () => {
    const n = boxes.filter((box) => box.checked).length;
    const word = n === 0 ? "none" : n === boxes.length ? "all" : "some";
    status.textContent = fill(status.dataset[word], { n, total: boxes.length });
  };
  const ticked = read(key);
  boxes.forEach((box) => {
    box.checked = ticked.includes(box.dataset.item);
    box.addEventListener("change", () => {
      const now = boxes.filter((one) => one.checked).map((one) => one.dataset.item);
      try {
        localStorage.setItem(key, JSON.stringify(now));
      } catch {
        /* a device that keeps nothing still shows the ticks until the page closes */
      }
      tell();
    });
  });
  status.hidden = false;
  tell();
});
