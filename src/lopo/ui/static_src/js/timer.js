/* Elapsed time since `data-since`, by the server's clock; the ring fills up to `data-target` minutes.
   `data-countdown` says how long it is until `data-until`, then `data-done`. */
import { all, fill, whenever } from "./dom.js";
import { elapsed, serverNow } from "./clock.js";

function show(timer) {
  const seconds = (serverNow() - Date.parse(timer.dataset.since)) / 1000;
  const text = timer.querySelector("[data-timer-text]") || timer;
  text.textContent = elapsed(seconds);
  const target = Number(timer.dataset.target) * 60;
  if (!target) return;
  const part = Math.min(100, (Math.max(0, seconds) / target) * 100);
  timer.querySelector("[data-timer-ring]")?.setAttribute("stroke-dasharray", `${part.toFixed(1)} 100`);
  timer.classList.toggle("is-ok", part < 80);
  timer.classList.toggle("is-warn", part >= 80 && part < 100);
  timer.classList.toggle("is-late", part >= 100);
}

whenever("[data-timer]", show);
setInterval(() => all("[data-timer]").forEach(show), 1000);

function count(text) {
  const left = (Date.parse(text.dataset.until) - serverNow()) / 1000;
  const words = left > 0 ? fill(text.dataset.template, { time: elapsed(Math.ceil(left)) }) : text.dataset.done;
  if (text.textContent !== words) text.textContent = words;
}

whenever("[data-countdown]", count);
setInterval(() => all("[data-countdown]").forEach(count), 1000);
