// XOR in training, epoch by epoch, several learning rates from the same start; numbers.py is the authority.

import { range } from "../frame/plot.js";
import { phrase, worked } from "./parts.js";
import { gradients, runOf, sigmoid, trace } from "./steps.js";

export { phrase };

// "0.5,1.2:1 -0.25,0:0": x1, x2 and target of each point; what is no point is passed over.
export function pointsOf(spec, text) {
  const [low, high] = spec.map.ends;
  const on = ([x1, x2, y]) => [x1, x2].every((v) => v >= low && v <= high) && [0, 1].includes(y);
  return text.split(" ").map((part) => part.split(/[,:]/).map(Number)).filter(on).slice(0, spec.map.most);
}

export const pointsText = (points) => points.map(([x1, x2, y]) => `${x1},${x2}:${y}`).join(" ");

/** A training for each rate, of XOR and the points added; `grow` adds epochs.
 * @param {any} spec
 * @param {{ points: string, units: number, start: string, activation: string }} setting */
export function begin(spec, { points, units: n, start, activation }) {
  const added = pointsOf(spec, points);
  const x = [...spec.x, ...added.map(([x1, x2]) => [x1, x2])];
  const y = [...spec.y.flat(), ...added.map(([, , target]) => target)];
  const gated = activation === "relu";
  const runs = spec.rates.map((rate) => runOf(rowOf(spec.starts[start], n), n, gated, x, y, rate, spec.epochs + 1));
  return { x, y, n, gated, runs };
}

// A start is a stream of random numbers: first W1, row by row, then W2.  The lesson's own units come first.
function rowOf({ stream, own }, n) {
  const [w1, w2, v] = [0, 1, 2].map((k) => stream.slice(k * n, (k + 1) * n));
  [w1, w2, v].forEach((part, k) => own[k].slice(0, n).forEach((value, j) => { part[j] = value; }));
  return [...w1, ...w2, ...new Array(n).fill(0), ...v, 0];
}

/** Up to an epoch, and one more: the words tell what comes next.  Returns the epoch that was reached in that time.
 * @param {any} training @param {number} epoch @param {number} milliseconds how long it may take */
export function grow({ runs }, epoch, milliseconds = Infinity) {
  const end = performance.now() + milliseconds;
  while (runs[0].length < epoch + 2) {
    runs.forEach((run) => run.grow());
    if (runs[0].length % 16 === 0 && performance.now() > end) break;
  }
  return Math.max(Math.min(epoch, runs[0].length - 2), 0);
}

/** What an epoch shows; the training has grown to it. */
export function snapshot(spec, training, index, epoch, part = 0) {
  const { n, x, y, gated, runs } = training;
  const [{ params, losses }, at] = [runs[index], epoch * (4 * n + 1)];
  const traces = x.map((row, s) => trace(params, at, n, gated, row, y[s]));
  const predictions = traces.map(({ prediction }) => prediction);
  const right = predictions.filter((prediction, s) => prediction > 0.5 === y[s] > 0.5).length;
  const turn = losses[epoch + 1] < losses[epoch] ? "lowers" : losses[epoch + 1] > losses[epoch] ? "raises" : "keeps";
  const step = part ? worked(spec, training, index, epoch, part) : null;
  const above = (j) => traces.filter(({ z }) => z[j] > 0).length;
  const sees = traces[0].h.map((_, j) => phrase(gated ? "opens" : "sees", { unit: j + 1, above: above(j), count: x.length }));
  const words = phrase(turn, { epoch, rate: spec.rates[index], loss: losses[epoch], right, count: x.length });
  return {
    row: params.subarray(at, at + 4 * n + 1),
    slopes: gradients(params, at, n, gated, x, y).mean,
    loss: losses[epoch],
    losses: runs.map((run) => run.losses[epoch]),
    predictions,
    right,
    sees,
    words: step ? step.words : words,
    step,
  };
}

/** What the output and each hidden unit give on a square of points, row by row; and the sums of the hidden units, whose
 * border is where they cross 0. */
export function maps(spec, { n, gated }, p) {
  const { ends, side } = spec.map;
  const places = range(ends[0], ends[1], side);
  const size = places.length ** 2;
  const [map, hidden, sums] = [new Float64Array(size), new Float64Array(n * size), new Float64Array(n * size)];
  places.forEach((x2, r) => places.forEach((x1, c) => {
    const k = r * places.length + c;
    let out = 0;
    for (let j = 0; j < n; j += 1) {
      const z = x1 * p[j] + x2 * p[n + j] + p[2 * n + j];
      const h = gated ? Math.max(z, 0) : sigmoid(z);
      [sums[j * size + k], hidden[j * size + k]] = [z, h];
      out += h * p[3 * n + j];
    }
    map[k] = sigmoid(out + p[4 * n]);
  }));
  return { map, hidden, sums };
}
