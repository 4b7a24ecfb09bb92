// Where everything stands: from left to right; closer together, so that the letters are larger on the screen; or from
// top to bottom where there is little room across.

import { between } from "../frame/motion.js";

const WIDE = { input: [60, 46], unit: [192, 100], row: [168, 132, 118], gap: [206, 246], label: [104, 44], token: [74, 22], least: 0, margin: 10, title: 26 };
const CLOSE = { input: [40, 40], unit: [130, 0], cell: 23, pad: 0, row: [170, 124, 118], gap: [190, 212], label: [107, 44], token: [78, 22], least: 0, margin: 3, title: 20 };
const TALL = { input: [60, 40], unit: [124, 0], cell: 21, pad: 4, row: [220, 141, 130], gap: [46, 60], label: [106, 42], token: [78, 20], least: 380, margin: 6, title: 22 };
const KINDS = { wide: WIDE, close: CLOSE, tall: TALL };
const RESULT = { width: 136, height: 128, reach: 92 };
const NARROW_RESULT = { width: 80, height: 92, reach: 68 };
const CLOSE_RESULT = { width: 58, height: 74, reach: 46 };
const BETWEEN = 5; // between two labels
const LINE = 17; // of the lines below a unit
const TITLE = { wide: 22, close: 20, tall: 17 }; // the line above it

/** What stands in a unit where its numbers stand one below the other: what went forward, then what came back, the last
 * to come on top. A gate needs no number of its own where it is drawn between what it meets and what it makes. */
export function rowsOf({ units, activations, names }, k, name) {
  const slope = activations[k - 1] !== "linear";
  const inside = name === "tall";
  return ["z", slope && "a", "delta", inside && slope && "factor", k < units.length - 1 && "da", inside && names[`b${k}`] && "bias"].filter(Boolean);
}

/** Centres and sizes, in pixels of the picture; `edges[k - 1][i][j]` leads from unit i to unit j of layer k.
 * @param {number[]} sizes units in each layer, inputs first @param {"wide" | "close" | "tall"} name
 * @param {string[][]} rows what stands in a unit of each layer, one below the other, see `rowsOf`
 * @param {number[]} lines how many lines of text stand below a unit of each layer, inputs first */
export function layout(sizes, name, rows, lines) {
  const [kind, tall, close] = [KINDS[name], name === "tall", name === "close"];
  const single = sizes.at(-1) === 1;
  const below = close || (tall && !single);
  const result = close ? CLOSE_RESULT : tall ? NARROW_RESULT : RESULT;
  const under = lines.map((count) => count * LINE);
  // From an output to the axis of its error: two lines of text stand between.
  const down = (close ? 36 : 46) + (below ? under.at(-1) : 0) + (close ? 8 : 0);
  const last = sizes.length - 1;
  const full = sizes.map((_, k) => {
    const [width, height] = k ? kind.unit : kind.input;
    return [width, k && name !== "wide" ? kind.cell * rows[k].length + 2 * kind.pad : height];
  });
  // From one unit to the next of its layer: what stands above, below, and beside an output has its room.
  const rowOf = full.map(([, height], k) => {
    const row = kind.row[Math.min(tall ? sizes[k] : Math.max(...sizes), 4) - 2] ?? kind.row[0];
    if (tall || !k) return row;
    const error = close ? height + down + TITLE.close : 46;
    return Math.max(row, height + TITLE[name] + under[k] + (under[k] > LINE ? 4 : 0), k === last ? error + result.reach : 0);
  });
  const across = Math.max(...sizes.map((count, k) => (count - 1) * rowOf[k] + full[k][tall ? 0 : 1]), kind.unit[tall ? 0 : 1]);
  const side = Math.max(across + 2 * kind.margin + (tall ? 0 : kind.title), kind.least);
  const middle = side / 2 + (tall ? 0 : kind.title / 2);
  const nodes = [];
  const edges = [];
  let along = kind.margin + (tall ? kind.title : 0);
  sizes.forEach((count, k) => {
    const [width, height] = full[k];
    const place = (gap) => Array.from({ length: count }, (_, i) => {
      const [a, b] = [along + gap + (tall ? height : width) / 2, middle + rowOf[k] * (i - (count - 1) / 2)];
      return tall ? { x: b, y: a, width, height } : { x: a, y: b, width, height };
    });
    const { gap, lines: made } = k ? spread(kind, nodes[k - 1], place, k, name) : { gap: 0, lines: null };
    nodes.push(place(gap));
    if (made) edges.push(made);
    along += gap + (tall ? height : width);
  });
  const results = nodes.at(-1).map(({ x, y, width, height }) => {
    if (below) return { x: close ? x - width / 2 + result.width / 2 : x, y: y + height / 2 + down };
    return { x: x + width / 2 + 22 + result.width / 2, y: tall ? y - 12 : y };
  });
  const end = along + (below ? (close ? 0 : down + result.height) : tall ? Math.max(results.at(-1).y + result.height - along, 0) : 22 + result.width) + kind.margin;
  const feet = nodes.flatMap((column, k) => column.map(({ y, height }) => y + height / 2 + (k ? under[k] : 0) + (close ? 5 : 10)));
  const low = Math.max(...results.map(({ y }) => y + result.height), ...feet);
  return {
    name, tall, close, nodes, results, edges, label: kind.label, token: kind.token, line: LINE, result, below, rows, cell: kind.cell, pad: kind.pad,
    width: tall ? Math.max(side, results.at(-1).x + result.width / 2 + kind.margin) : end,
    height: tall ? end : Math.max(side, low),
  };
}

