// The map of predictions, those of the hidden units beside it, and points of one's own.

import { moveTo } from "../frame/buttons.js";
import { make, place, say, writer } from "../frame/drawing.js";
import { minus, shown } from "../frame/numbers.js";
import { axes, canvas, clipped, panel, polyline, range, valueList } from "../frame/plot.js";
import { under } from "../frame/rooms.js";
import { tr } from "../frame/tr.js";
import { SIZE } from "./curves.js";
import { maps, pointsOf, pointsText } from "./numbers.js";

const MAP_BOX = [46, 30, 266, 286];
const SMALL = { across: [284, 362], gap: 8, label: 18 }; // the maps of hidden units, one below the other
const KEPT = 300; // maps
const IN_COLUMN = 3; // with more of them, two stand in a row

// Blue for 0, white for 0.5, orange for 1; text and lines on it are black in every theme.
const SHADES = [[86, 180, 233], [255, 255, 255], [230, 159, 0]];
const PALETTE = range(0, 1, 255).map((p) => {
  const [from, to, t] = p < 0.5 ? [SHADES[0], SHADES[1], 2 * p] : [SHADES[1], SHADES[2], 2 * p - 1];
  return [...from.map((v, i) => Math.round(v + t * (to[i] - v))), 255];
});

// A pixel for each small square, the upper row last in the map.
function mapPainter(side) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [side, side];
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const pixels = context.createImageData(side, side);
  /** @param {Float64Array} map row by row @param {(value: number) => number} share from 0 to 1 */
  return (map, share = (value) => value) => {
    const row = side + 1;
    for (let i = 0; i < side; i += 1) {
      for (let j = 0; j < side; j += 1) {
        const k = i * row + j;
        const middle = (map[k] + map[k + 1] + map[k + row] + map[k + row + 1]) / 4;
        pixels.data.set(PALETTE[Math.round(255 * share(middle))], 4 * ((side - 1 - i) * side + j));
      }
    }
    context.putImageData(pixels, 0, 0);
    return canvas.toDataURL();
  };
}

// Where a whole area lies on the level, as where all gates are closed, it has no border: a line would follow the squares.
const FLAT = 1e-9;

