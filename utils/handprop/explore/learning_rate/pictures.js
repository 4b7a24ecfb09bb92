// The two pictures of the explorer of learning rates.

import { make, place, say, writer } from "../frame/drawing.js";
import { minus, shown } from "../frame/numbers.js";
import { axes, canvas, clipped, panel, polyline, raised, range } from "../frame/plot.js";
import { tr } from "../frame/tr.js";

const FRAME = [62, 26, 428, 270]; // one and a half times as wide as high, as maps are
const LEAST = -30; // the least power of ten: a loss of 0 has no place on such an axis
const ROUND_DOT = (r) => `M${-r},0a${r},${r} 0 1 0 ${2 * r},0a${r},${r} 0 1 0 ${-2 * r},0`;
const held = (value, low, high) => Math.min(Math.max(value, low), high);

function within([x, y]) {
  const [left, top, right, bottom] = FRAME;
  return x >= left && x <= right && y >= top && y <= bottom + 0.5;
}

// The path of the steps and a dot for each; where a step lies outside, the path leaves the picture.
function trail(svg, most, colour) {
  const [left, top, right, bottom] = FRAME;
  const inside = clipped(svg, left, top, right - left, bottom - top);
  const line = make(inside, "polyline", { class: "hp-trail", stroke: colour });
  const dots = Array.from({ length: most + 1 }, () => make(svg, "path", { class: "hp-step", fill: colour, stroke: colour }));
  return (points) => {
    line.setAttribute("points", polyline(points.map((point) => point.map((v) => held(v, -5000, 5000)))));
    dots.forEach((dot, k) => {
      const seen = k < points.length && within(points[k]);
      dot.style.display = seen ? "" : "none";
      if (!seen) return;
      place(dot, {
        d: ROUND_DOT(k === points.length - 1 ? 6.5 : 4.5),
        transform: `translate(${points[k].map((v) => v.toFixed(2)).join(" ")})`,
      });
      dot.classList.toggle("hp-hollow", k === 0);
    });
  };
}

// Everything that changes with the example: the curve or the map, the axes, the lowest place.
function drawLandscape(svg, landscape, colour) {
  const group = make(svg, "g");
  return landscape.kind === "map" ? drawMap(group, landscape) : drawCurve(group, landscape, colour);
}

function drawCurve(group, landscape, colour) {
  const { span, top, minimum } = landscape;
  const ticks = { frame: FRAME, x: span, y: [0, top], xTicks: landscape.ticks, yTicks: landscape.loss_ticks };
  const { at, inside } = axes(group, { ...ticks, xName: landscape.place, yName: tr("loss") });
  const height = (u) => 0.5 * (landscape.factor * u - landscape.target) ** 2;
  const curve = range(span[0], span[1], 160).map((u) => at(u, height(u)));
  make(inside, "polyline", { points: polyline(curve), class: "hp-valley", stroke: colour });
  const [x, y] = at(minimum, 0);
  make(group, "line", { x1: x, x2: x, y1: FRAME[1], y2: y, class: "hp-thread" });
  writer(group)(x, FRAME[1] - 9, "caption", tr("minimum {minimum}", { minimum: shown(minimum) }));
  return { group, spots: (run) => run.losses.map((lossNow, k) => at(run.places[k], lossNow)) };
}

function drawMap(group, landscape) {
  const [x, y] = landscape.ends;
  const { at, inside } = axes(group, { frame: FRAME, x, y, xTicks: [-1, 0, 1, 2], yTicks: [0, 1], xName: tr("weight w1"), yName: tr("weight w2") });
  if (landscape.flat !== null) drawFlat(inside, at(x[0], y[1]), at(landscape.flat, y[0]));
  [...landscape.contours].reverse().forEach(({ points }) => {
    make(inside, "polygon", { points: polyline(points.map(([w1, w2]) => at(w1, w2))), class: "hp-ring" });
  });
  const taken = [];
  landscape.contours.forEach(({ level, points }) => drawLevel(inside, level, points.map(([w1, w2]) => at(w1, w2)), taken));
  const floor = landscape.floor.map(([w1, w2]) => at(w1, w2));
  if (floor.length > 1) make(inside, "polyline", { points: polyline(floor), class: "hp-floor" });
  else make(inside, "path", { d: "M-7,0H7M0,-7V7", transform: `translate(${floor[0].join(" ")})`, class: "hp-floor" });
  return { group, spots: (run) => run.places.map(([w1, w2]) => at(w1, w2)) };
}

