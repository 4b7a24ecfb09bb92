// What the neuron explorer shows; numbers.py is the authority.

import { forward } from "../frame/engine.js";
import { bracketed, digits } from "../frame/numbers.js";

const APPLIED = {
  linear: (z) => digits(z),
  relu: (z) => `max(0, ${digits(z)})`,
  sigmoid: (z) => `1 / (1 + exp(${digits(-z)}))`,
  tanh: (z) => `tanh(${digits(z)})`,
};

export function neuronState(x, w, b, activation, names) {
  const net = { params: { W1: w.map((v) => [v]), b1: [b] }, activations: [activation] };
  const values = forward(net, x);
  const [z, a] = [values.z1[0], values.a1[0]];
  const products = w.map((v, i) => v * x[i]);
  const steps = [
    ...w.map((v, i) => [`w${i + 1} · x${i + 1}`, `${digits(v)} · ${bracketed(x[i])}`, digits(products[i])]),
    ["bias b", "", digits(b)],
    ["weighted sum z", [digits(products[0]), bracketed(products[1]), bracketed(b)].join(" + "), digits(z)],
    [`a = f(z), ${names[activation]}`, APPLIED[activation](z), digits(a)],
  ];
  return { products, z, a, steps, words: neuronWords(activation, names[activation], z, a) };
}

function neuronWords(activation, name, z, a) {
  if (activation === "linear") return `A linear neuron passes on its weighted sum: a = z = ${digits(z)}.`;
  if (activation === "relu" && z > 0) return `z = ${digits(z)} is above 0, so ReLU lets it through: a = ${digits(a)}.`;
  if (activation === "relu") return `z = ${digits(z)} is not above 0, so ReLU gives 0: the gate is closed.`;
  const ends = activation === "sigmoid" ? "0 and 1" : "-1 and 1";
  return `${name[0].toUpperCase()}${name.slice(1)} squeezes z = ${digits(z)} to a = ${digits(a)}, between ${ends}.`;
}
