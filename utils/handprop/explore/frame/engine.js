// The small networks of the explorers: {params: {W1, b1, ...}, activations, loss, frozen}; samples are rows.
// handprop.network in Python is the authority.  It is repeated here, so that a slider answers within one frame
// and goes on answering where there is no kernel.  tests/browser holds the two together.

export const sigmoid = (z) => 0.5 * (1 + Math.tanh(0.5 * z));
const largest = (z) => Math.max(...z);
export const sum = (terms) => terms.reduce((total, term) => total + term, 0);
export const softmax = (z) => {
  const e = z.map((v) => Math.exp(v - largest(z)));
  return e.map((v) => v / sum(e));
};
export const each = (f) => (z) => z.map(f);
export const ACTIVATIONS = {
  linear: { f: each((z) => z), back: (da) => da },
  relu: { f: each((z) => Math.max(z, 0)), back: (da, z) => (z > 0 ? da : 0) },
  leaky_relu: { f: each((z) => Math.max(z, 0.01 * z)), back: (da, z) => (z > 0 ? da : 0.01 * da) },
  sigmoid: { f: each(sigmoid), back: (da, z, a) => da * a * (1 - a) },
  tanh: { f: each(Math.tanh), back: (da, z, a) => da * (1 - a * a) },
  softmax: { f: softmax },
};
const crossEntropy = (z, y) => Math.max(z, 0) - y * z + Math.log1p(Math.exp(-Math.abs(z)));
const LOSSES = {
  half_squared: (z, a, y) => sum(a.map((v, j) => 0.5 * (v - y[j]) ** 2)),
  binary_cross_entropy: (z, a, y) => sum(z.map((v, j) => crossEntropy(v, y[j]))),
  categorical_cross_entropy: (z, a, y) => {
    const top = largest(z);
    return Math.log(sum(z.map((v) => Math.exp(v - top)))) - sum(z.map((v, j) => y[j] * (v - top)));
  },
};

/**
 * @typedef {{ params: Record<string, any>, activations: string[], loss?: string, frozen?: string[] }} Net
 * @typedef {Record<string, number[]>} Values x, z1, a1, ... and prediction
 */

/** @param {Net} net @param {number[]} x @returns {Values} */
export function forward(net, x) {
  const values = { x };
  let a = x;
  net.activations.forEach((name, index) => {
    const k = index + 1;
    const W = net.params[`W${k}`];
    const b = net.params[`b${k}`];
    const z = W[0].map((_, j) => sum(a.map((v, i) => v * W[i][j])) + (b ? b[j] : 0));
    a = ACTIVATIONS[name].f(z);
    values[`z${k}`] = z;
    values[`a${k}`] = a;
  });
  return { ...values, prediction: a };
}

/** @param {Net} net @param {Values} values @param {number[]} y */
export function loss(net, values, y) {
  return LOSSES[net.loss](values[`z${net.activations.length}`], values.prediction, y);
}

/** The derivative of the loss by each parameter, delta and input.
 * @param {Net} net @param {Values} values @param {number[]} y @returns {Record<string, any>} */
export function backward(net, values, y) {
  const gradients = {};
  const last = net.activations.length;
  const slope = (k, da) =>
    da.map((v, j) => ACTIVATIONS[net.activations[k - 1]].back(v, values[`z${k}`][j], values[`a${k}`][j]));
  let delta = values.prediction.map((v, j) => v - y[j]);
  if (net.loss === "half_squared") delta = slope(last, delta);
  for (let k = last; k >= 1; k -= 1) {
    const W = net.params[`W${k}`];
    const below = k > 1 ? values[`a${k - 1}`] : values.x;
    const now = delta;
    gradients[`delta${k}`] = now;
    gradients[`W${k}`] = below.map((v) => now.map((d) => v * d));
    if (net.params[`b${k}`]) gradients[`b${k}`] = now;
    const da = below.map((_, i) => sum(now.map((d, j) => d * W[i][j])));
    delta = k > 1 ? slope(k - 1, da) : da;
  }
  return { ...gradients, x: delta };
}

/** @param {Net} net @param {Record<string, any>} gradients @param {number} learningRate @returns {Net} */
export function update(net, gradients, learningRate) {
  const step = (value, slope) =>
    Array.isArray(value) ? value.map((v, i) => step(v, slope[i])) : value - learningRate * slope;
  const moved = Object.entries(net.params).map(([name, value]) => [
    name,
    net.frozen.includes(name) ? value : step(value, gradients[name]),
  ]);
  return { ...net, params: Object.fromEntries(moved) };
}

export const mean = (parts) =>
  Array.isArray(parts[0]) ? parts[0].map((_, i) => mean(parts.map((part) => part[i]))) : sum(parts) / parts.length;

/** Over samples: the mean loss, the mean gradient of each parameter, and every prediction.
 * @param {Net} net @param {number[][]} x @param {number[][]} y */
export function batch(net, x, y) {
  const samples = x.map((row, i) => {
    const values = forward(net, row);
    return { loss: loss(net, values, y[i]), gradients: backward(net, values, y[i]), prediction: values.prediction };
  });
  const gradients = Object.keys(net.params).map((name) => [name, mean(samples.map((one) => one.gradients[name]))]);
  return {
    loss: mean(samples.map((one) => one.loss)),
    gradients: Object.fromEntries(gradients),
    predictions: samples.map((one) => one.prediction),
  };
}
