// What the explorer of input gradients shows; numbers.py is the authority.

import { forward, sum } from "../frame/engine.js";
import { INK, SIDE, unpackedPicture } from "../frame/pixels.js";
import { phrases } from "../frame/words.js";
import texts from "./words.json" with { type: "json" };

export const phrase = phrases(texts);

const ROUNDING = 1e-12; // a difference below is rounding, and is shown as 0
const outputSum = (net, x, digit) => forward(net, x).z2[digit];

export function impact(spec, net, image, output, row, column, change) {
  const digit = Number(output);
  const [text, label] = spec.pictures[Math.round(image) - 1];
  const x = unpackedPicture(text).map((ink) => ink / INK);
  const place = { row: Math.round(row), column: Math.round(column) };
  const pixel = SIDE * (place.row - 1) + place.column - 1;
  const values = forward(net, x);
  const slopes = inputGradient(net, values, digit);
  const nudged = (by) => x.map((ink, k) => (k === pixel ? ink + by : ink));
  const moved = forward(net, nudged(change));
  const here = values.z2[digit];
  const turned = values.z1.filter((z, j) => z > 0 !== moved.z1[j] > 0).length;
  const predicted = slopes[pixel] * change;
  const actual = moved.z2[digit] - here;
  const ends = exactEnds(net.params.W1[pixel], values.z1);
  return {
    ink: x[pixel],
    label,
    said: values.prediction.indexOf(Math.max(...values.prediction)),
    score: here,
    slopes,
    slope: slopes[pixel],
    predicted,
    true: actual,
    difference: Math.abs(actual - predicted) > ROUNDING ? actual - predicted : 0,
    turned,
    ends,
    curve: spec.changes.map((by) => outputSum(net, nudged(by), digit) - here),
    words: phrase(change ? "moved" : "still", { ...place, ink: x[pixel], change, digit, predicted, true: actual }),
    where: whereWords(ends, turned, x[pixel] + change),
  };
}

function inputGradient({ params }, values, digit) {
  return params.W1.map((row) => sum(row.map((w, j) => (values.z1[j] > 0 ? w * params.W2[j][digit] : 0))));
}

function exactEnds(weights, z1) {
  const turns = weights.flatMap((w, j) => (w ? [-z1[j] / w] : []));
  return [Math.max(...turns.filter((t) => t < 0), -1), Math.min(...turns.filter((t) => t > 0), 1)];
}

/** @param {number[]} ends @param {number} turned @param {number} ink */
function whereWords([low, high], turned, ink) {
  const gates = phrase(["no gate", "one gate", "gates"][Math.min(turned, 2)], { turned });
  return phrase("where", { low, high, gates, paper: ink >= 0 && ink <= 1 ? "" : phrase("paper") });
}
