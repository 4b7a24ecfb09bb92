// Losses and weights, epoch by epoch.  The axes grow with what has happened; nothing is drawn that has not.

import { freshId, make, place, say } from "../frame/drawing.js";
import { digits, minus } from "../frame/numbers.js";
import { axes, canvas, panel, raised, range, valueList } from "../frame/plot.js";
import { under } from "../frame/rooms.js";
import { tr } from "../frame/tr.js";
import { stepPicture } from "./network.js";

export const BOX = [56, 30, 350, 286];
export const SIZE = [378, 346];
const POINTS = 200; // of a curve, at most; where they are fewer than epochs, each spans the least and most of some
const LEAST = -16; // the least power of ten: a loss of 0 has no place on such an axis
const SPANS = 1000; // the losses, from the least to the most, that a linear axis can still show

/** The first of some ends that holds a value, or the last one. */
const holding = (ends, value) => ends.find((end) => value <= end) ?? ends.at(-1);
const REACHES = [10, 20, 50, 100, 200, 500, 1000, 10_000, 100_000];
export const reachOf = (run, epoch) => holding(REACHES, run.reach[epoch]);

// Axes, drawn anew when `key` changes, behind a past that ends at the epoch of now.
function chart(svg) {
  const [left, top, , bottom] = BOX;
  const id = freshId();
  const edge = make(make(svg, "clipPath", { id }), "rect", { x: left, y: top, width: 0, height: bottom - top });
  const past = make(svg, "g", { class: "hp-past", "clip-path": `url(#${id})` });
  let [group, drawn, at] = [null, "", null];
  return {
    past,
    until: (x) => place(edge, { width: x - left }),
    /** @param {string} key @param {any} options of `axes` @param {((v: number) => string) | null} yLabel */
    frame(key, options, yLabel = null) {
      if (key === drawn) return at;
      group?.remove();
      group = make(svg, "g");
      svg.prepend(group);
      drawn = key;
      ({ at } = axes(group, { frame: BOX, xName: tr("epoch"), ...options }));
      if (yLabel) group.querySelectorAll(".hp-tick.hp-right").forEach((node, k) => say(node, yLabel(options.yTicks[k])));
      return at;
    },
  };
}

const spot = ([x, y]) => ` ${Math.round(x * 10) / 10},${Math.round(y * 10) / 10}`;

// A curve that grows with its run: only what is new is added, until run or axes change.
function curve(parent, attributes) {
  const line = make(parent, "polyline", attributes);
  let [drawn, count, points] = ["", 0, ""];
  const show = (key, at, value, length, stride) => {
    if (drawn !== key) [drawn, count, points] = [key, 0, ""];
    const before = count;
    for (; count + stride <= length; count += stride) {
      let [low, high] = [Infinity, -Infinity];
      for (let k = count; k < count + stride; k += 1) {
        low = Math.min(low, value(k));
        high = Math.max(high, value(k));
      }
      points += spot(at(count + stride - 1, low));
      if (high > low) points += spot(at(count + stride - 1, high));
    }
    if (count !== before || !count) line.setAttribute("points", points);
  };
  return { line, show };
}

// Which axis of losses: by powers of ten where it is asked for, or where a linear one would lay one curve on the ground.
function lossAxis(choice, runs, epoch) {
  const [low, high] = [Math.min(...runs.map((run) => run.low[epoch])), Math.max(...runs.map((run) => run.high[epoch]))];
  if (choice === "linear" || (choice === "auto" && high <= SPANS * low)) {
    const top = holding([0.24, 0.5], high);
    return { key: `${top}`, height: (v) => v, yLabel: null, options: { y: [0, top], yTicks: range(0, top, top === 0.24 ? 3 : 5) } };
  }
  const bottom = Math.max(Math.floor(Math.log10(low)), LEAST);
  const yTicks = range(0, bottom, -bottom).filter((power) => power % Math.ceil(-bottom / 6) === 0);
  return { key: `log ${bottom}`, height: (v) => Math.log10(Math.max(v, 10 ** LEAST)), yLabel: raised, options: { y: [bottom, 0], yTicks } };
}