/** @type {((cell: number[], last: number[]) => number)[]} */
const ORDERS = [
  ([i, j]) => 10 * i + j,
  ([i, j]) => 10 * j + i,
  ([i, j], [m, n]) => 10 * Math.abs(i / (m || 1) - j / (n || 1)) + i / 10, // the straight lines first
  ([i, j], [m, n]) => -10 * Math.abs(i / (m || 1) - j / (n || 1)) + i / 10,
];

// The smallest gap before a layer in which no label covers another.
function spread(kind, from, place, k, name) {
  let best = null;
  const last = [from.length, place(0).length].map((count) => count - 1);
  for (let wider = 0; wider <= 400 && best?.covered !== 0; wider += 10) {
    const gap = kind.gap[k > 1 ? 1 : 0] + wider;
    // Who chooses a place first decides how many rows are needed.
    ORDERS.forEach((order) => {
      const { lines, covered, hidden } = labelled(kind, from, place(gap), k, name, (one) => order(one, last));
      // A crossing that is hidden makes one read a wrong way; for that alone the gap does not grow.
      if (!best || covered < best.covered || (covered === best.covered && gap === best.gap && hidden < best.hidden)) best = { gap, lines, covered, hidden };
    });
  }
  return best;
}

function labelled(kind, from, to, k, name, order) {
  const [tall, close] = [name === "tall", name === "close"];
  const made = from.map((start, i) => to.map((end, j) => edge(kind, [start, i, from.length], [end, j, to.length], tall)));
  // Close together, a label may stand above or below where numbers wait; otherwise it stands between them.
  const waiting = close || tall ? made.flat().flatMap(({ arrival, back }) => (k > 1 ? [arrival, back] : [arrival])) : [];
  const taken = waiting.map((spot) => ({ spot, size: kind.token.map((side, n) => (side + kind.label[n]) / 2 + 3 * n) }));
  let [covered, hidden] = [0, 0];
  const straight = made.flat();
  const cells = made.flatMap((row, i) => row.map((_, j) => [i, j])).sort((one, other) => order(one) - order(other));
  cells.forEach(([i, j]) => {
    const crossings = straight.map((other) => crossing(made[i][j], other)).filter(Boolean);
    const spot = labelSpot(kind, made[i][j], taken, crossings, k, tall, close);
    taken.push({ spot: spot.label, size: kind.label.map((side) => side + BETWEEN) });
    covered += spot.covered;
    hidden += spot.hidden;
    made[i][j] = { ...made[i][j], ...spot };
  });
  return { lines: made, covered, hidden };
}

/** Where two lines cross, but for their ends.
 * @param {{ start: number[], end: number[] }} one @param {{ start: number[], end: number[] }} other */
function crossing({ start, end }, { start: from, end: to }) {
  const [[a, b], [c, d]] = [[end[0] - start[0], end[1] - start[1]], [to[0] - from[0], to[1] - from[1]]];
  const turn = a * d - b * c;
  if (Math.abs(turn) < 1e-9) return null;
  const [s, t] = [((from[0] - start[0]) * d - (from[1] - start[1]) * c) / turn, ((from[0] - start[0]) * b - (from[1] - start[1]) * a) / turn];
  return [s, t].every((way) => way > 0.02 && way < 0.98) ? between(start, end, s) : null;
}

function labelSpot(kind, { start, end }, taken, crossings, k, tall, close) {
  const axis = tall ? 1 : 0;
  const long = end[axis] - start[axis];
  const half = kind.label[axis] / 2;
  const token = kind.token[axis] + 10;
  const title = tall ? TITLE.tall : 0;
  // Free: the ends, where numbers wait; what comes back waits at the start of all but the first lines.
  const [first, last] = close ? [half + 3, long - half - 3] : [half + (k > 1 ? token : 8), long - half - token - title];
  const tries = Array.from({ length: 40 }, (_, n) => first + (n / 39) * Math.max(last - first, 0));
  const tight = last < first ? 1 : 0;
  const spots = tries.map((way) => {
    const label = between(start, end, way / long);
    const over = taken.filter(({ spot, size }) => label.every((v, n) => Math.abs(v - spot[n]) < size[n])).length;
    const hidden = crossings.filter((spot) => label.every((v, n) => Math.abs(v - spot[n]) < kind.label[n] / 2 + 3)).length;
    return { label, turn: way / long, covered: over + tight, hidden };
  });
  const worse = ({ covered, hidden }) => covered + 0.1 * hidden;
  return spots.reduce((best, one) => (worse(one) < worse(best) ? one : best));
}

function edge(kind, [from, i, rows], [to, j, columns], tall) {
  const start = tall ? [from.x, from.y + from.height / 2] : [from.x + from.width / 2, from.y];
  const end = tall ? [to.x, to.y - to.height / 2] : [to.x - to.width / 2, to.y];
  // Where what was multiplied waits, one beside the other.
  return { start, end, arrival: slot(kind, end, -1, i, rows, tall), back: slot(kind, start, 1, j, columns, tall) };
}

/** @param {number[]} port */
function slot(kind, port, side, index, count, tall) {
  const [x, y] = port;
  const [width, height] = kind.token;
  // One beside the other where there is room across, otherwise one below the other.
  if (!tall) return [x + side * (width / 2 + 6), y + (index - (count - 1) / 2) * (height + 2)];
  return [x, y + side * (height / 2 + 8 + index * (height + 8)) - (side < 0 ? TITLE.tall : 0)];
}
