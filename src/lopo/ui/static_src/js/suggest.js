/* Suggestions while one types: a combobox with a list (ARIA 1.2). Without a script, or when the
   network is slow, the form is what it was: a field and a button. */
import { all, fill, whenever } from "./dom.js";

const LEAST = 2;
const PAUSE = 160;

whenever("form[data-suggest]", (form) => {
  const field = form.querySelector("input[name=q]");
  if (!window.fetch || !window.AbortController || !field || navigator.connection?.saveData) return;
  const known = new Map();
  const list = document.createElement("ul");
  const status = document.createElement("p");
  let asked = field.value.trim();
  let active = -1;
  let timer = 0;
  let request = null;

  list.id = `${field.id}-saran`;
  list.className = "suggest";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.dataset.listLabel);
  list.hidden = true;
  status.className = "vh";
  status.setAttribute("role", "status");
  form.append(list, status);
  // A search field may not be a combobox; the keyboard of a phone still shows its magnifier.
  field.type = "text";
  field.setAttribute("enterkeyhint", "search");
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-expanded", "false");
  field.setAttribute("aria-controls", list.id);

  const options = () => all("[role=option]", list);

  function choose(place) {
    active = place;
    options().forEach((option, index) => option.setAttribute("aria-selected", String(index === place)));
    const option = options()[place];
    if (!option) return field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  function close() {
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
    choose(-1);
  }

  function show(html) {
    const page = new DOMParser().parseFromString(`<ul>${html}</ul>`, "text/html");
    list.replaceChildren(...page.querySelectorAll("[role=option]"));
    options().forEach((option, index) => (option.id = `${list.id}-${index + 1}`));
    const n = options().length;
    list.hidden = n === 0;
    field.setAttribute("aria-expanded", String(n > 0));
    choose(-1);
    status.textContent = n === 0 ? form.dataset.none : n === 1 ? form.dataset.one : fill(form.dataset.many, { n });
  }

  async function ask() {
    const text = field.value.replace(/^\s+/, "");
    if (text === asked) return;
    asked = text;
    request?.abort();
    if (text.trim().length < LEAST) {
      close();
      return;
    }
    if (!known.has(text)) {
      request = new AbortController();
      const address = new URL(form.dataset.suggest, location.href);
      address.searchParams.set("q", text);
      try {
        const answer = await fetch(address, { signal: request.signal, credentials: "same-origin" });
        if (!answer.ok) return;
        known.set(text, await answer.text());
      } catch {
        return; // given up for the next letter, or no network: the button still works
      }
    }
    if (text === asked && document.activeElement === field) show(known.get(text));
  }

  function go(option) {
    location.assign(option.dataset.href);
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  field.addEventListener("keydown", (event) => {
    const n = options().length;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && n) {
      event.preventDefault();
      list.hidden = false;
      field.setAttribute("aria-expanded", "true");
      // Above the first and below the last one is back in the field.
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose(((active + 1 + step + n + 1) % (n + 1)) - 1);
    } else if (event.key === "Enter" && active >= 0 && !list.hidden) {
      event.preventDefault();
      go(options()[active]);
    }
  });
  field.addEventListener("blur", close);
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) go(option);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    request?.abort();
  });
});
