// A curve as a row of tones: the higher the number, the higher the tone.  chart2music, which does much more,
// is five times as large as the explorer that it would stand in.

import { button } from "./buttons.js";
import { tr } from "./tr.js";

const [LOW, OCTAVES] = [220, 2]; // hertz of the least number, and how far above it the largest is
const [SECONDS, MOST, LOUD] = [3, 60, 0.12]; // of all tones, how many there are at most, and how loud they are

/** Tones in hertz: at most sixty, evenly taken; numbers that are none are left out.
 * @param {number[]} numbers @returns {number[]} */
export function tones(numbers) {
  const real = numbers.filter(Number.isFinite);
  const count = Math.min(real.length, MOST);
  const some = Array.from({ length: count }, (_, k) => real[Math.round((k * (real.length - 1)) / Math.max(count - 1, 1))]);
  const [least, largest] = [Math.min(...some), Math.max(...some)];
  return some.map((value) => LOW * 2 ** (OCTAVES * (largest > least ? (value - least) / (largest - least) : 0)));
}

/** A button that plays the numbers of now, and stops them when it is pressed again.
 * @param {HTMLElement} parent @param {string} name @param {() => number[]} numbers @returns {() => void} stops */
export function hearButton(parent, name, numbers) {
  const node = button(parent, tr("Hear {name}", { name }));
  let context = null;
  const tell = () => node.setAttribute("aria-pressed", String(Boolean(context)));
  const stop = () => {
    context?.close();
    context = null;
    tell();
  };
  node.addEventListener("click", () => {
    if (context) return stop();
    const row = tones(numbers());
    if (!row.length) return undefined;
    context = new AudioContext();
    tell();
    const [voice, volume] = [context.createOscillator(), context.createGain()];
    volume.gain.value = LOUD;
    voice.connect(volume).connect(context.destination);
    row.forEach((tone, k) => voice.frequency.setValueAtTime(tone, context.currentTime + (k * SECONDS) / row.length));
    voice.start();
    voice.stop(context.currentTime + SECONDS);
    return voice.addEventListener("ended", stop);
  });
  tell();
  return stop;
}
