// The neuron explorer: the neuron, its curve, and its output for every input.

import { chosen } from "../frame/controls.js";
import { box, make, place, say, tell, writer } from "../frame/drawing.js";
import { ACTIVATIONS } from "../frame/engine.js";
import { mount } from "../frame/mount.js";
import { digits, minus } from "../frame/numbers.js";
import { axes, canvas, panel, polyline, range, wholeTicks } from "../frame/plot.js";
import { fill, table } from "../frame/tables.js";
import { rooms } from "../frame/rooms.js";
import { toolBar } from "../frame/toolbar.js";
import { neuronMap } from "./map.js";
import { neuronState, phrase } from "./numbers.js";
import "./style.css";
import { tr } from "../frame/tr.js";

// The neuron itself: inputs, products, sum, activation.
function neuronPicture(parent, spec) {
  const svg = canvas(parent, 500, 270);
  const { colours } = spec;
  const write = writer(svg);
  const [blue] = colours.weights;
  const heights = [80, 210];
  const lines = heights.map((y) => make(svg, "line", { x1: 82, y1: y, x2: 256, y2: 145, stroke: blue }));
  const biasLine = make(svg, "line", { x1: 302, y1: 54, x2: 302, y2: 116, stroke: blue });
  make(svg, "line", { x1: 348, y1: 145, x2: 380, y2: 145, class: "hp-wire" });
  const inputs = heights.map((y, i) => {
    box(svg, 44, y, 76, 52, { class: "hp-unit", stroke: colours.input, rx: 14 });
    write(44, y - 34, "title", tr("input x{i}", { i: i + 1 }));
    return write(44, y + 6, "input");
  });
  const labels = heights.map((y, i) => neuronLabel(svg, write, 169, i ? 178 : 112, `w${i + 1}`, `w${i + 1} · x${i + 1}`, blue));
  box(svg, 302, 34, 104, 40, { stroke: blue, rx: 6 });
  write(258, 40, "weight hp-left", "b");
  const bias = write(346, 40, "weight hp-right");
  const sumText = neuronBox(svg, write, 302, "z", "currentColor");
  const outText = neuronBox(svg, write, 430, "a", colours.prediction);
  write(302, 197, "title", tr("weighted sum"));
  const name = write(430, 197, "title");
  return (now, { x, w, b, activation }) => {
    inputs.forEach((node, i) => tell(node, x[i]));
    lines.forEach((line, i) => neuronLine(line, w[i], spec.widths));
    neuronLine(biasLine, b, spec.widths);
    labels.forEach((show, i) => show(w[i], now.products[i]));
    tell(bias, b);
    tell(sumText, now.z);
    tell(outText, now.a);
    const { label, gate } = spec.facts[activation];
    say(name, gate ? tr("{label} · gate {gate}", { label, gate: now.z > 0 ? tr("open") : tr("closed") }) : label);
    svg.setAttribute("aria-label", minus(tr("A neuron with two inputs. {words}", { words: now.words })));
  };
}

function neuronBox(svg, write, x, caption, stroke) {
  box(svg, x, 145, 96, 58, { class: "hp-unit", stroke, rx: 14 });
  write(x, 135, "caption", caption);
  return write(x, 158, "value");
}

function neuronLabel(svg, write, x, y, name, product, stroke) {
  box(svg, x, y, 128, 42, { stroke, rx: 6 });
  write(x - 57, y - 4, "weight hp-left", name);
  write(x - 57, y + 15, "slope hp-left", product);
  const [weight, value] = [write(x + 57, y - 4, "weight hp-right"), write(x + 57, y + 15, "slope hp-right")];
  return (w, p) => {
    tell(weight, w);
    tell(value, p);
  };
}

function neuronLine(line, weight, [thin, wider, reach]) {
  place(line, { "stroke-width": (thin + wider * Math.min(Math.abs(weight) / reach, 1)).toFixed(2), "stroke-dasharray": weight < 0 ? "9 6" : "none" });
}

// The curve a = f(z); the activations have scales of their own.
function neuronCurve(parent, spec) {
  const svg = canvas(parent, 420, 292);
  let drawn = "";
  let parts = null;
  return (now, activation) => {
    if (drawn !== activation) {
      svg.replaceChildren();
      parts = drawActivation(svg, spec, activation);
      drawn = activation;
    }
    const [zx, ay] = parts.at(now.z, now.a);
    const [zero, ground] = parts.at(0, 0);
    place(parts.drop, { points: polyline([[zx, ground], [zx, ay], [zero, ay]]) });
    place(parts.dot, { cx: zx, cy: ay });
    svg.setAttribute("aria-label", minus(tr("Curve of {label}: at z = {z}, a = {a}.", { label: spec.facts[activation].label, z: digits(now.z), a: digits(now.a) })));
  };
}

function drawActivation(svg, { facts, reach, colours }, activation) {
  const [y, yTicks] = neuronScale(facts[activation], reach);
  const plot = { frame: [46, 31, 406, 229], x: [-reach, reach], y, xTicks: wholeTicks(reach), yTicks, xName: "z", yName: tr("a = f(z)") };
  const { at } = axes(svg, plot);
  const places = range(-reach, reach, 180);
  const heights = ACTIVATIONS[activation].f(places);
  make(svg, "polyline", { points: polyline(places.map((z, i) => at(z, heights[i]))), class: "hp-curve", stroke: "currentColor" });
  const drop = make(svg, "polyline", { class: "hp-drop" });
  return { at, drop, dot: make(svg, "circle", { r: 8, fill: colours.prediction, class: "hp-dot" }) };
}

function neuronScale({ ends }, reach) {
  if (!ends) return [[-reach, reach], wholeTicks(reach)];
  const [low, high] = ends;
  const margin = 0.1 * (high - low);
  return [[low - margin, high + margin], [low, (low + high) / 2, high]];
}

function neuronExplorer(model, el) {
  const spec = model.get("spec");
  const { stage, said, tools, below } = rooms(el, "hp-panels hp-neuron");
  const sentence = make(said, "p", { class: "hp-words hp-two-lines" });
  const showPicture = neuronPicture(panel(stage, tr("The neuron")), spec);
  const showCurve = neuronCurve(panel(stage, tr("Its activation function")), spec);
  const showMap = neuronMap(panel(stage, tr("Its output for every input")), spec);
  toolBar(tools, model, spec);
  const steps = table(make(below, "div", { class: "hp-tables hp-steps" }), tr("Step by step"), [tr("step"), tr("computation"), tr("result")]);
  make(below, "p", { class: "hp-legend" }, phrase("legend"));
  let now = null;
  const show = () => {
    const [x1, x2, w1, w2, b] = ["x1", "x2", "w1", "w2", "b"].map((name) => model.get(name));
    const activation = chosen(model, spec, "activation");
    now = neuronState([x1, x2], [w1, w2], b, activation, spec.facts);
    showPicture(now, { x: [x1, x2], w: [w1, w2], b, activation });
    showCurve(now, activation);
    showMap(now, [x1, x2], [w1, w2], b, activation);
    say(sentence, minus(now.words));
    fill(steps, now.steps.map((row) => row.map(minus)));
  };
  return { show, effects: () => [["z", now.z], ["a", now.a]], spoken: () => minus(now.words) };
}

export default mount(neuronExplorer);
