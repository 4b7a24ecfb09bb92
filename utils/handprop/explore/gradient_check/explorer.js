// The explorer of gradient checks: the V of the error over the step, and the loss with its nudges.

import { chosen } from "../frame/controls.js";
import { make, place, say, writer } from "../frame/drawing.js";
import { mount } from "../frame/mount.js";
import { digits, minus } from "../frame/numbers.js";
import { axes, canvas, panel, polyline, raised, valueList } from "../frame/plot.js";
import { rooms, under } from "../frame/rooms.js";
import { toolBar } from "../frame/toolbar.js";
import { lossTable } from "./losses.js";
import { checked, nearest, phrase, SIDES } from "./numbers.js";
import "./style.css";
import { tr } from "../frame/tr.js";

function vMarks({ colours }) {
  return {
    central: { stroke: colours.nudge, "stroke-width": 3 },
    "one-sided": { stroke: colours.nudge, "stroke-width": 3, "stroke-dasharray": "8 4" },
  };
}

// The axes are linear in the powers of ten; the numbers beside them say so.
function vPicture(parent, spec) {
  const svg = canvas(parent, 460, 400);
  const frame = [58, 24, 448, 350];
  const { steps, errors, agrees, wrong } = spec.limits;
  const ticks = { xTicks: [-16, -12, -8, -4, 0], yTicks: [-12, -10, -8, -6, -4, -2, 0] };
  const names = { xName: tr("step h (smaller to the left)"), yName: tr("relative error") };
  const { at, inside } = axes(svg, { frame, x: steps, y: errors, ...ticks, ...names });
  svg.querySelectorAll(".hp-tick").forEach((node) => say(node, raised(Number(node.textContent.replace("−", "-")))));
  const zones = [["mistake", wrong, errors[1], tr("a mistake, or a bad step")], ["unsure", agrees, wrong, tr("cannot tell")], ["agrees", errors[0], agrees, tr("agrees")]];
  zones.forEach(([kind, low, high, words]) => {
    const [left, bottom] = at(steps[0], low);
    const [right, top] = at(steps[1], high);
    make(inside, "rect", { x: left, y: top, width: right - left, height: bottom - top, rx: 0, class: `hp-zone hp-zone-${kind}` });
    // Right, but for the ends of the curves.
    const spot = kind === "agrees" ? [left + 8, bottom - 10] : [at(-1.8, low)[0], top + 20];
    writer(svg)(...spot, `zone hp-${kind === "agrees" ? "left" : "right"}`, words);
  });
  const marks = vMarks(spec);
  const lines = SIDES.map((name) => make(inside, "polyline", { class: "hp-v", ...marks[name] }));
  const dot = make(svg, "circle", { r: 8, class: "hp-dot", fill: "currentColor" });
  const high = (error) => Math.min(Math.max(error > 0 ? Math.log10(error) : -Infinity, errors[0]), errors[1]);
  const across = (k) => spec.lowest + spec.notch * k;
  let smallest = Infinity; // the curves appear as far as the step has been: what comes next is to be guessed
  return (now, sides) => {
    smallest = Math.min(smallest, nearest(spec, now.h));
    SIDES.forEach((name, i) => {
      const points = now.curves[name].map((error, k) => at(across(k), high(error))).slice(smallest);
      lines[i].setAttribute("points", polyline(points));
      lines[i].classList.toggle("hp-chosen", name === sides);
    });
    const [cx, cy] = at(Math.log10(now.h), high(now.error));
    place(dot, { cx, cy });
    svg.setAttribute("aria-label", minus(tr("Relative error over the step, both in powers of ten. {words}", { words: now.words })));
  };
}

function nudgePicture(parent, spec) {
  const svg = canvas(parent, 460, 250);
  const places = spec.curve.map(([w]) => w);
  const losses = spec.curve.map(([, value]) => value);
  const ends = { x: [places[0], places.at(-1)], y: [Math.min(...losses) - 0.008, Math.max(...losses) + 0.008] };
  const ticks = { xTicks: [0, 0.4, 0.8, 1.2, 1.6], yTicks: [0.01, 0.02, 0.03, 0.04, 0.05] };
  const { at, inside } = axes(svg, { frame: [58, 24, 448, 200], ...ends, ...ticks, xName: tr("weight w1"), yName: tr("loss") });
  make(inside, "polyline", { points: polyline(spec.curve.map(([w, value]) => at(w, value))), class: "hp-curve", stroke: spec.colours.error });
  const [secant, tangent] = [make(inside, "line", slopeMarks(spec).nudges), make(inside, "line", slopeMarks(spec).gradient)];
  const dots = [0, 1].map(() => make(inside, "circle", { r: 7, class: "hp-dot", fill: spec.colours.nudge }));
  const line = (node, w, value, slope) => {
    const [[x1, y1], [x2, y2]] = ends.x.map((end) => at(end, value + slope * (end - w)));
    place(node, { x1, y1, x2, y2 });
  };
  return (now) => {
    const left = spec.w - (now.width - now.h);
    line(secant, left, now.down, now.slope);
    line(tangent, spec.w, spec.here, now.gradient);
    [[left, now.down], [spec.w + now.h, now.up]].forEach((spot, i) => {
      const [cx, cy] = at(...spot);
      place(dots[i], { cx, cy });
    });
    svg.setAttribute("aria-label", minus(tr("Loss over w1. The slope by nudges is {slope}, the gradient under check {gradient}.", { slope: digits(now.slope), gradient: digits(now.gradient) })));
  };
}

const slopeMarks = ({ colours }) => ({
  nudges: { stroke: colours.nudge, "stroke-width": 4 },
  gradient: { stroke: "currentColor", "stroke-width": 2.5, "stroke-dasharray": "7 5" },
});

function gradientCheckExplorer(model, el) {
  const spec = model.get("spec");
  const { stage, lists, said, tools, below } = rooms(el, "hp-panels");
  const [sentence, reason] = [make(said, "p", { class: "hp-words hp-two-lines" }), make(said, "p", { class: "hp-reason" })];
  const left = panel(stage, tr("The relative error for every step"));
  const showV = vPicture(left, spec);
  const marks = vMarks(spec);
  const ofErrors = under(lists, 1);
  const showErrors = valueList(ofErrors, tr("Relative error at this step"), SIDES.map((name) => [name, marks[name]]));
  const right = panel(stage, tr("The loss and its nudges"));
  const showNudges = nudgePicture(right, spec);
  const showLosses = lossTable(ofErrors);
  const showSlopes = valueList(under(lists, 2), tr("Slopes"), [
    [tr("slope by nudges"), slopeMarks(spec).nudges], [tr("gradient under check"), slopeMarks(spec).gradient],
    [tr("gradient / slope"), null], [tr("relative error"), null],
  ]);
  toolBar(tools, model, spec);
  make(below, "p", { class: "hp-legend" }, phrase("legend"));
  let now = null;
  const show = () => {
    const [sides, slip] = [chosen(model, spec, "sides"), chosen(model, spec, "slip")];
    now = checked(spec, model.get("h"), sides, slip);
    showV(now, sides);
    showNudges(now);
    showLosses(now, sides);
    const k = nearest(spec, now.h);
    showErrors(SIDES.map((name) => now.curves[name][k]));
    showSlopes([now.slope, now.gradient, minus(now.ratio), now.error]);
    say(sentence, minus(now.words));
    say(reason, minus(now.reason));
  };
  return { show, effects: () => [[tr("relative error"), now.error]], spoken: () => minus(`${now.words} ${now.reason}`) };
}

export default mount(gradientCheckExplorer);
