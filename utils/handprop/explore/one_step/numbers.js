// One step as a time line of sub-steps; numbers.py is the authority and says what is in a sub-step.

import { ACTIVATIONS, backward, batch, forward, loss, update } from "../frame/engine.js";
import { bracketed, digits, enough } from "../frame/numbers.js";
import { tr } from "../frame/tr.js";
import { phrases } from "../frame/words.js";
import texts from "./words.json" with { type: "json" };

export const phrase = phrases(texts);

const line = (name, at, terms, value, call = "", over = 1) => ({ name, at, terms, call, over, value });
const PHASES = { forward: tr("forward"), error: tr("error"), backward: tr("backward"), update: tr("update") };
const stop = (kind, phase, layer, lines) => ({ kind, phase, layer, lines });
const grid = (W, make) => W[0].flatMap((_, j) => W.map((_row, i) => make(i, j)));

export function timeline(net, spec, x, y, learningRate, sample) {
  const walk = walkOf(net, spec, x, y, sample);
  const layers = net.activations.map((_, index) => index + 1);
  return [
    stop("start", "start", 0, []),
    ...layers.flatMap((k) => goForward(walk, k)),
    ...openError(walk),
    outputDelta(walk),
    ...layers.reverse().flatMap((k) => goBack(walk, k)),
    ...(x.length > 1 ? [meanOf(walk)] : []),
    moveAll(walk, learningRate),
  ];
}

// The numbers of one sample, and the names of everything on its way.
function walkOf(net, spec, x, y, sample) {
  const { units, names, facts } = spec;
  const values = forward(net, x[sample]);
  const each = x.map((row, n) => backward(net, forward(net, row), y[n]));
  const last = net.activations.length;
  const before = (k) => units.slice(1, k).reduce((count, column) => count + column.length, 0);
  const many = units[last].length > 1;
  const numbered = (name, j, first = 0) => (many ? `${name}${first + j + 1}` : name);
  return {
    net, spec, units, names, values, each, last, many,
    y: y[sample],
    gradients: each[sample],
    mean: batch(net, x, y).gradients,
    a: (k) => (k ? values[`a${k}`] : values.x),
    z: (k, j) => (net.activations[k - 1] === "linear" ? units[k][j] : `z${before(k) + j + 1}`),
    delta: (k, j) => (k === last ? numbered("δ", j, before(last)) : `δ${before(k) + j + 1}`),
    error: (j) => [numbered(many ? `${tr("error")} ` : tr("error"), j), values.prediction[j] - y[sample][j]],
    target: (j) => numbered("y", j),
    slope(k, j) {
      const name = net.activations[k - 1];
      if (name === "linear") return [];
      const slope = ACTIVATIONS[name].back(1, values[`z${k}`][j], values[`a${k}`][j]);
      return [[facts[name].gate ? tr("gate") : tr("slope"), slope]];
    },
  };
}

function goForward(walk, k) {
  const { net, units, names, values } = walk;
  const [W, b, below] = [net.params[`W${k}`], net.params[`b${k}`], walk.a(k - 1)];
  const pair = (i, j) => [[units[k - 1][i], below[i]], [names[`W${k}`][i][j], W[i][j]]];
  const product = (i, j) => [pair(i, j).map(([name]) => name).join(" · "), below[i] * W[i][j]];
  const products = grid(W, (i, j) => line(product(i, j)[0], ["product", k, i, j], [pair(i, j)], product(i, j)[1]));
  const sums = W[0].map((_, j) => {
    const bias = b ? [[[names[`b${k}`][j], b[j]]]] : [];
    const terms = [...W.map((_row, i) => [product(i, j)]), ...bias];
    return line(walk.z(k, j), ["z", k, j], terms, values[`z${k}`][j]);
  });
  const made = [stop("products", "forward", k, products), stop("sums", "forward", k, sums)];
  const name = net.activations[k - 1];
  if (name === "linear") return made;
  const z = values[`z${k}`].map((value, j) => [[walk.z(k, j), value]]);
  const outs = z.map((own, j) =>
    line(units[k][j], ["a", k, j], walk.spec.facts[name].alone ? [own] : z, values[`a${k}`][j], walk.spec.facts[name].label),
  );
  return [...made, stop("activations", "forward", k, outs)];
}

