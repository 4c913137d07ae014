/* A page as a small screen shows it: `data-window="360x780"` opens it in a window of this size. */
import { all } from "./dom.js";

all("a[data-window]").forEach((link) =>
  link.addEventListener("click", (event) => {
    const [width, height] = link.dataset.window.split("x");
    if (window.open(link.href, "lopo-preview", `popup,width=${width},height=${height}`)) event.preventDefault();
  }),
);
