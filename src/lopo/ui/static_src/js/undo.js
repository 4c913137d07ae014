/* How long what was just done may still be taken back; then the offer goes by itself. */
import { all, fill, whenever } from "./dom.js";
import { serverNow } from "./clock.js";

function show(offer) {
  const left = Math.ceil((Date.parse(offer.dataset.until) - serverNow()) / 1000);
  const text = offer.querySelector("[data-undo-left]");
  offer.hidden = left <= 0;
  if (text && left > 0) text.textContent = fill(text.dataset.template, { n: left });
}

whenever("[data-undo]", show);
setInterval(() => all("[data-undo]").forEach(show), 250);
