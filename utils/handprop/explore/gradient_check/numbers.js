// What the explorer of gradient checks shows; numbers.py is the authority.  All losses come from Python: for
// small steps the difference consists of last digits, in which two mathematical libraries may differ.

import { digits } from "../frame/numbers.js";

export const SIDES = ["central", "one-sided"];

const slopeAt = (spec, sides, k) =>
  sides === "central" ? (spec.up[k] - spec.down[k]) / (2 * spec.h[k]) : (spec.up[k] - spec.here) / spec.h[k];

const relative = (a, n) => Math.abs(a - n) / Math.max(Math.abs(a), Math.abs(n));

export const nearest = (spec, h) =>
  Math.min(Math.max(Math.round((Math.log10(h) - spec.lowest) / spec.notch), 0), spec.h.length - 1);

function sharedDecimals(up, down) {
  const [a, b] = [up, down].map((value) => value.toFixed(17).split(".")[1]);
  const k = [...a].findIndex((digit, i) => digit !== b[i]);
  return k < 0 ? 17 : k;
}

const verdictOf = (error) => (error < 1e-6 ? "agrees" : error > 1e-2 ? "a mistake" : "cannot tell");

function reasonWords(h, tip, shared, lost) {
  if (lost) return "The two losses are the same in every digit: the nudge is lost.";
  if (h > 10 * tip) return "The step is large: between the two points the curve bends.";
  if (h >= tip / 10) return "The step is about the best: bend and rounding are both small.";
  return `The step is small: the two losses share ${shared} decimals, and the rest is rounding.`;
}

function bestWords(best, tip) {
  if (best < 1e-6) return `Near the tip, at ${digits(tip)}, the error is ${digits(best)}.`;
  const judged = best > 1e-2 ? "the gradient is wrong" : "the gradient is not exact";
  return `Even near the tip, at ${digits(tip)}, the error is ${digits(best)}: ${judged}.`;
}

export function checked(spec, step, sides, slip) {
  const k = nearest(spec, step);
  const h = spec.h[k];
  const [up, down] = [spec.up[k], sides === "central" ? spec.down[k] : spec.here];
  const width = sides === "central" ? 2 * h : h;
  const gradient = spec.slips.find(([name]) => name === slip)[1];
  const slope = (up - down) / width;
  const errors = (name) => spec.h.map((_, i) => relative(gradient, slopeAt(spec, name, i)));
  const curves = Object.fromEntries(SIDES.map((name) => [name, errors(name)]));
  const error = curves[sides][k];
  const tip = nearest(spec, spec.tips[sides]);
  const verdict = verdictOf(error);
  const shared = sharedDecimals(up, down);
  return {
    h,
    up,
    down,
    difference: up - down,
    width,
    slope,
    gradient,
    ratio: slope ? digits(gradient / slope) : "none",
    error,
    verdict,
    shared,
    curves,
    words:
      `Step ${digits(h)}: the slope is ${digits(slope)}, the gradient ${digits(gradient)}, ` +
      `the relative error ${digits(error)}: ${verdict}.`,
    reason: `${reasonWords(h, spec.tips[sides], shared, up === down)} ${bestWords(curves[sides][tip], spec.h[tip])}`,
  };
}
