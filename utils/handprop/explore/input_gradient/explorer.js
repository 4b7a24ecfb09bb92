// The explorer of input gradients: what one pixel does to one output, by the slope and in truth.

import { moveTo } from "../frame/buttons.js";
import { chosen } from "../frame/controls.js";
import { make, place, say } from "../frame/drawing.js";
import { mount } from "../frame/mount.js";
import { digits, minus, shown } from "../frame/numbers.js";
import { INK, SIDE, grey, paintCell, pixelGrid, placeWords, showFrame, signed, unpackedNet, unpackedPicture } from "../frame/pixels.js";
import { axes, canvas, panel, polyline, valueList } from "../frame/plot.js";
import { rooms, under } from "../frame/rooms.js";
import { toolBar } from "../frame/toolbar.js";
import { impact, phrase } from "./numbers.js";
import "./style.css";
import { tr } from "../frame/tr.js";

function digitPanel(panels, point) {
  const node = panel(panels, tr("The picture"));
  const { svg, cells, frame } = pixelGrid(node, tr("The picture"), point);
  return (now, x, pixel, change) => {
    const inks = x.map((ink, k) => ink + (k === pixel ? change : 0));
    cells.forEach((cell, k) => paintCell(cell, grey(inks[k]), tr("{placeWords}: ink {inks}", { placeWords: placeWords(k), inks: shown(inks[k]) })));
    showFrame(frame, pixel);
    svg.setAttribute("aria-label", tr("The picture, label {now}; the network says {said}", { now: now.label, said: now.said }));
  };
}

function slopePanel(panels, spec, point) {
  const node = panel(panels, tr("The slope of the sum"));
  const { svg, cells, frame } = pixelGrid(node, tr("The slopes"), point);
  const title = node.querySelector(".hp-panel-title");
  return (now, output, pixel) => {
    const most = Math.max(...now.slopes.map(Math.abs), 1e-12);
    cells.forEach((cell, k) => {
      const share = now.slopes[k] / most;
      paintCell(cell, signed(share), minus(tr("{placeWords}: slope {slopes}", { placeWords: placeWords(k), slopes: digits(now.slopes[k]) })));
      say(cell.sign, Math.abs(share) > spec.marked ? (share > 0 ? "+" : "−") : "");
    });
    showFrame(frame, pixel);
    say(title, tr("The slope of the sum for {output}", { output }));
    svg.setAttribute("aria-label", tr("The slopes of the sum for {output}", { output }));
  };
}

function truthPanel(panels, lists, spec) {
  const node = panel(panels, tr("The framed pixel changes"));
  const svg = canvas(node, 320, 278);
  const frame = [40, 26, 306, 222];
  const { colours } = spec;
  const marks = {
    truth: { stroke: colours.prediction, "stroke-width": 4 },
    slope: { stroke: "currentColor", "stroke-width": 2.5, "stroke-dasharray": "7 5" },
  };
  const ends = { x: [-1, 1], y: [-5, 5], xTicks: [-1, -0.5, 0, 0.5, 1], yTicks: [-4, -2, 0, 2, 4] };
  const { at, inside } = axes(svg, { frame, ...ends, xName: tr("change of ink"), yName: tr("change of the sum") });
  const zone = make(inside, "rect", { y: frame[1], height: frame[3] - frame[1], rx: 0, class: "hp-exact" });
  const sides = [0, 1].map(() => make(inside, "line", { y1: frame[1], y2: frame[3], class: "hp-exact-end" }));
  const curve = make(inside, "polyline", { class: "hp-true", ...marks.truth });
  const line = make(inside, "line", marks.slope);
  const gap = make(inside, "line", { class: "hp-gap" });
  const dot = make(svg, "circle", { r: 8, class: "hp-dot", fill: colours.prediction });
  const list = valueList(under(lists, 3), tr("Change of the sum"), [[tr("by the slope"), marks.slope], [tr("in truth"), marks.truth], [tr("difference"), null], [tr("gates turned"), null]]);
  return (now, change) => {
    const [[left], [right]] = now.ends.map((end) => at(end, 0));
    place(zone, { x: left, width: right - left });
    [left, right].forEach((x, i) => place(sides[i], { x1: x, x2: x }));
    curve.setAttribute("points", polyline(now.curve.map((value, k) => at(spec.changes[k], value))));
    const [[x1, y1], [x2, y2]] = [-1, 1].map((by) => at(by, by * now.slope));
    place(line, { x1, y1, x2, y2 });
    const [[cx, cy], [, foot]] = [at(change, now.true), at(change, now.predicted)];
    place(dot, { cx, cy });
    place(gap, { x1: cx, x2: cx, y1: cy, y2: foot });
    list([now.predicted, now.true, now.difference, String(now.turned)]);
    svg.setAttribute("aria-label", minus(tr("The sum while one pixel changes. {words} {where}", { words: now.words, where: now.where })));
  };
}

function inputGradientExplorer(model, el) {
  const spec = model.get("spec");
  const net = unpackedNet(spec.network);
  const { stage, lists, said, tools, below } = rooms(el, "hp-panels hp-digits");
  const sentence = make(said, "p", { class: "hp-words hp-two-lines" });
  const more = make(said, "p", { class: "hp-reason" });
  const point = (k, how) => {
    if (how === "point") moveTo(model, { row: Math.floor(k / SIDE) + 1, column: (k % SIDE) + 1 });
  };
  const showDigit = digitPanel(stage, point);
  const showSlopes = slopePanel(stage, spec, point);
  const showTruth = truthPanel(stage, lists, spec);
  toolBar(tools, model, spec);
  make(below, "p", { class: "hp-legend" }, phrase("legend"));
  let now = null;
  const show = () => {
    const [image, row, column, change] = ["image", "row", "column", "change"].map((name) => model.get(name));
    const output = chosen(model, spec, "output");
    now = impact(spec, net, image, output, row, column, change);
    const pixel = SIDE * (Math.round(row) - 1) + Math.round(column) - 1;
    const x = unpackedPicture(spec.pictures[Math.round(image) - 1][0]).map((ink) => ink / INK);
    showDigit(now, x, pixel, change);
    showSlopes(now, output, pixel);
    showTruth(now, change);
    say(sentence, minus(now.words));
    say(more, minus(now.where));
  };
  return { show, effects: () => [[tr("difference"), Math.abs(now.difference)]], spoken: () => minus(`${now.words} ${now.where}`) };
}

export default mount(inputGradientExplorer);
