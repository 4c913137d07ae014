/* Sheets typed fast: a digit of the scale fills its field and the next one is ready. What is not of
   the scale stays where it was typed, marked, and nothing follows it into the next field. Backspace
   in an empty field goes back. A sheet that cannot be sent stays on the screen. */
import { all, fill, whenever } from "./dom.js";

const PATIENCE = 15000;

function says(field, form) {
  const [low, high] = field.dataset.digit.split("-");
  const said = document.createElement("div");
  said.id = `${field.id}_wrong`;
  said.className = "digits__err err";
  said.dataset.digitWrong = "";
  said.setAttribute("role", "alert");
  said.textContent = fill(form.dataset.wrong, { low, high });
  return said;
}

function mark(field, form, typed) {
  const row = field.closest(".digits__row");
  row.querySelector("[data-digit-wrong]")?.remove();
  row.classList.toggle("has-error", Boolean(typed));
  if (!typed) {
    delete field.dataset.wrong;
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-errormessage");
    return;
  }
  field.dataset.wrong = typed;
  row.append(says(field, form));
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-errormessage", `${field.id}_wrong`);
}

/* "full": of the scale, and no further sign could follow; "begun": one could; else "wrong". */
function reading(text, [lowest, highest]) {
  const number = Number(text);
  const begins = number > 0 && number * 10 <= highest;
  if (!/^\d+$/.test(text) || number > highest || (number < lowest && !begins)) return "wrong";
  return begins ? "begun" : "full";
}

async function post(form) {
  const stop = new AbortController();
  const late = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const body = new URLSearchParams(new FormData(form));
    return await fetch(location.href, { method: "POST", body, credentials: "same-origin", signal: stop.signal });
  } catch {
    return null;
  } finally {
    clearTimeout(late);
  }
}

function sending(form) {
  const unsent = form.querySelector("[data-digits-unsent]");
  let isOnItsWay = false;
  form.addEventListener("submit", async (event) => {
    if (!unsent || !window.fetch) return;
    event.preventDefault();
    const wrong = form.querySelector("[data-digit][data-wrong]");
    if (wrong) return wrong.focus();
    if (isOnItsWay) return undefined;
    isOnItsWay = true;
    const answer = await post(form);
    isOnItsWay = false;
    unsent.hidden = Boolean(answer && answer.status < 500);
    if (!unsent.hidden) return unsent.scrollIntoView({ block: "nearest" });
    if (answer.redirected && answer.ok) return location.assign(answer.url);
    // The server has something to say; sent again as a page it says it.
    return HTMLFormElement.prototype.submit.call(form);
  });
}

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
    const before = field.dataset.wrong;
    if (before && field.value.length > before.length && field.value.startsWith(before)) {
      field.value = before;
      return;
    }
    const typed = field.value.trim();
    if (typed === "") field.value = "";
    const found = typed ? reading(typed, field.dataset.digit.split("-").map(Number)) : "begun";
    mark(field, form, found === "wrong" ? typed : "");
    if (found === "full") go(beside(field, 1));
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
      if (!field.dataset.wrong) go(beside(field, 1));
    }
  });
  sending(form);
  const first = all("select, [data-digit]", form)[0];
  if (first && !document.querySelector(".errsum")) go(first);
});
