/* The chosen row is marked; browsers that know :has() do it in the stylesheet. */
import { all, whenever } from "./dom.js";

if (!window.CSS?.supports?.("selector(:has(*))")) {
  const mark = (row) => row.classList.toggle("is-checked", row.querySelector("input")?.checked === true);
  whenever(".choice", mark);
  addEventListener("change", () => all(".choice").forEach(mark));
}
