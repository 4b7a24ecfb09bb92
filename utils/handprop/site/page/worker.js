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

const lost = (name, why) => Object.assign(new Error(`${name}: ${why}`), { name: "Lost" });

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

async function begin({ address, file, names, kept, sizes: told, checks: large }) {
  sizes = told;
  checks = large;
  const total = sizes["python.bin"] + sizes["library.zip"] + sizes["course.bin"];
  let done = 0;
  const loaded = (bytes) => {
    done += bytes;
    post({ kind: "loading", done, total });
  };
  python = await boot({
    load: (name) => load(address, name, loaded),
    hear: post,
    complain: (text) => post({ kind: "stream", name: "stderr", text: `${text}\n` }),
  });
  post({ kind: "starting" });
  ask({ do: "boot", file, names, kept });
  post({ kind: "ready" });
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
