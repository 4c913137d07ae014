/* The survey, one question at a time. A touch or a click on an answer goes on by itself; whoever
   chooses by keyboard goes on when they say so. A form that cannot be sent stays as it is and is
   sent again: at once when the network is back, else after ever longer waits. With `data-keep` the
   device keeps which answers were chosen (nothing that was written, nothing of the person) until
   they are sent, so that a page loaded again loses nothing.

   Every question is a step of the way back of the phone (not at a kiosk, which has no way back).
   Another language, or other words, is the same page loaded again: what was filled in goes through
   in the entry of the history that is loaded again and is taken out of it at once. */
import { all, fill } from "./dom.js";

const form = document.querySelector("form[data-survey]");
const SHOWN = 240; // long enough to see what was chosen
const STANDS = 360; // with SHOWN longer than a slow double tap: the second one answers nothing unread
const TOUCH = 400; // a change this soon after a touch is the touch's
const PATIENCE = 15000;
const FIRST_WAIT = 3000;
const LONGEST_WAIT = 60000;

const box = window.fetch && form?.hasAttribute("data-keep") ? `lopo:survey:${form.dataset.keep}:${location.pathname}` : "";
const questions = form ? all('[data-step="question"]', form) : [];
const steps = form ? all("[data-step]", form) : [];
const part = (name) => form.querySelector(`[data-survey-${name}]`);
const chosen = (step) => step.querySelector("input:checked");
const saidFirst = form && part("said").cloneNode(true);
const hasWay = !document.body.hasAttribute("data-idle");
let at = 0;
let place = { at: 0, from: -1, depth: 0 };
let touched = 0;
let down = { step: 0, time: -Infinity };
let settling = 0;
let wait = FIRST_WAIT;
let timer = 0;
let notBefore = 0;
let sending = false;
let leaving = false;
let byKeysBack = false;

function kept() {
  try {
    return (box && JSON.parse(sessionStorage.getItem(box))) || {};
  } catch {
    return {};
  }
}

function keep() {
  if (!box) return;
  const answers = questions.map(chosen).filter(Boolean).map((input) => [input.name, input.value]);
  try {
    sessionStorage.setItem(box, JSON.stringify(Object.fromEntries(answers)));
  } catch {
    /* a device without storage only forgets sooner */
  }
}

function forget() {
  try {
    if (box) sessionStorage.removeItem(box);
  } catch {
    /* nothing was kept */
  }
}

function restore() {
  const answers = kept();
  questions.forEach((step) => {
    const input = all("input", step).find((one) => answers[one.name] === one.value);
    if (input && !chosen(step)) input.checked = true;
  });
  return Object.keys(answers).length > 0;
}

/* Load the page again, elsewhere in the language or the words, with all that was filled in. */
function through(address) {
  const url = new URL(address, location.href);
  url.searchParams.delete("bahasa");
  const draft = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
  history.replaceState({ ...place, at, draft }, "", url);
  location.reload();
}

function unfold(draft = []) {
  draft.forEach(([name, value]) => {
    const field = form.elements.namedItem(name);
    if (field) field.value = value;
  });
  return draft.length > 0;
}

/* No pointer reaches a question that has only just come; the keyboard is not slowed. */
function settle() {
  form.classList.add("is-settling");
  clearTimeout(settling);
  settling = setTimeout(() => form.classList.remove("is-settling"), STANDS);
}

function sayNext() {
  const next = part("next");
  const mayBeSkipped = steps[at].dataset.step === "profile" && !chosen(steps[at]);
  next.textContent = mayBeSkipped ? next.dataset.skip : next.dataset.go;
}

function show(index, { byKeys = false, first = false } = {}) {
  at = Math.max(0, Math.min(index, steps.length - 1));
  steps.forEach((step, place) => (step.hidden = place !== at));
  all("[data-survey-band] li", form).forEach((mark, place) => {
    const there = steps.indexOf(questions[place]);
    mark.className = there < at ? "is-done" : there === at ? "is-now" : "";
  });
  part("at").textContent = steps[at].dataset.label;
  part("back").hidden = at === 0;
  part("next").hidden = at === steps.length - 1;
  sayNext();
  if (first) return;
  settle();
  const inside = byKeys && (chosen(steps[at]) || steps[at].querySelector("input, textarea, button"));
  (inside || steps[at]).focus({ preventScroll: true });
  window.scrollTo(0, 0);
  form.parentElement.scrollTop = 0;
}

