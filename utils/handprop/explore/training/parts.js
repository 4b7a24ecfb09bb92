// The sub-steps of an epoch, one multiplication each; parts.py says which, and is the authority.

import { bracketed, digits, enough } from "../frame/numbers.js";
import { phrases } from "../frame/words.js";
import { gradients, trace } from "./steps.js";
import texts from "./words.json" with { type: "json" };

export const phrase = phrases(texts);

/** How many sub-steps an epoch has. */
export const count = (units, samples) => samples * (8 * units + 3) + 4 * units + 1;

/** @typedef {{ kind: string, sample: number, at: number, unit: number }} Part */

/** The sub-step of that number, counted from 1; the last one for a larger number.
 * @returns {Part} */
export function partOf(number, n, samples) {
  const each = 8 * n + 3;
  const place = Math.min(number, count(n, samples)) - 1;
  const [sample, r] = [Math.floor(place / each), place % each];
  /** @type {(kind: string, at: number, unit?: number) => Part} */
  const part = (kind, at, unit = n) => ({ kind, sample, at, unit });
  if (sample >= samples) return { kind: "update", sample: samples, at: place - samples * each, unit: 0 };
  if (r < 3 * n) {
    const [unit, i] = [Math.floor(r / 3), r % 3];
    return i === 2 ? part("unit", 2 * n + unit, unit) : part("product", i * n + unit, unit);
  }
  if (r < 4 * n) return part("product", r);
  if (r < 4 * n + 3) return part(["unit", "error", "delta"][r - 4 * n], 4 * n);
  if (r < 5 * n + 3) return part("gradient", r - n - 3);
  const [unit, i] = [Math.floor((r - 5 * n - 3) / 3), (r - 5 * n - 3) % 3];
  return i ? part("gradient", (i - 1) * n + unit, unit) : part("back", 3 * n + unit, unit);
}

/** A sub-step with its numbers and its sentence.
 * @param {any} spec @param {any} training @param {number} index of the rate */
export function worked(spec, training, index, epoch, number) {
  const { n, gated, x, y, runs } = training;
  const part = partOf(number, n, x.length);
  const [row, start] = [runs[index].params, epoch * (4 * n + 1)];
  const at = Math.min(part.sample, x.length - 1);
  const seen = trace(row, start, n, gated, x[at], y[at]);
  const names = spec.parameters[n - 1].map(([label]) => label);
  const last = part.unit === n;
  const weight = row[start + part.at];
  const i = last ? part.at - 3 * n : Math.floor(part.at / n);
  const [source, value] = last ? [`h${i + 1}`, seen.h[i]] : [`x${i + 1}`, x[at][i]];
  const known = {
    sample: part.sample + 1, count: x.length, weight: names[part.at], bias: names[part.at],
    from: source, to: last ? phrase("output") : `h${part.unit + 1}`,
  };
  const times = (a, b, c = 1) => ({ a, b: bracketed(b), result: a * b * c });
  const kinds = {
    product: () => times(weight, value),
    unit: () => ({
      f: spec.names[gated && !last ? "relu" : "sigmoid"],
      a: last ? seen.out : seen.z[part.unit],
      result: last ? seen.prediction : seen.h[part.unit],
    }),
    error: () => difference(seen.prediction, 1, y[at]),
    delta: () => times(seen.error, seen.slope),
    gradient: () => times(last ? seen.delta : seen.back[part.unit], value),
    back: () => {
      const h = seen.h[part.unit];
      const slope = gated ? Number(seen.z[part.unit] > 0) : h * (1 - h);
      return { ...times(seen.delta, weight, slope), slope: bracketed(slope), bias: names[2 * n + part.unit] };
    },
    update: () => difference(weight, spec.rates[index], gradients(row, start, n, gated, x, y).mean[part.at]),
  };
  const numbers = kinds[part.kind]();
  const done = ((Math.min(number, count(n, x.length)) - 1) % (8 * n + 3)) + 1; // of this sample
  const whole = Math.abs(Number(digits(numbers.result)) - numbers.result) <= 1e-12 * Math.abs(numbers.result);
  numbers.is = whole ? "=" : "≈";
  return { ...part, ...numbers, seen, done, words: phrase(part.kind, { ...known, rate: spec.rates[index], ...numbers }) };
}

// a - rate · b, with as many digits as its print needs.
function difference(a, rate, b) {
  const result = a - rate * b;
  const long = enough((rounded) => rounded(a) - rounded(rate) * rounded(b), result, Math.max(Math.abs(a), Math.abs(rate * b)));
  return { a: digits(a, long), b: bracketed(b, long), result };
}
