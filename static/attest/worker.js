// The service worker of the learner's page: with a network that answers it is not there, without one the form opens
// as it was kept. It keeps the blank form and its scripts, and never an answer to a POST, a receipt or a shared tablet.

const VERSION = new URL(self.location).searchParams.get("v");
const PATIENCE = 4_000;  // milliseconds

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name !== VERSION) await caches.delete(name);
})()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate" && /^\/a\/[^/]+$/.test(pathname)) event.respondWith(form(event));
  else if (pathname.startsWith("/a/scripts/")) event.respondWith(script(request));
});

// From the network, else as it was kept: also where the network takes too long.
async function form(event) {
  const address = new URL(event.request.url).pathname;
  const fresh = fetch(event.request).then(async (answer) => {
    // Our blank form and no other page: only that may be kept, and is asked for anew each time. Where the server has
    // another one now, of a closed activity or a shared tablet, what was kept must not come back.
    if (answer.ok) {
      const copy = answer.clone(), cache = await caches.open(VERSION);
      if (answer.headers.get("Cache-Control") === "no-cache") await cache.put(address, copy);
      else await cache.delete(address);
    }
    return answer;
  });
  const late = new Promise((done) => setTimeout(done, PATIENCE));
  event.waitUntil(fresh.catch(() => null));
  const first = await Promise.race([fresh.catch(() => null), late]);
  return first ?? (await caches.match(address)) ?? fresh;
}

async function script(request) {
  return (await caches.match(request)) ?? fetch(request);
}