function openError(walk) {
  const { net, values, units, last, y } = walk;
  const out = (j) => [units[last][j], values.prediction[j]];
  const errors = y.map((target, j) => {
    const [name, value] = walk.error(j);
    return line(name, ["error", j], [[out(j)], [[`−${walk.target(j)}`, -target]]], value);
  });
  const squares = y.map((_, j) => [["½", 0.5], walk.error(j), walk.error(j)]);
  const half = net.loss === "half_squared";
  const terms = half ? squares : y.map((_, j) => [out(j)]);
  const total = line("loss", ["loss"], terms, loss(net, values, y), half ? "" : phrase(net.loss));
  return [stop("error", "error", 0, errors), stop("loss", "error", 0, [total])];
}

function outputDelta(walk) {
  const { net, last } = walk;
  const lines = walk.gradients[`delta${last}`].map((delta, j) => {
    const slope = net.loss === "half_squared" ? walk.slope(last, j) : [];
    return line(walk.delta(last, j), ["delta", last, j], [[walk.error(j), ...slope]], delta);
  });
  return stop("delta", "backward", last, lines);
}

function goBack(walk, k) {
  const { net, units, names, gradients } = walk;
  const [W, b, below] = [net.params[`W${k}`], net.params[`b${k}`], walk.a(k - 1)];
  const sent = (j) => [walk.delta(k, j), gradients[`delta${k}`][j]];
  const slopes = W[0].flatMap((_, j) => [
    ...W.map((_row, i) => {
      const into = [units[k - 1][i], below[i]];
      return line(`∂${names[`W${k}`][i][j]}`, [`W${k}`, i, j], [[sent(j), into]], gradients[`W${k}`][i][j]);
    }),
    ...(b ? [line(`∂${names[`b${k}`][j]}`, [`b${k}`, j], [[sent(j)]], sent(j)[1])] : []),
  ]);
  const path = (i, j) => [sent(j), [names[`W${k}`][i][j], W[i][j]]];
  // Where it comes alone, what comes back is the derivative of the unit's output.
  const came = (i, j) => (W[i].length > 1 ? path(i, j).map(([name]) => name).join(" · ") : `∂${units[k - 1][i]}`);
  const product = (i, j) => [came(i, j), sent(j)[1] * W[i][j]];
  const products = grid(W, (i, j) => line(product(i, j)[0], ["back", k, i, j], [path(i, j)], product(i, j)[1]));
  const made = [stop("gradients", "backward", k, slopes)];
  return k === 1 ? made : [...made, stop("back", "backward", k, products), ...gates(walk, k, W, product)];
}

function gates(walk, k, W, product) {
  const under = walk.gradients[`delta${k - 1}`];
  const joined = W.map((row, i) => {
    const terms = row.map((_, j) => [product(i, j)]);
    const value = terms.reduce((total, [[, part]]) => total + part, 0);
    return line(`∂${walk.units[k - 1][i]}`, ["da", k - 1, i], terms, value);
  });
  const lines = W.map((_row, i) => {
    const came = [joined[i].name, joined[i].value];
    return line(walk.delta(k - 1, i), ["delta", k - 1, i], [[came, ...walk.slope(k - 1, i)]], under[i]);
  });
  const last = stop("gates", "backward", k - 1, lines);
  return W[0].length > 1 ? [stop("joined", "backward", k - 1, joined), last] : [last];
}

/** @param {Record<string, any>} source @param {any[]} spot */
export const at = (source, [name, ...spot]) => spot.reduce((part, index) => part[index], source[name]);

function meanOf({ spec, each, mean }) {
  const lines = spec.parameters.map(([label, ...spot]) => {
    const terms = each.map((one, n) => [[tr("∂{label} of {n}", { label, n: n + 1 }), at(one, spot)]]);
    return line(tr("mean ∂{label}", { label }), [`mean ${spot[0]}`, ...spot.slice(1)], terms, at(mean, spot), "", each.length);
  });
  return stop("mean", "update", 0, lines);
}

