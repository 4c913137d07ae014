/* Light or dark for staff; kept in a cookie so that the next page is drawn right at once. Who goes
   back to what the system says follows the system again. */
import { all, setCookie } from "./dom.js";

const root = document.documentElement;
const system = () => (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
const isDark = () => (root.dataset.theme === "auto" ? system() : root.dataset.theme) === "dark";

all("[data-theme-toggle]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => {
    const wanted = isDark() ? "light" : "dark";
    root.dataset.theme = wanted === system() ? "auto" : wanted;
    setCookie("lopo_theme", root.dataset.theme);
  });
});
