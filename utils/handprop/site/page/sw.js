// The service worker: what was seen once opens without a network. The top of the file is written by `handprop site`.
/* global VERSION, ASSETS, PAGES, TITLES, NOT_KEPT, KEPT */
// @ts-nocheck: TypeScript knows pages or workers, not both

const CACHE = `handprop-${VERSION}`;
const SECONDS = 4; // a slow network is given so long before the kept page is shown
const scope = self.registration.scope;

self.addEventListener("install", (event) => {
  event.waitUntil(keepAnew().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(earlier().then((old) => Promise.all(old.map(({ name }) => caches.delete(name)))).then(() => self.clients.claim()));
});

const anew = (path) => new Request(scope + path, { cache: "reload" });

// What every page needs; and the pages that an earlier version kept, as they are now: a journey goes on.
async function keepAnew() {
  const cache = await caches.open(CACHE);
  await cache.addAll(ASSETS.map(anew));
  const kept = new Set((await earlier()).flatMap(({ urls }) => urls));
  for (const path of PAGES) if (kept.has(scope + path)) await cache.add(anew(path)).catch(() => {});
}

// The caches of earlier versions: another site on this host has its own.
async function earlier() {
  const names = (await caches.keys()).filter((name) => name.startsWith("handprop-") && name !== CACHE && !name.startsWith("handprop-python-"));
  const all = await Promise.all(names.map(async (name) => ({ name, urls: (await (await caches.open(name)).keys()).map(({ url }) => url) })));
  return all.filter(({ urls }) => urls.every((url) => url.startsWith(scope)));
}

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
    return (await cached) ?? (request.mode === "navigate" ? missing() : new Response(NOT_KEPT, { status: 503 }));
  }
}

// In the place of a page that is not here: which are.
async function missing() {
  const kept = new Set((await (await caches.open(CACHE)).keys()).map(({ url }) => url));
  const links = Object.entries(TITLES).filter(([path]) => kept.has(scope + path)).map(([path, title]) => `<li><a href="${scope}${path}">${title}</a></li>`);
  const list = links.length ? `<p>${KEPT}</p><ul>${links.join("")}</ul>` : "";
  const head = `<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>Handprop</title>`;
  return new Response(`${head}<body style="font: 1.1rem/1.7 sans-serif; margin: 1.5rem"><p>${NOT_KEPT}</p>${list}`, {
    status: 503, headers: { "Content-Type": "text/html; charset=utf-8" },
  });
}

async function store(request, response) {
  if (response.ok && response.type === "basic") {
    const copy = response.clone();
    caches.open(CACHE).then((cache) => cache.put(request, copy)).catch(() => {}); // a full disk
  }
  return response;
}
