/* Verbs of staff without leaving the page. A button of a `data-act` form is sent in the background;
   the live parts then look again. When the line is down nothing is lost: the button keeps its key,
   so pressing it again does the same thing once. Without scripts the form is simply posted. */
import { all } from "./dom.js";

const PATIENCE = 10000;
const said = document.querySelector("[data-act-said]");
const refused = document.querySelector("[data-act-refused]");
let sending = false;

/* A button without an address of its own sends its form to the form's. */
const addressOf = (form, button) => (button.hasAttribute("formaction") ? button.formAction : form.action);

function tell(text) {
  if (said) said.textContent = text;
  if (refused) refused.hidden = true;
}

/* What is open above the page hides the page's own sentence. */
function complain(text) {
  const above = document.querySelector("dialog[open] [data-dialog-refused]");
  const place = above || refused;
  place.querySelector("p").textContent = text;
  place.hidden = false;
}

/* Somebody is at the counter still: the page that asks is better than a sentence. */
function askOnPage(form, button) {
  form.action = button.formAction;
  const key = document.createElement("input");
  key.type = "hidden";
  key.name = button.name;
  key.value = button.value;
  form.append(key);
  form.submit();
}

async function post(form, button) {
  const body = new URLSearchParams(new FormData(form));
  body.append(button.name, button.value);
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    return await fetch(addressOf(form, button), {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
      credentials: "same-origin",
      signal: stop.signal,
    });
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

async function hear(answer, form, button) {
  if (!answer) return complain(refused.dataset.offline);
  // Signed out, or signed in again elsewhere: this page is too old to send anything.
  if (answer.status === 401 || answer.status === 403) return location.reload();
  const word = await answer.json().catch(() => ({ message: refused.dataset.failed }));
  if (word.code === "counter-busy" && button.formAction.endsWith("/panggil/")) return askOnPage(form, button);
  const above = document.querySelector("dialog[open]");
  if (!answer.ok) {
    complain(word.message || refused.dataset.failed);
    const field = above && word.field && document.getElementById(word.field);
    if (field) field.focus();
  }
  if (answer.ok) {
    above?.close();
    tell(word.message);
  }
  if (answer.ok || !above) document.getElementById("isi")?.focus({ preventScroll: true });
  all("details.ask[open]").forEach((box) => box.removeAttribute("open"));
  all("input[form]").forEach((box) => (box.defaultChecked = box.checked));
  return document.dispatchEvent(new Event("lopo:look"));
}

if (window.fetch && window.AbortController && refused) {
  addEventListener("submit", async (event) => {
    const form = event.target;
    const button = event.submitter;
    if (!form.hasAttribute("data-act") || !button || !button.name) return;
    event.preventDefault();
    if (sending) return;
    sending = true;
    button.setAttribute("aria-disabled", "true");
    await hear(await post(form, button), form, button);
    button.removeAttribute("aria-disabled");
    sending = false;
  });
  refused.querySelector("[data-act-close]").addEventListener("click", () => (refused.hidden = true));
}
