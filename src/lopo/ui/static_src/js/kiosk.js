/* The kiosk forgets its visitor: after a quiet minute it asks, counts down and starts again. */
import { all } from "./dom.js";

const ASK = 20;
const box = document.querySelector("[data-idle-box]");
const form = document.querySelector("form[data-reset]");
const limit = Number(document.body.dataset.idle) || 40;
const onlyIfChanged = document.body.dataset.idleMode === "changed";
const root = document.documentElement;
let quiet = 0;

const stored = () => {
  try {
    return JSON.parse(sessionStorage.getItem("lopo:kiosk") || "[]");
  } catch {
    return [];
  }
};
const store = (names) => {
  try {
    if (names.length) sessionStorage.setItem("lopo:kiosk", JSON.stringify(names));
    else sessionStorage.removeItem("lopo:kiosk");
  } catch {
    /* a kiosk without storage only forgets the choice sooner */
  }
};

function apply(names) {
  all("[data-toggle-class]").forEach((button) => {
    const on = names.includes(button.dataset.toggleClass);
    root.classList.toggle(button.dataset.toggleClass, on);
    button.setAttribute("aria-pressed", String(on));
    button.hidden = false;
  });
}

function reset() {
  store([]);
  form?.requestSubmit ? form.requestSubmit() : form?.submit();
}

const changed = () => stored().length > 0 || root.lang !== "id";

function awake() {
  quiet = 0;
  if (box?.open) box.close();
}

function second() {
  quiet += 1;
  all("[data-idle-visible]").forEach((sign) => (sign.textContent = String(Math.max(0, limit + ASK - quiet))));
  if (onlyIfChanged && !changed()) {
    quiet = 0;
    return;
  }
  if (quiet >= limit + ASK) reset();
  else if (quiet >= limit && box) {
    box.querySelector("[data-idle-left]").textContent = String(limit + ASK - quiet);
    if (!box.open && box.showModal) box.showModal();
  }
}

apply(stored());
all("[data-toggle-class]").forEach((button) =>
  button.addEventListener("click", () => {
    const name = button.dataset.toggleClass;
    const names = stored();
    const next = names.includes(name) ? names.filter((one) => one !== name) : [...names, name];
    store(next);
    apply(next);
  }),
);
form?.addEventListener("submit", () => store([]));
["pointerdown", "keydown", "wheel", "touchstart"].forEach((kind) => addEventListener(kind, awake, { passive: true }));
document.addEventListener("contextmenu", (event) => event.preventDefault());
setInterval(second, 1000);
