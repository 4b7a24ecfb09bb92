// What the explorer of error and loss shows; numbers.py is the authority.

import { forward, loss, sum } from "../frame/engine.js";
import { digits } from "../frame/numbers.js";
import { phrases } from "../frame/words.js";
import texts from "./words.json" with { type: "json" };

export const phrase = phrases(texts);

const AS_IT_IS = { params: { W1: [[1]] }, activations: ["linear"], loss: "half_squared" };

export function errorAndLossState(predictions, targets, order) {
  const count = predictions.length;
  const errors = predictions.map((p, i) => (order === "prediction" ? p - targets[i] : targets[i] - p));
  const losses = predictions.map((p, i) => loss(AS_IT_IS, forward(AS_IT_IS, [p]), [targets[i]]));
  const mean = sum(losses) / count;
  const rows = predictions.map((p, i) => [phrase("house", { i: i + 1 }), ...[p, targets[i], errors[i], losses[i]].map((value) => digits(value))]);
  rows.push([phrase("mean"), "", "", digits(sum(errors) / count), digits(mean)]);
  const words = phrase(count === 1 ? "one" : "many", { count, mean });
  return { errors, losses, mean, sum: sum(losses), rows, words: order === "prediction" ? words : phrase("turned", { words }) };
}
