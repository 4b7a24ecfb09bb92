// The surface that a neuron computes, as a map over its inputs; map.py is the authority.

import { freshId, make, place, say, writer } from "../frame/drawing.js";
import { ACTIVATIONS } from "../frame/engine.js";
import { digits, minus, shown } from "../frame/numbers.js";
import { axes, canvas, polyline, range, wholeTicks } from "../frame/plot.js";
import { phrase } from "./numbers.js";
import { tr } from "../frame/tr.js";

export function neuronSurface([w1, w2], b, { levels: known, straight_from: straight }, reach, mostLines) {
  const most = reach * (Math.abs(w1) + Math.abs(w2));
  const lowest = straight === null ? b - most : Math.max(b - most, straight);
  const levels = known.length ? known : roundLevels(lowest, b + most, mostLines).map((a) => [a, a]);
  const zero = levelLine([w1, w2], -b, reach);
  const lines = levels.map(([, z]) => levelLine([w1, w2], z - b, reach));
  return { zero, levels: levels.map(([a]) => a), lines, words: zeroWords(zero, b) };
}

function roundLevels(low, high, mostLines) {
  if (!(high > low)) return [];
  const step = roundStep((high - low) / (mostLines - 1));
  const first = Math.ceil(low / step);
  const count = Math.max(Math.floor(high / step) - first + 1, 0);
  return Array.from({ length: count }, (_, i) => (first + i) * step).filter((a) => a !== 0);
}

function roundStep(least) {
  const power = Math.floor(Math.log10(least));
  return [power, power + 1].flatMap((p) => [1, 2, 5].map((factor) => factor * 10 ** p)).find((step) => step >= least);
}

// Where w1 x1 + w2 x2 = c crosses the square: on its left and right sides, or below and above where it is steep.
function levelLine([w1, w2], c, reach) {
  const steep = Math.abs(w1) > Math.abs(w2);
  const [along, across] = steep ? [w1, w2] : [w2, w1];
  if (along === 0) return [];
  const at = (t) => (c - across * t) / along;
  let [low, high] = [-reach, reach];
  if (across !== 0) {
    const [first, second] = [-reach, reach].map((side) => (c - along * side) / across).sort((p, q) => p - q);
    [low, high] = [Math.max(low, first), Math.min(high, second)];
  } else if (Math.abs(at(0)) > reach) return [];
  if (low >= high) return [];
  return [low, high].map((t) => (steep ? [at(t), t] : [t, at(t)]));
}

function zeroWords(zero, b) {
  if (zero.length) return phrase("zero", { start: zero[0], end: zero[1] });
  return phrase(b === 0 ? "zero everywhere" : b > 0 ? "above" : "below");
}

// From the colour of what is below 0 over white to that above.
function outputColour([below, zero, above], share) {
  const part = (colour, i) => parseInt(colour.slice(1 + 2 * i, 3 + 2 * i), 16);
  const end = share < 0 ? below : above;
  const mixed = [0, 1, 2].map((i) => Math.round(part(zero, i) + Math.min(Math.abs(share), 1) * (part(end, i) - part(zero, i))));
  return `rgb(${mixed.join()})`;
}

const SQUARE = [46, 31, 264, 249];
const STOPS = 48;

// z grows along one direction only: the whole surface is one gradient of colours.
function surfacePaint(svg, spec) {
  const [left, top, right, bottom] = SQUARE;
  const id = freshId();
  const gradient = make(svg, "linearGradient", { id, gradientUnits: "userSpaceOnUse" });
  const stops = range(0, 1, STOPS).map((offset) => make(gradient, "stop", { offset }));
  const rect = { x: left, y: top, width: right - left, height: bottom - top };
  make(svg, "rect", { ...rect, style: `fill: url(#${id})`, class: "hp-surface" });
  return ([w1, w2], b, activation) => {
    const length = Math.hypot(w1, w2);
    const [dx, dy] = length > 0 ? [w1 / length, -w2 / length] : [1, 0];
    const half = (0.5 * (right - left) * (Math.abs(w1) + Math.abs(w2))) / (length || 1) || 1;
    const [cx, cy] = [(left + right) / 2, (top + bottom) / 2];
    place(gradient, { x1: cx - half * dx, y1: cy - half * dy, x2: cx + half * dx, y2: cy + half * dy });
    const most = spec.inputs * (Math.abs(w1) + Math.abs(w2));
    const [full, power] = spec.tops[activation];
    const heights = ACTIVATIONS[activation].f(range(b - most, b + most, STOPS));
    heights.forEach((a, i) => stops[i].setAttribute("stop-color", outputColour(spec.shades, Math.sign(a) * Math.abs(a / full) ** power)));
  };
}

