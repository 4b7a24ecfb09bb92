// The explorer of error and loss: errors as arrows, squares as squares.

import { chosen } from "../frame/controls.js";
import { make, place, say, tell, writer } from "../frame/drawing.js";
import { mount } from "../frame/mount.js";
import { digits, minus, shown } from "../frame/numbers.js";
import { arrow, axes, canvas, panel, polyline, range } from "../frame/plot.js";
import { fill, foldedTable } from "../frame/tables.js";
import { rooms, under } from "../frame/rooms.js";
import { toolBar } from "../frame/toolbar.js";
import { errorAndLossState, phrase } from "./numbers.js";
import "./style.css";
import { tr } from "../frame/tr.js";

const ROW = 64;
const ROW_ENDS = [66, 376]; // the squares have the scale of the arrows

// One row for each house: its target, its prediction, and the error as an arrow between them.
function errorRows(parent, spec) {
  const count = spec.targets.length;
  const bottom = 30 + ROW * count;
  const svg = canvas(parent, 460, bottom + 46);
  const last = Math.floor(spec.high);
  const ticks = range(0, last, last > 5 ? Math.ceil(last / 2) : last).map(Math.round);
  const frame = { frame: [ROW_ENDS[0], 24, ROW_ENDS[1], bottom], x: [0, spec.high], y: [0, 1], xTicks: ticks, yTicks: [] };
  const { at } = axes(svg, { ...frame, xName: tr("price in 100 000 dollars"), yName: "" });
  const rows = spec.targets.map((target, i) => errorRow(svg, spec, at, target, i));
  writer(svg)(450, 16, "caption hp-right", tr("error"));
  return (now, predictions, order) => {
    rows.forEach((show, i) => show(predictions[i], now.errors[i], order));
    svg.setAttribute("aria-label", minus(tr("Errors as arrows: {errors}.", { errors: now.errors.map((value) => digits(value)).join(", ") })));
  };
}

function errorRow(svg, spec, at, target, i) {
  const y = 24 + ROW * (i + 0.5);
  const write = writer(svg);
  const [tx] = at(target, 0);
  write(ROW_ENDS[0] - 7, y + 5, "caption hp-right hp-house", phrase("house", { i: i + 1 }));
  const draw = arrow(svg, { stroke: spec.colours.error, "stroke-width": 4 });
  make(svg, "rect", { x: tx - 7, y: y - 7, width: 14, height: 14, transform: `rotate(45 ${tx} ${y})`, class: "hp-goal", stroke: spec.colours.target });
  const dot = make(svg, "circle", { r: 7, cy: y, class: "hp-dot", fill: spec.colours.prediction });
  const value = write(450, y + 6, "value hp-right");
  return (prediction, error, order) => {
    const [px] = at(prediction, 0);
    dot.setAttribute("cx", px);
    const [goal, guess] = [[tx, y + 17], [px, y + 17]];
    if (order === "prediction") draw(goal, guess);
    else draw(guess, goal);
    say(value, `${error > 0 ? "+" : ""}${shown(error)}`);
  };
}

const [CELL_WIDTH, CELL_GAP] = [152, 56];

// Squares drawn as squares, all at one scale, and the square of the mean after them.
function lossSquares(parent, spec) {
  const count = spec.targets.length + 1;
  const columns = count < 3 ? count : 3;
  const lines = Math.ceil(count / columns);
  const scale = (ROW_ENDS[1] - ROW_ENDS[0]) / spec.high;
  const height = scale * spec.reach + CELL_GAP;
  const svg = canvas(parent, 460, lines * height + 4);
  const cells = Array.from({ length: count }, (_, i) => {
    const [x, y] = [4 + (i % columns) * CELL_WIDTH, 4 + Math.floor(i / columns) * height + scale * spec.reach];
    const mean = i === count - 1;
    return lossSquare(svg, x, y, mean ? tr("mean loss") : phrase("house", { i: i + 1 }), spec.colours.error, scale);
  });
  return (now) => {
    [...now.losses, now.mean].forEach((value, i) => cells[i](value));
    svg.setAttribute("aria-label", minus(tr("Half squared errors as squares: {losses}; mean {mean}.", { losses: now.losses.map((value) => digits(value)).join(", "), mean: digits(now.mean) })));
  };
}

function lossSquare(svg, x, y, name, colour, scale) {
  const write = writer(svg);
  make(svg, "line", { x1: x, x2: x + CELL_WIDTH - 15, y1: y, y2: y, class: "hp-axis" });
  const half = make(svg, "polygon", { fill: colour });
  const whole = make(svg, "rect", { x, stroke: colour, class: "hp-square", rx: 0 });
  write(x, y + 21, "caption hp-left", name);
  const value = write(x + CELL_WIDTH - 15, y + 21, "value hp-right");
  return (amount) => {
    const side = scale * Math.sqrt(2 * amount);
    place(whole, { y: y - side, width: side, height: side });
    half.setAttribute("points", polyline([[x, y], [x + side, y], [x, y - side]]));
    tell(value, amount);
  };
}

function errorAndLossExplorer(model, el) {
  const spec = model.get("spec");
  const { stage, lists, said, tools, below } = rooms(el, "hp-panels");
  const left = panel(stage, tr("Error, with its sign"));
  const showRows = errorRows(left, spec);
  const right = panel(stage, tr("Half squared error"));
  const showSquares = lossSquares(right, spec);
  const key = make(under(lists, 1), "p", { class: "hp-key" });
  [["◇", "target", tr("target")], ["●", "prediction", tr("prediction")], ["→", "error", tr("error")]].forEach(([mark, colour, name]) => {
    make(key, "span", { style: `color: ${spec.colours[colour]}`, class: "hp-key-mark", "aria-hidden": "true" }, mark);
    make(key, "span", {}, name);
  });
  const sentence = make(said, "p", { class: "hp-words hp-two-lines" });
  toolBar(tools, model, spec);
  make(below, "p", { class: "hp-legend" }, phrase("legend"));
  const body = foldedTable(below, tr("Houses"), [tr("house"), tr("prediction"), tr("target"), tr("error"), tr("half squared error")]);
  let now = null;
  const show = () => {
    const predictions = spec.targets.map((_, i) => model.get(`p${i + 1}`));
    const order = chosen(model, spec, "order");
    now = errorAndLossState(predictions, spec.targets, order);
    showRows(now, predictions, order);
    showSquares(now);
    say(sentence, minus(now.words));
    fill(body, now.rows.map((row) => row.map(minus)));
  };
  return { show, effects: () => [[tr("mean loss"), now.mean]], spoken: () => minus(`${svgLabel(left)} ${now.words}`) };
}

const svgLabel = (parent) => parent.querySelector("svg").getAttribute("aria-label");

export default mount(errorAndLossExplorer);
