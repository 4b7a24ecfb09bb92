// What the explorer of gradient checks shows; numbers.py is the authority.  All losses come from Python: for
// small steps the difference consists of last digits, in which two mathematical libraries may differ.

import { digits } from "../frame/numbers.js";
import { phrases } from "../frame/words.js";
import texts from "./words.json" with { type: "json" };

export const phrase = phrases(texts);

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

function verdictOf(error, best) {
  if (error <= 1e-2) return error < 1e-6 ? "agrees" : "unsure";
  return best > 1e-2 ? "mistake" : "bad step";
}

function reasonWords(h, tip, shared, lost) {
  if (lost) return phrase("lost");
  if (h > 10 * tip) return phrase("large");
  return h >= tip / 10 ? phrase("best") : phrase("small", { shared });
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
  const best = curves[sides][tip];
  const verdict = phrase(verdictOf(error, best));
  const shared = sharedDecimals(up, down);
  return {
    h,
    up,
    down,
    difference: up - down,
    width,
    slope,
    gradient,
    ratio: slope ? digits(gradient / slope) : phrase("no ratio"),
    error,
    verdict,
    shared,
    curves,
    words: phrase("words", { h, slope, gradient, error, verdict }),
    reason: `${reasonWords(h, spec.tips[sides], shared, up === down)} ${phrase(`tip ${verdictOf(best, best)}`, { tip: spec.h[tip], best })}`,
  };
}