/* A step further, with an entry of its own in the history. */
function enter(index, how) {
  const from = at;
  show(index, how);
  if (!hasWay || from === at) return;
  place = { at, from, depth: place.depth + 1 };
  history.pushState(place, "");
}

function back() {
  if (place.from !== at - 1) return enter(at - 1, { byKeys: true });
  byKeysBack = true;
  return history.back();
}

const firstUnanswered = () => steps.findIndex((step) => step.dataset.step === "question" && !chosen(step));
const firstOpen = () => steps.findIndex((step) => step.dataset.step !== "question" || !chosen(step));

function travelled(event) {
  if (leaving) return;
  if (event.state?.depth === undefined) {
    // A place within the page (the skip link): the same question.
    place = { at, from: at, depth: place.depth + 1 };
    history.replaceState(place, "");
    return;
  }
  // Never past what is unanswered; and the way back, whatever was kept, never leads forward.
  const furthest = event.state.depth < place.depth ? at : steps.length;
  place = event.state;
  const most = firstUnanswered();
  show(Math.min(place.at, furthest, most < 0 ? steps.length : most), { byKeys: byKeysBack });
  byKeysBack = false;
}

/* The page that follows takes the place of all questions: the way back leads past them. */
function leave(address) {
  leaving = true;
  forget();
  const go = () => location.replace(address);
  if (!place.depth) return go();
  const late = setTimeout(go, 1000);
  addEventListener("popstate", () => (clearTimeout(late), go()), { once: true });
  return history.go(-place.depth);
}

function complain(step) {
  const said = step.querySelector("[data-survey-missing]") || document.createElement("p");
  said.className = "err";
  said.dataset.surveyMissing = "";
  said.setAttribute("role", "alert");
  said.textContent = form.dataset.missing;
  step.querySelector("legend").after(said);
  step.querySelector("input").focus();
}

function next() {
  const step = steps[at];
  if (step.dataset.step === "question" && !chosen(step)) return complain(step);
  step.querySelector("[data-survey-missing]")?.remove();
  return enter(at + 1, { byKeys: true });
}

const unsent = () => !part("unsent").hidden;

/* What the server says of having to wait, and when it is asked again. */
async function sayWait(answer, seconds) {
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const said = all(".survey-said > :is(h1, p)", page).map((one) => {
    const line = document.createElement(one.matches("h1") ? "h2" : "p");
    line.textContent = one.textContent;
    return line;
  });
  const due = new Date(notBefore);
  const two = (number) => String(number).padStart(2, "0");
  const when = document.createElement("p");
  const time = `${two(due.getHours())}.${two(due.getMinutes())}`;
  const after = `${time}${seconds < 120 ? `.${two(due.getSeconds())}` : ""}`;
  when.textContent = fill(part("said").dataset.again, { time: after });
  part("said").replaceChildren(...said, when);
}

/* A clock where one has to wait; where the network is gone, that. */
function sign(isWait) {
  const icon = part("unsent").querySelector("use");
  const file = icon.getAttribute("href").split("#")[0];
  icon.setAttribute("href", `${file}#i-${isWait ? "clock" : "wifi-off"}`);
}

async function later(answer) {
  const seconds = (answer?.status === 429 && Number(answer.headers.get("Retry-After"))) || 0;
  notBefore = Date.now() + seconds * 1000;
  if (seconds) await sayWait(answer, seconds);
  else part("said").replaceChildren(...saidFirst.cloneNode(true).children);
  sign(seconds > 0);
  part("again").hidden = seconds > 0;
  part("unsent").hidden = false;
  part("unsent").scrollIntoView({ block: "nearest" });
  clearTimeout(timer);
  timer = setTimeout(send, Math.max(wait, seconds * 1000) + Math.random() * 1000);
  wait = Math.min(wait * 2, LONGEST_WAIT);
}

async function post() {
  const stop = new AbortController();
  const late = setTimeout(() => stop.abort(), PATIENCE);
  try {
    return await fetch(location.pathname + location.search, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      credentials: "same-origin",
      signal: stop.signal,
    });
  } catch {
    return null;
  } finally {
    clearTimeout(late);
  }
}

