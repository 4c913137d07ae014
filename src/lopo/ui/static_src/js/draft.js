/* The editor of a standard: saves by itself a moment after the last key, shows anew what is missing
   and how it goes, adds rows where they stand, and moves them up and down. Without scripts the form
   is simply posted. */
import { all } from "./dom.js";

const PAUSE = 1500;
const form = document.querySelector("[data-draft]");

function number(rows) {
  all("[data-row]", rows).forEach((row, place) => {
    row.querySelector("input[name$=-ORDER]").value = String(place + 1);
  });
}

/* A step that is gone back to keeps its own row, whatever number that has now. */
function follow(rows, before) {
  const now = new Map(before.map((row, place) => [place + 1, all("[data-row]", rows).indexOf(row) + 1]));
  all("input[name$=-no_to]", rows).forEach((field) => {
    if (now.has(Number(field.value))) field.value = String(now.get(Number(field.value)));
  });
}

function move(row, up) {
  const rows = row.parentElement;
  const before = all("[data-row]", rows);
  const other = up ? row.previousElementSibling : row.nextElementSibling;
  if (!other) return;
  if (up) other.before(row);
  else other.after(row);
  follow(rows, before);
  number(rows);
  row.querySelector("[data-move]").focus();
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

function movers(within) {
  const words = { up: form.dataset.up, down: form.dataset.down };
  all("[data-row]", within).forEach((row) => {
    const place = document.createElement("div");
    place.className = "edit__moves";
    for (const [way, sign] of [["up", "\u2191"], ["down", "\u2193"]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn btn--3 btn--sm";
      button.dataset.move = way;
      button.textContent = sign;
      button.setAttribute("aria-label", words[way]);
      button.addEventListener("click", () => move(row, way === "up"));
      place.append(button);
    }
    row.querySelector(".edit__end").append(place);
  });
}

/* One more row, empty or out of a register: the table is shown anew, the page stays where it is. */
async function add(button) {
  const body = new URLSearchParams(new FormData(form));
  body.set(button.name, button.value);
  const answer = await fetch(form.action || location.href, {
    method: "POST",
    body,
    headers: { Accept: "text/html" },
    credentials: "same-origin",
  });
  if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const table = button.value.replace("-daftar", "");
  const total = `${table}-TOTAL_FORMS`;
  const place = form.querySelector(`[data-rows=${table}]`);
  const before = form.elements[total].value;
  form.elements[total].value = fresh.querySelector(`[name=${total}]`).value;
  place.replaceChildren(...fresh.querySelector(`[data-rows=${table}]`).childNodes);
  if ("sortable" in place.dataset) movers(place);
  const pick = form.querySelector(`[data-pick=${table}]`);
  if (pick) pick.replaceChildren(...fresh.querySelector(`[data-pick=${table}]`).childNodes);
  if (form.elements[total].value === before) {
    if (pick) pick.querySelector("input").focus();
    return;
  }
  const rows = all("[data-row]", place);
  rows[rows.length - 1].querySelector("input:not([type=hidden])").focus();
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

/* How the saving goes stands beside the checks, which stay in sight, and beside the button. */
function tell(text, isWrong = false) {
  all("[data-draft-said]").forEach((place) => {
    place.textContent = text;
    place.classList.toggle("err", isWrong);
    place.classList.toggle("muted", !isWrong);
  });
}

function show(told) {
  form.elements.revisi.value = String(told.revision);
  const fresh = new DOMParser().parseFromString(told.side, "text/html");
  document.querySelector("[data-draft-side]").replaceChildren(...fresh.body.childNodes);
  const tariff = form.querySelector("[data-draft-tariff]");
  tariff.querySelector("span").textContent = told.tariff;
  tariff.hidden = !told.tariff;
  form.querySelector("[data-draft-undo]").hidden = !told.may_undo;
}

async function save() {
  tell(form.dataset.saving);
  let answer = null;
  try {
    answer = await fetch(form.action || location.href, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      headers: { Accept: "application/json" },
      credentials: "same-origin",
    });
  } catch {
    tell(form.dataset.offline, true);
    return;
  }
  const kind = answer.headers.get("Content-Type") || "";
  if (!kind.includes("json")) {
    tell(form.dataset.offline, true);
    return;
  }
  const told = await answer.json();
  if (!answer.ok) {
    tell(told.message, true);
    return;
  }
  show(told);
  tell(form.dataset.saved);
}

if (form) {
  let timer = 0;
  let running = Promise.resolve();
  let leaving = false;
  let saving = false;
  let waiting = false;
  all("[data-sortable]", form).forEach(movers);
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=tambah]");
    if (!button) return;
    event.preventDefault();
    clearTimeout(timer);
    running = running.then(() => add(button)).catch(() => {
      const plain = document.createElement("input");
      plain.type = "hidden";
      plain.name = button.name;
      plain.value = button.value;
      form.append(plain);
      form.requestSubmit();
    });
  });
  /* A saving on its way changes the revision: the page is sent when it is known, whatever it is. */
  form.addEventListener("submit", (event) => {
    leaving = true;
    clearTimeout(timer);
    if (!saving) return;
    event.preventDefault();
    if (waiting) return;
    waiting = true;
    const button = event.submitter;
    running = running.then(() => form.requestSubmit(button));
  });
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      running = running.then(async () => {
        if (leaving) return;
        saving = true;
        await save().catch(() => tell(form.dataset.offline, true));
        saving = false;
      });
    }, PAUSE);
  });
}