export function lossPanel(panels, lists, spec) {
  const node = panel(panels, tr("The loss of each learning rate"));
  const svg = canvas(node, ...SIZE);
  const { past, until, frame } = chart(svg);
  const lines = spec.rates.map((_, i) =>
    curve(past, { class: "hp-run", stroke: spec.colours.error, "stroke-dasharray": spec.dashes[i] }));
  const dots = spec.rates.map(() => make(svg, "circle", { r: 6, class: "hp-dot", fill: spec.colours.error }));
  const marks = spec.rates.map((rate, i) => [
    `η = ${digits(rate)}`,
    { stroke: spec.colours.error, "stroke-width": 3, "stroke-dasharray": spec.dashes[i] },
  ]);
  const list = valueList(under(lists, 1), tr("Loss of each learning rate at this epoch"), marks);
  return ({ now, index, epoch, training, axis }) => {
    const { key, height, yLabel, options } = lossAxis(axis, training.runs, epoch);
    const end = holding(spec.axis_ends, epoch);
    const at = frame(`${key} ${end}`, { x: [0, end], xTicks: range(0, end, 4), yName: tr("loss"), ...options }, yLabel);
    lines.forEach(({ line, show }, i) => {
      const run = training.runs[i];
      show(`${training.key} ${key} ${end}`, at, (k) => height(run.losses[k]), Math.min(run.length, end + 1), Math.ceil(end / POINTS));
      line.classList.toggle("hp-chosen", i === index);
    });
    until(at(epoch, 0)[0]);
    now.losses.forEach((value, i) => {
      const [cx, cy] = at(epoch, height(value));
      place(dots[i], { cx, cy, r: i === index ? 7 : 4 });
    });
    list(now.losses);
    svg.setAttribute("aria-label", minus(tr("Loss over epochs. {words}", { words: now.words })));
  };
}

const KINDS = [["W1", tr("weights into the hidden layer")], ["b1", tr("biases of the hidden layer")], ["W2", tr("weights into the output")], ["b2", tr("bias of the output")]];

function lineOf(spec, name) {
  const stroke = spec.colours.weights[Number(name.slice(1)) - 1];
  return { stroke, "stroke-width": 2.2, "stroke-dasharray": name[0] === "b" ? "6 4" : "none" };
}

// The weights of the rate chosen; while an epoch is done in sub-steps, the network in their place.
export function weightsPanel(panels, lists, spec) {
  const node = panel(panels, "");
  const svg = canvas(node, ...SIZE);
  const curves = make(svg, "g");
  const { past, until, frame } = chart(curves);
  const cursor = make(curves, "line", { y1: BOX[1], y2: BOX[3], class: "hp-cursor" });
  const drawStep = stepPicture(svg, spec);
  const list = valueList(under(lists, 2), tr("How the parameters are drawn"), KINDS.map(([name, words]) => [words, lineOf(spec, name)]));
  list(KINDS.map(() => ""));
  let lines = [];
  return ({ now, index, epoch, training }) => {
    say(node.firstChild, now.step ? tr("One epoch, piece by piece") : tr("Weights at the rate chosen"));
    curves.style.display = now.step ? "none" : "";
    panels.classList.toggle("hp-pieces", Boolean(now.step));
    drawStep(training, index, epoch, now);
    const run = training.runs[index];
    const [reach, end] = [reachOf(run, epoch), holding(spec.axis_ends, epoch)];
    const at = frame(`${reach} ${end}`, {
      x: [0, end], y: [-reach, reach], xTicks: range(0, end, 4), yTicks: range(-reach, reach, 4), yName: tr("value"),
    });
    const size = 4 * training.n + 1;
    if (lines.length !== size) {
      past.replaceChildren();
      lines = spec.parameters[training.n - 1].map(([, name]) => curve(past, { class: "hp-weights", ...lineOf(spec, name) }));
    }
    const key = `${training.key} ${index} ${reach} ${end}`;
    lines.forEach(({ show }, q) =>
      show(key, at, (k) => run.params[k * size + q], Math.min(run.length, end + 1), Math.ceil(end / POINTS)));
    const [x] = at(epoch, 0);
    place(cursor, { x1: x, x2: x });
    until(x);
    if (!now.step) svg.setAttribute("aria-label", tr("Weights and biases over epochs, at learning rate {rates}", { rates: digits(spec.rates[index]) }));
    else svg.setAttribute("aria-label", minus(tr("The network in this sub-step. {words}", { words: now.words })));
  };
}