async function send() {
  clearTimeout(timer);
  if (sending || leaving) return;
  sending = true;
  all("[type=submit]", form).forEach((button) => button.setAttribute("aria-disabled", "true"));
  const answer = await post();
  sending = false;
  all("[type=submit]", form).forEach((button) => button.removeAttribute("aria-disabled"));
  if (answer?.redirected && answer.ok) {
    leave(answer.url);
  } else if (!answer || answer.status >= 500 || answer.status === 429) {
    later(answer);
  } else {
    // The server has something to say; sent again as a page it says it, and counts nothing twice.
    if (answer.status !== 422) forget();
    HTMLFormElement.prototype.submit.call(form);
  }
}

const isLast = () => at === steps.length - 1;

function pressed(event) {
  const link = event.target.closest('a[href^="#"]');
  const there = link ? steps.findIndex((step) => step.querySelector(link.hash)) : -1;
  if (there >= 0) {
    event.preventDefault();
    enter(there, { byKeys: true });
  }
  const mine = at;
  const isTouch = performance.now() - touched < TOUCH;
  if (event.target.matches('[data-step="question"] input') && isTouch) {
    setTimeout(() => at === mine && enter(at + 1), SHOWN);
  }
}

/* A press that began on another question, or before this one had stood for a moment. */
function isStray(event) {
  const isByPointer = event.detail > 0 && performance.now() - down.time < PATIENCE;
  return isByPointer && down.step !== at;
}

function listen() {
  const note = () => (down = { step: form.classList.contains("is-settling") ? -1 : at, time: performance.now() });
  form.addEventListener("pointerdown", note, true);
  form.addEventListener("pointerup", () => (touched = performance.now()));
  const guard = (event) => {
    if (!isStray(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  form.addEventListener("click", guard, true);
  form.addEventListener("change", () => {
    keep();
    sayNext();
  });
  form.addEventListener("click", pressed);
  part("back").addEventListener("click", back);
  part("next").addEventListener("click", next);
  part("again").addEventListener("click", send);
  form.addEventListener("submit", (event) => {
    if (isLast() && !window.fetch) return;
    event.preventDefault();
    if (!isLast()) next();
    else if (Date.now() >= notBefore) send();
  });
  addEventListener("popstate", travelled);
  addEventListener("online", () => unsent() && Date.now() >= notBefore && send());
  // What is shown out of the browser's memory has been sent, or has a key that was used.
  addEventListener("pageshow", (event) => event.persisted && location.reload());
  // Until it has come again, that memory shows an empty form.
  addEventListener("pagehide", () => form.reset());
}

async function speak(event) {
  const { submitter, target } = event;
  if (!submitter || !window.fetch) return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(target));
  body.append(submitter.name, submitter.value);
  const how = { method: "POST", body, credentials: "same-origin", redirect: "manual" };
  const answer = await fetch(target.action, how).catch(() => null);
  // Without a network the page stays as it is: it would not come back in any language.
  if (answer) through(target.elements.namedItem("next").value);
}

function start() {
  form.noValidate = true;
  form.classList.add("is-stepped");
  ["band", "nav"].forEach((name) => (part(name).hidden = false));
  const before = history.state ?? {};
  const isSame = unfold(before.draft);
  const again = restore();
  const wrong = steps.findIndex((step) => step.querySelector(".has-error"));
  const there = isSame ? before.at : again ? firstOpen() : 0;
  show(wrong >= 0 ? wrong : there, { first: true });
  place = { at, from: before.from ?? -1, depth: before.depth ?? 0 };
  history.replaceState(place, "");
  history.scrollRestoration = "manual";
  if (isSame) keep();
  listen();
  all("form.lang").forEach((one) => one.addEventListener("submit", speak));
  document.querySelector("[data-survey-words]")?.addEventListener("click", (event) => {
    event.preventDefault();
    through(event.currentTarget.href);
  });
  // Where nothing was kept all begins anew, in the entry where it began (after thanks: with these).
  if (at === 0 && !isSame && wrong < 0 && place.depth) history.go(-place.depth);
}

if (form) start();
