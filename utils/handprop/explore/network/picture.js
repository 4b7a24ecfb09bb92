// The network's picture: built once, then only its numbers, widths and gates change.

import { box, make, say, tell, writer } from "../frame/drawing.js";
import { hold } from "../frame/hold.js";
import { minus, shown } from "../frame/numbers.js";
import { arrow } from "../frame/plot.js";
import { pathFrom } from "./path.js";
import { knows } from "./phases.js";
import { tr } from "../frame/tr.js";

/** The picture of a network at the places of `place`.
 * @param {HTMLElement} parent @param {any} model @param {any} spec @param {any} place from layout.py, across or upright */
export function networkPicture(parent, model, spec, place) {
  const { colours } = spec;
  const svg = make(parent, "svg", {
    viewBox: `0 0 ${place.width} ${place.height}`,
    role: "group",
    class: `hp-picture${place.upright ? " hp-upright" : ""}${place.hall ? " hp-hall" : ""}`,
  });
  const bands = pathBands(svg, spec, place);
  const edges = place.edges.flatMap((rows, k) =>
    rows.flatMap((row, i) => row.map((edge, j) => drawEdge(svg, spec, k + 1, i, j, edge))),
  );
  const arrows = edges.map((edge) => edge.arrow(place));
  edges.forEach((edge) => edge.label(place));
  const units = place.nodes.flatMap((column, k) => column.map((node, j) => drawUnit(svg, spec, place, k, j, node)));
  const results = place.results.map((spot, j) => drawResult(svg, spot, j, colours, place));
  const total = drawLoss(svg, place.loss, colours, place.result_width);
  const scales = holdNumbers(svg, model, spec, place, results);
  let [last, marked] = [null, ""];
  const show = (now) => {
    const known = knows(now.phase, "backward");
    const slopes = edges.map((edge) => (known ? Math.abs(edge.slope(now)) : 0));
    const steepest = Math.max(...slopes);
    edges.forEach((edge, i) => {
      edge.show(now);
      arrows[i](steepest > 0 ? slopes[i] / steepest : 0);
    });
    units.forEach((unit) => unit(now));
    results.forEach((result) => result.show(now));
    scales(now);
    bands.show(marked ? pathFrom(spec, now, marked) : []);
    last = now;
    tell(total, now.loss);
    svg.dataset.phase = now.phase;
    svg.setAttribute("aria-label", `${spec.title}. ${minus(now.results)}`);
  };
  // Lines, labels and biases know their parameter.
  const parts = svg.querySelectorAll("[data-parameter]");
  const mark = (name) => {
    marked = name;
    parts.forEach((part) => part.classList.toggle("hp-chosen", part.dataset.parameter === name));
    if (last) bands.show(marked ? pathFrom(spec, last, marked) : []);
  };
  const onPoint = (call) => parts.forEach((part) => part.addEventListener("pointerenter", () => call(part.dataset.parameter)));
  return { svg, show, mark, onPoint };
}

const NARROW = 544; // pixels: below, a network stands upright

/** The picture across, closer together or upright, as there is room; each is drawn when it is first needed.
 * @param {HTMLElement} parent @param {any} model @param {any} spec */
export function networkPictures(parent, model, spec) {
  const made = {};
  let [now, marked, pointed] = [null, "", null];
  const narrow = () => spec.upright && parent.clientWidth > 0 && parent.clientWidth < NARROW;
  const close = () => spec.close && parent.clientWidth > 0 && parent.clientWidth < 0.85 * spec.place.width;
  const current = () => {
    const key = narrow() ? "upright" : close() ? "close" : "place";
    if (!made[key]) {
      made[key] = networkPicture(parent, model, spec, spec[key]);
      if (pointed) made[key].onPoint(pointed);
    }
    Object.entries(made).forEach(([other, { svg }]) => svg.classList.toggle("hp-away", other !== key));
    return made[key];
  };
  const draw = () => {
    const picture = current();
    picture.show(now);
    picture.mark(marked);
  };
  new ResizeObserver(() => {
    if (now && parent.isConnected) draw();
  }).observe(parent);
  return {
    show(numbers) {
      now = numbers;
      draw();
    },
    mark(name) {
      marked = name;
      Object.values(made).forEach((picture) => picture.mark(name));
    },
    onPoint(call) {
      pointed = call;
      Object.values(made).forEach((picture) => picture.onPoint(call));
    },
  };
}

