/* Keeps what people read about services for when the line is down. Only public pages without
   questions in their address, never a ticket, a form or anything of staff. */
const KEPT = "lopo-{{ release }}";
const OFFLINE = "{{ offline_url }}";
const READ = /^\/(?:$|layanan\/|perangkat-daerah\/|maklumat\/|pengumuman\/|klarifikasi\/)/;
const STATIC = "{{ static_url }}";
/* Logos and colours of agencies: what lies at such an address never changes. */
const FIXED = /^\/perangkat-daerah\/(?:logo|warna)\//;
const MOST = 80;
const PATIENCE = 6000;

addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT).then((kept) => kept.add(OFFLINE)).then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  const others = caches.keys().then((names) => Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name))));
  event.waitUntil(others.then(() => clients.claim()));
});

async function keep(request, response) {
  const kept = await caches.open(KEPT);
  const headers = new Headers(response.headers);
  headers.set("X-Lopo-Kept", new Date().toISOString());
  const copy = new Response(await response.blob(), { status: 200, headers });
  await kept.put(request, copy);
  const pages = (await kept.keys()).filter((one) => !new URL(one.url).pathname.startsWith(STATIC) && !FIXED.test(new URL(one.url).pathname) && !one.url.endsWith(OFFLINE));
  await Promise.all(pages.slice(0, Math.max(0, pages.length - MOST)).map((one) => kept.delete(one)));
}

/* A page that was kept says since when: old news is never shown as new. */
async function fromKept(request) {
  const found = await caches.match(request, { ignoreVary: true });
  if (!found) return caches.match(OFFLINE);
  const since = found.headers.get("X-Lopo-Kept") || "";
  const text = (await found.text()).replace("<html ", `<html data-kept="${since}" `);
  return new Response(text, { status: 200, headers: found.headers });
}

async function page(request, isKept) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const response = await fetch(request, isKept ? { signal: stop.signal } : {});
    if (isKept && response.status === 200 && !response.redirected) await keep(request, response.clone());
    return response;
  } catch {
    return isKept ? fromKept(request) : caches.match(OFFLINE);
  } finally {
    clearTimeout(timer);
  }
}

async function asset(request) {
  const found = await caches.match(request);
  if (found) return found;
  const response = await fetch(request);
  if (response.status === 200) (await caches.open(KEPT)).put(request, response.clone());
  return response;
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (address.pathname.startsWith(STATIC) || FIXED.test(address.pathname)) event.respondWith(asset(request));
  else if (request.mode === "navigate") event.respondWith(page(request, READ.test(address.pathname) && !address.search));
});
