// What the explorer of a drawn digit shows; numbers.py is the authority.

import { forward } from "../frame/engine.js";
import { digits } from "../frame/numbers.js";
import { INK, SIDE, paintedPixels, unpackedPicture } from "../frame/pixels.js";
import { phrases } from "../frame/words.js";
import texts from "./words.json" with { type: "json" };

export const phrase = phrases(texts);

export function sheet(spec, place, painted) {
  const pixels = unpackedPicture(spec.sheets[place]);
  Object.entries(paintedPixels(painted, place)).forEach(([k, ink]) => { pixels[k] = ink; });
  return pixels;
}

const highest = (numbers) => numbers.indexOf(Math.max(...numbers));

export function reading(spec, net, place, painted, weights, change) {
  const pixels = sheet(spec, place, painted);
  const x = pixels.map((ink) => ink / INK);
  const values = forward(net, x);
  const before = highest(values.prediction);
  const unit = highest(values.a1.map((a, i) => a * net.params.W2[i][before]));
  const W2 = net.params.W2.map((row, i) => (i === unit ? row.map((w, j) => (j === before ? w + change : w)) : row));
  const shares = forward({ ...net, params: { ...net.params, W2 } }, x).prediction;
  const said = highest(shares);
  const count = String(Object.values(net.params).flat(2).length);
  const told = { said: String(said), before: String(before), share: shares[said].toFixed(3), count };
  const kind = weights === "trained" ? "reads" : "untrained";
  const spoiled = said === before ? "held" : "turned";
  return {
    pixels,
    hidden: values.a1,
    shares,
    said,
    before,
    unit,
    weight: W2[unit][before],
    words: pixels.some(Boolean) ? phrase(change ? spoiled : kind, told) : phrase("empty"),
    weight_words: phrase("weight", { name: `h${unit + 1} → ${before}`, weight: digits(W2[unit][before]), said: String(before) }),
  };
}

const [NIB, PARTS] = [0.85, 4]; // the radius of the pen in pixels; a pixel is looked at in 4 by 4 places, as its ink counts

/** The ink, 0 to 16, that a pen leaves on each pixel on its way from one spot to another. */
export function stroke([x1, y1], [x2, y2]) {
  const square = (x2 - x1) ** 2 + (y2 - y1) ** 2;
  const wet = (x, y) => {
    const t = square ? Math.min(Math.max(((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / square, 0), 1) : 0;
    return Math.hypot(x - x1 - t * (x2 - x1), y - y1 - t * (y2 - y1)) <= NIB;
  };
  const inside = Array.from({ length: PARTS }, (_, n) => (n + 0.5) / PARTS);
  return Array.from({ length: SIDE * SIDE }, (_, k) =>
    inside.flatMap((i) => inside.map((j) => wet((k % SIDE) + j, Math.floor(k / SIDE) + i))).filter(Boolean).length,
  );
}
