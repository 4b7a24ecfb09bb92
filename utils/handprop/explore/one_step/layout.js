// Where everything stands: from left to right, or from top to bottom where there is little room across.

const WIDE = { input: [60, 46], unit: [176, 88], row: [168, 132, 118], gap: [206, 246], label: [104, 44], token: [66, 22], least: 0 };
const TALL = { input: [60, 40], unit: [112, 100], row: [128, 118, 118], gap: [46, 84], label: [106, 42], token: [56, 20], least: 380 };
const RESULT = { width: 136, height: 128 };
const NARROW_RESULT = { width: 106, height: 128 };
const MARGIN = 10;
const TITLE = 26; // room for the name above a unit
const BETWEEN = 5; // between two labels

/** Centres and sizes, in pixels of the picture; `edges[k - 1][i][j]` leads from unit i to unit j of layer k.
 * @param {number[]} sizes units in each layer, inputs first @param {boolean} tall */
export function layout(sizes, tall) {
  const kind = tall ? TALL : WIDE;
  const most = Math.max(...sizes);
  const row = kind.row[Math.min(most, 4) - 2] ?? kind.row[0];
  const across = (most - 1) * row + kind.unit[tall ? 0 : 1];
  const single = sizes.at(-1) === 1;
  const side = Math.max(across + 2 * MARGIN + (tall ? 0 : TITLE), kind.least);
  const middle = side / 2 + (tall ? 0 : TITLE / 2);
  const nodes = [];
  const edges = [];
  let along = MARGIN + (tall ? TITLE : 0);
  sizes.forEach((count, k) => {
    const [width, height] = k ? kind.unit : kind.input;
    const place = (gap) => Array.from({ length: count }, (_, i) => {
      const [a, b] = [along + gap + (tall ? height : width) / 2, middle + row * (i - (count - 1) / 2)];
      return tall ? { x: b, y: a, width, height } : { x: a, y: b, width, height };
    });
    const { gap, lines } = k ? spread(kind, nodes[k - 1], place, k, tall) : { gap: 0, lines: null };
    nodes.push(place(gap));
    if (lines) edges.push(lines);
    along += gap + (tall ? height : width);
  });
  const below = tall && !single;
  const result = below ? NARROW_RESULT : RESULT;
  const results = nodes.at(-1).map(({ x, y, width, height }) =>
    below ? { x, y: y + height / 2 + 72 } : { x: x + width / 2 + 22 + result.width / 2, y: tall ? y - 16 : y },
  );
  const end = along + (below ? 72 + result.height : tall ? 66 : 22 + result.width) + MARGIN;
  const low = Math.max(...results.map(({ y }) => y)) + result.height;
  return {
    tall, nodes, results, edges, label: kind.label, token: kind.token, result,
    width: tall ? Math.max(side, results.at(-1).x + result.width / 2 + MARGIN) : end,
    height: tall ? end : Math.max(side + 22, low),
  };
}

// The smallest gap before a layer in which no label covers another.
function spread(kind, from, place, k, tall) {
  let best = null;
  for (let wider = 0; wider <= 400; wider += 20) {
    const gap = kind.gap[k > 1 ? 1 : 0] + wider;
    const { lines, covered } = labelled(kind, from, place(gap), k, tall);
    if (!best || covered < best.covered) best = { gap, lines, covered };
    if (!covered) break;
  }
  return best;
}

function labelled(kind, from, to, k, tall) {
  const taken = [];
  let covered = 0;
  const lines = from.map((start, i) => to.map((end, j) => {
    const made = edge(kind, [start, i, from.length], [end, j, to.length], tall);
    const spot = labelSpot(kind, made, taken, k, tall);
    taken.push(spot.label);
    covered += spot.covered;
    return { ...made, ...spot };
  }));
  return { lines, covered };
}

/** @param {number[]} from @param {number[]} to */
const between = (from, to, t) => from.map((v, n) => v + t * (to[n] - v));

function labelSpot(kind, { start, end }, taken, k, tall) {
  const axis = tall ? 1 : 0;
  const long = end[axis] - start[axis];
  const half = kind.label[axis] / 2;
  const token = kind.token[axis] + 10;
  // Free: the ends, where numbers wait; what comes back waits at the start of all but the first lines.
  const [first, last] = [half + (k > 1 ? token : 8), long - half - token];
  const tries = Array.from({ length: 40 }, (_, n) => first + (n / 39) * Math.max(last - first, 0));
  const tight = last < first ? 1 : 0;
  const spots = tries.map((way) => {
    const label = between(start, end, way / long);
    const over = taken.filter((other) => label.every((v, n) => Math.abs(v - other[n]) < kind.label[n] + BETWEEN)).length;
    return { label, turn: way / long, covered: over + tight };
  });
  return spots.reduce((best, one) => (one.covered < best.covered ? one : best));
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
  if (!tall) return [x + side * (width / 2 + 6), y + (index - (count - 1) / 2) * (height + 2)];
  const inRow = Math.min(count, 2);
  const [row, column] = [Math.floor(index / 2), index % 2];
  return [x + (column - (inRow - 1) / 2) * (width + 2), y + side * (height / 2 + 5 + row * (height + 2))];
}
