// What the explorer of error and loss shows; numbers.py is the authority.

import { forward, loss, sum } from "../frame/engine.js";
import { digits } from "../frame/numbers.js";

const AS_IT_IS = { params: { W1: [[1]] }, activations: ["linear"], loss: "half_squared" };

export function errorAndLossState(predictions, targets, order, turned) {
  const count = predictions.length;
  const errors = predictions.map((p, i) => (order === "prediction" ? p - targets[i] : targets[i] - p));
  const losses = predictions.map((p, i) => loss(AS_IT_IS, forward(AS_IT_IS, [p]), [targets[i]]));
  const mean = sum(losses) / count;
  const rows = predictions.map((p, i) => [`house ${i + 1}`, ...[p, targets[i], errors[i], losses[i]].map(digits)]);
  rows.push(["mean", "", "", digits(sum(errors) / count), digits(mean)]);
  const words = `The mean loss of the ${count === 1 ? "house" : `${count} houses`} is ${digits(mean)}.`;
  return { errors, losses, mean, sum: sum(losses), rows, words: order === "prediction" ? words : `${words} ${turned}` };
}
