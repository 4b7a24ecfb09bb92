// The network in a sub-step of an epoch: what is computed of the sample, and the line in hand.

import { make, writer } from "../frame/drawing.js";
import { fit } from "../frame/motion.js";
import { minus, shown } from "../frame/numbers.js";
import { tr } from "../frame/tr.js";
import { reachOf } from "./curves.js";

const X = [32, 171, 318];
const [TOP, BOTTOM] = [22, 300];
const [THIN, WIDER] = [1.4, 8]; // as in every network
const BOX = [84, 26];
const INPUT = [62, 26]; // narrower: between it and a hidden unit a number on its way has room
const LEVEL = 30;
const BACK = ["delta", "gradient", "back"];

/** Returns how to draw it, or take it away where no sub-step is shown. */
export function stepPicture(svg, spec) {
  const group = make(svg, "g", { class: "hp-sub-step" });
  return (training, index, epoch, now) => {
    group.replaceChildren();
    if (now.step) drawStep(group, spec, training, index, epoch, now.step);
  };
}

function drawStep(group, spec, { n, x, y, runs }, index, epoch, step) {
  const middle = (TOP + BOTTOM) / 2;
  const heights = Array.from({ length: n }, (_, j) => TOP + ((j + 0.5) * (BOTTOM - TOP)) / n);
  const inputs = [middle - 55, middle + 55];
  const updating = step.kind === "update";
  const [size, run] = [4 * n + 1, runs[index]];
  const value = (q) => run.params[(epoch + (updating && q <= step.at ? 1 : 0)) * size + q];
  const width = (q) => THIN + WIDER * Math.min(Math.abs(value(q)) / reachOf(run, epoch), 1);
  const endsOf = (q) => q < 2 * n
    ? [[X[0], inputs[Math.floor(q / n)]], [X[1], heights[q % n]]]
    : [[X[1], heights[q - 3 * n]], [X[2], middle]];
  const onLine = ["product", "gradient", "back"].includes(step.kind) || (updating && !isBias(step.at, n));
  /** @type {(ends: number[][], attributes: object) => any} */
  const line = ([[x1, y1], [x2, y2]], attributes) => make(group, "line", { x1, y1, x2, y2, ...attributes });
  if (onLine) line(endsOf(step.at), { class: "hp-in-hand" });
  for (let q = 0; q < 4 * n; q += 1) {
    if (isBias(q, n)) continue;
    const stroke = spec.colours.weights[q < 2 * n ? 0 : 1];
    line(endsOf(q), { class: "hp-wire", stroke, "stroke-width": width(q), "stroke-dasharray": value(q) < 0 ? "7 4" : "none" });
  }
  const { texts, below } = words(step, n, x, y, value, spec.parameters[n - 1]);
  const box = (place, kind, text, lit) => boxed(group, spec, place, kind, text, lit);
  inputs.forEach((height, i) => box([X[0], height], "input", texts.inputs[i], false));
  const here = !onLine || step.kind === "back" ? step.unit : -1;
  const bias = updating && isBias(step.at, n) ? Math.min(step.at - 2 * n, n) : -1;
  heights.forEach((height, j) => box([X[1], height], "unit", texts.hidden[j], updating ? j === bias : j === here));
  box([X[2], middle], "unit", texts.output, updating ? step.at === 4 * n : here === n);
  below.forEach((text, k) => writer(group)(X[2], middle + (k ? 16 + 19 * k : -24), "tick", minus(text)));
  if (onLine && step.kind !== "back") token(group, spec, endsOf(step.at), step, n);
}

const isBias = (q, n) => (q >= 2 * n && q < 3 * n) || q === 4 * n;

// What stands in the boxes: what is known by now, and nothing else.
function words(step, n, x, y, value, names) {
  const named = (name, number, known) => (known ? `${name} ${shown(number)}` : name);
  if (step.kind === "update") {
    return {
      texts: {
        inputs: ["x1", "x2"],
        hidden: Array.from({ length: n }, (_, j) => named(names[2 * n + j][0], value(2 * n + j), true)),
        output: named(names[4 * n][0], value(4 * n), true),
      },
      below: [],
    };
  }
  const { seen, done, sample } = step;
  const arrived = (j) => done >= 5 * n + 4 + 3 * j;
  const error = done >= 4 * n + 2 ? [tr("error {error}", { error: shown(seen.error) })] : [];
  const delta = done >= 4 * n + 3 ? [`δ = ${shown(seen.delta)}`] : [];
  return {
    texts: {
      inputs: x[sample].map((v, i) => named(`x${i + 1}`, v, true)),
      hidden: seen.h.map((h, j) => (arrived(j) ? named(`δ${j + 1}`, seen.back[j], true) : named(`h${j + 1}`, h, done >= 3 * j + 3))),
      output: named("ŷ", seen.prediction, done > 4 * n),
    },
    below: [tr("target {target}", { target: y[sample] }), ...error, ...delta],
  };
}

/** @param {any} group @param {any} spec @param {number[]} place @param {string} kind */
function boxed(group, spec, [x, y], kind, text, lit) {
  const [width, height] = kind === "input" ? INPUT : BOX;
  const stroke = kind === "input" ? spec.colours.input : spec.colours.prediction;
  make(group, "rect", { x: x - width / 2, y: y - height / 2, width, height, rx: 5, stroke, class: `hp-unit${lit ? " hp-lit" : ""}` });
  fit(writer(group)(x, y + 4.5, `tick hp-known${text.length > (kind === "input" ? 7 : 10) ? " hp-long" : ""}`, text), width - 8);
}

// The number that is on its way, on its line: green forward, black and dashed back, in the layer's colour when it is new.
/** @param {any} group @param {any} spec @param {number[][]} ends @param {any} step @param {number} n */
function token(group, spec, [[x1, y1], [x2, y2]], step, n) {
  // In the middle of what is seen of the line between its two boxes.
  const part = 0.5 + (x1 === X[0] ? (INPUT[0] - BOX[0]) / 4 / (x2 - x1) : 0);
  const [x, on] = [x1 + part * (x2 - x1), y1 + part * (y2 - y1)];
  // Beside a line that is nearly level, on its outer side: on it, it would cover all of it.
  const y = on + (Math.abs(y2 - y1) < LEVEL ? (on > (TOP + BOTTOM) / 2 ? 1 : -1) * 23 : 0);
  const way = step.kind === "update" ? "" : BACK.includes(step.kind) ? " hp-going-back" : "";
  const stroke = step.kind === "product" ? spec.colours.prediction : way ? "currentColor" : spec.colours.weights[step.at < 2 * n ? 0 : 1];
  make(group, "rect", { x: x - 32, y: y - 12, width: 64, height: 24, rx: 3, stroke, class: `hp-on-its-way${way}` });
  fit(writer(group)(x, y + 4.5, `tick hp-known${shown(step.result).length > 8 ? " hp-long" : ""}`, shown(step.result)), 58);
}
