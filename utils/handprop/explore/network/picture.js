// The network's picture: built once, then only its numbers, widths and gates change.

import { box, make, say, tell, writer } from "../frame/drawing.js";
import { minus, shown } from "../frame/numbers.js";
import { knows } from "./phases.js";

export function networkPicture(parent, spec) {
  const { place, colours } = spec;
  const svg = make(parent, "svg", {
    viewBox: `0 0 ${place.width} ${place.height}`,
    style: `--hp-width: ${place.width}px`,
    role: "img",
    class: "hp-picture",
  });
  const edges = place.edges.flatMap((rows, k) =>
    rows.flatMap((row, i) => row.map((edge, j) => drawEdge(svg, spec, k + 1, i, j, edge))),
  );
  edges.forEach((edge) => edge.label());
  const units = place.nodes.flatMap((column, k) => column.map((node, j) => drawUnit(svg, spec, k, j, node)));
  const results = place.results.map((spot, j) => drawResult(svg, spot, j, colours));
  const total = drawLoss(svg, place.loss, colours);
  const show = (now) => {
    const slopes = knows(now.phase, "backward");
    const strongest = slopes ? Math.max(...edges.map((edge) => Math.abs(edge.slope(now)))) : 0;
    edges.forEach((edge) => edge.show(now, strongest));
    units.forEach((unit) => unit(now));
    results.forEach((result) => result(now));
    tell(total, now.loss);
    svg.dataset.phase = now.phase;
    svg.setAttribute("aria-label", `${spec.title}. ${minus(now.results)}`);
  };
  // Lines, labels and biases know their parameter.
  const parts = svg.querySelectorAll("[data-parameter]");
  const mark = (name) => parts.forEach((part) => part.classList.toggle("hp-chosen", part.dataset.parameter === name));
  const onPoint = (call) => parts.forEach((part) => part.addEventListener("pointerenter", () => call(part.dataset.parameter)));
  return { show, mark, onPoint };
}

function drawEdge(svg, spec, k, i, j, edge) {
  const colour = spec.colours.weights[(k - 1) % spec.colours.weights.length];
  const { x1, y1, x2, y2 } = edge;
  const name = spec.names[`W${k}`][i][j];
  const line = make(svg, "line", { x1, y1, x2, y2, stroke: colour, "data-parameter": name });
  const slope = (now) => now.gradients[`W${k}`][i][j];
  let label = null;
  return {
    slope,
    label() {
      if (!spec.crowded) label = drawLabel(svg, spec.label, edge, name, colour);
    },
    show(now, strongest) {
      const weight = (now.phase === "update" ? now.params_after : now.params)[`W${k}`][i][j];
      const size = strongest > 0 ? Math.abs(slope(now)) / strongest : 0;
      line.setAttribute("stroke-width", (1.5 + 6 * size).toFixed(2));
      line.setAttribute("stroke-dasharray", weight < 0 ? "9 6" : "none");
      label?.(weight, now.phase === "update" ? now.params[`W${k}`][i][j] : slope(now), now.phase);
    },
  };
}

// The box on a line: the weight, and below it the gradient, or what the weight was before the update.
function drawLabel(svg, size, { lx, ly }, name, stroke) {
  const group = make(svg, "g", { class: "hp-weight-label", "data-parameter": name });
  const write = writer(group);
  box(group, lx, ly, ...size, { class: "hp-label", stroke, rx: 6 });
  write(lx - 45, ly - 5, "weight hp-left", name);
  const value = write(lx + 45, ly - 5, "weight hp-right");
  const kind = write(lx - 45, ly + 14, "slope hp-left hp-of-backward", "∂");
  const below = write(lx + 45, ly + 14, "slope hp-right hp-of-backward");
  return (weight, second, phase) => {
    tell(value, weight);
    say(kind, phase === "update" ? "was" : "∂");
    tell(below, second);
  };
}

function drawUnit(svg, spec, k, j, node) {
  const { x, y, width } = node;
  const half = spec.unit_height / 2;
  const write = writer(svg);
  const last = spec.place.nodes.length - 1;
  const edge = k === 0 ? spec.colours.input : k === last ? spec.colours.prediction : "currentColor";
  const frame = box(svg, x, y, width, 2 * half, { class: "hp-unit", stroke: edge, rx: 14 });
  const bias = spec.names[`b${k}`]?.[j];
  const kind = k === 0 ? "input" : k === last ? "prediction" : "hidden";
  const name = `${kind} ${spec.units[k][j]}`;
  const title = write(x, y - half - (bias ? 25 : 8), "title", name);
  if (k === 0) {
    const value = write(x, y + 6, "input");
    return (now) => tell(value, now.values.x[j]);
  }
  const biasText = bias ? write(x, y - half - 7, "slope") : null;
  biasText?.setAttribute("data-parameter", bias);
  const delta = write(x, y + half + 20, "slope hp-of-backward");
  const inside = drawInside(svg, write, spec.facts[spec.activations[k - 1]], x, y, half);
  return (now) => {
    const [z, a] = [now.values[`z${k}`][j], now.values[`a${k}`][j]];
    const gate = inside(z, a);
    say(title, gate ? `${name} · gate ${gate}` : name);
    [title, frame].forEach((part) => part.classList.toggle("hp-closed", gate === "closed"));
    say(delta, `← δ ${shown(now.gradients[`delta${k}`][j])}`);
    if (!bias) return;
    say(biasText, biasWords(bias, now, (source) => shown(source[`b${k}`][j])));
  };
}

function biasWords(name, { phase, params, params_after: after, gradients }, pick) {
  if (phase === "update") return `${name} = ${pick(after)}  was ${pick(params)}`;
  return `${name} = ${pick(params)}${knows(phase, "backward") ? `  ∂ ${pick(gradients)}` : ""}`;
}

// The inside of a unit: z, what the activation does to it, and a.  Returns "open" or "closed" for a gate.
function drawInside(svg, write, { symbol, gate: gated }, x, y, half) {
  if (!symbol && !gated) {
    write(x, y - 10, "caption", "z = a");
    const value = write(x, y + 13, "value");
    return (z, a) => {
      tell(value, a);
      return "";
    };
  }
  write(x - 41, y - 10, "caption", "z");
  write(x + 41, y - 10, "caption", "a");
  const [sumText, outText] = [write(x - 41, y + 13, "value"), write(x + 41, y + 13, "value")];
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

function drawResult(parent, { x, y }, j, colours) {
  const svg = make(parent, "g", { class: "hp-of-error" });
  const write = writer(svg);
  make(svg, "line", { x1: x - 88, x2: x - 64, y1: y, y2: y, class: "hp-thread" });
  box(svg, x, y, 128, 54, { class: "hp-target", stroke: colours.target, rx: 8 });
  write(x - 55, y - 7, "result hp-left", "target");
  write(x - 55, y + 17, "result hp-left", "error");
  const [target, error] = [write(x + 55, y - 7, "result hp-right"), write(x + 55, y + 17, "result hp-right")];
  return (now) => {
    tell(target, now.target[j]);
    tell(error, now.error[j]);
  };
}

function drawLoss(parent, { x, y }, colours) {
  const svg = make(parent, "g", { class: "hp-of-error" });
  const write = writer(svg);
  box(svg, x, y, 128, 34, { class: "hp-unit", stroke: colours.error, rx: 8 });
  write(x - 55, y + 6, "result hp-left", "loss");
  return write(x + 55, y + 6, "loss hp-right");
}
