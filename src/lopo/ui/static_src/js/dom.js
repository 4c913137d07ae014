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

/* A short two-tone chime. Needs a gesture first in most browsers; resolves to whether it sounded. */
let audio = null;
export function audioContext() {
  const Context = window.AudioContext || window.webkitAudioContext;
  if (!audio && Context) audio = new Context();
  return audio;
}

export async function chime(times = 1) {
  const context = audioContext();
  if (!context) return false;
  if (context.state === "suspended") {
    await Promise.race([context.resume(), new Promise((done) => setTimeout(done, 300))]).catch(() => {});
  }
  if (context.state !== "running") return false;
  for (let round = 0; round < times; round += 1) {
    [659.25, 523.25].forEach((pitch, index) => {
      const start = context.currentTime + round * 1.3 + index * 0.42;
      const tone = context.createOscillator();
      const volume = context.createGain();
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(0.0001, start);
      volume.gain.exponentialRampToValueAtTime(0.5, start + 0.03);
      volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.8);
      tone.connect(volume).connect(context.destination);
      tone.start(start);
      tone.stop(start + 0.85);
    });
  }
  return true;
}

/* The first gesture on the page allows sound later. */
["pointerdown", "keydown"].forEach((kind) =>
  addEventListener(
    kind,
    () => {
      const context = audioContext();
      if (context && context.state === "suspended") context.resume().catch(() => {});
    },
    { once: true, passive: true },
  ),
);
