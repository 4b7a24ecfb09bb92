// What the explorer of derivatives shows; numbers.py is the authority.

import { batch } from "../frame/engine.js";
import { phrases } from "../frame/words.js";
import texts from "./words.json" with { type: "json" };

export const phrase = phrases(texts);

const linearNet = (W1) => ({ params: { W1 }, activations: ["linear"], loss: "half_squared" });

// The mean loss of samples [x, y] with one weight for each input, and its slope for each weight.
export function lossAndSlopes(weights, samples) {
  const net = linearNet(weights.map((w) => [w]));
  const { loss, gradients } = batch(net, samples.map(([x]) => x), samples.map(([, y]) => y));
  return [loss, gradients.W1.flat()];
}

export function derivativeState(w, nudge, w1, w2, spec) {
  const [lossHere, [derivative]] = lossAndSlopes([w], [spec.house]);
  const [lossThere] = lossAndSlopes([w + nudge], [spec.house]);
  const slope = (lossThere - lossHere) / nudge;
  const [lossTwo, gradient] = lossAndSlopes([w1, w2], spec.houses);
  return {
    loss: lossHere,
    loss_nudged: lossThere,
    slope,
    derivative,
    difference: slope - derivative,
    loss_two: lossTwo,
    gradient,
    length: Math.hypot(...gradient),
    words: phrase("slopes", { nudge, slope, derivative, apart: Math.abs(slope - derivative) }),
    gradient_words: gradientWords(gradient),
  };
}

function gradientWords(gradient) {
  const turn = (slope, i) => phrase(slope > 0 ? "decrease" : "increase", { name: `w${i + 1}` });
  const turns = gradient.flatMap((slope, i) => (slope ? [turn(slope, i)] : []));
  return phrase(turns.length ? "gradient" : "flat", { gradient, turns: turns.join(phrase("and")) });
}
