/* The waiting-room screen: calls that arrive together are queued; each is shown and sounded once. */
import { all, chime } from "./dom.js";

const SHOWN = 7000;
const heard = new Set();
const queue = [];
let now = null;

const panel = () => document.querySelector("[data-tv-call]");
const calls = () => all("[data-announcement]");

function show(call) {
  const box = panel();
  const number = box?.querySelector("[data-tv-number]");
  const counter = box?.querySelector("[data-tv-counter]");
  if (!number || !counter) return;
  number.textContent = call.number;
  counter.textContent = call.counter;
}

function speak(text) {
  const voice = window.speechSynthesis?.getVoices().find((one) => one.lang.toLowerCase().startsWith("id"));
  if (!voice || !text) return;
  const words = new SpeechSynthesisUtterance(text);
  words.voice = voice;
  words.lang = voice.lang;
  window.speechSynthesis.speak(words);
}

async function next() {
  now = queue.shift() || null;
  if (!now) return;
  show(now);
  const box = panel();
  box?.classList.remove("is-new");
  requestAnimationFrame(() => requestAnimationFrame(() => panel()?.classList.add("is-new")));
  const sounded = await chime(1, true);
  all("[data-sound-off]").forEach((sign) => (sign.hidden = sounded));
  setTimeout(() => speak(now?.say), 1500);
  setTimeout(next, SHOWN);
}

function listen() {
  const fresh = calls()
    .filter((item) => item.dataset.state === "CALLED" && !heard.has(item.dataset.announcement))
    .reverse();
  calls().forEach((item) => heard.add(item.dataset.announcement));
  fresh.forEach((item) =>
    queue.push({
      number: item.dataset.number,
      counter: item.dataset.short || item.dataset.counter,
      say: item.dataset.say,
    }),
  );
  if (now) show(now);
  else if (queue.length) next();
}

if (panel()) {
  // What was called before this screen was switched on is shown, not sounded again.
  calls().forEach((item) => heard.add(item.dataset.announcement));
  document.addEventListener("lopo:fresh", listen);
}
all("[data-sound-off]").forEach((button) => button.addEventListener("click", async () => (button.hidden = await chime(1, true))));
