/* "Your turn" on a phone: title, vibration, sound, a lit screen. Once per announcement. */
import { all, chime, hasAudio } from "./dom.js";

// A page that came while its ticket was called has the call in its title already.
const plainTitle = document.querySelector("[data-title]")?.dataset.title || document.title;
let blinking = 0;
let announced = null;
let lock = null;

const calledPart = () => document.querySelector('[data-ticket-state="CALLED"]');

/* Before the first touch a browser refuses to vibrate and complains; the title and colour remain. */
function buzz(pattern) {
  if (navigator.vibrate && navigator.userActivation?.hasBeenActive !== false) navigator.vibrate(pattern);
}

function blink(title) {
  clearInterval(blinking);
  let on = false;
  const flip = () => {
    on = !on;
    document.title = on ? title : plainTitle;
  };
  flip();
  blinking = setInterval(flip, 1000);
}

function calm() {
  clearInterval(blinking);
  document.title = plainTitle;
  buzz(0);
}

async function keepLit() {
  if (!navigator.wakeLock || lock || document.visibilityState !== "visible") return;
  try {
    lock = await navigator.wakeLock.request("screen");
    lock.addEventListener("release", () => (lock = null));
  } catch {
    lock = null;
  }
}

function look() {
  const part = calledPart();
  document.body.classList.toggle("is-called", Boolean(part));
  if (document.querySelector("[data-ticket-state]")) keepLit();
  if (!part) {
    if (announced) calm();
    announced = null;
    return;
  }
  const id = part.dataset.announcementId;
  if (id === announced) return;
  announced = id;
  blink(part.dataset.calledTitle);
  buzz([500, 200, 500, 200, 900, 600, 500, 200, 500, 200, 900]);
  chime(3);
  window.scrollTo(0, 0);
}

if (document.querySelector("[data-ticket-state], [data-live]")) {
  look();
  document.addEventListener("lopo:fresh", look);
  document.addEventListener("visibilitychange", look);
}

all("[data-sound-on]").forEach((button) => {
  if (!hasAudio) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (await chime(1)) button.setAttribute("aria-pressed", "true");
  });
});
