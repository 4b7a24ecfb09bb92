// What the explorer of digits shows; numbers.py is the authority.

import { forward } from "../frame/engine.js";
import { INK, paintedPixels, unpackedPicture } from "../frame/pixels.js";
import { phrases } from "../frame/words.js";
import texts from "./words.json" with { type: "json" };

export const phrase = phrases(texts);

export function drawn(spec, image, painted) {
  const pixels = unpackedPicture(spec.pictures[Math.round(image) - 1][0]);
  Object.entries(paintedPixels(painted, image)).forEach(([k, ink]) => { pixels[k] = ink; });
  return pixels;
}

// How many epochs have been done at a stop: behind the end of the training, all there are.
export const reachedEpoch = (spec, training, stop) => Math.min(spec.stops[stop], spec.ends[training]);

export function reading(spec, net, training, stop, image, painted) {
  const pixels = drawn(spec, image, painted);
  const label = spec.pictures[Math.round(image) - 1][1];
  const values = forward(net, pixels.map((ink) => (spec.scales[training] * ink) / INK));
  const shares = values.prediction;
  const said = shares.indexOf(Math.max(...shares));
  const onIt = Object.keys(paintedPixels(painted, image)).length > 0;
  const curves = spec.curves[training];
  const after = reachedEpoch(spec, training, stop);
  const ended = after < spec.stops[stop];
  const [lossNow, held, accuracy] = ["loss", "loss_held", "accuracy"].map((name) => curves[name][after]);
  const stuck = curves.stuck[spec.stops.indexOf(after)];
  const right = Math.round(500 * accuracy);
  const rest = phrase("rest", { loss: lossNow, held, right, stuck });
  return {
    pixels,
    label,
    hidden: values.a1,
    shares,
    said,
    loss: lossNow,
    loss_held: held,
    right,
    stuck,
    words: phrase(onIt ? "says, painted" : "says", { said, share: shares[said].toFixed(3), label }),
    training_words: phrase(ended ? "ends" : after === 1 ? "one epoch" : "epochs", { after, rest }),
  };
}
