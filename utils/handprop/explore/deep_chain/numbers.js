// The way back through a chain of equal layers; numbers.py is the authority.

import { ACTIVATIONS } from "../frame/engine.js";
import { phrases } from "../frame/words.js";
import texts from "./words.json" with { type: "json" };

export const phrase = phrases(texts);
const [SMALL, LESS, MORE, LARGE] = [1e-3, 0.9, 1.1, 1e3];

function kindOf(left) {
  if (left < LESS) return left < SMALL ? "vanishes" : "shrinks";
  if (left > MORE) return left > LARGE ? "explodes" : "grows";
  return "stays";
}

export function state(depth, weight, activation) {
  const { f, back } = ACTIVATIONS[activation];
  const factors = [];
  let a = 1;
  for (let k = 0; k < depth; k += 1) {
    const z = weight * a;
    const [out] = f([z]);
    factors.push(weight * back(1, z, out));
    a = out;
  }
  const grads = [1];
  [...factors].reverse().forEach((factor) => grads.unshift(grads[0] * factor));
  const [left, mean] = [grads[0], grads[0] ** (1 / depth)];
  return { grads, factors, mean, words: phrase(kindOf(left), { left, mean }) };
}
