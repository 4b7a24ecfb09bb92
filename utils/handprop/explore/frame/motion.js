// What moves in a picture, and numbers on their way.

import { make, place } from "./drawing.js";
import "./motion.css";

export const within = (t) => Math.min(Math.max(t, 0), 1);

/** @param {number[]} from @param {number[]} to */
export const between = (from, to, t) => from.map((v, n) => v + t * (to[n] - v));

export const eased = (t) => t * t * (3 - 2 * t);

export const see = (node, part) => place(node, { opacity: within(part).toFixed(3), visibility: part > 0 ? "visible" : "hidden" });

// A number that is too wide for its place, in letters that can be read, is drawn narrower.
export function fit(text, room) {
  text.removeAttribute("textLength");
  if (text.getComputedTextLength() > room) place(text, { textLength: room, lengthAdjust: "spacingAndGlyphs" });
}

// A number on its way: its box points to where it goes.
/** @param {number[]} size @param {number} side 1 forward, -1 back */
export function drawToken(parent, size, side, tall = false) {
  const [width, height] = size;
  const group = make(parent, "g", { class: `hp-token ${side > 0 ? "hp-forth" : "hp-back"}` });
  const [w, h] = [width / 2, height / 2];
  const [tip, wide] = [side * (w + 7), side * -w];
  const along = `M${wide},${-h}H${side * w}L${tip},0L${side * w},${h}H${wide}Z`;
  const down = `M${-w},${side * -h}V${side * h}L0,${side * (h + 6)}L${w},${side * h}V${side * -h}Z`;
  make(group, "path", { d: tall ? down : along });
  return { group, text: make(group, "text", { y: 5 }) };
}
