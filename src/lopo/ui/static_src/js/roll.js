/* A roll of paper is cut where the slip ends; the stylesheet alone knows only its longest slip. */
import { all } from "./dom.js";

const PIXELS_PER_MM = 96 / 25.4;
const SPARE_MM = 3;
const PAGES = { 58: "slip58", 80: "slip" };

function cut(slip) {
  const box = slip.parentElement;
  box.classList.add("is-measured");
  const height = Math.ceil(box.getBoundingClientRect().height / PIXELS_PER_MM) + SPARE_MM;
  box.classList.remove("is-measured");
  const width = slip.dataset.roll;
  const sheet = document.styleSheets[0];
  sheet.insertRule(`@page ${PAGES[width]} { size: ${width}mm ${height}mm; margin: 0 }`, sheet.cssRules.length);
}

const cutAll = () => all("[data-roll]").forEach(cut);
document.fonts.ready.then(cutAll);
addEventListener("beforeprint", cutAll);
