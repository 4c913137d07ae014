/* Light or dark for staff; kept in a cookie so that the next page is drawn right at once. */
import { all, setCookie } from "./dom.js";

const root = document.documentElement;
const isDark = () =>
  root.dataset.theme === "auto" ? matchMedia("(prefers-color-scheme: dark)").matches : root.dataset.theme === "dark";

all("[data-theme-toggle]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    setCookie("lopo_theme", root.dataset.theme);
  });
});
