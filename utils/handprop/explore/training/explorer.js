// The training explorer: losses, weights and the map of predictions, epoch by epoch.

import { button, moveTo } from "../frame/buttons.js";
import { freshId, make, place, say, writer } from "../frame/drawing.js";
import { hearButton } from "../frame/hear.js";
import { mount } from "../frame/mount.js";
import { digits, minus, shown } from "../frame/numbers.js";
import { axes, canvas, clipped, panel, polyline, range, valueList } from "../frame/plot.js";
import { fill, foldedTable } from "../frame/tables.js";
import { rooms } from "../frame/rooms.js";
import { toolBar } from "../frame/toolbar.js";
import { begin, grow, phrase, pointsOf, pointsText, snapshot } from "./numbers.js";
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

// A curve that grows with its run: only what is new is added.
function curve(parent, attributes, at, value) {
  const line = make(parent, "polyline", attributes);
  let [drawn, count, points] = [null, 0, ""];
  const show = (run) => {
    if (drawn !== run) [drawn, count, points] = [run, 0, ""];
    if (count === run.length) return;
    points += ` ${polyline(run.slice(count).map((now, k) => at(count + k, value(now))))}`;
    count = run.length;
    line.setAttribute("points", points);
  };
  return { line, show };
}

function lossPanel(panels, lists, spec) {
  const node = panel(panels, tr("The loss of each learning rate"));
  const svg = canvas(node, ...SIZE);
  const [x, y] = [[0, spec.epochs], [0, spec.highest_loss]];
  const ticks = { xTicks: range(0, spec.epochs, 4), yTicks: range(0, spec.highest_loss, 3) };
  const { at, inside } = axes(svg, { frame: BOX, x, y, ...ticks, xName: tr("epoch"), yName: tr("loss") });
  const { past, until } = pastOf(inside, BOX);
  const lines = spec.rates.map((_, i) =>
    curve(past, { class: "hp-run", stroke: spec.colours.error, "stroke-dasharray": spec.dashes[i] }, at, ({ loss }) => loss));
  const dots = spec.rates.map(() => make(svg, "circle", { r: 6, class: "hp-dot", fill: spec.colours.error }));
  const marks = spec.rates.map((rate, i) => [
    `η = ${digits(rate)}`,
    { stroke: spec.colours.error, "stroke-width": 3, "stroke-dasharray": spec.dashes[i] },
  ]);
  const list = valueList(lists, tr("Loss of each learning rate at this epoch"), marks);
  return (now, index, epoch, { runs }) => {
    lines.forEach(({ line, show }, i) => {
      show(runs[i]);
      line.classList.toggle("hp-chosen", i === index);
    });
    until(at(epoch, 0)[0]);
    now.losses.forEach((value, i) => {
      const [cx, cy] = at(epoch, value);
      place(dots[i], { cx, cy: Math.max(cy, BOX[1]), r: i === index ? 7 : 4 });
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

function weightsPanel(panels, lists, spec) {
  const node = panel(panels, tr("The weights at the rate chosen"));
  const svg = canvas(node, ...SIZE);
  const reach = spec.largest_weight;
  const ticks = { xTicks: range(0, spec.epochs, 4), yTicks: range(-reach, reach, 4) };
  const frame = { frame: BOX, x: [0, spec.epochs], y: [-reach, reach] };
  const { at, inside } = axes(svg, { ...frame, ...ticks, xName: tr("epoch"), yName: tr("value") });
  const { past, until } = pastOf(inside, BOX);
  const lines = spec.parameters.map(([, name, ...spot]) =>
    curve(past, { class: "hp-weights", ...lineOf(spec, name) }, at, ({ net }) => spot.reduce((part, i) => part[i], net.params[name])));
  const cursor = make(svg, "line", { y1: BOX[1], y2: BOX[3], class: "hp-cursor" });
  const list = valueList(lists, tr("How the parameters are drawn"), KINDS.map(([name, words]) => [words, lineOf(spec, name)]));
  list(KINDS.map(() => ""));
  return (now, index, epoch, { runs }) => {
    lines.forEach(({ show }) => show(runs[index]));
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

// As many marks as there can be samples; those that are not there are not shown.
function samplePool(spec, make1) {
  const nodes = Array.from({ length: spec.x.length + spec.map.most }, make1);
  return (x, put) => nodes.forEach((node, i) => {
    node.style.display = i < x.length ? "" : "none";
    if (i < x.length) put(node, x[i], i);
  });
}

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
    const dots = samplePool(spec, () => make(inside, "circle", { r: 3.5 }));
    const mark = ({ x, y }) => dots(x, (dot, [x1, x2], i) =>
      place(dot, { cx: across(part(x1)), cy: up(part(x2)), class: `hp-tiny ${y[i][0] > 0.5 ? "hp-one" : ""}` }));
    return { image, line, mark, at: (k, i) => [across(k / side), up(i / side)] };
  });
  return {
    mark: (training) => parts.forEach(({ mark }) => mark(training)),
    paint: (hidden) => hidden.map((map, j) => [paint(map), boundary(map, parts[j].at)]),
    show: (drawn) => drawn.forEach(([href, d], j) => {
      place(parts[j].image, { href });
      place(parts[j].line, { d });
    }),
  };
}

// Points of one's own: a click or a tap adds one there; keys move a cross, and add one where it is.  Training begins again.
function pointPicker(svg, at, model, spec, click) {
  const [low, high] = spec.map.ends;
  const held = (v) => Number(Math.min(Math.max(Math.round(v * 20) / 20, low), high).toFixed(2));
  let cross = [0.5, 0.5];
  const add = (spot, y) => {
    const points = pointsOf(spec, model.get("points"));
    if (points.length < spec.map.most) moveTo(model, { points: pointsText([...points, [...spot, y]]), epoch: 0 });
  };
  const node = make(svg, "g", { role: "button", tabindex: "0", class: "hp-cross" });
  make(node, "path", { d: "M-16,0H16M0,-16V16" });
  make(node, "circle", { r: 9 });
  const show = () => {
    const [x1, x2] = cross.map(shown);
    const name = tr("New point at x1 = {x1}, x2 = {x2}: arrow keys move it, the keys 0 and 1 add it with that target", { x1, x2 });
    place(node, { transform: `translate(${at(...cross).join(" ")})`, "aria-label": name });
  };
  const ways = { ArrowLeft: [-0.1, 0], ArrowRight: [0.1, 0], ArrowDown: [0, -0.1], ArrowUp: [0, 0.1] };
  node.addEventListener("keydown", (event) => {
    const way = ways[event.key];
    if (way) cross = cross.map((v, i) => held(v + way[i]));
    else if (["0", "1"].includes(event.key)) add(cross, Number(event.key));
    else if (["Enter", " "].includes(event.key)) add(cross, click.target);
    else return;
    show();
    event.preventDefault();
    event.stopPropagation(); // the keys are the map's, not the notebook's or a demo's
  });
  svg.addEventListener("click", ({ clientX, clientY }) => {
    const [left, top, right, bottom] = MAP_BOX;
    const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(svg.getScreenCTM().inverse());
    if (x < left || x > right || y < top || y > bottom) return;
    const spot = [(x - left) / (right - left), (bottom - y) / (bottom - top)];
    add(spot.map((share) => held(low + share * (high - low))), click.target);
  });
  show();
}

function mapPanel(panels, lists, spec, model, click) {
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
  const rings = samplePool(spec, () => {
    const group = make(svg, "g");
    make(group, "circle", { class: "hp-sample" });
    writer(group)(0, 5.5, "target-digit", "");
    return group;
  });
  const mark = ({ x, y }) => rings(x, (group, [x1, x2], i) => {
    group.setAttribute("transform", `translate(${at(x1, x2).join(" ")})`);
    group.firstChild.setAttribute("r", i < spec.x.length ? 13 : 9);
    say(group.lastChild, String(y[i][0]));
  });
  place(svg, { role: "group" });
  pointPicker(svg, at, model, spec, click);
  let marked = null;
  const list = valueList(lists, tr("Prediction for each sample"), spec.x.map((x, i) => [tr("x = ({x}), target {y}", { x: x.join(", "), y: spec.y[i][0] }), null]));
  return (now, index, epoch, training) => {
    if (marked !== training) {
      made.clear();
      mark(training);
      small.mark(training);
      marked = training;
    }
    const [href, path, hidden] = drawn(`${index} ${epoch}`, now);
    place(image, { href });
    small.show(hidden);
    line.setAttribute("d", path);
    rings(training.x, (group, _, i) =>
      group.firstChild.classList.toggle("hp-wrong", now.predictions[i] > 0.5 !== training.y[i][0] > 0.5));
    list(now.predictions.slice(0, spec.x.length));
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

function targetButton(bar, click) {
  const node = button(bar, "");
  const tell = () => say(node, tr("A click adds: {target}", { target: click.target }));
  node.addEventListener("click", () => {
    click.target = 1 - click.target;
    tell();
  });
  tell();
}

function trainingExplorer(model, el) {
  const spec = model.get("spec");
  const first = begin(spec, "");
  grow(spec, first, spec.epochs);
  let [training, points] = [first, ""];
  const click = { target: 1 }; // what a click on the map adds
  const { stage, lists, said, tools, below } = rooms(el, "hp-panels hp-training");
  const sentence = make(said, "p", { class: "hp-words hp-two-lines" });
  const bar = toolBar(tools, model, spec);
  const shows = [lossPanel, weightsPanel, mapPanel].map((draw) => draw(stage, lists, spec, model, click));
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
  targetButton(bar, click);
  const quiet = hearButton(bar, tr("the loss"), () =>
    training.runs[model.get("learning_rate")].slice(0, Math.round(model.get("epoch")) + 1).map(({ loss }) => loss));
  make(below, "p", { class: "hp-legend" }, phrase("legend"));
  const body = foldedTable(below, tr("Weights and biases"), [tr("name"), tr("value"), tr("gradient")]);
  const seen = new Map(); // what an epoch shows is computed once
  let now = null;
  const show = () => {
    const [index, epoch] = [model.get("learning_rate"), Math.round(model.get("epoch"))];
    if (model.get("points") !== points) {
      points = model.get("points");
      training = pointsOf(spec, points).length ? begin(spec, points) : first;
      seen.clear();
    }
    const key = `${index} ${epoch}`;
    if (!seen.has(key)) seen.set(key, snapshot(spec, training, index, epoch));
    now = seen.get(key);
    say(sentence, minus(now.words));
    shows.forEach((draw) => draw(now, index, epoch, training));
    fill(body, spec.parameters.map(([label, name, ...spot]) => {
      const pick = (source) => shown(spot.reduce((part, i) => part[i], source[name]));
      return [label, pick(now.params), pick(now.gradients)];
    }));
  };
  return { show, effects: () => [["loss", now.loss], [tr("samples right"), now.right]], tend: namePlayer, spoken: () => minus(now.words), end: quiet };
}

export default mount(trainingExplorer);
