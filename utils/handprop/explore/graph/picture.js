// The picture of a graph: a box for each number, lines to what is made from it, and what travels back on them.

import { box, make, place, say, tell, writer } from "../frame/drawing.js";
import { drawToken, eased, fit, see, within } from "../frame/motion.js";
import { minus, shown } from "../frame/numbers.js";
import { labelSpots, pathOf, strand } from "./links.js";
import { handed, phrase, state, summed } from "./numbers.js";

// Of a box, and from box to box: across or down the levels, and beside each other.
const BOX = [92, 62];
const WIDE = { level: 170, slot: 92 };
const TALL = { level: 140, slot: 104 };
const LEVELS = [170, 190, 210, 230]; // from level to level, across: the more, the more room a slope has
const LEAST_SCALE = 1.5; // pixels for a unit: with less, letters would be too small for a lecture hall
const STEM = 21; // from top to bottom, the lines of a fork part below its sum
const MARGIN = 8;
const APART = 28; // between the ends of two lines into a box
const TOKEN = [54, 21];

/** How far apart the levels of a graph are in `room` pixels: so that a small graph uses a wide screen.
 * @param {any} places @param {number} room */
export function levelFor(places, room) {
  const most = (room / LEAST_SCALE - BOX[0] - 2 * MARGIN) / Math.max(places.levels - 1, 1);
  return LEVELS.filter((one) => one <= most).at(-1) ?? LEVELS[0];
}

/** @param {{ nodes: any[], places: any, expected: number[] }} spec @param {boolean} tall @param {number} level of levelFor */
export function graphPicture(parent, spec, tall, level = WIDE.level) {
  const { places, nodes } = spec;
  const at = placed(tall, level);
  const last = at([places.levels - 1, places.slots - 1]);
  const [width, height] = last.map((v, n) => v + BOX[n] / 2 + MARGIN + (n ? 14 : 0));
  const size = { viewBox: `0 0 ${width} ${height}`, style: `--hp-width: ${width}px` };
  const svg = make(parent, "svg", { ...size, role: "img", class: `hp-picture hp-graph${tall ? " hp-tall" : ""}` });
  const [lines, slopes, boxes, tokens] = ["lines", "slopes", "boxes", "tokens"].map((name) => make(svg, "g", { class: `hp-graph-${name}` }));
  const when = times(spec);
  const strands = nodes.map((node, k) => node.parents.map((_, n) => strand(places.lines[k][n].map(at), BOX, tall, asideOf(spec, k, n, tall), tall && spec.expected[node.parents[n]] > 1 ? STEM : 0)));
  const taken = nodes.flatMap((_, k) => boxesOf(spec, k, at(places.places[k]), tall));
  const spots = labelSpots(strands, nodes.map((node) => node.slopes.map((slope) => `× ${shown(slope)}`)), taken, width);
  const links = nodes.flatMap((node, k) => node.parents.map((_, n) => drawLink({ lines, slopes, tokens }, spec, when, tall, k, n, strands[k][n], spots[k][n])));
  const drawn = nodes.map((_, k) => drawNode(boxes, spec, at(places.places[k]), when, k));
  return {
    svg,
    show(now, time) {
      [...links, ...drawn].forEach((part) => part(now, time));
      svg.setAttribute("aria-label", minus(`${phrase("title", { count: nodes.length })}. ${now.words}`));
    },
  };
}

/** @returns {(spot: number[]) => number[]} */
const placed = (tall, across) => ([level, slot]) => (tall
  ? [MARGIN + BOX[0] / 2 + TALL.slot * slot, MARGIN + BOX[1] / 2 + TALL.level * level]
  : [MARGIN + BOX[0] / 2 + across * level, MARGIN + BOX[1] / 2 + WIDE.slot * slot]);

// The sub-step in which each node passes on, and all that has arrived at the end.
function times({ nodes, expected }) {
  const order = handed(nodes);
  const { arrived } = state(nodes, expected, order.length + 1);
  const passes = Object.fromEntries(order.map((k, n) => [k, n + 2]));
  // What arrives at a node, with the sub-step that brings it.
  const brought = nodes.map((_, k) => (k === nodes.length - 1 ? [1] : []));
  order.forEach((k) => nodes[k].parents.forEach((parent) => brought[parent].push(passes[k])));
  return { passes, arrived, brought };
}

const asideOf = ({ places }, k, n, tall) => APART * places.ends[k][n] * (tall ? 1.6 : 1);

