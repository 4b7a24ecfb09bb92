// What the neuron explorer shows; numbers.py is the authority.

import { forward } from "../frame/engine.js";
import { bracketed, digits } from "../frame/numbers.js";
import { phrases } from "../frame/words.js";
import texts from "./words.json" with { type: "json" };

export const phrase = phrases(texts);

export function neuronState(x, w, b, activation, facts) {
  const net = { params: { W1: w.map((v) => [v]), b1: [b] }, activations: [activation] };
  const values = forward(net, x);
  const [z, a] = [values.z1[0], values.a1[0]];
  const told = phrases(facts[activation]);
  const products = w.map((v, i) => v * x[i]);
  const steps = [
    ...w.map((v, i) => [phrase("step product", { i: i + 1 }), `${digits(v)} · ${bracketed(x[i])}`, digits(products[i])]),
    [phrase("step bias"), "", digits(b)],
    [phrase("step sum"), [digits(products[0]), bracketed(products[1]), bracketed(b)].join(" + "), digits(z)],
    [phrase("step output", { name: facts[activation].label }), told("written", { z, signed: bracketed(z), minus: -z }), digits(a)],
  ];
  return { products, z, a, steps, words: told(z > 0 ? "open" : "closed", { z, a }) };
}
