/* Shared helpers. Behaviours find their elements by data attributes, also in parts that arrive later. */
export const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));

/* Run setUp for every matching element, now and whenever live.js has put fresh content in place. */
export function whenever(selector, setUp) {
  const run = (root) => {
    all(selector, root).forEach(setUp);
    if (root !== document && root.matches(selector)) setUp(root);
  };
  run(document);
  document.addEventListener("lopo:fresh", (event) => run(event.target));
}

export function fill(template, values) {
  return template.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}

export function setCookie(name, value) {
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax${secure}`;
}

/* A short two-tone chime. Most browsers want a gesture first; tells whether it sounded. A screen
   without visitors' gestures (the TV) passes `force` and relies on the browser's own setting. */
const Sound = window.AudioContext || window.webkitAudioContext;
export const hasAudio = Boolean(Sound);
let audio = null;

export async function audioContext(force) {
  if (!Sound || (!force && !audio && navigator.userActivation?.hasBeenActive === false)) return null;
  if (!audio) audio = new Sound();
  if (audio.state === "suspended") {
    const late = new Promise((done) => setTimeout(done, 300));
    await Promise.race([audio.resume(), late]).catch(() => null);
  }
  return audio.state === "running" ? audio : null;
}

function tone(context, pitch, start) {
  const source = context.createOscillator();
  const volume = context.createGain();
  source.frequency.value = pitch;
  volume.gain.setValueAtTime(0.0001, start);
  volume.gain.exponentialRampToValueAtTime(0.5, start + 0.03);
  volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.8);
  source.connect(volume).connect(context.destination);
  source.start(start);
  source.stop(start + 0.85);
}

export async function chime(times = 1, force = false) {
  const context = await audioContext(force);
  if (!context) return false;
  for (let round = 0; round < times; round += 1) {
    tone(context, 659.25, context.currentTime + round * 1.3);
    tone(context, 523.25, context.currentTime + round * 1.3 + 0.42);
  }
  return true;
}

/* The first gesture on a page that may be called allows sound later. */
if (document.querySelector("[data-ticket-state], [data-live], [data-tv-call]")) {
  ["pointerdown", "keydown"].forEach((kind) =>
    addEventListener(kind, () => audioContext(false), { once: true, passive: true }),
  );
}
