// The worker that runs Python: it loads the runtime with a progress in bytes, and passes messages on.

import { tr } from "../../explore/frame/tr.js";
import { boot } from "./wasi.js";

/** @type {any} */
let python = null;
let more = false;
let sizes = {};
let checks = false; // whether those of this lesson want them

const post = (message) => self.postMessage(message);

// One file of the runtime: from what was kept on this device, else from the network, with its progress told.
async function load(address, name, loaded) {
  const url = address + name;
  const cache = await keeping(address);
  const kept = await cache?.match(url);
  if (kept) {
    const bytes = new Uint8Array(await kept.arrayBuffer());
    loaded(bytes.length);
    return bytes;
  }
  const bytes = await fetched(url, loaded).catch((fault) => { throw lost(name, fault.message); });
  if (sizes[name] && bytes.length < sizes[name]) throw lost(name, tr("only a part came"));
  await cache?.put(url, new Response(bytes)).catch(() => post({ kind: "not kept" }));
  return bytes;
}

async function keeping(address) {
  try {
    return await caches.open(`handprop-python-${address.split("/").at(-2)}`);
  } catch {
    return null; // the browser keeps nothing
  }
}

const lost = (name, why) => Object.assign(new Error(`${name}: ${why}`), { name: why === "404" ? "Gone" : "Lost" });

async function fetched(url, loaded) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(String(response.status));
  const parts = [];
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    loaded(value.length);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

// What Python is once it has begun, before anything of a learner's was run: from there it begins the next time. It fits
// this worker and these files of the runtime, no other.
const memoryOf = (address) => `${address}memory-${self.location.pathname.split("/").at(-1)}`;

async function keptMemory(address) {
  const found = await (await keeping(address))?.match(memoryOf(address));
  return found ? found.arrayBuffer() : null;
}

const LATER_MS = 2000;

// What Python is now; kept once the run that waits for it is through.
async function keepMemory(address) {
  const memory = python.memory();
  const cache = memory && await keeping(address);
  if (!cache) return;
  await new Promise((done) => { setTimeout(done, LATER_MS); });
  for (const { url } of await cache.keys()) if (url.startsWith(`${address}memory-`)) await cache.delete(url);
  await cache.put(memoryOf(address), new Response(memory));
}

// What an earlier version of this site kept: its pages are renewed. Another site on this host keeps its own.
async function dropOld(address) {
  const [mine, place] = [address.split("/").at(-2), address.split("/").slice(0, -2).join("/")];
  for (const name of await caches.keys()) {
    if (!name.startsWith("handprop-python-") || name.endsWith(mine)) continue;
    const kept = await (await caches.open(name)).keys();
    if (kept.every(({ url }) => url.startsWith(`${place}/`))) await caches.delete(name);
  }
}

async function started(address, parts, imports) {
  let grown = false;
  const hear = (message) => {
    if (message.kind === "grown") grown = true;
    else post(message);
  };
  const begin = async (begun) => {
    python = await boot({ ...parts, hear, begun });
    post({ kind: "starting" });
    ask({ do: "warm", imports, again: Boolean(begun) });
  };
  const begun = await keptMemory(address).catch(() => null);
  await begin(begun).catch((fault) => {
    if (!begun) throw fault;
    console.warn("Handprop:", fault); // it is made anew
    return begin(null);
  });
  if (grown) keepMemory(address).catch(() => {}); // a full disk: it begins anew each time
}

async function begin({ address, file, names, imports, kept, sizes: told, checks: large }) {
  sizes = told;
  checks = large;
  const total = sizes["python.bin"] + sizes["library.zip"] + sizes["course.bin"];
  let done = 0;
  const loaded = (bytes) => {
    done += bytes;
    post({ kind: "loading", done, total });
  };
  await started(address, {
    load: (name) => load(address, name, loaded),
    complain: (text) => post({ kind: "stream", name: "stderr", text: `${text}\n` }),
  }, imports);
  ask({ do: "boot", file, names, kept });
  post({ kind: "ready" });
  dropOld(address).catch(() => {});
}

// A string of JSON is a string of Python, too.
const ask = (message) => python.turn(`import kernel; kernel.do(${JSON.stringify(JSON.stringify(message))})`);

// scikit-learn and SciPy are large, and few cells want them.
const wants = (code) => !more && (/\b(digits|sklearn|scipy)/.test(code) || (checks && /\bcheck\(/.test(code)));

self.onmessage = async ({ data }) => {
  try {
    if (data.do === "begin") return await begin(data);
    if (data.do === "run" && wants(data.code)) {
      more = true;
      await python.addLibrary();
    }
    return ask(data);
  } catch (fault) {
    const { name, message } = /** @type {Error} */ (fault);
    return post({ kind: "broken", name, message: String(message) });
  }
};
