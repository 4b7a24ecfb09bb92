// The explorer of derivatives: a nudge that shrinks, and the gradient of two weights on a map.

import { make, place, say } from "../frame/drawing.js";
import { mount } from "../frame/mount.js";
import { digits, minus } from "../frame/numbers.js";
import { arrow, axes, canvas, panel, polyline, range, valueList } from "../frame/plot.js";
import { rooms, under } from "../frame/rooms.js";
import { toolBar } from "../frame/toolbar.js";
import { derivativeState, lossAndSlopes, phrase } from "./numbers.js";
import "./style.css";
import { tr } from "../frame/tr.js";

const SIZE = [440, 400];
const FRAME = [48, 24, 428, 350];

const derivativeMarks = ({ colours }) => ({
  secant: { stroke: colours.nudge, "stroke-width": 4 },
  tangent: { stroke: "currentColor", "stroke-width": 2.5, "stroke-dasharray": "7 5" },
  part: { stroke: "currentColor", "stroke-width": 1.8 },
  gradient: { stroke: "currentColor", "stroke-width": 4.5 },
  down: { stroke: "currentColor", "stroke-width": 4.5, "stroke-dasharray": "6 4" },
});

// The loss of the one house: a secant through the point and the nudged point, and the tangent.
function secantPicture(parent, spec) {
  const svg = canvas(parent, ...SIZE);
  const marks = derivativeMarks(spec);
  const ticks = { xTicks: [-1, 0, 1, 2], yTicks: [0, 1, 2, 3, 4, 5, 6], xName: tr("weight w"), yName: tr("loss") };
  const { at, inside } = axes(svg, { frame: FRAME, x: spec.w_ends, y: spec.loss_ends, ...ticks });
  const curve = range(...spec.w_ends, 140).map((w) => at(w, lossAndSlopes([w], [spec.house])[0]));
  make(inside, "polyline", { points: polyline(curve), class: "hp-curve", stroke: spec.colours.error });
  const [secant, tangent] = [make(inside, "line", marks.secant), make(inside, "line", marks.tangent)];
  const triangle = make(inside, "polyline", { class: "hp-drop" });
  const [far, near] = [8, 9].map((r, i) => make(inside, "circle", { r, class: "hp-dot", fill: i ? "currentColor" : spec.colours.nudge }));
  const line = (node, w, now, slope) => {
    const [[x1, y1], [x2, y2]] = spec.w_ends.map((end) => at(end, now.loss + slope * (end - w)));
    place(node, { x1, y1, x2, y2 });
  };
  return (now, w, nudge) => {
    line(secant, w, now, now.slope);
    line(tangent, w, now, now.derivative);
    const [here, there] = [at(w, now.loss), at(w + nudge, now.loss_nudged)];
    triangle.setAttribute("points", polyline([here, [there[0], here[1]], there]));
    [[near, here], [far, there]].forEach(([dot, [cx, cy]]) => place(dot, { cx, cy }));
    svg.setAttribute("aria-label", minus(tr("Loss curve at w = {w}. {words}", { w: digits(w), words: now.words })));
  };
}

// The loss of the two houses as a map; width and height have one scale, so that angles are true.
function contourMap(parent, spec) {
  const svg = canvas(parent, ...SIZE);
  const marks = derivativeMarks(spec);
  const [left, top, , bottom] = FRAME;
  const frame = [left, top, left + bottom - top, bottom];
  const ends = { x: spec.map_ends, y: spec.map_ends };
  const ticks = { xTicks: [-2, -1, 0, 1, 2], yTicks: [-2, -1, 0, 1, 2], xName: tr("weight w1"), yName: tr("weight w2") };
  const { at, inside } = axes(svg, { frame, ...ends, ...ticks });
  const unit = (bottom - top) / (spec.map_ends[1] - spec.map_ends[0]);
  [...spec.contours].reverse().forEach(({ x, y, rx, ry, angle }) => {
    const [cx, cy] = at(x, y);
    const turned = `rotate(${-angle} ${cx} ${cy})`;
    make(inside, "ellipse", { cx, cy, rx: rx * unit, ry: ry * unit, transform: turned, class: "hp-contour", stroke: spec.colours.error, fill: spec.colours.error });
  });
  const parts = [0, 1].map(() => arrow(inside, marks.part));
  const [up, down] = [arrow(inside, marks.gradient), arrow(inside, marks.down)];
  const dot = make(inside, "circle", { r: 6, class: "hp-dot hp-here" });
  return (now, w1, w2) => {
    const here = at(w1, w2);
    const [g1, g2] = now.gradient.map((slope) => slope * spec.scale);
    const to = (a, b) => at(w1 + a, w2 + b);
    parts[0](here, to(g1, 0));
    parts[1](here, to(0, g2));
    up(here, to(g1, g2), 15);
    down(here, to(-g1, -g2), 15);
    place(dot, { cx: here[0], cy: here[1] });
    svg.setAttribute("aria-label", minus(tr("Contour map at w1 = {w1}, w2 = {w2}. {gradient_words}", { w1: digits(w1), w2: digits(w2), gradient_words: now.gradient_words })));
  };
}

function derivativeExplorer(model, el) {
  const spec = model.get("spec");
  const marks = derivativeMarks(spec);
  const { stage, lists, said, tools, below } = rooms(el, "hp-panels");
  const left = panel(stage, tr("One weight: the secant becomes the tangent"));
  const showSecant = secantPicture(left, spec);
  const showSlopes = valueList(under(lists, 1), tr("Slopes"), [
    [tr("slope by nudge (secant)"), marks.secant], [tr("derivative (tangent)"), marks.tangent], [tr("difference"), null],
  ]);
  const right = panel(stage, tr("Two weights: the gradient"));
  const showMap = contourMap(right, spec);
  const showGradient = valueList(under(lists, 2), tr("Gradient"), [
    [tr("∂loss/∂w1"), marks.part], [tr("∂loss/∂w2"), marks.part], [tr("gradient, uphill: its length"), marks.gradient],
    [tr("minus the gradient, downhill"), marks.down],
  ]);
  const [sentence, gradientSentence] = [0, 1].map(() => make(said, "p", { class: "hp-words hp-two-lines" }));
  toolBar(tools, model, spec);
  make(below, "p", { class: "hp-legend" }, phrase("legend"));
  let now = null;
  const show = () => {
    const [w, nudge, w1, w2] = ["w", "nudge", "w1", "w2"].map((name) => model.get(name));
    now = derivativeState(w, nudge, w1, w2, spec);
    showSecant(now, w, nudge);
    showMap(now, w1, w2);
    showSlopes([now.slope, now.derivative, now.difference]);
    showGradient([...now.gradient, now.length]);
    say(sentence, minus(now.words));
    say(gradientSentence, minus(now.gradient_words));
  };
  return { show, effects: () => [[tr("slope by nudge"), now.slope], [tr("difference"), Math.abs(now.difference)], [tr("gradient"), now.length, tr("longer"), tr("shorter")]], spoken: () => minus(`${now.words} ${now.gradient_words}`) };
}

export default mount(derivativeExplorer);
