/* One key per verb: `data-key` on a button or link. Silent in text fields, while a dialog or a
   question is open, and when the officer has switched them off (kept in a cookie). */
import { all, setCookie } from "./dom.js";

const root = document.documentElement;
const off = () => root.dataset.keys === "off";
// Says to the stylesheet that shortcuts exist at all.
if (!off()) root.dataset.keys = "on";
const NAMES = { " ": "space" };

function busy(target) {
  const field = target.closest?.("input, textarea, select, [contenteditable]");
  const ticking = field?.matches("[type=checkbox], [type=radio], [type=hidden]");
  return (field && !ticking) || Boolean(document.querySelector("dialog[open]"));
}

/* Where Space is a verb it never scrolls as well: pressed once more, or held, after a call. */
const calm = (event, key) => key === "space" && document.querySelector("[data-keys-space]") && event.preventDefault();

addEventListener("keydown", (event) => {
  if (off() || event.ctrlKey || event.metaKey || event.altKey || busy(event.target)) return;
  const key = (NAMES[event.key] || event.key).toLowerCase();
  // Space and Enter belong to the control that has the focus; a link has no use for Space.
  const takers = key === "space" ? "button, summary, label, input" : "a, button, summary, label, input";
  if (["space", "enter"].includes(key) && event.target.closest?.(takers)) return;
  calm(event, key);
  if (event.repeat) return;
  const control = all("[data-key]").find((item) => item.dataset.key.toLowerCase() === key && item.offsetParent !== null);
  if (!control || control.disabled || control.getAttribute("aria-disabled") === "true") return;
  event.preventDefault();
  control.focus();
  control.click();
});

all("[data-keys-toggle]").forEach((button) => {
  const word = button.querySelector("[data-keys-on]");
  const show = () => {
    if (word) word.textContent = off() ? word.dataset.keysOff : word.dataset.keysOn;
    else button.setAttribute("aria-pressed", String(!off()));
  };
  button.hidden = false;
  show();
  button.addEventListener("click", () => {
    root.dataset.keys = off() ? "on" : "off";
    setCookie("lopo_keys", off() ? "off" : "on");
    show();
  });
});
