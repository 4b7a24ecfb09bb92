// The matrices of a network, each entry traced to its factors; numbers.py and words.py are the authority.

import { backward, forward, sum } from "../frame/engine.js";
import { bracketed, digits } from "../frame/numbers.js";

const transposed = (matrix) => matrix[0].map((_, j) => matrix.map((row) => row[j]));
export const isTurned = (name) => name.endsWith(".T");
export const plainName = (name) => name.replace(".T", "");
export const matrixOf = (found, name) => (isTurned(name) ? transposed(found[plainName(name)]) : found[name]);
const asMatrix = (value) => (Array.isArray(value[0]) ? value : [value]);
const total = (matrices) => matrices.reduce((a, b) => a.map((row, i) => row.map((v, j) => v + b[i][j])));
const SLOPES = { relu: (z) => (z > 0 ? 1 : 0), sigmoid: (z, a) => a * (1 - a), tanh: (z, a) => 1 - a * a };

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
    const slope = z.map((row, i) => row.map((v, j) => (SLOPES[activation] ? SLOPES[activation](v, a[i][j]) : 1)));
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
  const [a, b, c] = step.factors;
  const [A, B] = [matrixOf(found, a), b ? matrixOf(found, b) : null];
  const name = (factor) => spec.labels[factor];
  const activation = spec.activations[Number(step.result.slice(-1)) - 1];
  const here = (m) => [[m, i, j]];
  switch (step.op) {
    case "product": {
      const terms = A[i].map((v, k) => `${k ? bracketed(v) : digits(v)} · ${bracketed(B[k][j])}`);
      if (c) terms.push(bracketed(found[c][0][j]));
      const how = `row ${i + 1} of ${name(a)} times column ${j + 1} of ${name(b)}${c ? `, plus ${name(c)}` : ""}`;
      const lit = [A[i].map((_, k) => [0, i, k]), B.map((_, k) => [1, k, j]), c ? [[2, 0, j]] : []];
      return [how, terms.join(" + "), lit.flat()];
    }
    case "sum": {
      const column = A.map((row) => row[j]);
      const terms = [digits(column[0]), ...column.slice(1).map(bracketed)];
      return [`the sum of column ${j + 1} of ${name(a)}`, terms.join(" + "), A.map((_, k) => [0, k, j])];
    }
    case "activation":
      return [`${activation} of ${name(a)}`, `${activation}(${digits(A[i][j])})`, here(0)];
    case "slope":
      return [`the slope of ${activation} at ${name(a)}`, `f′(${digits(A[i][j])})`, here(0)];
    case "times": {
      const numbers = `${digits(A[i][j])} · ${bracketed(B[i][j])}`;
      return [`${name(a)} times ${name(b)}, entry by entry`, numbers, [...here(0), ...here(1)]];
    }
    default: {
      const difference = `${digits(A[i][j])} - ${bracketed(B[i][j])}`;
      const lit = [...here(0), ...here(1)];
      if (A.length === 1) return [`${name(a)} minus ${name(b)}`, difference, lit];
      return [`${name(a)} minus ${name(b)}, over ${A.length} samples`, `(${difference}) / ${A.length}`, lit];
    }
  }
}

function entryName(spec, key, i, j) {
  const parameter = key[0] === "d" && spec.names[key.slice(1)] ? key.slice(1) : key;
  const names = spec.names[parameter];
  if (!names) return "";
  return ` (${parameter === key ? "" : "∂"}${Array.isArray(names[0]) ? names[i][j] : names[j]})`;
}

export function sentence(spec, found, made, key, i, j) {
  const start = `${spec.labels[key]}${entryName(spec, key, i, j)}, row ${i + 1}, column ${j + 1}`;
  const value = digits(found[key][i][j]);
  if (!made[key]) return `${start}: ${value}, given.`;
  const [how, numbers] = traceEntry(spec, found, made[key], i, j);
  return `${start}: ${how}: ${numbers} = ${value}.`;
}

export function traced(spec, net, x, y) {
  const found = matrixValues(net, x, y);
  const made = Object.fromEntries(spec.equations.map((step) => [step.result, step]));
  const keys = [...Object.keys(net.params), "x", "y", ...Object.keys(made)];
  const words = keys.map((key) => [key, found[key].map((row, i) => row.map((_, j) => sentence(spec, found, made, key, i, j)))]);
  return { values: Object.fromEntries(keys.map((key) => [key, found[key]])), words: Object.fromEntries(words) };
}
