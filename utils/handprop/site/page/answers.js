// What the learner wrote on this page: in the browser's own database, on this device only.

import { page, root } from "./dom.js";
import { tr } from "../../explore/frame/tr.js";

const where = location.href.split(/[?#]/)[0].replace(root, "").replace(/index\.html$/, "");
const memory = new Map();
let opened = null;

function open() {
  opened ??= new Promise((done) => {
    const asked = indexedDB.open("handprop", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("pages");
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => done(null);
    asked.onblocked = () => done(null);
  }).catch(() => null);
  return opened;
}

const settled = (transaction) => new Promise((done, failed) => {
  transaction.oncomplete = () => done(null);
  transaction.onabort = () => failed(transaction.error); // a full disk shows here, not at the request
});

// Written when the page is left before the database has answered.
const rescue = `handprop.unsaved.${where}`;

/** What is kept of the page: ``{ cells: { id: { source, outputs } }, notes }``. */
export async function read() {
  const database = await open();
  let kept = null;
  if (database) {
    const transaction = database.transaction("pages");
    const asked = transaction.objectStore("pages").get(where);
    kept = await settled(transaction).then(() => asked.result, () => null);
  }
  const state = merged(kept, memory.get(where));
  const late = rescued();
  if (late) await keep(late);
  return merged(state, late);
}

function rescued() {
  try {
    return JSON.parse(localStorage.getItem(rescue));
  } catch {
    return null;
  }
}

/** A page's state with some of its cells (null: as the page came) and perhaps its notes changed. */
function merged(state, part) {
  const cells = { ...state?.cells, ...part?.cells };
  Object.keys(cells).forEach((id) => cells[id] ?? delete cells[id]);
  return { notes: "", ...state, ...part, cells };
}

/** Keep what changed; a sentence where the browser refuses, else nothing.  Another tab's other cells stay. */
export async function keep(part) {
  memory.set(where, merged(memory.get(where), part));
  const database = await open();
  if (!database) return tr("This browser keeps nothing (a private window?): export your notebook before you close the page.");
  try {
    const transaction = database.transaction("pages", "readwrite");
    const store = transaction.objectStore("pages");
    const asked = store.get(where);
    asked.onsuccess = () => store.put(merged(asked.result, part), where);
    await settled(transaction);
    forget();
    return "";
  } catch (fault) {
    return fault?.name === "QuotaExceededError"
      ? tr("The disk is full, so your last change is on this page only: export your notebook before you close it.")
      : tr("Your last change could not be kept: export your notebook before you close the page.");
  }
}

function forget() {
  try {
    localStorage.removeItem(rescue);
  } catch { /* nothing was there */ }
}

/** The same at once, for a page that is left. */
export function keepAtOnce(part) {
  try {
    const before = rescued();
    localStorage.setItem(rescue, JSON.stringify({ ...before, ...part, cells: { ...before?.cells, ...part.cells } }));
  } catch { /* nothing more can be done */ }
}

function opening() {
  try {
    return new BroadcastChannel(`handprop ${where}`);
  } catch {
    return null; // where nothing may be kept, a browser may refuse this too
  }
}
const channel = opening();

/** Tell other tabs with the same page what has changed. */
export const tell = (change) => channel?.postMessage(change);

/** Hear of it. */
export const listen = (act) => { if (channel) channel.onmessage = ({ data }) => act(data); };

export const file = page.file;
