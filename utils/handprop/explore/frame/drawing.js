// Small helpers for drawing, in HTML and SVG.

import { shown } from "./numbers.js";

export function make(parent, tag, attributes = {}, text = "") {
  const space = tag === "svg" || parent instanceof SVGElement ? "http://www.w3.org/2000/svg" : null;
  const node = space ? document.createElementNS(space, tag) : document.createElement(tag);
  Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, value));
  if (text) node.textContent = text;
  parent.append(node);
  return node;
}

export function box(parent, x, y, width, height, attributes) {
  const place = { x: x - width / 2, y: y - height / 2, width, height };
  return make(parent, "rect", { rx: 12, ...place, ...attributes });
}

// Changing only what differs keeps the work of a frame small.
export function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

// A number with ten characters, such as -1.234e-05, is set smaller, so that it stays in its box.
export function tell(node, value) {
  const text = shown(value);
  say(node, text);
  node.classList.toggle("hp-long", text.length > 8);
}

export const writer = (parent) => (x, y, kind, text) => make(parent, "text", { x, y, class: `hp-${kind}` }, text);

// A name for what is referred to within the page, such as a clip path.
export const freshId = () => `hp-${Math.random().toString(36).slice(2)}`;

export const place = (node, attributes) =>
  Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));
