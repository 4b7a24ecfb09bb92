// Nudge every weight against one walk back; numbers.py is the authority.

import { digits } from "../frame/numbers.js";
import { phrases } from "../frame/words.js";
import texts from "./words.json" with { type: "json" };

export const phrase = phrases(texts);

const LAST = 10;
const UNITS = [[3600, "h"], [60, "min"], [1, "s"], [1e-3, "ms"], [1e-6, "µs"]];

export function seconds(value) {
  const [size, unit] = UNITS.find(([size]) => value >= size) ?? [1, "s"];
  return `${digits(value / Number(size))} ${unit}`;
}

// A number as people write it: 29926.4 is 29 930, to four digits, and a count keeps all of them.
const grouped = (value) =>
  String(Number.isInteger(value) ? value : Number(digits(value))).replace(/\B(?=(\d{3})+$)/g, "\u00a0");

const each = (all, value) => Object.fromEntries(Object.keys(all).map((name) => [name, value(name)]));

function kindOf(time, walking) {
  if (time === 0 || time === LAST) return time ? "end" : "start";
  return walking ? "running" : "waiting";
}

/** What is shown at a time from 0 to 10, also between two sub-steps.
 * @param {any} spec @param {string} weights @param {number} time */
export function state(spec, weights, time) {
  const totals = spec.totals[weights];
  const now = (totals.nudges * time) / LAST;
  const done = each(totals, (name) => Math.min(now, totals[name]));
  const clocks = each(totals, (name) => seconds(done[name] / spec.speed));
  const nudged = Math.min(Math.max(Math.floor(now / Number(weights)) - 1, 0), Number(weights));
  const words = phrase(kindOf(time, done.walk < totals.walk), {
    weights: grouped(Number(weights)), nudged: grouped(nudged), clock: seconds(now / spec.speed), ratio: grouped(totals.nudges / totals.walk), ...clocks,
  });
  return { shares: each(totals, (name) => done[name] / totals[name]), clocks, words };
}