function drawEdge(svg, spec, k, i, j, edge) {
  const colour = spec.colours.weights[(k - 1) % spec.colours.weights.length];
  const { x1, y1, x2, y2 } = edge;
  const name = spec.names[`W${k}`][i][j];
  const spot = (t) => [x1 + t * (x2 - x1), y1 + t * (y2 - y1)];
  const [[hx1, hy1], [hx2, hy2]] = [0.4, 0.6].map(spot); // where lines cross
  make(svg, "line", { x1: hx1, y1: hy1, x2: hx2, y2: hy2, class: "hp-halo" });
  const line = make(svg, "line", { x1, y1, x2, y2, stroke: colour, "data-parameter": name });
  const slope = (now) => now.gradients[`W${k}`][i][j];
  const [thin, wider, reach] = spec.widths;
  let label = null;
  return {
    slope,
    arrow: (place) => gradientArrow(svg, edge, Math.min(spec.arrow, spec.crowded ? 1 : freeOf(edge, labelSize(spec, place)))),
    label(place) {
      if (!spec.crowded) label = drawLabel(svg, labelSize(spec, place), edge, name, colour);
    },
    show(now) {
      const weight = (now.phase === "update" ? now.params_after : now.params)[`W${k}`][i][j];
      line.setAttribute("stroke-width", (thin + wider * Math.min(Math.abs(weight) / reach, 1)).toFixed(2));
      line.setAttribute("stroke-dasharray", weight < 0 ? "9 6" : "none");
      label?.(weight, now.phase === "update" ? now.params[`W${k}`][i][j] : slope(now), now.phase);
    },
  };
}

const labelSize = (spec, place) => [place.label_width ?? spec.label[0], place.label_height ?? spec.label[1]];

/** How far an arrow may reach back, as a part of its line, before its head is hidden by the label of the line.
 * @param {any} edge @param {number[]} size of the label */
function freeOf({ x1, y1, x2, y2, lx, ly }, [wide, high]) {
  const within = (t) => Math.abs(x1 + t * (x2 - x1) - lx) < wide / 2 + 1 && Math.abs(y1 + t * (y2 - y1) - ly) < high / 2 + 1;
  const reached = Array.from({ length: 98 }, (_, k) => (97 - k) / 100).find(within);
  return reached === undefined ? 1 : 0.96 - reached;
}

// The gradient of a weight: an arrow back along its line, the longer, the larger; layout.py has the same.
function gradientArrow(svg, { x1, y1, x2, y2 }, longest) {
  const group = make(svg, "g", { class: "hp-gradient hp-of-backward" });
  const draws = ["hp-gradient-halo", "hp-gradient-ink"].map((kind) => arrow(group, { class: kind }));
  const spot = (t) => [x1 + t * (x2 - x1), y1 + t * (y2 - y1)];
  return (share) => {
    group.classList.toggle("hp-none", share < 0.02);
    draws.forEach((draw) => draw(spot(0.97), spot(0.97 - Math.max(longest * share, 0.05)), 13));
  };
}

// The box on a line: the weight, and below it the gradient, or what the weight was before the update.
function drawLabel(svg, size, { lx, ly }, name, stroke) {
  const group = make(svg, "g", { class: "hp-weight-label", "data-parameter": name });
  const write = writer(group);
  const half = size[0] / 2 - (size[0] < 100 ? 5 : 7);
  box(group, lx, ly, ...size, { class: "hp-label", stroke, rx: 6 });
  const [first, second] = [ly - size[1] / 8, ly + 0.35 * size[1]];
  write(lx - half, first, "weight hp-left", name);
  const value = write(lx + half, first, "weight hp-right");
  const kind = write(lx - half, second, "slope hp-left hp-of-backward", "∂");
  const below = write(lx + half, second, "slope hp-right hp-of-backward");
  return (weight, other, phase) => {
    tell(value, weight);
    say(kind, phase === "update" ? tr("was") : "∂");
    tell(below, other);
  };
}