function moveAll({ net, spec, each, mean }, learningRate) {
  const after = update(net, mean, learningRate).params;
  const moving = spec.parameters.filter(([, name]) => !net.frozen.includes(name));
  const lines = moving.map(([label, ...spot]) => {
    const slope = [each.length > 1 ? tr("mean ∂{label}", { label }) : `∂${label}`, at(mean, spot)];
    const terms = [[[label, at(net.params, spot)]], [["−η", -learningRate], slope]];
    return line(tr("new {label}", { label }), [`new ${spot[0]}`, ...spot.slice(1)], terms, at(after, spot));
  });
  return stop("update", "update", 0, lines);
}

// ---- in words ----

export function state(net, spec, x, y, learningRate, time, sample) {
  const stops = timeline(net, spec, x, y, learningRate, sample);
  const after = update(net, batch(net, x, y).gradients, learningRate);
  const losses = { loss: batch(net, x, y).loss, loss_after: batch(after, x, y).loss };
  return { stops, params_after: after.params, ...losses, lines: stops[time].lines.map(told), words: wordsOf(net, spec, stops, time, x.length, losses) };
}

function wordsOf(net, spec, stops, time, count, losses) {
  const { layer, phase, kind } = stops[time];
  const words = phrase(sentence(net, spec, stops[time]), {
    name: layer ? spec.facts[net.activations[layer - 1]].label : phrase(net.loss),
    count,
    after: losses.loss_after,
    unit: spec.units[kind === "back" ? layer - 1 : layer][0],
  });
  if (!time) return phrase("place start", { words });
  const named = PHASES[phase][0].toUpperCase() + PHASES[phase].slice(1);
  return phrase("place", { phase: named, number: time, count: stops.length - 1, words });
}

function sentence(net, spec, { kind, layer }) {
  const name = net.activations[layer - 1] ?? net.activations.at(-1);
  const { gate, alone } = spec.facts[name];
  const half = net.loss === "half_squared";
  const bias = net.params[`b${layer}`] ? " bias" : "";
  const slope = name === "linear" ? "" : " slope";
  const special = {
    sums: bias,
    gradients: bias,
    activations: gate ? " gate" : alone ? "" : " together",
    loss: !half ? " other" : spec.units.at(-1).length > 1 ? " several" : "",
    back: spec.units[layer].length > 1 ? "" : " alone",
    delta: half ? slope : " partner",
    gates: gate ? " gate" : slope,
  };
  return kind + (special[kind] ?? "");
}

// A calculation without its result: name, formula, numbers.
export function calculation(one) {
  const parts = [one.name, one.over === 1 ? formula(one) : "", numbersOf(one)]; // a mean needs no names
  return parts.filter((part, k) => part && part !== digits(one.value) && parts.indexOf(part) === k).join(" = ");
}

export function told(one) {
  const result = digits(one.value);
  const whole = Math.abs(Number(result) - one.value) <= 1e-12 * Math.abs(one.value);
  return `${calculation(one)} ${whole ? "=" : "≈"} ${result}`;
}

const summed = (terms) => terms.map((term) => term.join(" · ")).join(" + ").replaceAll("+ −", "− ");
const divided = ({ over }, text) => (over === 1 ? text : `(${text}) / ${over}`);

function formula(one) {
  if (one.call) return `${one.call}(${one.terms.map(([[name]]) => name).join(", ")})`;
  return summed(one.terms.map((term) => term.map(([name]) => name)));
}

function numbersOf(one) {
  const { terms, value, call } = one;
  if (call) return `${call}(${terms.map(([[, number]]) => digits(number)).join(", ")})`;
  if (!Number.isFinite(value)) return "";
  const count = digitsFor(one);
  const written = terms.map((term, n) =>
    term.map(([name, number], k) => {
      if (name.startsWith("−")) return `−${bracketed(-number, count)}`;
      return n || k ? bracketed(number, count) : digits(number, count);
    }),
  );
  return divided(one, summed(written));
}

function digitsFor({ terms, value, over }) {
  if (terms.length === 1) return 4;
  const products = terms.map((term) => term.map(([, number]) => number));
  const times = (numbers) => numbers.reduce((product, number) => product * number, 1);
  const largest = Math.max(...products.map((numbers) => Math.abs(times(numbers)))) / over;
  const sum = (rounded) => products.reduce((total, numbers) => total + times(numbers.map(rounded)), 0) / over;
  return enough(sum, value, largest);
}
