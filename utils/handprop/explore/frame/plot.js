// What the explorers with curves share: panels, axes, arrows, values with their marks.

import { freshId, make, place, say, writer } from "./drawing.js";
import { shown } from "./numbers.js";
import "./plot.css";

const RAISED = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };

/** A power of ten, as an axis of powers has it. */
export const raised = (k) => `10${[...String(k)].map((letter) => RAISED[letter]).join("")}`;

export function panel(parent, title) {
  const node = make(parent, "div", { class: "hp-panel" });
  make(node, "p", { class: "hp-panel-title" }, title);
  return node;
}

export function canvas(parent, width, height) {
  // Where the height is limited, the picture stays below the start of its title.
  const size = { viewBox: `0 0 ${width} ${height}`, style: `--hp-width: ${width}px`, preserveAspectRatio: "xMinYMid" };
  const svg = make(parent, "svg", { ...size, role: "img", class: "hp-picture" });
  new ResizeObserver(([{ contentRect }]) => keepLegible(svg, contentRect.width / width, contentRect.height / height)).observe(svg);
  return svg;
}

const LEAST = 11; // pixels of the screen: lower letters are not read

// A small picture has larger letters: what style sheets ask for, but no less than LEAST.
function keepLegible(svg, across, down) {
  const scale = Math.min(across, down);
  if (scale > 0) svg.style.setProperty("--hp-least", `${(LEAST / scale).toFixed(2)}px`);
}

// 1e9 for 1e+09: room is scarce beside an axis.
const brief = (v) => shown(v).replace(/e\+0*/, "e");

// Axes in `frame` (left, top, right, bottom); `at` turns numbers into places, `inside` cuts off what is beyond.
export function axes(svg, { frame, x, y, xTicks, yTicks, xName, yName, label = brief }) {
  const [left, top, right, bottom] = frame;
  const across = (v) => left + ((v - x[0]) / (x[1] - x[0])) * (right - left);
  const up = (v) => bottom - ((v - y[0]) / (y[1] - y[0])) * (bottom - top);
  const write = writer(svg);
  const below = belowAxis(svg);
  const rule = (kind, x1, y1, x2, y2) => make(svg, "line", { x1, y1, x2, y2, class: `hp-${kind}` });
  xTicks.forEach((v) => {
    rule(v === 0 ? "axis" : "grid", across(v), top, across(v), bottom);
    below(across(v), bottom, 1, "tick", label(v));
  });
  yTicks.forEach((v) => {
    rule(v === 0 ? "axis" : "grid", left, up(v), right, up(v));
    write(left - 8, up(v) + 5, "tick hp-right", label(v));
  });
  below(right, bottom, 2, "axis-name hp-right", xName);
  write(left, top - 9, "axis-name hp-left", yName);
  return { at: (a, b) => [across(a), up(b)], inside: clipped(svg, left, top, right - left, bottom - top) };
}

/** Writes the first or second line below an axis: as far from it as its letters, which differ in size, need.
 * @returns {(x: number, axis: number, line: 1 | 2, kind: string, text: string) => SVGElement} */
export const belowAxis = (svg) => (x, axis, line, kind, text) =>
  make(svg, "text", { x, y: axis + (line === 1 ? 6 : 9), dy: line === 1 ? "0.95em" : "1.95em", class: `hp-${kind}` }, text);

export function clipped(svg, x, y, width, height) {
  const id = freshId();
  make(make(svg, "clipPath", { id }), "rect", { x, y, width, height });
  return make(svg, "g", { "clip-path": `url(#${id})` });
}

/** @param {number[][]} points */
export const polyline = (points) => points.map(([x, y]) => `${x.toFixed(2)},${y.toFixed(2)}`).join(" ");

// `count` + 1 numbers from `low` to `high`, in equal steps.
export const range = (low, high, count) =>
  Array.from({ length: count + 1 }, (_, i) => low + ((high - low) * i) / count);

/** An arrow that is drawn again by calling what is returned; too short for a head, it has none.
 * @returns {(from: number[], to: number[], size?: number) => void} */
export function arrow(parent, attributes) {
  const group = make(parent, "g", { class: "hp-arrow" });
  const line = make(group, "line", attributes);
  const head = make(group, "polygon", { fill: attributes.stroke });
  return ([x1, y1], [x2, y2], size = 11) => {
    const length = Math.hypot(x2 - x1, y2 - y1);
    const long = Math.min(size, length);
    const [dx, dy] = length > 0 ? [(x2 - x1) / length, (y2 - y1) / length] : [0, 0];
    const [bx, by] = [x2 - long * dx, y2 - long * dy];
    place(line, { x1, y1, x2: bx, y2: by });
    const wing = 0.42 * long;
    head.setAttribute("points", polyline([[x2, y2], [bx - wing * dy, by + wing * dx], [bx + wing * dy, by - wing * dx]]));
  };
}

// A list of values, each after the mark by which the picture shows it: rows of [name, attributes of a line].
export function valueList(parent, caption, rows) {
  const unmarked = rows.every(([, line]) => !line);
  const node = make(parent, "table", { class: `hp-values${unmarked ? " hp-unmarked" : ""}` });
  make(node, "caption", { class: "hp-spoken" }, caption);
  const body = make(node, "tbody");
  const cells = rows.map(([name, line]) => {
    const row = make(body, "tr");
    const head = make(row, "th", { scope: "row" });
    drawMark(head, line);
    head.append(name);
    return make(row, "td");
  });
  return (values) => values.forEach((value, i) => say(cells[i], typeof value === "string" ? value : shown(value)));
}

function drawMark(parent, line) {
  const svg = make(parent, "svg", { viewBox: "0 0 28 12", class: "hp-mark", "aria-hidden": "true" });
  if (line) make(svg, "line", { x1: 1, x2: 27, y1: 6, y2: 6, ...line });
}

// Five whole numbers from about -reach to about reach; still.py has the same.
export function wholeTicks(reach) {
  const half = Math.floor(reach / 2);
  return [-2 * half, -half, 0, half, 2 * half];
}