function drawUnit(svg, spec, place, k, j, node) {
  const { x, y, width } = node;
  const half = (place.unit_height ?? spec.unit_height) / 2;
  const write = writer(svg);
  const last = place.nodes.length - 1;
  const edge = k === 0 ? spec.colours.input : k === last ? spec.colours.prediction : "currentColor";
  const frame = box(svg, x, y, width, 2 * half, { class: "hp-unit", stroke: edge, rx: 14 });
  const bias = spec.names[`b${k}`]?.[j];
  const kind = k === 0 ? tr("input") : k === last ? tr("prediction") : tr("hidden");
  const name = `${kind} ${spec.units[k][j]}`;
  const above = place.hall ? [5, 28] : [7, 25]; // lines of bias and title, whose letters are larger in a hall
  const title = write(x, y - half - (bias ? above[1] : 8), "title", name);
  if (k === 0) {
    const value = write(x, y + 6, "input");
    [frame, value].forEach((part) => part.setAttribute("data-input", String(j)));
    return (now) => tell(value, now.values.x[j]);
  }
  const biasText = bias ? write(x, y - half - above[0], "slope") : null;
  biasText?.setAttribute("data-parameter", bias);
  const aside = place.upright ? (place.nodes[k].length > 1 && j === 0 ? -46 : 46) : 0; // clear of the lines below
  const delta = write(x + aside * (k < last ? 1 : 0), y + half + 20, "slope hp-of-backward");
  const inside = drawInside(svg, write, spec.facts[spec.activations[k - 1]], x, y, half, width / 4);
  return (now) => {
    const [z, a] = [now.values[`z${k}`][j], now.values[`a${k}`][j]];
    const gate = inside(z, a);
    say(title, gate ? tr("{name} · gate {gate}", { name, gate: gate === "open" ? tr("open") : tr("closed") }) : name);
    [title, frame].forEach((part) => part.classList.toggle("hp-closed", gate === "closed"));
    say(delta, `${place.upright ? "↑" : "←"} δ ${shown(now.gradients[`delta${k}`][j])}`);
    if (!bias) return;
    say(biasText, biasWords(bias, now, (source) => shown(source[`b${k}`][j])));
  };
}

function biasWords(name, { phase, params, params_after: after, gradients }, pick) {
  if (phase === "update") return tr("{name} = {after}  was {before}", { name, after: pick(after), before: pick(params) });
  return `${name} = ${pick(params)}${knows(phase, "backward") ? `  ∂ ${pick(gradients)}` : ""}`;
}

// The inside of a unit: z, what the activation does to it, and a.  Returns "open" or "closed" for a gate.
function drawInside(svg, write, { symbol, gate: gated }, x, y, half, aside) {
  if (!symbol && !gated) {
    write(x, y - 10, "caption", "z = a");
    const value = write(x, y + 13, "value");
    return (z, a) => {
      tell(value, a);
      return "";
    };
  }
  write(x - aside, y - 10, "caption", "z");
  write(x + aside, y - 10, "caption", "a");
  const [sumText, outText] = [write(x - aside, y + 13, "value"), write(x + aside, y + 13, "value")];
  const gate = gated ? drawGate(svg, x, y, half) : null;
  if (!gate) {
    make(svg, "line", { x1: x, x2: x, y1: y - 3, y2: y + half, class: "hp-divider" });
    write(x, y - 10, "caption", symbol);
  }
  return (z, a) => {
    tell(sumText, z);
    tell(outText, a);
    gate?.classList.toggle("hp-shut", !(z > 0));
    return gate ? (z > 0 ? "open" : "closed") : "";
  };
}

// Two posts and a door, hinged at the upper post: it stands open where z > 0.
function drawGate(svg, x, y, half) {
  [[y - half, y - 11], [y + 11, y + half]].forEach(([y1, y2]) =>
    make(svg, "line", { x1: x, x2: x, y1, y2, class: "hp-post" }),
  );
  const hinge = `transform-origin: ${x}px ${y - 11}px`;
  return make(svg, "line", { x1: x, x2: x, y1: y - 11, y2: y + 11, class: "hp-door", style: hinge });
}

