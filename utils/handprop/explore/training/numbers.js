// XOR in training, epoch by epoch, several learning rates from the same start; numbers.py is the authority.

import { batch, forward, update } from "../frame/engine.js";
import { range } from "../frame/plot.js";
import { phrases } from "../frame/words.js";
import texts from "./words.json" with { type: "json" };

export const phrase = phrases(texts);

// Every epoch of a training, and one more: the words tell what comes next.
export function train(spec, learningRate) {
  const { params, activations, loss: name, frozen, x, y } = spec;
  /** @type {import("../frame/engine.js").Net} */
  let net = { params, activations, loss: name, frozen };
  return range(0, 1, spec.epochs + 1).map(() => {
    const now = { net, ...batch(net, x, y) };
    net = update(net, now.gradients, learningRate);
    return now;
  });
}

export function snapshot(spec, runs, index, epoch) {
  const [now, next] = [runs[index][epoch], runs[index][epoch + 1]];
  const predictions = now.predictions.flat();
  const sides = predictions.map((prediction, i) => prediction > 0.5 === spec.y[i][0] > 0.5);
  const right = sides.filter(Boolean).length;
  const words = phrase(next.loss < now.loss ? "lowers" : "raises", {
    epoch, rate: spec.rates[index], loss: now.loss, right, count: sides.length,
  });
  return {
    params: now.net.params,
    gradients: now.gradients,
    loss: now.loss,
    losses: runs.map((run) => run[epoch].loss),
    predictions,
    right,
    ...maps(spec, now.net),
    sees: sees(now.net, spec.x),
    words,
  };
}

// What the output and each hidden unit give, on a square of points: one forward pass for all.
export function maps(spec, net) {
  const { ends, side } = spec.map;
  const places = range(ends[0], ends[1], side);
  const seen = places.map((x2) => places.map((x1) => forward(net, [x1, x2])));
  const hidden = seen[0][0].a1.map((_, j) => seen.map((row) => row.map(({ a1 }) => a1[j])));
  return { map: seen.map((row) => row.map(({ prediction }) => prediction[0])), hidden };
}

function sees(net, x) {
  const values = x.map((row) => forward(net, row).a1);
  return values[0].map((_, j) =>
    phrase("sees", { unit: j + 1, above: values.filter((a1) => a1[j] > 0.5).length, count: x.length }));
}
