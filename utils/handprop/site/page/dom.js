// A few words for making and finding parts of the page.

export const page = document.body.dataset;
export const root = new URL(page.root, location.href).href;
export const parts = JSON.parse(page.parts || "{}");

/** @returns {any} */
export const find = (selector, within = document) => within.querySelector(selector);
/** @returns {any[]} */
export const all = (selector, within = document) => [...within.querySelectorAll(selector)];

/** The page may paint and answer before what comes next. */
const { port1, port2 } = new MessageChannel(); // a timer inside of a timer waits 4 ms, and there are dozens
const waiting = [];
port1.onmessage = () => waiting.shift()();
export const pause = () => new Promise((done) => { waiting.push(done); port2.postMessage(null); });

/** @returns {any} */
export function make(parent, tag, attributes = {}, text = "") {
  const node = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, String(value)));
  if (text) node.textContent = text;
  parent?.append(node);
  return node;
}

export function button(parent, text, act, attributes = {}) {
  const made = make(parent, "button", { type: "button", ...attributes }, text);
  made.addEventListener("click", act);
  return made;
}

/** A button that the page came with works from now on. */
export function ready(made, act) {
  made.addEventListener("click", act);
  made.disabled = false;
}

const wanted = new Map();
function link(attributes, before = null) {
  if (!wanted.has(attributes.href)) {
    const made = make(null, "link", attributes);
    wanted.set(attributes.href, new Promise((done) => { made.onload = done; made.onerror = done; }));
    document.head.insertBefore(made, before);
  }
  return wanted.get(attributes.href);
}

/** A style sheet of the site, loaded once. */
export const style = (file) => link({ rel: "stylesheet", href: `${root}assets/${file}` });

/** One of others', which the site's own words overrule. */
export const styleBelow = (file) => link({ rel: "stylesheet", href: `${root}assets/${file}` }, find("link[rel=stylesheet]"));

/** A module that is wanted soon: it comes while others are at work. */
export const soon = (file) => void link({ rel: "modulepreload", href: `${root}assets/${file}` });

// Links that notebooks and checks name as files lead to pages here.
export function placeOf(href) {
  const found = /(?:^|\/)(\d\d)_(exercise_)?\w+\.ipynb(#.*)?$/.exec(href);
  if (!found) return null;
  const exercise = found[2] || href.includes("exercises/");
  return `${root}${found[1]}/${exercise ? "exercise/" : ""}${decodeURIComponent(found[3] ?? "").toLowerCase().replace(/[^\p{L}\p{N}_#-]/gu, "")}`;
}