function drawResult(parent, { x, y }, j, colours, place) {
  const svg = make(parent, "g", { class: "hp-of-error" });
  const held = make(svg, "g");
  const write = writer(held);
  const wide = place.result_width ?? 148;
  // Below the prediction the two are so near that a thread would be a single dot.
  if (!place.upright && !place.hall) make(svg, "line", { x1: x - 98, x2: x - 74, y1: y, y2: y, class: "hp-thread" });
  box(held, x, y, wide, 54, { class: "hp-target", stroke: colours.target, rx: 8 });
  write(x - wide / 2 + 10, y - 7, "result hp-left", tr("target"));
  write(x - wide / 2 + 10, y + 17, "result hp-left", tr("error"));
  const [target, error] = [write(x + wide / 2 - 10, y - 7, "result hp-right"), write(x + wide / 2 - 10, y + 17, "result hp-right")];
  return {
    held,
    show(now) {
      tell(target, now.target[j]);
      tell(error, now.error[j]);
    },
  };
}

function drawLoss(parent, { x, y }, colours, wide = 148) {
  const svg = make(parent, "g", { class: "hp-of-error" });
  const write = writer(svg);
  box(svg, x, y, wide, 34, { class: "hp-unit", stroke: colours.error, rx: 8 });
  write(x - wide / 2 + 10, y + 6, "result hp-left", "loss");
  return write(x + wide / 2 - 10, y + 6, "loss hp-right");
}

const REACH = 200; // how long a scale is, in the picture's units

// The numbers that one can take in hand: weights and biases, inputs, targets.  A scale stays inside of the picture.
function holdNumbers(svg, model, spec, place, results) {
  const layer = make(svg, "g", { "aria-hidden": "true" });
  const across = (x, y) => {
    const half = Math.min(REACH, place.width - 20) / 2;
    const middle = Math.min(Math.max(x, half + 10), place.width - half - 10);
    return { left: middle - half, right: middle + half, y };
  };
  const hang = (node, name) => {
    const [x, y] = below(node);
    return hold(node, model, spec, name, across(x, y + 8), layer);
  };
  const labels = [...svg.querySelectorAll(".hp-weight-label, text[data-parameter]")];
  const inputs = place.nodes[0].map((_, j) => grouped(svg, [...svg.querySelectorAll(`[data-input="${j}"]`)]));
  const targets = results.map(({ held }, j) => (typeof spec.targets[j] === "string" ? hang(held, spec.targets[j]) : () => {}));
  const others = [...inputs.map((node, j) => hang(node, spec.inputs[j])), ...labels.map((node) => hang(node, node.dataset.parameter))];
  return (now) => {
    others.forEach((scale) => scale());
    targets.forEach((scale, j) => scale(now.values.prediction[j]));
  };
}

// The middle of the lower edge of a box, or of a line of text.
function below(node) {
  const rect = node.querySelector("rect");
  const of = (part, ...names) => names.map((name) => Number(part.getAttribute(name)));
  if (!rect) return of(node, "x", "y");
  const [x, y, width, height] = of(rect, "x", "y", "width", "height");
  return [x + width / 2, y + height];
}

function grouped(svg, parts) {
  const group = make(svg, "g");
  parts[0].before(group);
  group.append(...parts);
  return group;
}

// A band behind the lines and units of a path, wide enough to be seen beside the widest line.
function pathBands(svg, spec, place) {
  const layer = make(svg, "g", { class: "hp-path", "aria-hidden": "true" });
  const band = (tag, attributes) => make(layer, tag, { ...attributes, class: "hp-band" });
  const edges = place.edges.map((rows) => rows.map((row) => row.map(({ x1, y1, x2, y2 }) => band("line", { x1, y1, x2, y2 }))));
  const nodes = place.nodes.map((column) => column.map(({ x, y, width }) => {
    const [wide, high] = [width + 11, (place.unit_height ?? spec.unit_height) + 11];
    return band("rect", { x: x - wide / 2, y: y - high / 2, width: wide, height: high, rx: 20 });
  }));
  const [wide, { x, y }] = [(place.result_width ?? 148) + 11, place.loss];
  const end = band("rect", { x: x - wide / 2, y: y - 22.5, width: wide, height: 45, rx: 12 });
  const find = ([kind, k, i, j]) => (kind === "line" ? edges[k - 1][i][j] : kind === "unit" ? nodes[k][i] : end);
  return {
    show(parts) {
      layer.querySelectorAll(".hp-lit").forEach((part) => part.classList.remove("hp-lit"));
      parts.forEach((part) => find(part).classList.add("hp-lit"));
    },
  };
}