// Where a map crosses a level: on each small square, the points on its sides, joined.
function border(map, side, level, at) {
  const parts = [];
  /** @type {(corner: [number, number]) => number} */
  const value = ([i, j]) => map[i * (side + 1) + j] - level;
  /** @type {(from: [number, number], to: [number, number]) => number[][]} */
  const crossing = ([i, j], [k, l]) => {
    const [a, b] = [value([i, j]), value([k, l])];
    if (a > 0 === b > 0) return [];
    const t = a / (a - b);
    return [at(j + t * (l - j), i + t * (k - i))];
  };
  for (let i = 0; i < side; i += 1) {
    for (let j = 0; j < side; j += 1) {
      /** @type {[number, number][]} */
      const corners = [[i, j], [i, j + 1], [i + 1, j + 1], [i + 1, j]];
      const values = corners.map(value);
      if (Math.max(...values) < FLAT || Math.min(...values) > -FLAT) continue;
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
function hiddenMaps(svg, spec, paint, units) {
  const { ends, side } = spec.map;
  const group = make(svg, "g");
  const columns = units > IN_COLUMN ? 2 : 1;
  const [from, to] = SMALL.across;
  const wide = (to - from - (columns - 1) * SMALL.gap) / columns;
  const room = (MAP_BOX[3] - MAP_BOX[1] + SMALL.label) / Math.ceil(units / columns);
  const parts = Array.from({ length: units }, (_, j) => {
    const left = from + (j % columns) * (wide + SMALL.gap);
    const top = MAP_BOX[1] + Math.floor(j / columns) * room;
    const high = Math.min(wide * 1.2, room - SMALL.label);
    const box = [left, top, left + wide, top + high];
    const across = (t) => left + t * wide;
    const up = (t) => box[3] - t * high;
    writer(group)(left + wide / 2, top - 5, "tick", `h${j + 1}`);
    const inside = clipped(group, left, top, wide, high);
    const [image, line] = [picture(inside, box), make(inside, "path", { class: "hp-boundary hp-thin" })];
    const part = (v) => (v - ends[0]) / (ends[1] - ends[0]);
    const dots = samplePool(spec, () => make(inside, "circle", { r: columns > 1 ? 2.5 : 3.5 }));
    const mark = ({ x, y }) => dots(x, (dot, [x1, x2], i) =>
      place(dot, { cx: across(part(x1)), cy: up(part(x2)), class: `hp-tiny ${y[i] > 0.5 ? "hp-one" : ""}` }));
    return { image, line, mark, at: (k, i) => [across(k / side), up(i / side)] };
  });
  return {
    remove: () => group.remove(),
    mark: (training) => parts.forEach(({ mark }) => mark(training)),
    paint: ({ hidden, sums }, gated) => parts.map(({ at }, j) => {
      const of = (all) => all.subarray((j * all.length) / units, ((j + 1) * all.length) / units);
      const most = of(hidden).reduce((a, b) => Math.max(a, b), 1e-9);
      return [paint(of(hidden), gated ? (value) => 0.5 + (0.5 * value) / most : undefined), border(of(sums), side, 0, at)];
    }),
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
    if (points.length < spec.map.most) moveTo(model, { points: pointsText([...points, [...spot, y]]), epoch: 0, part: 0 });
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

export function mapPanel(panels, lists, spec, model, click) {
  const node = panel(panels, tr("The prediction for every input"));
  const svg = canvas(node, ...SIZE);
  const { ends, side } = spec.map;
  const frame = { frame: MAP_BOX, x: ends, y: ends, xTicks: [0, 1], yTicks: [0, 1] };
  const { at, inside } = axes(svg, { ...frame, xName: "x1", yName: "x2" });
  const image = picture(inside, MAP_BOX);
  const paint = mapPainter(side);
  const placeOf = (j, i) => at(ends[0] + (j * (ends[1] - ends[0])) / side, ends[0] + (i * (ends[1] - ends[0])) / side);
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
    say(group.lastChild, String(y[i]));
  });
  place(svg, { role: "group" });
  pointPicker(svg, at, model, spec, click);
  const seen = new Map(); // what was drawn lately, for a hand that goes to and fro
  let [marked, small, drawn] = [null, null, ""];
  const list = valueList(under(lists, 3), tr("Prediction for each sample"), spec.x.map((x, i) => [tr("x = ({x}), target {y}", { x: x.join(", "), y: spec.y[i][0] }), null]));
  return ({ now, index, epoch, training }) => {
    if (marked !== training) {
      if (marked?.n !== training.n) {
        small?.remove();
        small = hiddenMaps(svg, spec, paint, training.n);
      }
      mark(training);
      small.mark(training);
      marked = training;
    }
    const key = `${training.key} ${index} ${epoch}`;
    if (key !== drawn) { // the sub-steps of an epoch have one map
      if (seen.size > KEPT) seen.clear();
      if (!seen.has(key)) {
        const all = maps(spec, training, now.row);
        seen.set(key, [paint(all.map), border(all.map, side, 0.5, placeOf), small.paint(all, training.gated)]);
      }
      const [href, d, hidden] = seen.get(key);
      place(image, { href });
      place(line, { d });
      small.show(hidden);
      drawn = key;
    }
    rings(training.x, (group, _, i) =>
      group.firstChild.classList.toggle("hp-wrong", now.predictions[i] > 0.5 !== training.y[i] > 0.5));
    list(now.predictions.slice(0, spec.x.length));
    svg.setAttribute("aria-label", minus(tr("Map of predictions. {words}", { words: [now.words, ...now.sees].join(" ") })));
  };
}
