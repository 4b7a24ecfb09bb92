// A few words for making and finding parts of the page.

export const page = document.body.dataset;
export const root = new URL(page.root, location.href).href;
export const parts = JSON.parse(page.parts || "{}");

/** @returns {any} */
export const find = (selector, within = document) => within.querySelector(selector);
/** @returns {any[]} */
export const all = (selector, within = document) => [...within.querySelectorAll(selector)];

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

const styles = new Map();
/** A style sheet of the site, loaded once. */
export function style(file) {
  if (!styles.has(file)) {
    const link = make(null, "link", { rel: "stylesheet", href: `${root}assets/${file}` });
    styles.set(file, new Promise((done) => { link.onload = done; link.onerror = done; }));
    document.head.append(link);
  }
  return styles.get(file);
}

// Links that notebooks and checks name as files lead to pages here.
export function placeOf(href) {
  const found = /(?:^|\/)(\d\d)_(exercise_)?\w+\.ipynb(#.*)?$/.exec(href);
  if (!found) return null;
  const exercise = found[2] || href.includes("exercises/");
  return `${root}${found[1]}/${exercise ? "exercise/" : ""}${(found[3] ?? "").toLowerCase().replace(/[^\p{L}\p{N}_#-]/gu, "")}`;
}
