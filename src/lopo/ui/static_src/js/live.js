/* Live parts. `data-live="<centre>" data-live-src="<url>"` on an element whose content follows the
   centre: the stream only says "something changed", the content is always fetched anew. It is
   fetched when the stream opens, on every change, on focus, on return of the network and every
   15 s, so a silent stream still ends in true content. After 20 s without an answer the page says
   how old its data is. Without EventSource the 15 s remain; without fetch the page stays as it is. */
import { all, fill } from "./dom.js";
import { clockText, heardServerTime, serverNow, zoneText } from "./clock.js";

const EVERY = 15000;
const OLD = 20000;
const PATIENCE = 8000;
const parts = window.fetch ? all("[data-live][data-live-src]") : [];
const known = new Map();

function hasOpenWork(part) {
  const active = document.activeElement;
  const typing = active && part.contains(active) && active.matches("input:not([type=hidden]), textarea, select");
  const ticked = all("input[type=checkbox], input[type=radio]", part).some((box) => box.checked !== box.defaultChecked);
  return typing || ticked || Boolean(part.querySelector("dialog[open], details.ask[open]"));
}

function pointer(element) {
  if (!element || element === document.body) return null;
  if (element.id) return `#${CSS.escape(element.id)}`;
  if (element.dataset.key) return `[data-key="${CSS.escape(element.dataset.key)}"]`;
  if (element.getAttribute("href")) return `[href="${CSS.escape(element.getAttribute("href"))}"]`;
  return element.name ? `[name="${CSS.escape(element.name)}"]` : null;
}

/* Hidden fields (form marks, keys against repeats) differ in every answer and mean no change. */
const plain = (html) => html.replace(/<input[^>]*type="hidden"[^>]*>/g, "").trim();

/* The answer may be a bare fragment or a whole page that holds the same element. */
function contentOf(part, html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  return (part.id && page.getElementById(part.id)) || page.body;
}

function replace(part, content) {
  const fresh = document.createDocumentFragment();
  fresh.append(...content.childNodes);
  const active = document.activeElement;
  const back = part.contains(active) ? pointer(active) : null;
  const opened = all("details[id][open]", part).map((item) => item.id);
  const scrolled = all("[data-keep-scroll]", part).map((item) => item.scrollTop);
  const at = window.scrollY;
  part.replaceChildren(fresh);
  opened.forEach((id) => document.getElementById(id)?.setAttribute("open", ""));
  all("[data-keep-scroll]", part).forEach((item, index) => (item.scrollTop = scrolled[index] || 0));
  if (back) part.querySelector(back)?.focus({ preventScroll: true });
  if (window.scrollY !== at) window.scrollTo(0, at);
  part.dispatchEvent(new CustomEvent("lopo:fresh", { bubbles: true }));
}

function take(part, state, html) {
  const text = plain(html);
  if (text === state.html) return;
  const content = contentOf(part, html);
  const urgent = content.querySelector('[data-ticket-state="CALLED"]');
  if (hasOpenWork(part) && !urgent) {
    state.etag = null;
    return;
  }
  state.html = text;
  if (plain(content.innerHTML) !== plain(part.innerHTML)) replace(part, content);
}

async function ask(part, state) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const headers = { "X-Lopo-Fragment": "1" };
    if (state.etag) headers["If-None-Match"] = state.etag;
    const answer = await fetch(part.dataset.liveSrc, {
      headers,
      signal: stop.signal,
      cache: "no-store",
      credentials: "same-origin",
    });
    heardServerTime(answer.headers.get("Date"));
    if (answer.status === 304) return true;
    // Signed out meanwhile, or the centre is archived: the page itself knows what to say.
    if (answer.status === 401 || answer.status === 410) location.reload();
    if (!answer.ok) return false;
    const html = await answer.text();
    state.etag = answer.headers.get("ETag");
    take(part, state, html);
    return true;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

async function refresh(part) {
  const state = known.get(part);
  if (state.busy) {
    state.again = true;
    return;
  }
  state.busy = true;
  const heard = await ask(part, state);
  state.busy = false;
  if (heard) state.at = serverNow();
  tellAge();
  if (state.again) {
    state.again = false;
    refresh(part);
  }
}

const refreshAll = (centre) =>
  parts.filter((part) => !centre || part.dataset.live === centre).forEach((part) => refresh(part));

function ageText(box, milliseconds) {
  const seconds = Math.floor(milliseconds / 1000);
  if (seconds < 60) return fill(box.dataset.seconds, { n: seconds });
  if (seconds < 3600) return fill(box.dataset.minutes, { n: Math.floor(seconds / 60) });
  return fill(box.dataset.hours, { n: Math.floor(seconds / 3600) });
}

function tellAge() {
  if (!parts.length) return;
  const oldest = Math.min(...parts.map((part) => known.get(part).at));
  const age = serverNow() - oldest;
  const old = age > OLD;
  all("[data-stale]").forEach((box) => {
    box.hidden = !old;
    if (!old) return;
    const zone = box.dataset.zone;
    const time = `${clockText(new Date(oldest), zone)} ${zoneText(zone)}`;
    const text = fill(box.dataset.template, { time, age: ageText(box, age) });
    const target = box.querySelector("[data-stale-text]");
    if (target.textContent !== text) target.textContent = text;
  });
  all("[data-conn]").forEach((sign) => {
    const text = old ? sign.dataset.off : sign.dataset.on;
    sign.classList.toggle("is-off", old);
    if (sign.textContent !== text) sign.textContent = text;
  });
}

function follow(centre) {
  let wait = 1000;
  let last = null;
  const open = () => {
    const stream = new EventSource(`/api/v1/centres/${encodeURIComponent(centre)}/events`);
    stream.addEventListener("open", () => {
      wait = 1000;
      refreshAll(centre);
    });
    stream.addEventListener("rev", (event) => {
      if (event.data === last) return;
      last = event.data;
      refreshAll(centre);
    });
    stream.addEventListener("error", () => {
      // The browser itself tries again while CONNECTING; a closed stream is ours to reopen.
      if (stream.readyState !== EventSource.CLOSED) return;
      stream.close();
      setTimeout(open, wait + Math.random() * wait);
      wait = Math.min(wait * 2, 30000);
    });
    addEventListener("pagehide", () => stream.close(), { once: true });
  };
  open();
  addEventListener("pageshow", (event) => {
    if (event.persisted) open();
  });
}

if (parts.length) {
  parts.forEach((part) => known.set(part, { at: serverNow(), etag: null, html: null, busy: false, again: false }));
  if (window.EventSource) new Set(parts.map((part) => part.dataset.live)).forEach(follow);
  setInterval(() => refreshAll(), EVERY);
  setInterval(tellAge, 1000);
  addEventListener("focus", () => refreshAll());
  addEventListener("online", () => refreshAll());
  document.addEventListener("lopo:look", () => refreshAll());
  addEventListener("pageshow", (event) => event.persisted && refreshAll());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && refreshAll());
  tellAge();
}
