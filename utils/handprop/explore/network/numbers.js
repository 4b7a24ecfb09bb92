// What the network explorer shows for one sample; numbers.py is the authority.

import { backward, forward, loss, update } from "../frame/engine.js";
import { digits } from "../frame/numbers.js";
import { phrases } from "../frame/words.js";
import texts from "./words.json" with { type: "json" };

export const phrase = phrases(texts);

function turn(before, after) {
  if (!Number.isFinite(after)) return "too large";
  if (after === before) return "leave";
  return `${after < before ? "lower" : "raise"}${digits(before) === digits(after) ? " a little" : ""}`;
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
    results: phrase("results", { prediction: values.prediction, target: y, error, loss: lossNow }),
    words: phrase(turn(lossNow, lossAfter), { rate: learningRate, before: lossNow, after: lossAfter }),
  };
}
