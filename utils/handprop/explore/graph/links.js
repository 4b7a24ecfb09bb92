// The lines of a graph, as points, and where the slope of each stands: on its own line, away from all others.

const STEPS = 16; // points of each bend
const [LETTER, HIGH] = [10.4, 19]; // what a letter takes at most, in a lecture hall, and a line of them
const SPARE = 4; // between a slope and what it must not touch

/** From the parent, by the bends of the levels between, to the child; along the levels at every box.
 * @param {number[][]} points centres of boxes and bends @param {number[]} box @param {boolean} tall @param {number} aside
 * @param {number} stem how far it goes straight before it bends
 * @returns {number[][]} points of the line */
export function strand(points, box, tall, aside, stem = 0) {
  const [along, across] = tall ? [1, 0] : [0, 1];
  const half = box[along] / 2;
  const shifted = (point, by) => point.map((v, n) => v + (n === along ? by : 0));
  let from = shifted(points[0], half + stem);
  const made = stem ? [shifted(points[0], half), from] : [from];
  points.slice(1).forEach((point, n) => {
    const to = shifted(point, -half);
    if (n === points.length - 2) to[across] += aside;
    made.push(...bend(from, to, along));
    from = shifted(point, half);
    if (n < points.length - 2) made.push(...Array.from({ length: 4 }, (_, k) => to.map((v, i) => v + ((k + 1) / 4) * (from[i] - v))));
  });
  return made;
}

// A cubic whose ends lie along the levels, without its first point.
function bend(from, to, along) {
  const middle = (from[along] + to[along]) / 2;
  const turned = (point) => point.map((v, n) => (n === along ? middle : v));
  const [first, second] = [turned(from), turned(to)];
  return Array.from({ length: STEPS }, (_, k) => {
    const t = (k + 1) / STEPS;
    const parts = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t ** 3];
    return from.map((_, n) => [from, first, second, to].reduce((sum, point, i) => sum + parts[i] * point[n], 0));
  });
}

export const pathOf = (points) => `M${points.map((point) => point.map((v) => v.toFixed(1)).join()).join("L")}`;

/** For each link the middle of its slope, and how wide that may be. The gap before the child is the first choice; a line
 * that passes other levels has room there, too.
 * @param {number[][][][]} strands by node and link @param {string[][]} words @param {number[][]} taken left, top, right, bottom
 * @param {number} width of the picture */
export function labelSpots(strands, words, taken, width) {
  const all = strands.flat();
  const said = words.flat();
  const best = all.map(() => null);
  const place = (own) => {
    const wide = said[own].length * LETTER;
    const others = all.filter((_, n) => n !== own);
    const full = [...taken, ...best.flatMap((one, n) => (one && n !== own ? [around(one.spot, one.room)] : []))];
    // The last bend before the child, from its end to its start; then the rest of the line.
    const tries = all[own].slice(1, -1).reverse().filter((_, far) => far > 1);
    const judged = tries.map((spot, far) => {
      const room = Math.min(wide, roomAt(spot, full, width));
      const box = around(spot, room);
      const crossed = others.reduce((sum, one) => sum + one.filter((point) => inside(point, box)).length, 0);
      const covered = full.filter((one) => overlap(one, around(spot, Math.min(room, 24)))).length;
      return { spot, room, cost: 40 * covered + 6 * crossed + 30 * (1 - room / wide) + 0.15 * Math.abs(far - STEPS / 2 + 2) };
    });
    best[own] = judged.reduce((least, one) => (one.cost < least.cost ? one : least));
  };
  // A second time with all others in their places: the first of two may have left the other no room.
  [...all.keys(), ...all.keys()].forEach(place);
  let next = 0;
  return strands.map((ofNode) => ofNode.map(() => best[next++]));
}

/** As wide as the next box on either side lets it be, around its middle.
 * @param {number[]} spot @param {number[][]} taken @param {number} width */
function roomAt([x, y], taken, width) {
  const level = taken.filter(([, top, , bottom]) => bottom > y - HIGH / 2 && top < y + HIGH / 2);
  const left = Math.max(0, ...level.map(([, , right]) => right).filter((right) => right <= x));
  const right = Math.min(width, ...level.map(([one]) => one).filter((one) => one >= x));
  return Math.max(2 * (Math.min(x - left, right - x) - SPARE), 24);
}

/** @type {(spot: number[], wide: number) => number[]} */
const around = ([x, y], wide) => [x - wide / 2, y - HIGH / 2, x + wide / 2, y + HIGH / 2];
/** @type {(point: number[], box: number[]) => boolean} */
const inside = ([x, y], [left, top, right, bottom]) => x > left && x < right && y > top && y < bottom;
const overlap = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
