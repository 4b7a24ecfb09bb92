// What the network explorer shows for one sample; numbers.py is the authority.

import { backward, forward, loss, update } from "../frame/engine.js";
import { digits } from "../frame/numbers.js";

function stepWords(learningRate, before, after) {
  const start = `One step of size ${digits(learningRate)} would`;
  if (!Number.isFinite(after)) return `${start} make the loss too large to compute.`;
  const [from, to] = [digits(before), digits(after)];
  if (after === before) return `${start} leave the loss at ${from}.`;
  const verb = after < before ? "lower" : "raise";
  if (from === to) return `${start} ${verb} the loss by less than four digits can show: it stays at ${from}.`;
  return `${start} ${verb} the loss from ${from} to ${to}.`;
}

function resultWords(values, error, y, lossNow) {
  const list = (numbers) => numbers.map(digits).join(", ");
  return (
    `Prediction ${list(values.prediction)}, target ${list(y)}, error ${list(error)}, ` +
    `loss ${digits(lossNow)}.`
  );
}

export function state(net, x, y, learningRate) {
  const values = forward(net, x);
  const gradients = backward(net, values, y);
  const lossNow = loss(net, values, y);
  const after = update(net, gradients, learningRate);
  const lossAfter = loss(net, forward(after, x), y);
  const error = values.prediction.map((v, j) => v - y[j]);
  return {
    values,
    gradients,
    error,
    loss: lossNow,
    params_after: after.params,
    loss_after: lossAfter,
    results: resultWords(values, error, y, lossNow),
    words: stepWords(learningRate, lossNow, lossAfter),
  };
}
