// What the learner wrote on this page: in the browser's own database, on this device only.

import { page, root } from "./dom.js";

const where = location.href.split(/[?#]/)[0].replace(root, "").replace(/index\.html$/, "");
const memory = new Map();
let opened = null;
export let lasting = true;

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

const whole = (request) => new Promise((done, failed) => {
  request.onsuccess = () => done(request.result);
  request.onerror = () => failed(request.error);
});

/** What is kept of the page: ``{ cells: { id: { source, outputs } }, notes }``. */
export async function read(name = where) {
  const database = await open();
  const kept = database && await whole(database.transaction("pages").objectStore("pages").get(name)).catch(() => null);
  return kept ?? memory.get(name) ?? { cells: {} };
}

/** Keep it; a sentence where the browser refuses, else nothing. */
export async function keep(state, name = where) {
  memory.set(name, state);
  const database = await open();
  if (!database) {
    lasting = false;
    return "This browser keeps nothing (a private window?): export your notebook before you close the page.";
  }
  try {
    await whole(database.transaction("pages", "readwrite").objectStore("pages").put(state, name));
    return "";
  } catch (fault) {
    lasting = false;
    return fault?.name === "QuotaExceededError"
      ? "The disk is full, so your last change is on this page only: export your notebook before you close it."
      : "Your last change could not be kept: export your notebook before you close the page.";
  }
}

const channel = "BroadcastChannel" in self ? new BroadcastChannel(`handprop ${where}`) : null;

/** Tell other tabs with the same page what has changed. */
export const tell = (change) => channel?.postMessage(change);

/** Hear of it. */
export const listen = (act) => { if (channel) channel.onmessage = ({ data }) => act(data); };

export const file = page.file;
