// Keeps this page and its scripts, so that it opens again where there is no network.

const SCRIPTS = ["send.js", "draft.js", "kept.js", "screens.js", "post.js", "offline.js"];

export async function keepPage(worker) {
  if (!("serviceWorker" in navigator) || !("caches" in self)) return;  // an old browser, or no https
  try {
    await navigator.serviceWorker.register(worker, { scope: "/a/" });
    const cache = await caches.open(new URL(worker, location).searchParams.get("v"));
    const addresses = [location.pathname, ...SCRIPTS.map((name) => new URL(name, import.meta.url).href)];
    for (const address of addresses) {
      if (await cache.match(address)) continue;
      const answer = await fetch(address, { cache: "force-cache" });  // the browser has it: no second way over the network
      if (answer.ok && !/no-store/.test(answer.headers.get("Cache-Control"))) await cache.put(address, answer);
    }
  } catch { /* the page works without */ }
}
