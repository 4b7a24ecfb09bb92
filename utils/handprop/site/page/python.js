// Python as the page sees it: begin, run, stop. One worker, one cell after the other.

import { page, parts, root } from "./dom.js";
import { tr } from "../../explore/frame/tr.js";

const ADDRESS = `${root}python/${page.runtime}/`;
const OLD = tr("This browser is too old to run Python. The text and the explorers work; for exercises take a newer browser.");
const LOST = tr("The network was lost while Python was loading. Run the cell again when it is back: your answers are kept.");
const RENEWED = tr("The course was renewed after this page was opened. Reload the page: your answers are kept.");
const BROKEN = tr("Python has ended, perhaps for want of memory. Your answers are kept, and the next run starts it anew.");

const LONG_MS = 500;

let worker = null;
let beginning = null;
let abandon = null; // ends the wait for a beginning
let waiting = Promise.resolve();
let imports = []; // lines of the page as it came
let current = null; // { hear, done } of what runs now
let count = 0;
let quiet = false; // nobody has asked for what Python does
let last = null;
const watchers = [];

/** Told of every change: ``{ state, done, total, text }``; state is off, loading, starting, ready or running. */
export const watch = (act) => watchers.push(act);
const tell = (news) => {
  last = news;
  if (!quiet) watchers.forEach((act) => act(news));
};

// The smallest module with an exception in its final form (try_table), as the runtime has them: asked before it is loaded.
const EXCEPTION = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 8, 1, 6, 0, 31, 64, 0, 11, 11];

export const able = () => "Worker" in window && "DecompressionStream" in window
  && "WebAssembly" in window && WebAssembly.validate(new Uint8Array(EXCEPTION));
/** Its number changes when Python ends: what was run before is gone. */
export const session = { number: 1 };
/** @type {(message: any) => void} */
let comms = () => {};
/** Who hears what widgets in Python say. */
export const hearComms = (act) => { comms = act; };

function begin(names, kept) {
  if (!able()) return Promise.reject(new Error(OLD));
  beginning ??= new Promise((done, failed) => {
    abandon = failed;
    worker = new Worker(`${root}assets/${parts.worker}`, { type: "module" });
    worker.onerror = ({ message }) => {
      failed(new Error(LOST)); // its file did not come
      broken({ name: "Worker", message });
    };
    worker.onmessage = ({ data }) => hear(data, done, failed);
    worker.postMessage({ do: "begin", address: ADDRESS, sizes: parts.sizes, checks: parts.more.includes(page.lesson), file: page.file, names, kept, imports });
    tell({ state: "loading", done: 0, total: 0 });
  }).catch((fault) => {
    end();
    throw fault;
  });
  return beginning;
}

function hear(message, done, failed) {
  if (message.kind === "loading") tell({ state: "loading", ...message });
  else if (message.kind === "starting") tell({ state: "starting" });
  else if (message.kind === "ready") done(null);
  else if (message.kind === "broken") {
    failed(new Error(sentence(message)));
    broken(message);
  }
  else if (message.kind === "not kept") tell({ state: "loading", text: tr("Python could not be kept on this device: it will be loaded again next time.") });
  else if (message.kind === "comm") comms(message);
  else if (message.kind === "fault") console.warn("Handprop:", message.text);
  else if (message.kind === "done") current?.done(message);
  else if (current) current.hear(message);
  else console.warn("Handprop:", message.text ?? message.kind);
}

function sentence({ name }) {
  if (name === "CompileError" || name === "LinkError") return OLD;
  if (name === "Lost") return LOST;
  if (name === "Gone") return RENEWED;
  return BROKEN;
}

function broken(message) {
  console.warn("Handprop:", message.name, message.message);
  const failed = current?.failed;
  end();
  failed?.(new Error(sentence(message)));
}

function end() {
  worker?.terminate();
  session.number += 1;
  worker = null;
  beginning = null;
  current = null;
  quiet = false;
  tell({ state: "off" });
}

// All that Python needs is on this device.
async function isKept() {
  const name = `handprop-python-${page.runtime}`;
  if (!(await caches.has(name))) return false;
  const cache = await caches.open(name);
  const found = await Promise.all(["python.bin", "library.zip", "course.bin"].map((file) => cache.match(ADDRESS + file)));
  return found.every(Boolean);
}

/** What the cells of the page import: Python brings it along. */
export const bring = (lines) => { imports = lines; };

/** Begin without a word before a run is asked for, where nothing has to be loaded for it. */
export async function wake(names, kept) {
  if (beginning || !(await isKept().catch(() => false)) || beginning) return;
  quiet = true;
  begin(names, kept()).catch(() => {}); // the first run says it
}

/** End whatever runs; the next run starts Python anew. */
export function stop() {
  const failed = current?.failed ?? abandon;
  end();
  failed?.(new Error(tr("Stopped. Python starts anew with the next run; what you wrote is kept.")));
}

/** After all that was asked for earlier.
 * @returns {Promise<any>} */
function queued(act) {
  const mine = waiting.catch(() => {}).then(act);
  waiting = mine;
  return mine;
}

/** @returns {Promise<any>} */
function asked(message, hear) {
  return new Promise((done, failed) => {
    current = { hear, done, failed };
    worker.postMessage(message);
  }).finally(() => { current = null; });
}

const begun = (message, names, kept, hear) => queued(async () => {
  if (quiet) {
    quiet = false;
    tell(last);
  }
  await begin(names, kept());
  tell({ state: "running" });
  const result = await asked({ ...message, kept: kept() }, hear); // another tab may have written some of it by now
  tell({ state: "ready" });
  return result;
});

/** Run code of a cell; `hear` gets what it shows. Raises Error with a sentence. */
export async function run(code, cell, names, kept, hear) {
  count += 1;
  const number = count;
  return { ...await begun({ do: "run", code, cell, number }, names, kept, hear), number };
}

/** The step that a line of code opens, written out: its page, or why it cannot be. Raises Error with a sentence. */
export async function writeOut(line, names, kept) {
  let written = {};
  await begun({ do: "write", line }, names, kept, ({ kind, ...more }) => { if (kind === "written") written = more; });
  return written;
}

/** Pass on what a widget on the page says; one that keeps Python long can be stopped. */
export const say = (message) => queued(async () => {
  if (!worker) return;
  let long = false;
  const timer = setTimeout(() => { long = true; tell({ state: "running" }); }, LONG_MS);
  try {
    await asked({ do: "comm", message }, ({ text }) => text && console.warn("Handprop:", text));
    if (long) tell({ state: "ready" });
  } catch (fault) {
    tell({ state: "off", text: fault.message }); // no cell is there to say it
  }
  clearTimeout(timer);
});
