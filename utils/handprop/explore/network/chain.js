// A parameter's gradient as one product, typeset: each factor of the chain rule above what it is and its number of now;
// beside it the loss over the parameter, with its tangent.

import { make, say } from "../frame/drawing.js";
import { digits, minus, shown } from "../frame/numbers.js";
import { axes, canvas, polyline, range } from "../frame/plot.js";
import { tr } from "../frame/tr.js";
import { at } from "./step.js";
import { lossOver, productOf } from "./path.js";
import { phrase } from "./numbers.js";
import { numbersOf, valueOf } from "./formula.js";

/** Its node, how to show the parameter `name`, and how to write its product alone, which says how high the node is;
 * without lines it keeps its room and is empty. */
export function chainCard(parent, spec) {
  const card = make(parent, "div", { class: "hp-chain hp-empty" });
  const product = make(card, "div", { class: "hp-product", role: "math" });
  const curve = lossCurve(card, spec);
  let drawn = "";
  let cells = [];
  const write = (name, lines, look) => {
    card.classList.toggle("hp-empty", !lines.length);
    if (!lines.length) return;
    if (drawn !== name) {
      product.replaceChildren();
      cells = writeProduct(product, productOf(lines), spec);
      drawn = name;
    }
    const gradient = valueOf(lines.at(-1).tree, look);
    cells.forEach(([node, tree]) => say(node, spaced(tree === null ? digits(gradient) : numbersOf(tree, look))));
    product.setAttribute("aria-label", minus(`${lines[0].formula} = ${digits(gradient)}`));
  };
  return {
    node: card,
    write,
    show(name, lines, look, now) {
      write(name, lines, look);
      if (lines.length) curve(name, valueOf(lines.at(-1).tree, look), now);
    },
  };
}

const spaced = (text) => minus(text).replaceAll(" - ", " − ");

// The cells that numbers go into, each with its tree; the first, the gradient, has none.
function writeProduct(parent, { whole, paths }, spec) {
  const cells = [[factor(parent, whole, "", "currentColor"), null]];
  paths.forEach((path, n) => {
    sign(parent, n ? "+" : "=");
    path.forEach(({ name, right, tree }, i) => {
      if (i) sign(parent, "·");
      const node = factor(parent, name, right, colourOf(spec, tree));
      if (tree !== null) cells.push([node, tree]);
    });
  });
  return cells;
}

const sign = (parent, text) => make(parent, "span", { class: "hp-sign-between" }, text);

function factor(parent, name, right, colour) {
  const cell = make(parent, "span", { class: "hp-factor", style: `border-color: ${colour}` });
  cell.append(fraction(...name.split("/")));
  make(cell, "span", { class: "hp-factor-is" }, right);
  return make(cell, "span", { class: "hp-factor-number" });
}

const MATHML = "http://www.w3.org/1998/Math/MathML";

function fraction(above, below) {
  const part = (tag, children = [], text = "") => {
    const node = document.createElementNS(MATHML, tag);
    node.append(...children, text);
    if (tag === "math") node.setAttribute("displaystyle", "true");
    return node;
  };
  const letters = (text) => {
    const [, letter, index] = text.slice(1).match(/^(\D+)(\d*)$/);
    const named = part("mi", [], letter);
    return part("mrow", [part("mo", [], "∂"), index ? part("msub", [named, part("mn", [], index)]) : named]);
  };
  return part("math", [part("mfrac", [letters(above), letters(below)])]);
}

// The colour that a factor has in the picture: a weight that of its layer, an input, the error; else the ink.
function colourOf(spec, tree) {
  const { colours } = spec;
  if (Array.isArray(tree)) return tree[0] === "+" && JSON.stringify(tree).includes("yhat") ? colours.error : "currentColor";
  if (spec.inputs.includes(tree)) return colours.input;
  const row = spec.parameters.find(([name]) => name === tree);
  return row ? colours.weights[(Number(row[1].slice(1)) - 1) % colours.weights.length] : "currentColor";
}

const FRAME = [46, 22, 300, 132];
const [COUNT, STEPS] = [80, [1, 2, 5]];

// The next of 1, 2, 5, 10, ... above a number: an axis that keeps its end while numbers move a little.
function roundEnd(value) {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1e-6)));
  return power * (STEPS.find((step) => step * power >= value) ?? 10);
}

function lossCurve(parent, spec) {
  const node = make(parent, "div", { class: "hp-loss-over" });
  const svg = canvas(node, 320, 172);
  let [drawn, parts] = ["", null];
  return (name, gradient, now) => {
    const [, ...spot] = spec.parameters.find(([one]) => one === name);
    const { bound } = spec.controls[name];
    const net = { params: now.params, activations: spec.activations, loss: spec.loss, frozen: spec.frozen };
    const points = lossOver(net, now.values.x, now.target, spot, [-bound, bound], COUNT);
    const end = roundEnd(Math.max(...points.map(([, value]) => value).filter(Number.isFinite), now.loss));
    if (drawn !== `${name} ${end}`) {
      svg.replaceChildren();
      parts = drawAxes(svg, spec, name, bound, end);
      drawn = `${name} ${end}`;
    }
    const value = at(now.params, spot);
    parts.curve.setAttribute("points", polyline(points.map(([w, loss]) => parts.at(w, Math.min(loss, 2 * end)))));
    const far = [-bound, bound].map((w) => parts.at(w, now.loss + gradient * (w - value)));
    parts.tangent.setAttribute("points", polyline(far));
    const [cx, cy] = parts.at(value, now.loss);
    parts.dot.setAttribute("cx", cx);
    parts.dot.setAttribute("cy", cy);
    svg.setAttribute("aria-label", phrase("loss over", { name, value: shown(value), loss: shown(now.loss), slope: shown(gradient) }));
  };
}

function drawAxes(svg, spec, name, bound, end) {
  const ticks = { xTicks: range(-bound, bound, 2), yTicks: [0, end / 2, end] };
  const { at: place, inside } = axes(svg, { frame: FRAME, x: [-bound, bound], y: [0, end], ...ticks, xName: name, yName: tr("loss") });
  return {
    at: place,
    curve: make(inside, "polyline", { class: "hp-curve", stroke: spec.colours.error }),
    tangent: make(inside, "polyline", { class: "hp-tangent" }),
    dot: make(svg, "circle", { r: 6, class: "hp-dot", fill: "var(--hp-ink, CanvasText)" }),
  };
}