// The loss of a line, written on its rightmost point where there is room: not near an edge, not on another.
function drawLevel(inside, level, points, taken) {
  const [left, top, right, bottom] = FRAME;
  const free = ([x, y]) => taken.every(([a, b]) => Math.abs(x - a) > 30 || Math.abs(y - b) > 13);
  const room = points.filter(([x, y]) => x > left + 20 && x < right - 20 && y > top + 12 && y < bottom - 12);
  const spot = room.filter(free).reduce((best, point) => (point[0] > best[0] ? point : best), [-Infinity]);
  if (spot[0] < (left + right) / 2) return;
  taken.push(spot);
  writer(inside)(spot[0], spot[1] + 4.5, "on-line", shown(level));
}

/** @param {any} inside @param {number[]} corner upper left @param {number[]} other lower right */
function drawFlat(inside, [left, top], [right, bottom]) {
  const group = clipped(inside, left, top, right - left, bottom - top);
  const height = bottom - top;
  range(left - height, right, Math.round((right - left + height) / 14)).forEach((x) =>
    make(group, "line", { x1: x, y1: bottom, x2: x + height, y2: top, class: "hp-hatch" }),
  );
  writer(inside)((left + right) / 2, top + 24, "on-line", tr("gate closed: flat"));
}

// The powers of ten that hold some losses, where their axis is to have powers: where they are asked for, or where a
// loss lies beyond the picture.
function powersOf({ losses }, top, axis) {
  if (axis === "linear" || (axis === "auto" && losses.every((loss) => loss <= top))) return null;
  const powers = losses.filter((loss) => loss > 0 && Number.isFinite(loss)).map(Math.log10);
  const low = Math.max(Math.floor(powers.length ? Math.min(...powers) : 0), LEAST);
  return [low, Math.max(Math.ceil(Math.max(...powers, low)), low + 1)];
}

function drawHistory(svg, landscape, most) {
  const group = make(svg, "g");
  const shared = { frame: FRAME, x: [-1, most + 1], xTicks: range(0, most, 4), xName: tr("step"), yName: tr("loss") };
  let [drawn, inner, at] = ["", null, null];
  const frame = (powers) => {
    if (drawn === String(powers)) return;
    drawn = String(powers);
    inner?.remove();
    inner = make(group, "g");
    const each = powers ? Math.ceil((powers[1] - powers[0]) / 6) : 0;
    const yTicks = powers ? range(powers[0], powers[1], powers[1] - powers[0]).filter((power) => power % each === 0) : landscape.loss_ticks;
    ({ at } = axes(inner, { ...shared, y: powers ?? [0, landscape.top], yTicks }));
    if (powers) inner.querySelectorAll(".hp-tick.hp-right").forEach((node, k) => say(node, raised(yTicks[k])));
  };
  return {
    group,
    spots: (run, axis) => {
      const powers = powersOf(run, landscape.top, axis);
      frame(powers);
      const height = (loss) => (powers ? Math.log10(Math.max(loss, 10 ** LEAST)) : loss);
      return run.losses.map((lossNow, k) => at(k, height(lossNow)));
    },
  };
}

const PLACES = { curve: tr("The steps on the loss curve"), map: tr("The steps on the map of the loss") };

export function descentPictures(panels, spec) {
  const boxes = [panel(panels, PLACES.curve), panel(panels, tr("The loss, step by step"))];
  const canvases = boxes.map((one) => canvas(one, 446, 316));
  const landscapes = Object.values(spec.landscapes);
  const each = landscapes.map((landscape) => [
    drawLandscape(canvases[0], landscape, spec.colour),
    drawHistory(canvases[1], landscape, spec.most_steps),
  ]);
  const trails = canvases.map((svg) => trail(svg, spec.most_steps, "currentColor"));
  return (index, run, words, axis) => {
    each.forEach((drawn, i) => drawn.forEach(({ group }) => { group.style.display = i === index ? "" : "none"; }));
    say(boxes[0].firstChild, PLACES[landscapes[index].kind]);
    each[index].forEach(({ spots }, i) => trails[i](spots(run, axis)));
    canvases.forEach((svg, i) => svg.setAttribute("aria-label", minus(`${boxes[i].firstChild.textContent}. ${words}`)));
  };
}
