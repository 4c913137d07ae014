/* The kiosk's own keyboard: it comes up under the page when a field is touched, so the page is
   shorter but nothing of it is covered. Keys keep the caret and tell the field like any typing, so
   suggestions come. A real keyboard goes on typing; where this does not run, the system's comes. */
import { all, fill, whenever } from "./dom.js";

const TYPED = ["text", "search", "tel", "number", "email", "url"];
const DIGITS = ["tel", "number"];
const PAD_MODES = ["numeric", "tel", "decimal"];
const FIELD_ROOM = 420; // so much below a field is enough for its suggestions
const MARGIN = 12;
const source = document.querySelector("template[data-keyboard]");
const page = document.querySelector("main");
const root = document.documentElement;
let keys = null;
let field = null;

const made = (template) => template.content.firstElementChild.cloneNode(true);
const isDigits = (input) => input.dataset.keys === "digits";
const opener = (input) => input.parentElement.querySelector(".keys-open");
const isSearch = (input) => input.form?.getAttribute("role") === "search";
const shown = () => all("[data-set]:not([hidden]) button:not([hidden])", keys);

/* Where the caret is; a field of numbers has none that scripts may ask for. */
function caret() {
  return typeof field.selectionStart === "number" ? [field.selectionStart, field.selectionEnd] : null;
}

function put(text, from, to) {
  const longest = field.maxLength;
  if (text && longest >= 0 && field.value.length - (to - from) + text.length > longest) return;
  if (caret()) field.setRangeText(text, from, to, "end");
  else field.value = field.value.slice(0, from) + text + field.value.slice(to);
  const kind = text ? "insertText" : "deleteContentBackward";
  field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: kind, data: text || null }));
  say();
}

function type(text) {
  const [from, to] = caret() || [field.value.length, field.value.length];
  put(text, from, to);
}

function erase() {
  const [from, to] = caret() || [field.value.length, field.value.length];
  if (from !== to) put("", from, to);
  else if (from > 0) put("", from - 1, from);
}

/* Who hears the page hears what is in the field; who is in the field hears it there. */
function say() {
  const status = keys.querySelector("[role=status]");
  if (document.activeElement === field) return;
  status.textContent = field.value ? fill(status.dataset.typed, { text: field.value }) : status.dataset.empty;
}

/* The field with room for its suggestions above the keys. */
function bring() {
  const box = (isSearch(field) ? field.form : field).getBoundingClientRect();
  const frame = page.getBoundingClientRect();
  if (box.top < frame.top || box.bottom + FIELD_ROOM > frame.bottom) page.scrollTop += box.top - frame.top - MARGIN;
  const below = (isSearch(field) ? field.form : field).getBoundingClientRect().bottom;
  root.style.setProperty("--keys-room", `${Math.floor(frame.bottom - below - 2 * MARGIN)}px`);
}

function open(input) {
  const isNew = field !== input || keys.hidden;
  if (field && field !== input) opener(field)?.setAttribute("aria-expanded", "false");
  field = input;
  all("[data-set]", keys).forEach((set) => (set.hidden = (set.dataset.set === "digits") !== isDigits(input)));
  all("[data-only], [data-not]", keys).forEach((key) => {
    key.hidden = key.dataset.only ? key.dataset.only !== input.type : key.dataset.not === input.type;
  });
  all("[data-do=go]", keys).forEach((key) => {
    key.dataset.done = key.dataset.done || key.textContent;
    key.textContent = isSearch(input) ? key.dataset.search : key.dataset.done;
  });
  keys.hidden = false;
  root.classList.add("has-keys");
  opener(input)?.setAttribute("aria-expanded", "true");
  if (isNew) stop(shown()[0]);
  bring();
}

function close() {
  if (!field || keys.hidden) return;
  const hadFocus = keys.contains(document.activeElement);
  keys.hidden = true;
  root.classList.remove("has-keys");
  opener(field)?.setAttribute("aria-expanded", "false");
  if (hadFocus) opener(field)?.focus();
}

function go() {
  const form = isSearch(field) ? field.form : null;
  close();
  form?.querySelector("button[type=submit]")?.click();
}

const ACTS = { back: erase, clear: () => put("", 0, field.value.length), close, go };

/* One stop for the Tab key; the arrows go from key to key. */
function stop(key) {
  all("button", keys).forEach((one) => (one.tabIndex = one === key ? 0 : -1));
}

function next(key, arrow) {
  const list = shown();
  const at = list.indexOf(key);
  if (arrow === "ArrowLeft" || arrow === "ArrowRight") return list[at + (arrow === "ArrowLeft" ? -1 : 1)];
  const box = key.getBoundingClientRect();
  const middle = box.left + box.width / 2;
  const away = (one) => (one.top - box.top) * (arrow === "ArrowUp" ? -1 : 1);
  const places = list.map((one) => [one, one.getBoundingClientRect()]).filter(([, one]) => away(one) > 1);
  const off = (one) => Math.abs(one.left + one.width / 2 - middle);
  return places.sort(([, a], [, b]) => away(a) - away(b) || off(a) - off(b))[0]?.[0];
}

function setUpKeys() {
  keys = made(source);
  page.after(keys);
  keys.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
  keys.addEventListener("click", (event) => {
    const key = event.target.closest("button");
    if (!key) return;
    if (key.dataset.do) ACTS[key.dataset.do]();
    else type(key.dataset.key);
  });
  keys.addEventListener("focusin", (event) => stop(event.target));
  keys.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.preventDefault();
      close();
      return;
    }
    const wanted = event.key.startsWith("Arrow") && next(event.target, event.key);
    if (!wanted) return;
    event.preventDefault();
    wanted.focus();
  });
  addEventListener("pointerdown", (event) => {
    const own = field && (isSearch(field) ? field.form : field.parentElement);
    if (!keys.contains(event.target) && !own?.contains(event.target)) close();
  });
}

whenever("input, textarea", (input) => {
  const isText = input.tagName === "TEXTAREA" || TYPED.includes(input.type);
  if (!source || !page?.contains(input) || !isText || input.readOnly || input.disabled) return;
  if (!keys) setUpKeys();
  const onlyDigits = DIGITS.includes(input.type) || PAD_MODES.includes(input.inputMode);
  input.dataset.keys = onlyDigits ? "digits" : "letters";
  input.inputMode = "none";
  input.addEventListener("focus", () => open(input));
  input.addEventListener("click", () => open(input)); // it may have the focus, and the keys be closed
  const button = made(document.querySelector("template[data-keyboard-opener]"));
  button.addEventListener("click", (event) => {
    if (field === input && !keys.hidden) return close();
    open(input);
    // A finger goes on with the field, a keyboard or a switch with the keys.
    (event.detail ? input : shown()[0]).focus();
  });
  input.after(button);
});
