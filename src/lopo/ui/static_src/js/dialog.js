/* A page that asks before it acts, opened over the page it belongs to. `data-dialog` on a link: its
   fragment is fetched and shown in the page's one `<dialog data-dialog-box>`. Without scripts, or
   when the fetch fails, the link simply leads there. */
import { all } from "./dom.js";

const box = document.querySelector("[data-dialog-box]");
const inside = box?.querySelector("[data-dialog-inside]");
let from = null;

function shut() {
  if (box.open) box.close();
}

async function open(link) {
  const answer = await fetch(link.href, {
    headers: { "X-Lopo-Fragment": "1" },
    cache: "no-store",
    credentials: "same-origin",
  }).catch(() => null);
  // No longer a question here (the visitor has left), or signed out: the page knows better.
  if (!answer || !answer.ok || answer.redirected) {
    location.assign(link.href);
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  inside.replaceChildren(...page.body.childNodes);
  from = link.dataset.key || link.id;
  box.querySelector("[data-dialog-refused]").hidden = true;
  box.showModal();
  inside.dispatchEvent(new CustomEvent("lopo:fresh", { bubbles: true }));
  const first = all("[data-first]", inside).find((field) => field.offsetParent !== null);
  (first || inside.querySelector("input, button, a"))?.focus();
}

if (window.fetch && box?.showModal) {
  addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-dialog]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      open(link);
    }
    if (event.target.closest?.("[data-dialog-close]") && box.open) {
      event.preventDefault();
      shut();
    }
    // A press on the ground around it: nothing was typed that a second press would not find again.
    if (event.target === box) shut();
  });
  box.addEventListener("close", () => {
    inside.replaceChildren();
    const back = from && all("[data-dialog]").find((link) => (link.dataset.key || link.id) === from);
    (back || document.getElementById("isi"))?.focus({ preventScroll: true });
  });
}
