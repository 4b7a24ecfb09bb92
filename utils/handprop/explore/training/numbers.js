// XOR in training, epoch by epoch, several learning rates from the same start; numbers.py is the authority.

import { batch, forward, update } from "../frame/engine.js";
import { range } from "../frame/plot.js";
import { phrases } from "../frame/words.js";
import texts from "./words.json" with { type: "json" };

export const phrase = phrases(texts);

// "0.5,1.2:1 -0.25,0:0": x1, x2 and target of each point; what is no point is passed over.
export function pointsOf(spec, text) {
  const [low, high] = spec.map.ends;
  const on = ([x1, x2, y]) => [x1, x2].every((v) => v >= low && v <= high) && [0, 1].includes(y);
  return text.split(" ").map((part) => part.split(/[,:]/).map(Number)).filter(on).slice(0, spec.map.most);
}

export const pointsText = (points) => points.map(([x1, x2, y]) => `${x1},${x2}:${y}`).join(" ");

// XOR with the points added, and a training for each rate; `grow` adds epochs.
export function begin(spec, points) {
  const { params, activations, loss: name, frozen } = spec;
  const added = pointsOf(spec, points);
  return {
    x: [...spec.x, ...added.map(([x1, x2]) => [x1, x2])],
    y: [...spec.y, ...added.map(([, , y]) => [y])],
    net: { params, activations, loss: name, frozen },
    runs: spec.rates.map(() => []),
  };
}

// Up to an epoch, and one more: the words tell what comes next.  Points that are added cost nothing in advance.
export function grow(spec, { x, y, net, runs }, epoch) {
  runs.forEach((run, i) => {
    while (run.length < epoch + 2) {
      const last = run.at(-1);
      const here = last ? update(last.net, last.gradients, spec.rates[i]) : net;
      run.push({ net: here, ...batch(here, x, y) });
    }
  });
}

export function snapshot(spec, training, index, epoch) {
  grow(spec, training, epoch);
  const { runs, x, y } = training;
  const [now, next] = [runs[index][epoch], runs[index][epoch + 1]];
  const predictions = now.predictions.flat();
  const sides = predictions.map((prediction, i) => prediction > 0.5 === y[i][0] > 0.5);
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
    sees: sees(now.net, x),
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
