// A screen with a pairing code looks every few seconds whether it was typed, or is too old.
const place = document.querySelector("[data-pairing]");
const EVERY = 3000;

async function look() {
  try {
    const answer = await fetch(place.dataset.pairing, { cache: "no-store" });
    if (answer.ok && (await answer.json()).state !== "waiting") {
      location.reload();
      return;
    }
  } catch {
    // No network for a moment: the code stays, and we look again.
  }
  setTimeout(look, EVERY);
}

if (place) setTimeout(look, EVERY);
