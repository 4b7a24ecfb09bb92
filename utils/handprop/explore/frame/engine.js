// The small networks of the explorers in plain JavaScript: one module with front.js, nothing from the network.
// Numbers by handprop.network in Python are the authority; they are repeated here, so that a slider answers
// within one frame and goes on answering where there is no kernel.  tests/test_browser.py holds the two together.

// ---- arithmetic: a network is {params: {W1, b1, ...}, activations, loss, frozen}; samples are rows ----

const sigmoid = (z) => 0.5 * (1 + Math.tanh(0.5 * z));
const largest = (z) => Math.max(...z);
const sum = (terms) => terms.reduce((total, term) => total + term, 0);
const softmax = (z) => {
  const e = z.map((v) => Math.exp(v - largest(z)));
  return e.map((v) => v / sum(e));
};
const each = (f) => (z) => z.map(f);
const ACTIVATIONS = {
  linear: { f: each((z) => z), back: (da) => da },
  relu: { f: each((z) => Math.max(z, 0)), back: (da, z) => (z > 0 ? da : 0) },
  sigmoid: { f: each(sigmoid), back: (da, z, a) => da * a * (1 - a) },
  tanh: { f: each(Math.tanh), back: (da, z, a) => da * (1 - a * a) },
  softmax: { f: softmax },
};
const softplus = (z) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
const LOSSES = {
  half_squared: (z, a, y) => sum(a.map((v, j) => 0.5 * (v - y[j]) ** 2)),
  binary_cross_entropy: (z, a, y) => sum(z.map((v, j) => softplus(v) - y[j] * v)),
  categorical_cross_entropy: (z, a, y) => {
    const top = largest(z);
    return Math.log(sum(z.map((v) => Math.exp(v - top)))) - sum(z.map((v, j) => y[j] * (v - top)));
  },
};

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

export function loss(net, values, y) {
  return LOSSES[net.loss](values[`z${net.activations.length}`], values.prediction, y);
}

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

export function update(net, gradients, learningRate) {
  const step = (value, slope) =>
    Array.isArray(value) ? value.map((v, i) => step(v, slope[i])) : value - learningRate * slope;
  const moved = Object.entries(net.params).map(([name, value]) => [
    name,
    net.frozen.includes(name) ? value : step(value, gradients[name]),
  ]);
  return { ...net, params: Object.fromEntries(moved) };
}

// ---- numbers and sentences: the same as in Python ----

// Four significant digits, as format(value, ".4g") gives them.
export function digits(value) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  if (value === 0) return "0";
  // Exactly half a digit: JavaScript rounds it away from 0, Python to the even digit (0.78125 to 0.7812).
  const kept = Number(value.toExponential(30).replace(/^(-?\d\.\d\d[02468])50+e/, "$1e"));
  const [head, power] = kept.toExponential(3).split("e");
  const exponent = Number(power);
  if (exponent >= -4 && exponent < 4) return String(Number(kept.toFixed(3 - exponent)));
  const sign = exponent < 0 ? "-" : "+";
  return `${Number(head)}e${sign}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

// A hyphen before a digit is a minus sign: wider, and spoken as "minus".
const minus = (text) => text.replace(/-(?=[\d.i])/g, "−");
const shown = (value) => minus(digits(value));
