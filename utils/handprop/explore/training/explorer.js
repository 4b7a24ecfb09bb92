// The training explorer: losses, weights and the map of predictions, epoch by epoch.

import { button } from "../frame/buttons.js";
import { freshId, make, place, say, writer } from "../frame/drawing.js";
import { hearButton } from "../frame/hear.js";
import { mount } from "../frame/mount.js";
import { digits, minus, shown } from "../frame/numbers.js";
import { axes, canvas, clipped, panel, polyline, range, valueList } from "../frame/plot.js";
import { fill, foldedTable } from "../frame/tables.js";
import { rooms } from "../frame/rooms.js";
import { toolBar } from "../frame/toolbar.js";
import { phrase, snapshot, train } from "./numbers.js";
import "./style.css";
import { tr } from "../frame/tr.js";

const BOX = [46, 26, 356, 286];
const SIZE = [372, 332];
const MAP_BOX = [46, 26, 266, 286];
const SMALL = { left: 284, right: 362, label: 18, most: 92 }; // the maps of hidden units, one below the other

/** The past: a group that is drawn as far as the epoch of now, and no farther.
 * @param {any} inside @param {number[]} frame */
function pastOf(inside, [left, top, , bottom]) {
  const id = freshId();
  const edge = make(make(inside, "clipPath", { id }), "rect", { x: left, y: top, width: 0, height: bottom - top });
  return { past: make(inside, "g", { class: "hp-past", "clip-path": `url(#${id})` }), until: (x) => place(edge, { width: x - left }) };
}

function curves(inside, at, spec, runs) {
  return runs.map((run, i) => {
    const line = { class: "hp-run", stroke: spec.colours.error, "stroke-dasharray": spec.dashes[i] };
    const points = run.slice(0, -1).map((now, epoch) => at(epoch, now.loss));
    return make(inside, "polyline", { ...line, points: polyline(points) });
  });
}

