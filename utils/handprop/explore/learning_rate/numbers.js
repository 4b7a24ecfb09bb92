// Gradient descent on a landscape, and the name of what it does; numbers.py is the authority.

import { batch, sum, update } from "../frame/engine.js";
import { phrases } from "../frame/words.js";
import texts from "./words.json" with { type: "json" };

export const phrase = phrases(texts);

const pairs = (list) => list.slice(1).map((after, i) => [list[i], after]);

const BOTTOM = 1e-12;
const ROUND = 1 + 1e-9;

function whereOn(landscape, net, prediction) {
  const weights = Object.values(net.params).flat(2);
  if (landscape.kind === "map") return weights;
  return landscape.activations.length === 1 ? weights[0] : prediction;
}

export function descent(landscape, learningRate, steps, start) {
  const scaled = (value) => (Array.isArray(value) ? value.map(scaled) : start * value);
  const params = Object.fromEntries(Object.entries(landscape.params).map(([name, value]) => [name, scaled(value)]));
  /** @type {import("../frame/engine.js").Net} */
  let net = { params, activations: landscape.activations, loss: "half_squared", frozen: [] };
  const run = { places: [], losses: [], dead_at: -1 };
  const slopes = [];
  for (let step = 0; step <= steps; step += 1) {
    const now = batch(net, landscape.x, landscape.y);
    run.places.push(whereOn(landscape, net, now.predictions[0][0]));
    run.losses.push(now.loss);
    if (!Number.isFinite(now.loss)) break;
    slopes.push(Object.keys(net.params).flatMap((name) => now.gradients[name].flat(2)));
    if (run.dead_at < 0 && now.loss > 0 && slopes[step].every((slope) => slope === 0)) run.dead_at = step;
    net = update(net, now.gradients, learningRate);
  }
  run.crossings = crossings(run.losses, slopes);
  const [name, words] = verdict(run.losses, run.crossings, run.dead_at, landscape.over);
  return { ...run, behaviour: name, words };
}

function crossings(losses, slopes) {
  const turned = ([a, b]) => sum(a.map((v, i) => v * b[i])) < 0;
  return pairs(slopes).filter((pair, i) => turned(pair) && losses[i + 1] > BOTTOM * losses[0]).length;
}

export function verdict(losses, jumps, deadAt, over) {
  const n = losses.length - 1;
  const [first, last] = [losses[0], losses[n]];
  const name = behaviour(losses, jumps, deadAt);
  const kinds = { dead: deadAt ? "dead" : "dead at once", diverging: Number.isFinite(last) ? "diverging" : "too large" };
  const bottom = ["good", "oscillating"].includes(name) && last <= BOTTOM * first;
  const key = bottom ? `${name} to the bottom` : kinds[name] ?? name;
  const after = phrase(n === 1 ? "after one" : "after", { n });
  return [name, phrase(key, { first, last, n, over, after, dead: deadAt, left: (100 * last) / first })];
}

function behaviour(losses, jumps, deadAt) {
  if (losses[0] === 0) return "minimum";
  if (deadAt >= 0) return "dead";
  if (losses.length === 1) return "start";
  if (!Number.isFinite(losses.at(-1)) || diverges(losses)) return "diverging";
  if (jumps) return settles(losses) ? "oscillating" : "without end";
  return pace(losses) > 0.95 ? "slow" : "good";
}

function diverges(losses) {
  const low = losses.indexOf(Math.min(...losses));
  const rises = pairs(losses.slice(low)).every(([a, b]) => b > a * ROUND);
  const n = losses.length - 1;
  return rises && losses[n] > losses[0] * ROUND && 3 * low <= n;
}

function pace(losses) {
  const n = losses.length - 1;
  const half = Math.floor(n / 2);
  return losses[n] <= BOTTOM * losses[0] ? 0 : (losses[n] / losses[half]) ** (1 / (n - half));
}

function settles(losses) {
  const after = losses.slice(1);
  if (after.length < 3) return losses[losses.length - 1] < losses[losses.length - 2];
  const highs = pairs(after).map(([a, b]) => Math.max(a, b));
  const bottom = BOTTOM * losses[0];
  const falls = pairs(highs).every(([a, b]) => b <= a * ROUND + bottom);
  return falls && highs[highs.length - 1] < highs[0] / ROUND;
}
