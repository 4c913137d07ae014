/* Sheets typed fast: a digit of the scale fills its field and the next one is ready. Another sign is
   not taken; Backspace in an empty field goes back. */
import { all, whenever } from "./dom.js";

whenever("[data-digits]", (form) => {
  const fields = () => all("input, select, textarea, button", form).filter((one) => one.type !== "hidden");
  const beside = (field, step) => {
    const list = fields();
    return list[list.indexOf(field) + step];
  };
  const go = (field) => {
    if (!field) return;
    field.focus();
    field.select?.();
  };
  form.addEventListener("input", (event) => {
    const field = event.target;
    if (!field.dataset.digit) return;
    const [lowest, highest] = field.dataset.digit.split("-").map(Number);
    const typed = field.value.trim();
    if (typed === "") return;
    const number = Number(typed);
    const begins = number * 10 <= highest;
    if (!/^\d+$/.test(typed) || number > highest || (number < lowest && !begins)) {
      field.value = "";
      return;
    }
    if (!begins) go(beside(field, 1));
  });
  form.addEventListener("keydown", (event) => {
    const field = event.target;
    if (!field.dataset.digit) return;
    if (event.key === "Backspace" && field.value === "") {
      event.preventDefault();
      go(beside(field, -1));
    }
    if (event.key === "Enter") {
      event.preventDefault();
      go(beside(field, 1));
    }
  });
  const first = all("select, [data-digit]", form)[0];
  if (first && !document.querySelector(".errsum")) go(first);
});
