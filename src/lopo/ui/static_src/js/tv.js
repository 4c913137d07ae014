/* The waiting-room screen: calls that arrive together are queued; each is shown and sounded once. */
import { all, chime } from "./dom.js";
import { clockText, serverNow } from "./clock.js";

const SHOWN = 7000;
const HOUR = 3600000;
const heard = new Set();
const queue = [];
let now = null;
let renewing = false;

const panel = () => document.querySelector("[data-tv-call]");
const calls = () => all("[data-announcement]");
const wordsOf = (item) => ({
  id: item.dataset.announcement,
  number: item.dataset.number,
  label: item.dataset.label || "",
  counter: item.dataset.short || item.dataset.counter,
  say: item.dataset.say,
  reason: item.dataset.reason || "",
});

function put(box, selector, text) {
  const element = box.querySelector(selector);
  if (element && element.textContent !== text) element.textContent = text;
}

/* The panel shows this call, whatever the fragment said: it may have been answered meanwhile. */
function show(call) {
  const box = panel();
  if (!box) return;
  box.classList.remove("call--quiet");
  box.classList.toggle("call--wide", call.number.length > 5 || call.counter.length > 2);
  put(box, "[data-tv-number]", call.number);
  put(box, "[data-tv-label]", call.label);
  put(box, "[data-tv-counter]", call.counter);
  put(box, "[data-tv-reason]", call.reason);
  box.classList.toggle("call--why", Boolean(call.reason));
  box.classList.toggle("call--long", call.reason.length > 60);
  const why = box.querySelector("[data-tv-why]");
  if (why) why.hidden = !call.reason;
  box.dataset.announcementId = call.id;
}

/* Nothing left to announce: the newest call that still waits for its visitor, or none. */
function settle() {
  const open = calls().find((item) => item.dataset.state === "CALLED");
  if (open) show(wordsOf(open));
  else if (panel()) panel().classList.add("call--quiet");
}

function speak(text) {
  if (!text || !window.speechSynthesis) return;
  const voice = window.speechSynthesis.getVoices().find((one) => one.lang.toLowerCase().startsWith("id"));
  if (!voice) return;
  const words = new SpeechSynthesisUtterance(text);
  words.voice = voice;
  words.lang = voice.lang;
  window.speechSynthesis.speak(words);
}

async function next() {
  now = queue.shift() || null;
  if (!now) {
    settle();
    return;
  }
  show(now);
  document.dispatchEvent(new CustomEvent("lopo:announced", { detail: now }));
  if (panel()) panel().classList.remove("is-new");
  requestAnimationFrame(() => requestAnimationFrame(() => panel() && panel().classList.add("is-new")));
  setTimeout(next, SHOWN);
  const said = now.say;
  const sounded = await chime(1, true);
  all("[data-sound-off]").forEach((sign) => (sign.hidden = sounded));
  setTimeout(() => speak(said), 1500);
}

function listen() {
  const fresh = calls().filter((item) => item.dataset.state === "CALLED" && !heard.has(item.dataset.announcement));
  calls().forEach((item) => heard.add(item.dataset.announcement));
  // The newest stands first; it is announced last.
  fresh.reverse().forEach((item) => queue.push(wordsOf(item)));
  if (now) show(now);
  else if (queue.length) next();
}

/* A screen that is never switched off starts anew each night, if the server answers then. */
function nightly() {
  const clock = document.querySelector("[data-clock]");
  if (renewing || !clock || performance.now() < HOUR || !/^03.00/.test(clockText(new Date(serverNow()), clock.dataset.zone))) return;
  renewing = true;
  fetch(location.href, { cache: "no-store" })
    .then((answer) => (answer.ok ? location.reload() : (renewing = false)))
    .catch(() => (renewing = false));
}

if (panel()) {
  // What was called before this screen was switched on is shown, not sounded again.
  calls().forEach((item) => heard.add(item.dataset.announcement));
  document.addEventListener("lopo:fresh", listen);
  setInterval(nightly, 20000);
}
all("[data-sound-off]").forEach((button) =>
  button.addEventListener("click", async () => {
    button.hidden = await chime(1, true);
  }),
);
addEventListener("keydown", () => all("[data-sound-off]").forEach((button) => !button.hidden && button.click()));
