/* A long form, one part at a time. Without scripts the whole form is one page; nothing is kept on
   the device, so the page asks before it is left with answers in it. */
import { all, fill } from "./dom.js";

const form = document.querySelector("form[data-steps]");

function conditions() {
  const asked = all("[data-shown-if]", form).map((box) => ({ box, when: JSON.parse(box.dataset.shownIf) }));
  const given = (code) => {
    const holder = form.querySelector(`[data-field="${code}"]`);
    if (!holder || holder.hidden) return [];
    return all("input", holder)
      .filter((input) => input.checked)
      .map((input) => input.value);
  };
  // In the order of the form: a hidden field answers nothing, so what depends on it hides, too.
  const look = () => asked.forEach(({ box, when }) => (box.hidden = !given(when.field).some((value) => when.in.includes(value))));
  all("[data-when]", form).forEach((note) => (note.hidden = true));
  form.addEventListener("change", look);
  look();
}

function rows() {
  all("[data-more-rows]", form).forEach((button) => {
    const spare = all("[data-spare]", button.closest(".rows"));
    const empty = (row) => all("input", row).every((input) => !input.value);
    let shown = 0;
    spare.forEach((row, place) => {
      if (!empty(row)) shown = place + 1;
    });
    const draw = () => {
      spare.forEach((row, place) => (row.hidden = place >= shown));
      button.hidden = shown >= spare.length;
    };
    button.addEventListener("click", () => {
      shown += 1;
      draw();
      spare[shown - 1].querySelector("input").focus();
    });
    draw();
  });
}

function steps() {
  const parts = all("[data-step]", form);
  const marks = all("[data-to]", form);
  const now = form.querySelector("[data-step-now]");
  let here = 0;
  const show = (place, { focus = true } = {}) => {
    here = place;
    parts.forEach((part, n) => (part.hidden = n !== place));
    marks.forEach((mark, n) => {
      const item = mark.parentElement;
      item.classList.toggle("is-done", n < place);
      item.classList.toggle("is-now", n === place);
      if (n === place) mark.setAttribute("aria-current", "step");
      else mark.removeAttribute("aria-current");
    });
    const title = parts[place].querySelector("h2");
    now.textContent = fill(form.dataset.stepSaid, { n: place + 1, total: parts.length });
    if (focus) {
      title.focus({ preventScroll: true });
      (place ? form.querySelector(".paper__nav") : document.querySelector("h1")).scrollIntoView();
    }
  };
  // The way back of a phone leads to the part before, not out of the form.
  const go = (place) => {
    history.pushState(null, "", `#${parts[place].id}`);
    show(place);
  };
  const partOf = (hash) => parts.findIndex((part) => `#${part.id}` === hash);
  const field = (input) => {
    const place = parts.findIndex((part) => part.contains(input));
    if (place < 0) return;
    if (place !== here) {
      history.pushState(null, "", `#${parts[place].id}`);
      show(place, { focus: false });
    }
    input.scrollIntoView({ block: "center" });
    input.focus({ preventScroll: true });
  };
  addEventListener("popstate", () => show(Math.max(0, partOf(location.hash))));
  form.addEventListener("click", (event) => {
    const link = event.target.closest("[data-to], [data-to-field]");
    if (event.target.closest("[data-next]")) return go(here + 1);
    if (event.target.closest("[data-back]")) return go(here - 1);
    if (!link) return undefined;
    event.preventDefault();
    if (link.dataset.to) return go(partOf(`#${link.dataset.to}`));
    return field(form.querySelector(`[data-field="${link.dataset.toField}"] :is(input, textarea):not([type="hidden"])`));
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.tagName !== "INPUT" || event.target.type === "file") return;
    event.preventDefault();
    if (here < parts.length - 1) go(here + 1);
  });
  all("[data-step-go]", form).forEach((part) => (part.hidden = false));
  now.hidden = false;
  form.classList.add("is-stepped");
  const refused = parts.findIndex((part) => part.querySelector(".has-error"));
  const last = form.hasAttribute("data-at-end") ? parts.length - 1 : partOf(location.hash);
  const asked = form.querySelector(".errsum") ? refused : last;
  show(Math.max(0, asked), { focus: false });
}

function asking() {
  let written = form.hasAttribute("data-filled");
  form.addEventListener("input", () => (written = true));
  // What is sent comes back on the page or is kept as a file or paper.
  form.addEventListener("submit", () => (written = false));
  addEventListener("beforeunload", (event) => {
    if (written) event.preventDefault();
  });
}

if (form) {
  conditions();
  rows();
  steps();
  asking();
}
