// The service worker: what was seen once opens without a network. The top of the file is written by `handprop site`.
/* global VERSION, ASSETS, PAGES, NOT_KEPT */
// @ts-nocheck: TypeScript knows pages or workers, not both

const CACHE = `handprop-${VERSION}`;
const SECONDS = 4; // a slow network is given so long before the kept page is shown
const scope = self.registration.scope;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(ASSETS.map((path) => new Request(scope + path, { cache: "reload" })))).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("handprop-") && name !== CACHE && !name.startsWith("handprop-python-");
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name)))).then(() => self.clients.claim()));
});

// A page that was open before the worker tells what it has loaded; "everything" asks for the whole course.
self.addEventListener("message", (event) => {
  const { everything, seen } = event.data;
  event.waitUntil(everything ? keepEverything(event.ports[0]) : keepThese(seen ?? []));
});

async function keepThese(urls) {
  const cache = await caches.open(CACHE);
  await Promise.all(urls.map((url) => keepOne(cache, url).catch(() => {})));
}

async function keepOne(cache, url) {
  if (!(await cache.match(url))) await cache.add(url);
}

async function keepEverything(port) {
  const total = PAGES.length;
  try {
    const cache = await caches.open(CACHE);
    for (let done = 0; done < total; done += 1) {
      port.postMessage({ done, total });
      await keepOne(cache, scope + PAGES[done]);
    }
    port.postMessage({ done: total, total });
  } catch (fault) {
    port.postMessage({ lost: fault.name === "QuotaExceededError" ? "full" : "network" });
  }
}

self.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  if (method !== "GET" || !url.startsWith(scope) || url.includes("/python/")) return;
  event.respondWith(url.startsWith(`${scope}assets/`) ? kept(event.request) : fresh(event.request));
});

// The name of an asset changes with what it holds.
async function kept(request) {
  return (await caches.match(request)) ?? store(request, await fetch(request));
}

async function fresh(request) {
  const cached = caches.match(request, { ignoreSearch: true });
  const network = fetch(request).then((response) => store(request, response));
  const late = new Promise((done) => setTimeout(async () => done(await cached), 1000 * SECONDS));
  try {
    return (await Promise.race([network, late])) ?? (await network);
  } catch {
    return (await cached) ?? new Response(NOT_KEPT, {
      status: 503, headers: { "Content-Type": "text/plain; charset=utf-8" },
    });
  }
}

async function store(request, response) {
  if (response.ok && response.type === "basic") {
    const copy = response.clone();
    caches.open(CACHE).then((cache) => cache.put(request, copy)).catch(() => {}); // a full disk
  }
  return response;
}
