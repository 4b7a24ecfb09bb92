// The way from a parameter to the loss: what is lit up, the product of the chain rule, the loss over the parameter.

import { forward, loss } from "../frame/engine.js";
import { range } from "../frame/plot.js";

const spotOf = (spec, name) => spec.parameters.find(([one]) => one === name).slice(1);

/** The lines and units through which a parameter reaches the loss, as ["line", layer, from, to] and ["unit", layer,
 * place], and ["loss"]; nothing passes a closed gate. */
export function pathFrom(spec, now, name) {
  const [array, ...at] = spotOf(spec, name);
  const k = Number(array.slice(1));
  const first = array[0] === "W" ? [["line", k, ...at]] : [];
  return [...first, ...onward(spec, now, k, [at.at(-1)])];
}

function onward(spec, now, k, units) {
  const last = spec.activations.length;
  const here = units.map((j) => ["unit", k, j]);
  if (k === last) return [...here, ["loss"]];
  const { gate } = spec.facts[spec.activations[k - 1]];
  const open = units.filter((j) => !gate || now.values[`z${k}`][j] > 0);
  if (!open.length) return here;
  const next = spec.names[`W${k + 1}`][0].map((_, j) => j);
  return [...here, ...open.flatMap((i) => next.map((j) => ["line", k + 1, i, j])), ...onward(spec, now, k + 1, next)];
}

/** The product of the chain rule, from the lines of the derivation: for each path its factors, each with its name, what
 * it is, and that as a tree; the last has no formula of its own where a line is missing. */
export function productOf(lines) {
  const parts = lines.map(({ formula, tree }) => [formula.slice(0, formula.indexOf(" = ")), formula.slice(formula.indexOf(" = ") + 3), tree]);
  const [[whole, chain]] = parts;
  const known = new Map(parts.slice(1).map(([left, right, tree]) => [left, { name: left, right, tree }]));
  return { whole, paths: chain.split(" + ").map((path) => path.split(" · ").map((name) => known.get(name) ?? { name, right: "", tree: null })) };
}

/** The loss for `count` + 1 values of one parameter between `low` and `high`, all others as they are. */
export function lossOver(net, x, y, [array, ...spot], [low, high], count) {
  const params = structuredClone(net.params);
  const row = spot.slice(0, -1).reduce((part, i) => part[i], params[array]);
  return range(low, high, count).map((value) => {
    row[spot.at(-1)] = value;
    return [value, loss(net, forward({ ...net, params }, x), y)];
  });
}
