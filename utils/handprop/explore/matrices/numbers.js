// The matrices of a network, each entry traced to its factors; numbers.py and words.py are the authority.

import { ACTIVATIONS, backward, forward, sum } from "../frame/engine.js";
import { bracketed, digits, enough } from "../frame/numbers.js";
import { phrases } from "../frame/words.js";
import texts from "./words.json" with { type: "json" };

export const phrase = phrases(texts);

const transposed = (matrix) => matrix[0].map((_, j) => matrix.map((row) => row[j]));
export const isTurned = (name) => name.endsWith(".T");
export const plainName = (name) => name.replace(".T", "");
export const matrixOf = (found, name) => (isTurned(name) ? transposed(found[plainName(name)]) : found[name]);
const asMatrix = (value) => (Array.isArray(value[0]) ? value : [value]);
const total = (matrices) => matrices.reduce((a, b) => a.map((row, i) => row.map((v, j) => v + b[i][j])));

// Every matrix by name; the gradients of a batch are means over its samples.
export function matrixValues(net, x, y) {
  const samples = x.map((row, s) => {
    const values = forward(net, row);
    return { values, slopes: backward(net, values, y[s]) };
  });
  const part = 1 / x.length;
  const rows = (pick) => samples.map(pick);
  const shrunk = (matrix) => matrix.map((row) => row.map((v) => v * part));
  const found = { x, y };
  Object.entries(net.params).forEach(([name, value]) => {
    found[name] = asMatrix(value);
    found[`d${name}`] = shrunk(total(rows(({ slopes }) => asMatrix(slopes[name]))));
  });
  net.activations.forEach((activation, index) => {
    const k = index + 1;
    const [z, a] = [rows(({ values }) => values[`z${k}`]), rows(({ values }) => values[`a${k}`])];
    const delta = shrunk(rows(({ slopes }) => slopes[`delta${k}`]));
    const { back = () => 1 } = ACTIVATIONS[activation]; // softmax has no slope for each entry alone
    const slope = z.map((row, i) => row.map((v, j) => back(1, v, a[i][j])));
    Object.assign(found, { [`z${k}`]: z, [`a${k}`]: a, [`delta${k}`]: delta, [`slope${k}`]: slope });
  });
  const last = net.activations.length;
  found[`da${last}`] = shrunk(found[`a${last}`].map((row, i) => row.map((v, j) => v - y[i][j])));
  for (let k = 1; k < last; k += 1) {
    const W = net.params[`W${k + 1}`];
    found[`da${k}`] = found[`delta${k + 1}`].map((row) => W.map((weights) => sum(weights.map((w, j) => w * row[j]))));
  }
  return found;
}

// What an entry is made of: in words, in numbers, and where its factors stand.
export function traceEntry(spec, found, step, i, j) {
  const [A, B, C] = step.factors.map((factor) => matrixOf(found, factor));
  const activation = spec.activations[Number(step.result.slice(-1)) - 1];
  const [key, numbers, lit] = TRACES[step.op](i, j, A, B, C, activation, found[step.result][i][j]);
  const [a, b, c] = step.factors.map((factor) => spec.labels[factor]);
  return [phrase(key, { a, b, c, row: i + 1, column: j + 1, activation, samples: A.length }), numbers, lit];
}

// Numbers with a sign of arithmetic before each but the first.
const leading = (values, count) => values.map((v, k) => (k ? bracketed(v, count) : digits(v, count)));

const product = (factors) => factors.reduce((a, b) => a * b);
function enoughFor(terms, made, parts = 1) {
  if (terms.length === 1) return 4;
  const summed = (rounded) => sum(terms.map((factors) => product(factors.map(rounded)))) / parts;
  return enough(summed, made, Math.max(...terms.map((factors) => Math.abs(product(factors)))) / parts);
}

const TRACES = {
  product(i, j, A, B, C, f, made) {
    const bias = C ? [C[0][j]] : [];
    const count = enoughFor([...A[i].map((a, k) => [a, B[k][j]]), ...bias.map((b) => [b])], made);
    const terms = leading(A[i], count).map((p, k) => `${p} · ${bracketed(B[k][j], count)}`);
    terms.push(...bias.map((b) => bracketed(b, count)));
    const lit = [A[i].map((_, k) => [0, i, k]), B.map((_, k) => [1, k, j]), C ? [[2, 0, j]] : []];
    return [C ? "product with bias" : "product", terms.join(" + "), lit.flat()];
  },
  sum(i, j, A, B, C, f, made) {
    const column = A.map((row) => row[j]);
    const count = enoughFor(column.map((v) => [v]), made);
    return ["sum", leading(column, count).join(" + "), A.map((_, k) => [0, k, j])];
  },
  activation: (i, j, A, B, C, f) => ["activation", `${f}(${digits(A[i][j])})`, [[0, i, j]]],
  slope: (i, j, A) => ["slope", `f′(${digits(A[i][j])})`, [[0, i, j]]],
  times: (i, j, A, B) => ["times", `${digits(A[i][j])} · ${bracketed(B[i][j])}`, [[0, i, j], [1, i, j]]],
  error(i, j, A, B, C, f, made) {
    const count = enoughFor([[A[i][j]], [-B[i][j]]], made, A.length);
    const difference = `${digits(A[i][j], count)} - ${bracketed(B[i][j], count)}`;
    const lit = [[0, i, j], [1, i, j]];
    return A.length === 1 ? ["error", difference, lit] : ["mean error", `(${difference}) / ${A.length}`, lit];
  },
};

function entryName(spec, key, i, j) {
  const parameter = key[0] === "d" && spec.names[key.slice(1)] ? key.slice(1) : key;
  const names = spec.names[parameter];
  if (!names) return "";
  return ` (${parameter === key ? "" : "∂"}${Array.isArray(names[0]) ? names[i][j] : names[j]})`;
}

export function sentence(spec, found, made, key, i, j) {
  const value = digits(found[key][i][j]);
  const [how, numbers] = made[key] ? traceEntry(spec, found, made[key], i, j) : [];
  return phrase("entry", {
    name: spec.labels[key], own: entryName(spec, key, i, j), row: i + 1, column: j + 1,
    how: how ? phrase("made", { how, numbers, value }) : phrase("given", { value }),
  });
}

export function traced(spec, net, x, y) {
  const found = matrixValues(net, x, y);
  const made = Object.fromEntries(spec.equations.map((step) => [step.result, step]));
  const keys = [...Object.keys(net.params), "x", "y", ...Object.keys(made)];
  const words = keys.map((key) => [key, found[key].map((row, i) => row.map((_, j) => sentence(spec, found, made, key, i, j)))]);
  return { values: Object.fromEntries(keys.map((key) => [key, found[key]])), words: Object.fromEntries(words) };
}
