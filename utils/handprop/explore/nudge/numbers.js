// A nudge of one parameter of a chain, and what follows; numbers.py is the authority.

import { ACTIVATIONS, forward, loss } from "../frame/engine.js";
import { bracketed, digits } from "../frame/numbers.js";
import { phrases } from "../frame/words.js";
import texts from "./words.json" with { type: "json" };

export const phrase = phrases(texts);

const shifted = (value, by) => (Array.isArray(value) ? value.map((part) => shifted(part, by)) : value + by);

// From z of layer k to the loss; where a = z, z is left out.
function path(net, spec, k) {
  const values = forward(net, spec.x);
  const found = spec.activations.flatMap((activation, index) => {
    const layer = index + 1;
    if (layer < k) return [];
    const out = [spec.units[layer], values[`a${layer}`][0]];
    return activation === "linear" ? [out] : [[`z${layer}`, values[`z${layer}`][0]], out];
  });
  return [...found, ["loss", loss(net, values, spec.y)]];
}

function slopesOf(net, spec, name, k) {
  const values = forward(net, spec.x);
  const into = k > 1 ? values[`a${k - 1}`][0] : spec.x[0];
  const through = spec.activations.flatMap((activation, index) => {
    const layer = index + 1;
    if (layer < k) return [];
    const weight = layer > k ? [net.params[`W${layer}`][0][0]] : [];
    if (activation === "linear") return weight;
    return [...weight, ACTIVATIONS[activation].back(1, values[`z${layer}`][0], values[`a${layer}`][0])];
  });
  return [name[0] === "b" ? 1 : into, ...through, values.prediction[0] - spec.y[0]];
}

export function state(spec, parameter, nudge) {
  const name = spec.names[parameter];
  const k = Number(name.slice(1));
  const net = { params: spec.params, activations: spec.activations, loss: spec.loss };
  const moved = { ...net, params: { ...spec.params, [name]: shifted(spec.params[name], nudge) } };
  const [before, after] = [path(net, spec, k), path(moved, spec, k)];
  const steps = [nudge, ...before.map(([, value], i) => after[i][1] - value)];
  const names = [parameter, ...before.map(([one]) => one)];
  const slopes = slopesOf(net, spec, name, k);
  const links = before.map(([, value], i) => ({
    from: names[i], to: names[i + 1], before: value, change: steps[i + 1],
    ratio: steps[i] ? steps[i + 1] / steps[i] : null, slope: slopes[i],
  }));
  const change = steps.at(-1);
  const rate = change / nudge;
  const slope = slopes.reduce((product, one) => product * one, 1);
  const kind = change > 0 ? "up" : change < 0 ? "down" : "same";
  const words = phrase(kind, { name: parameter, nudge, change: Math.abs(change), rate, slope });
  return { value: [spec.params[name]].flat(2)[0], links, rate, slope, words, product: productOf(links, rate) };
}

function productOf(links, rate) {
  if (links.some(({ ratio }) => ratio === null)) return phrase("broken");
  const [first, ...rest] = links.map(({ ratio }) => ratio);
  return phrase("product", { ratios: [digits(first), ...rest.map((one) => bracketed(one))].join(" · "), rate: digits(rate) });
}
