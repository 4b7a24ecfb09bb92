// One step of gradient descent, taken with the sliders.

import { moveTo } from "../frame/buttons.js";
import { minus } from "../frame/numbers.js";
import { phrase } from "./numbers.js";

/** One parameter of a source that has the network's shapes: params, gradients, params_after.
 * @param {Record<string, any>} source @param {any[]} spot the name, then the indices */
export const at = (source, [name, ...spot]) => spot.reduce((part, index) => part[index], source[name]);

// Moves every parameter by one step; returns why not, where a slider would be left.
export function takeStep(model, spec, now) {
  const after = spec.parameters.map(([control, ...spot]) => [control, at(now.params_after, spot)]);
  const outside = after.find(([control, value]) => !(Math.abs(value) <= spec.controls[control].bound));
  if (outside) return minus(phrase("beyond", { name: outside[0], value: outside[1] }));
  moveTo(model, Object.fromEntries(after));
  return "";
}