// Where along a line its words keep clear of the square's sides, the axes and what is written already.
const SHARES = [0.3, 0.7, 0.2, 0.8, 0.5, 0.15, 0.85, 0.4, 0.6];

function clearSpot([[x1, y1], [x2, y2]], shares, taken) {
  const [left, top, right, bottom] = SQUARE;
  const ground = (top + bottom) / 2;
  const inside = ([x, y]) => x > left + 20 && x < right - 20 && y > top + 10 && y < bottom - 10;
  const free = ([x, y]) => taken.every(([a, b]) => Math.abs(x - a) > 60 || Math.abs(y - b) > 22);
  const spots = shares.map((share) => [x1 + share * (x2 - x1), y1 + share * (y2 - y1)]);
  return spots.find((spot) => inside(spot) && Math.abs(spot[1] - ground) > 10 && free(spot));
}

// A line over the map with its words where there is room; it is hidden where it has no ends.
function mapLine(svg, kind) {
  const group = make(svg, "g");
  const line = make(group, "line", { class: kind });
  const words = writer(group)(0, 0, "on-map", "");
  return (ends, text, at, shares, taken) => {
    group.style.display = ends?.length ? "" : "none";
    if (!ends?.length) return;
    const [[x1, y1], [x2, y2]] = ends.map(([a, b]) => at(a, b));
    place(line, { x1, y1, x2, y2 });
    const spot = Math.hypot(x2 - x1, y2 - y1) < 50 ? null : clearSpot([[x1, y1], [x2, y2]], shares, taken);
    words.style.display = spot ? "" : "none";
    if (!spot) return;
    taken.push(spot);
    place(words, { x: spot[0], y: spot[1] + 4.5 });
    say(words, text);
  };
}

function mapKey(svg, shades) {
  const write = writer(svg);
  ["a < 0", "a = 0", "a > 0"].forEach((words, i) => {
    const y = 186 + 28 * i;
    make(svg, "rect", { x: 286, y: y - 14, width: 20, height: 18, class: "hp-swatch", style: `fill: ${shades[i]}` });
    write(314, y, "tick hp-left", words);
  });
}

export function neuronMap(parent, spec) {
  const svg = canvas(parent, 420, 312);
  const picture = make(svg, "g", { class: "hp-map" });
  const reach = spec.inputs;
  const paint = surfacePaint(picture, spec);
  const ticks = wholeTicks(reach);
  const ends = { x: [-reach, reach], y: [-reach, reach], xTicks: ticks, yTicks: ticks.slice(1) }; // one number for the corner
  const { at } = axes(picture, { frame: SQUARE, ...ends, xName: tr("input x1"), yName: tr("input x2") });
  const drop = make(picture, "polyline", { class: "hp-drop" });
  const lines = Array.from({ length: spec.most_lines }, () => mapLine(picture, "hp-level"));
  const zero = mapLine(picture, "hp-zero");
  const dot = make(picture, "circle", { r: 8, fill: spec.colours.prediction, class: "hp-dot" });
  const write = writer(svg);
  const told = [42, 66, 90].map((y) => write(286, y, "value hp-told hp-left"));
  mapKey(svg, spec.shades);
  return (now, x, w, b, activation) => {
    const found = neuronSurface(w, b, spec.facts[activation], reach, spec.most_lines);
    paint(w, b, activation);
    const [[px, py], [ox, oy]] = [at(...x), at(0, 0)];
    const taken = [[px, py]];
    zero(found.zero, "z = 0", at, [...SHARES].reverse(), taken);
    lines.forEach((show, i) => show(found.lines[i], shown(found.levels[i] ?? 0), at, i % 2 ? SHARES.slice(1) : SHARES, taken));
    place(drop, { points: polyline([[px, oy], [px, py], [ox, py]]) });
    place(dot, { cx: px, cy: py });
    [`x1 = ${shown(x[0])}`, `x2 = ${shown(x[1])}`, `a = ${shown(now.a)}`].forEach((text, i) => say(told[i], text));
    svg.setAttribute("aria-label", minus(tr("Map of the output over both inputs: at x1 = {x1}, x2 = {x2}, a = {a}. {words}", { x1: digits(x[0]), x2: digits(x[1]), a: digits(now.a), words: found.words })));
  };
}
