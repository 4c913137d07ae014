/* The survey, one question at a time. A touch or a click on an answer goes on by itself; whoever
   chooses by keyboard goes on when they say so. A form that cannot be sent stays as it is and is
   sent again: at once when the network is back, else after ever longer waits. With `data-keep` the
   device keeps which answers were chosen (nothing that was written, nothing of the person) until
   they are sent, so that a page loaded again loses nothing. */
import { all } from "./dom.js";

const form = document.querySelector("form[data-survey]");
const SHOWN = 280; // long enough to see what was chosen
const TOUCH = 400; // a change this soon after a touch is the touch's
const PATIENCE = 15000;
const FIRST_WAIT = 3000;
const LONGEST_WAIT = 60000;

const box = window.fetch && form?.hasAttribute("data-keep") ? `lopo:survey:${form.dataset.keep}:${location.pathname}` : "";
const questions = form ? all('[data-step="question"]', form) : [];
const steps = form ? all("[data-step]", form) : [];
const part = (name) => form.querySelector(`[data-survey-${name}]`);
const chosen = (step) => step.querySelector("input:checked");
let at = 0;
let touched = 0;
let wait = FIRST_WAIT;
let timer = 0;
let sending = false;

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
  const inside = byKeys && (chosen(steps[at]) || steps[at].querySelector("input, textarea, button"));
  (inside || steps[at]).focus({ preventScroll: true });
  window.scrollTo(0, 0);
  form.parentElement.scrollTop = 0;
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
  return show(at + 1, { byKeys: true });
}

const unsent = () => !part("unsent").hidden;

function later() {
  part("unsent").hidden = false;
  part("unsent").scrollIntoView({ block: "nearest" });
  timer = setTimeout(send, wait + Math.random() * 1000);
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
  if (sending) return;
  sending = true;
  all("[type=submit]", form).forEach((button) => button.setAttribute("aria-disabled", "true"));
  const answer = await post();
  sending = false;
  all("[type=submit]", form).forEach((button) => button.removeAttribute("aria-disabled"));
  if (answer?.redirected && answer.ok) {
    forget();
    location.replace(answer.url);
  } else if (!answer || answer.status >= 500 || answer.status === 429) {
    later();
  } else {
    // The server has something to say; sent again as a page it says it, and counts nothing twice.
    if (answer.status !== 422) forget();
    HTMLFormElement.prototype.submit.call(form);
  }
}

function start() {
  form.noValidate = true;
  form.classList.add("is-stepped");
  ["band", "nav"].forEach((name) => (part(name).hidden = false));
  const again = restore();
  const wrong = steps.findIndex((step) => step.querySelector(".has-error"));
  const open = steps.findIndex((step) => step.dataset.step !== "question" || !chosen(step));
  show(wrong >= 0 ? wrong : again ? open : 0, { first: true });
  form.addEventListener("pointerup", () => (touched = performance.now()));
  form.addEventListener("change", () => {
    keep();
    sayNext();
  });
  form.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    const there = link ? steps.findIndex((step) => step.querySelector(link.hash)) : -1;
    if (there >= 0) show(there, { byKeys: true });
    const mine = at;
    const isTouch = performance.now() - touched < TOUCH;
    if (event.target.matches('[data-step="question"] input') && isTouch) {
      setTimeout(() => at === mine && show(at + 1), SHOWN);
    }
  });
  part("back").addEventListener("click", () => show(at - 1, { byKeys: true }));
  part("next").addEventListener("click", next);
  part("again").addEventListener("click", send);
  form.addEventListener("submit", (event) => {
    const isLast = at === steps.length - 1;
    if (isLast && !window.fetch) return;
    event.preventDefault();
    if (isLast) send();
    else next();
  });
  addEventListener("online", () => unsent() && send());
  // What is shown out of the browser's memory has been sent, or has a key that was used.
  addEventListener("pageshow", (event) => event.persisted && location.reload());
}

if (form) start();
