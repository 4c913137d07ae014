/* Lets the browser keep public pages, and says so on a page that comes from what was kept. */
const note = document.querySelector("[data-keeper]");

if (note && "serviceWorker" in navigator) {
  addEventListener("load", () => navigator.serviceWorker.register(note.dataset.keeper).catch(() => null));
}
const since = document.documentElement.dataset.kept;
if (note && since !== undefined) {
  const when = new Date(since);
  const spoken = document.documentElement.lang || "id";
  const day = Number.isNaN(when.getTime())
    ? "?"
    : new Intl.DateTimeFormat(spoken, { dateStyle: "long", timeStyle: "short" }).format(when);
  note.textContent = note.dataset.keptText.replace("{day}", day);
  note.hidden = false;
}
