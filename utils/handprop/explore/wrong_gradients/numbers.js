// Wrong gradients, nudges and both walks; numbers.py is the authority.

import { ACTIVATIONS, forward, loss } from "../frame/engine.js";
import { phrases } from "../frame/words.js";
import { back, MISTAKES, outer, through } from "./mistakes.js";
import texts from "./words.json" with { type: "json" };

export const phrase = phrases(texts);

const NONE = "none";
const STEP = 1e-5;
const [CLOSE, FLOOR] = [1e-6, 1e-9];
const [FAR, BOTTOM] = [1e3, 1e-12];

const slope = (name, d, z, a) => d.map((one, j) => ACTIVATIONS[name].back(one, z[j], a[j]));

// One step in the bank's own stages, so that a mistake is one of them done differently.
const stages = ([hidden, output]) => ({
  x: (v) => v.x,
  z: (v) => through(v.x, v.W1).map((z, j) => z + v.b1[j]),
  h: (v) => ACTIVATIONS[hidden].f(v.z),
  zo: (v) => through(v.h, v.W2).map((z, j) => z + v.b2[j]),
  prediction: (v) => ACTIVATIONS[output].f(v.zo),
  delta: (v) => v.prediction.map((p, j) => p - v.y[j]),
  dzo: (v) => slope(output, v.delta, v.zo, v.prediction),
  dW2: (v) => outer(v.h, v.dzo),
  db2: (v) => v.dzo,
  dh: (v) => back(v.W2, v.dzo),
  dz: (v) => slope(hidden, v.dh, v.z, v.h),
  dW1: (v) => outer(v.x, v.dz),
  db1: (v) => v.dz,
});

export function gradients(net, x, y, mistake, rate) {
  const [hidden, outputs] = [net.params.W2.map(() => 0), net.params.W2[0].map(() => 0)];
  const v = { b1: hidden, b2: outputs, ...net.params, x, y, lr: rate };
  const changes = MISTAKES[mistake] ?? {};
  Object.entries(stages(net.activations)).forEach(([name, stage]) => { v[name] = (changes[name] ?? stage)(v); });
  return { W1: v.dW1, b1: v.db1, W2: v.dW2, b2: v.db2 };
}

const lossAt = (net, x, y) => loss(net, forward(net, x), y);
const near = (losses) => losses.at(-1) <= FAR * (losses[0] || 1);
const minusStep = (value, by, rate) => (Array.isArray(value) ? value.map((one, i) => minusStep(one, by[i], rate)) : value - rate * by);

function walk(net, learn, x, y, mistake, rate, steps) {
  const losses = [lossAt(net, x, y)];
  let now = net;
  while (losses.length <= steps && near(losses)) {
    const wrong = gradients(now, x, y, mistake, rate);
    const moved = learn.map((name) => [name, minusStep(now.params[name], wrong[name], rate)]);
    now = { ...now, params: { ...now.params, ...Object.fromEntries(moved) } };
    losses.push(lossAt(now, x, y));
  }
  return losses;
}

const at = (value, indices) => indices.reduce((part, i) => part[i], value);

function moved(net, name, indices, by) {
  const copy = structuredClone(net.params[name]);
  at(copy, indices.slice(0, -1))[indices.at(-1)] += by;
  return { ...net, params: { ...net.params, [name]: copy } };
}

function nudged(net, x, y, name, indices) {
  const ends = [STEP, -STEP].map((by) => {
    const there = moved(net, name, indices, by);
    const values = forward(there, x);
    return { loss: loss(there, values, y), gates: values.z1.map((z) => z > 0) };
  });
  const found = (ends[0].loss - ends[1].loss) / (2 * STEP);
  const noise = FLOOR * Math.max(1, ends[0].loss, ends[1].loss);
  const kink = net.activations[0] === "relu" && ends[0].gates.some((open, j) => open !== ends[1].gates[j]);
  return { nudge: Math.abs(found) > noise ? found : 0, kink };
}

function rowsOf(spec, net, x, y, wrong) {
  const floor = FLOOR * Math.max(1, lossAt(net, x, y));
  return spec.rows.map(([label, name, ...indices]) => {
    const gradient = at(wrong[name], indices);
    const { nudge, kink } = nudged(net, x, y, name, indices);
    const off = Math.abs(gradient - nudge) > CLOSE * Math.max(Math.abs(gradient), Math.abs(nudge)) + floor;
    const verdict = kink ? "kink" : off ? "differs" : "agrees";
    return { name: label, gradient, nudge, ratio: nudge ? gradient / nudge : null, verdict };
  });
}

function judged(rows, mistake) {
  const [wrong, kinks] = ["differs", "kink"].map((kind) => rows.filter(({ verdict }) => verdict === kind).length);
  const told = phrase(wrong ? "differ" : mistake === NONE ? "agree" : "hidden", { wrong, count: rows.length });
  if (!kinks) return told;
  const untold = phrase("kinks", { kinks, count: rows.length });
  return wrong ? `${told} ${untold}` : untold;
}

const seen = (losses) => (losses.at(-1) <= BOTTOM * losses[0] ? 0 : losses.at(-1));

function kindOf(losses) {
  const change = losses.at(-1) - losses[0];
  if (!near(losses)) return Number.isNaN(losses.at(-1)) ? "lost" : "explodes";
  if (Math.abs(change) <= BOTTOM * losses[0]) return "stays";
  return change < 0 ? "falls" : "rises";
}

function fallen(losses, right, mistake, steps) {
  const first = losses[0];
  if (!steps) return phrase("start", { first });
  const told = phrase(kindOf(losses), { steps: losses.length - 1, first, after: seen(losses), limit: FAR });
  if (mistake === NONE) return phrase("alone", { loss: told });
  return near(right) ? phrase("beside", { loss: told, right: seen(right) }) : phrase("beside far", { loss: told });
}

/** Every number and sentence that is shown.
 * @param {any} spec @param {Record<string, any>} params @param {number[]} x @param {number[]} y @param {string} mistake
 * @param {number} rate @param {number} steps */
export function state(spec, params, x, y, mistake, rate, steps) {
  const net = { params, activations: spec.activations, loss: spec.loss };
  const learn = [...new Set(spec.rows.map(([, name]) => name))];
  const rows = rowsOf(spec, net, x, y, gradients(net, x, y, mistake, rate));
  const [losses, right] = [mistake, NONE].map((one) => walk(net, learn, x, y, one, rate, steps));
  const [name, code] = spec.mistakes[mistake] ?? [];
  const who = mistake === NONE ? phrase("nobody") : phrase("who", { name, code });
  return { rows, losses, right, who, words: `${judged(rows, mistake)} ${fallen(losses, right, mistake, steps)}` };
}