function lossPanel(panels, lists, spec, runs) {
  const node = panel(panels, tr("The loss of each learning rate"));
  const svg = canvas(node, ...SIZE);
  const [x, y] = [[0, spec.epochs], [0, spec.highest_loss]];
  const ticks = { xTicks: range(0, spec.epochs, 4), yTicks: range(0, spec.highest_loss, 3) };
  const { at, inside } = axes(svg, { frame: BOX, x, y, ...ticks, xName: tr("epoch"), yName: tr("loss") });
  const { past, until } = pastOf(inside, BOX);
  const lines = curves(past, at, spec, runs);
  const dots = runs.map(() => make(svg, "circle", { r: 6, class: "hp-dot", fill: spec.colours.error }));
  const marks = spec.rates.map((rate, i) => [
    `η = ${digits(rate)}`,
    { stroke: spec.colours.error, "stroke-width": 3, "stroke-dasharray": spec.dashes[i] },
  ]);
  const list = valueList(lists, tr("Loss of each learning rate at this epoch"), marks);
  return (now, index, epoch) => {
    lines.forEach((line, i) => line.classList.toggle("hp-chosen", i === index));
    until(at(epoch, 0)[0]);
    now.losses.forEach((value, i) => {
      const [cx, cy] = at(epoch, value);
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

function weightsPanel(panels, lists, spec, runs) {
  const node = panel(panels, tr("The weights at the rate chosen"));
  const svg = canvas(node, ...SIZE);
  const reach = spec.largest_weight;
  const ticks = { xTicks: range(0, spec.epochs, 4), yTicks: range(-reach, reach, 4) };
  const frame = { frame: BOX, x: [0, spec.epochs], y: [-reach, reach] };
  const { at, inside } = axes(svg, { ...frame, ...ticks, xName: tr("epoch"), yName: tr("value") });
  const { past, until } = pastOf(inside, BOX);
  const lines = spec.parameters.map(([, name]) => make(past, "polyline", { class: "hp-weights", ...lineOf(spec, name) }));
  const cursor = make(svg, "line", { y1: BOX[1], y2: BOX[3], class: "hp-cursor" });
  const list = valueList(lists, tr("How the parameters are drawn"), KINDS.map(([name, words]) => [words, lineOf(spec, name)]));
  list(KINDS.map(() => ""));
  const histories = runs.map((run) => spec.parameters.map(([, name, ...spot]) =>
    polyline(run.slice(0, -1).map((now, epoch) => at(epoch, spot.reduce((part, i) => part[i], now.net.params[name])))),
  ));
  let drawn = -1;
  return (now, index, epoch) => {
    if (drawn !== index) lines.forEach((line, i) => line.setAttribute("points", histories[index][i]));
    drawn = index;
    const [x] = at(epoch, 0);
    place(cursor, { x1: x, x2: x });
    until(x);
    svg.setAttribute("aria-label", tr("Weights and biases over epochs, at learning rate {rates}", { rates: digits(spec.rates[index]) }));
  };
}

// Blue for 0, white for 0.5, orange for 1; text and lines on it are black in every theme.
const SHADES = [[86, 180, 233], [255, 255, 255], [230, 159, 0]];
function shade(p) {
  const [from, to, t] = p < 0.5 ? [SHADES[0], SHADES[1], 2 * p] : [SHADES[1], SHADES[2], 2 * p - 1];
  return from.map((v, i) => Math.round(v + t * (to[i] - v)));
}

// A pixel for each small square, the upper row last in the map.
function mapPainter(side) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [side, side];
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const pixels = context.createImageData(side, side);
  return (map) => {
    for (let i = 0; i < side; i += 1) {
      for (let j = 0; j < side; j += 1) {
        const middle = (map[i][j] + map[i][j + 1] + map[i + 1][j] + map[i + 1][j + 1]) / 4;
        pixels.data.set([...shade(middle), 255], 4 * ((side - 1 - i) * side + j));
      }
    }
    context.putImageData(pixels, 0, 0);
    return canvas.toDataURL();
  };
}

// Where the map crosses one half: on each small square, the points on its sides, joined.
function boundary(map, at) {
  const parts = [];
  /** @type {(from: number[], to: number[]) => number[][]} */
  const crossing = ([i, j], [k, l]) => {
    const [a, b] = [map[i][j] - 0.5, map[k][l] - 0.5];
    if (a > 0 === b > 0) return [];
    const t = a / (a - b);
    return [at(j + t * (l - j), i + t * (k - i))];
  };
  for (let i = 0; i + 1 < map.length; i += 1) {
    for (let j = 0; j + 1 < map.length; j += 1) {
      const corners = [[i, j], [i, j + 1], [i + 1, j + 1], [i + 1, j]];
      const found = corners.flatMap((corner, c) => crossing(corner, corners[(c + 1) % 4]));
      for (let c = 0; c + 1 < found.length; c += 2) parts.push(`M${polyline([found[c]])}L${polyline([found[c + 1]])}`);
    }
  }
  return parts.join("");
}

/** @param {any} parent @param {number[]} box */
const picture = (parent, [left, top, right, bottom]) =>
  make(parent, "image", { x: left, y: top, width: right - left, height: bottom - top, preserveAspectRatio: "none", class: "hp-cells" });

// What each hidden unit gives for every input, small, with the samples: a filled dot has target 1.
function hiddenMaps(svg, spec, paint) {
  const { ends, side } = spec.map;
  const { left, right, label, most } = SMALL;
  const units = spec.params.b1.length;
  const room = (MAP_BOX[3] - MAP_BOX[1]) / units;
  const parts = spec.params.b1.map((_, j) => {
    const top = MAP_BOX[1] + j * room + (j > 0 ? label : 0);
    const box = [left, top, right, Math.min(top + most, MAP_BOX[1] + (j + 1) * room)];
    const across = (t) => left + t * (right - left);
    const up = (t) => box[3] - t * (box[3] - top);
    writer(svg)((left + right) / 2, top - 6, "tick", `h${j + 1}`);
    const inside = clipped(svg, left, top, right - left, box[3] - top);
    const [image, line] = [picture(inside, box), make(inside, "path", { class: "hp-boundary hp-thin" })];
    const part = (v) => (v - ends[0]) / (ends[1] - ends[0]);
    spec.x.forEach(([x1, x2], i) => {
      const kind = spec.y[i][0] > 0.5 ? "hp-one" : "";
      make(inside, "circle", { cx: across(part(x1)), cy: up(part(x2)), r: 3.5, class: `hp-tiny ${kind}` });
    });
    return { image, line, at: (k, i) => [across(k / side), up(i / side)] };
  });
  return {
    paint: (hidden) => hidden.map((map, j) => [paint(map), boundary(map, parts[j].at)]),
    show: (drawn) => drawn.forEach(([href, d], j) => {
      place(parts[j].image, { href });
      place(parts[j].line, { d });
    }),
  };
}

function mapPanel(panels, lists, spec) {
  const node = panel(panels, tr("The prediction for every input"));
  const svg = canvas(node, ...SIZE);
  const { ends, side } = spec.map;
  const frame = { frame: MAP_BOX, x: ends, y: ends, xTicks: [0, 1], yTicks: [0, 1] };
  const { at, inside } = axes(svg, { ...frame, xName: "x1", yName: "x2" });
  const spots = range(ends[0], ends[1], side);
  const image = picture(inside, MAP_BOX);
  const paint = mapPainter(side);
  const place01 = (j, i) => at(spots[0] + (j * (ends[1] - ends[0])) / side, spots[0] + (i * (ends[1] - ends[0])) / side);
  const made = new Map(); // one map for each epoch of each training, drawn when it is first shown
  const small = hiddenMaps(svg, spec, paint);
  const drawn = (key, now) => {
    if (!made.has(key)) made.set(key, [paint(now.map), boundary(now.map, place01), small.paint(now.hidden)]);
    return made.get(key);
  };
  const line = make(inside, "path", { class: "hp-boundary" });
  const rings = spec.x.map(([x1, x2], i) => {
    const [cx, cy] = at(x1, x2);
    const ring = make(svg, "circle", { cx, cy, r: 13, class: "hp-sample" });
    writer(svg)(cx, cy + 5.5, "target-digit", String(spec.y[i][0]));
    return ring;
  });
  const list = valueList(lists, tr("Prediction for each sample"), spec.x.map((x, i) => [tr("x = ({x}), target {y}", { x: x.join(", "), y: spec.y[i][0] }), null]));
  return (now, index, epoch) => {
    const [href, path, hidden] = drawn(`${index} ${epoch}`, now);
    place(image, { href });
    small.show(hidden);
    line.setAttribute("d", path);
    rings.forEach((ring, i) => ring.classList.toggle("hp-wrong", now.predictions[i] > 0.5 !== spec.y[i][0] > 0.5));
    list(now.predictions);
    svg.setAttribute("aria-label", minus(tr("Map of predictions. {words}", { words: [now.words, ...now.sees].join(" ") })));
  };
}

// ipywidgets gives the buttons of its player no names.
function namePlayer(root) {
  const names = [tr("Play or pause"), tr("Stop, and back to epoch 0")];
  root.querySelectorAll(".hp-play button").forEach((button, i) => {
    if (names[i]) place(button, { "aria-label": names[i], title: names[i] });
  });
}

function trainingExplorer(model, el) {
  const spec = model.get("spec");
  const runs = spec.rates.map((rate) => train(spec, rate));
  const { stage, lists, said, tools, below } = rooms(el, "hp-panels hp-training");
  const sentence = make(said, "p", { class: "hp-words hp-two-lines" });
  const bar = toolBar(tools, model, spec);
  const shows = [lossPanel, weightsPanel, mapPanel].map((draw) => draw(stage, lists, spec, runs));
  const go = (name, epoch) => {
    button(bar, name).addEventListener("click", () => {
      model.set("epoch", Math.min(Math.max(epoch(Math.round(model.get("epoch"))), 0), spec.epochs));
      model.save_changes();
    });
  };
  go(tr("Again from the start"), () => 0);
  go(tr("Back"), (epoch) => epoch - 1);
  go(tr("Step"), (epoch) => epoch + 1);
  go(tr("10 steps"), (epoch) => epoch + 10);
  const quiet = hearButton(bar, tr("the loss"), () =>
    runs[model.get("learning_rate")].slice(0, Math.round(model.get("epoch")) + 1).map(({ loss }) => loss));
  make(below, "p", { class: "hp-legend" }, phrase("legend"));
  const body = foldedTable(below, tr("Weights and biases"), [tr("name"), tr("value"), tr("gradient")]);
  const seen = new Map(); // what an epoch shows is computed once
  let now = null;
  const show = () => {
    const [index, epoch] = [model.get("learning_rate"), Math.round(model.get("epoch"))];
    const key = `${index} ${epoch}`;
    if (!seen.has(key)) seen.set(key, snapshot(spec, runs, index, epoch));
    now = seen.get(key);
    say(sentence, minus(now.words));
    shows.forEach((draw) => draw(now, index, epoch));
    fill(body, spec.parameters.map(([label, name, ...spot]) => {
      const pick = (source) => shown(spot.reduce((part, i) => part[i], source[name]));
      return [label, pick(now.params), pick(now.gradients)];
    }));
  };
  return { show, effects: () => [["loss", now.loss], [tr("samples right"), now.right]], tend: namePlayer, spoken: () => minus(now.words), end: quiet };
}

export default mount(trainingExplorer);
