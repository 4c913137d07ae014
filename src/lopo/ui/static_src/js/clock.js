/* The server's clock: a phone set wrong must not show a wrong age or a wrong time. */
import { whenever } from "./dom.js";

const stated = Number(document.querySelector('meta[name="lopo-now"]')?.content) * 1000;
let offset = Number.isFinite(stated) && stated > 0 ? stated - Date.now() : 0;

export const serverNow = () => Date.now() + offset;

/* A page from the back button has an old time in it; an answer's Date header corrects it. */
export function heardServerTime(header) {
  const said = Date.parse(header || "");
  if (Number.isFinite(said)) offset = said - Date.now();
}

const english = () => document.documentElement.lang === "en";

export function clockText(at, zone) {
  const text = new Intl.DateTimeFormat("en-GB", {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: zone,
  }).format(at);
  return english() ? text : text.replace(":", ".");
}

const ZONES = { "Asia/Jakarta": "WIB", "Asia/Pontianak": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT" };
export const zoneText = (zone) => ZONES[zone] || zone;

export function dateText(at, zone) {
  return new Intl.DateTimeFormat(english() ? "en-GB" : "id-ID", {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
    timeZone: zone,
  }).format(at);
}

export function elapsed(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (n) => String(n).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function tick(selector, text) {
  whenever(selector, (element) => {
    if (element.dataset.ticking) return;
    element.dataset.ticking = "yes";
    const show = () => say(element, text(new Date(serverNow()), element.dataset.zone));
    show();
    const timer = setInterval(() => (element.isConnected ? show() : clearInterval(timer)), 1000);
  });
}

tick("[data-clock]", (at, zone) => `${clockText(at, zone)} ${zoneText(zone)}`);
tick("[data-clock-date]", dateText);
