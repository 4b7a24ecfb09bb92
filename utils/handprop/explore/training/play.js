// Training that plays: from one multiplication after the other to a thousand epochs a second, one picture a frame.

import { button, moveTo } from "../frame/buttons.js";
import { say } from "../frame/drawing.js";
import { tr } from "../frame/tr.js";
import { count } from "./parts.js";

const CALM_MS = 500; // between two pictures, where motion is to be reduced
const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Where one step of a kind leads, forward or back.
 * @param {{ n: number, x: number[][] }} training @param {string} kind part, sample or epoch
 * @param {number[]} from epoch and sub-step @param {number} by 1 or -1 @param {number} most epochs
 * @returns {number[]} epoch and sub-step */
export function stepped({ n, x }, kind, [epoch, part], by, most) {
  const all = count(n, x.length);
  const here = Math.min(part, all);
  if (kind === "epoch") return [Math.min(Math.max(epoch + (by < 0 && here ? 0 : by), 0), most), 0];
  const each = 8 * n + 3;
  const stops = kind === "part"
    ? Array.from({ length: all }, (_, k) => k + 1)
    : [...x.map((_, s) => (s + 1) * each), all];
  if (by > 0) {
    const next = stops.find((stop) => stop > here);
    if (next) return [epoch, next];
    return epoch < most ? [epoch + 1, stops[0]] : [epoch, here];
  }
  if (here) return [epoch, Math.max(0, ...stops.filter((stop) => stop < here))];
  return epoch ? [epoch - 1, all] : [0, 0];
}

/** Play, steps and the way back to the start; returns what ends it.
 * @param {() => any} training the one of now @param {() => boolean} ready whether the epoch of now is computed */
export function player(bar, model, spec, training, ready) {
  const play = button(bar, tr("Play"));
  let [frame, before, due] = [0, 0, 0];
  const speed = () => spec.speeds[model.get("speed")];
  const place = () => [Math.round(model.get("epoch")), Math.round(model.get("part"))];
  const move = (by, times) => {
    let now = place();
    const { kind } = speed();
    if (kind === "epoch") now = stepped(training(), kind, now, by * times, spec.epochs);
    else for (let k = 0; k < times; k += 1) now = stepped(training(), kind, now, by, spec.epochs);
    moveTo(model, { epoch: now[0], part: now[1] });
  };
  const stop = () => {
    cancelAnimationFrame(frame);
    frame = 0;
    say(play, tr("Play"));
  };
  const tick = (time) => {
    frame = requestAnimationFrame(tick);
    if (before && ready()) due += (speed().pace * Math.min(Math.max(time - before, 0), 250)) / 1000;
    before = time;
    if (due < Math.max(1, calm() ? (speed().pace * CALM_MS) / 1000 : 1)) return;
    const from = String(place());
    move(1, Math.floor(due));
    due %= 1;
    if (String(place()) === from) stop(); // the last epoch
  };
  play.addEventListener("click", () => {
    if (frame) {
      stop();
      return;
    }
    if (place()[0] >= spec.epochs) moveTo(model, { epoch: 0, part: 0 });
    [before, due] = [0, 1];
    say(play, tr("Pause"));
    frame = requestAnimationFrame(tick);
  });
  const go = (name, act) => button(bar, name).addEventListener("click", () => {
    stop();
    act();
  });
  go(tr("Back"), () => move(-1, 1));
  go(tr("Step"), () => move(1, 1));
  go(tr("10 steps"), () => move(1, 10));
  go(tr("Again from the start"), () => moveTo(model, { epoch: 0, part: 0 }));
  return stop;
}