// Where no slope may stand: the box of a number with its second frame, and the sum below it.
/** @param {any} spec @param {number} k @param {number[]} centre @param {boolean} tall @returns {number[][]} left, top, right, bottom */
function boxesOf(spec, k, centre, tall) {
  const [x, y] = centre;
  const fork = spec.expected[k] > 1 ? 4 : 0;
  const [w, h] = BOX.map((side) => side / 2 + fork);
  const frame = [x - w, y - h, x + w, y + h];
  return fork ? [frame, [x - w + (tall ? 8 : 0), y + h, x + w - (tall ? 8 : 0), y + h + 20]] : [frame];
}

function drawLink({ lines, slopes, tokens }, spec, when, tall, k, n, points, { spot, room }) {
  const local = spec.nodes[k].slopes;
  const path = make(lines, "path", { d: pathOf(points), class: "hp-strand" });
  // On paper of its own, or the line would be seen between the sign and the number.
  const paper = make(slopes, "rect", { class: "hp-local-paper", rx: 3 });
  const slope = make(slopes, "text", { x: spot[0], y: spot[1] + 4.5, class: "hp-local" }, `× ${shown(local[n])}`);
  const token = drawToken(tokens, TOKEN, -1, tall);
  const passes = when.passes[k];
  let busy = null;
  return (now, time) => {
    const t = within(time - passes + 1);
    path.classList.toggle("hp-passed", t === 1);
    if (busy !== (now.now === k)) {
      busy = now.now === k;
      slope.classList.toggle("hp-now", busy);
      fit(slope, room);
      const { x, y, width, height } = slope.getBBox();
      place(paper, { x: x - 2, y, width: width + 4, height });
    }
    see(token.group, t > 0 && t < 1 ? 1 : 0);
    if (!t || t === 1) return;
    const spot = path.getPointAtLength(path.getTotalLength() * (1 - eased(t)));
    place(token.group, { transform: `translate(${spot.x.toFixed(1)} ${spot.y.toFixed(1)})` });
    const has = when.arrived[k].reduce((all, one) => all + one, 0);
    const text = shown(eased(t) < 0.5 ? has : has * local[n]);
    say(token.text, text);
    token.text.classList.toggle("hp-long", text.length > 6);
  };
}

/** @param {number[]} centre */
function drawNode(parent, spec, centre, when, k) {
  const [x, y] = centre;
  const node = spec.nodes[k];
  const group = make(parent, "g", { class: "hp-number" });
  const fork = spec.expected[k] > 1;
  if (fork) box(group, x, y, BOX[0] + 8, BOX[1] + 8, { class: "hp-fork", rx: 12 });
  const frame = box(group, x, y, BOX[0], BOX[1], { class: "hp-unit", rx: 8, stroke: "currentColor" });
  const write = writer(group);
  const name = write(x, y - 15, "node-name", minus(node.label));
  name.classList.toggle("hp-long", node.label.length > 9);
  tell(write(x, y + 4, "value", ""), node.data);
  const grad = write(x, y + 23, "node-grad", "");
  const ground = fork ? make(group, "rect", { class: "hp-local-paper", rx: 3 }) : null;
  const sum = fork ? write(x, y + BOX[1] / 2 + 18, "paths", "") : null;
  const roof = y + BOX[1] / 2 + 5.5;
  const { arrived, brought } = { arrived: when.arrived[k], brought: when.brought[k] };
  const all = arrived.reduce((added, one) => added + one, 0);
  return (now, time) => {
    const come = arrived.filter((_, n) => time >= brought[n]);
    const complete = Math.max(...brought);
    say(grad, time >= complete ? `∂ ${shown(all)}` : "");
    grad.classList.toggle("hp-long", grad.textContent.length > 10);
    frame.classList.toggle("hp-now", now.now === k);
    if (!sum) return;
    const missing = come.length < arrived.length ? " + …" : "";
    const told = come.length ? minus(summed(come)) + missing : "";
    if (told !== sum.textContent) {
      say(sum, told);
      sum.classList.toggle("hp-long", told.length > 16);
      fit(sum, BOX[0] + 24);
      const { x: left, y: top, width, height } = sum.getBBox();
      // From the frame on: the lines end in their sum, and not in a wedge above it.
      place(ground, { x: left - 3, y: roof, width: width ? width + 6 : 0, height: height ? top + height - 1 - roof : 0 });
    }
    group.classList.toggle("hp-joins", come.length > 0);
  };
}
