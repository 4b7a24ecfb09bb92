// A drawn guess: a point above each place, moved by mouse, finger or keys; later the real curve over it.

import { make, place } from "../explore/frame/drawing.js";
import { minus, shown } from "../explore/frame/numbers.js";
import { axes, polyline, range, valueList } from "../explore/frame/plot.js";
import { fill, foldedTable } from "../explore/frame/tables.js";
import { tr } from "../explore/frame/tr.js";

const SIZE = [480, 300];
const FRAME = [70, 28, 460, 246];
const GUESS = { class: "hp-guess", "stroke-width": 3, "stroke-dasharray": "7 4" };
const REAL = { class: "hp-real", "stroke-width": 3 };
/** @type {[number, string][]} */
const NEAR = [[0.04, tr("Very near")], [0.1, tr("Near")], [0.25, tr("Not far off")], [Infinity, tr("Far off")]];
// Shares of the height by which a key moves a point.
const KEYS = { ArrowUp: 0.02, ArrowDown: -0.02, PageUp: 0.1, PageDown: -0.1, Home: -1, End: 1 };

const nearest = (places, spot) =>
  places.reduce((best, place, i) => (Math.abs(place - spot) < Math.abs(places[best] - spot) ? i : best), 0);
const clamp = (value, [low, high]) => Math.min(Math.max(value, low), high);
const told = (value, { powers }) => (powers ? tr("10 to the power of {value}", { value: shown(Number(value.toFixed(1))) }) : shown(value));

function chart(parent, curve) {
  const { x, y, x_name: xName, y_name: yName, powers } = curve;
  const around = make(parent, "div", { class: "handprop-view hp-draw" });
  const svg = make(around, "svg", { viewBox: `0 0 ${SIZE.join(" ")}`, role: "group", "aria-label": tr("{yName} over {xName}", { yName, xName }) });
  const label = powers ? (power) => minus(`1e${power}`) : shown;
  const ticks = { xTicks: x, yTicks: range(y[0], y[1], curve.parts) };
  const ends = { x: [x[0], x[x.length - 1]], y };
  return { around, svg, ...axes(svg, { frame: FRAME, ...ends, ...ticks, xName, yName, label }) };
}

// Between the points that were moved the curve is straight; beyond them it is level.
function whole(values, { x, y }) {
  const known = x.flatMap((_, i) => (values[i] === null ? [] : [i]));
  return x.map((place, i) => {
    const before = known.filter((k) => k <= i).pop() ?? known[0];
    const after = known.find((k) => k >= i) ?? before;
    if (before === undefined) return (y[0] + y[1]) / 2;
    const part = after === before ? 0 : (place - x[before]) / (x[after] - x[before]);
    return values[before] + part * (values[after] - values[before]);
  });
}

/** @returns {number[] | null} */
function read(said, { x }) {
  try {
    const values = JSON.parse(said);
    return Array.isArray(values) && values.length === x.length && values.every(Number.isFinite) ? values : null;
  } catch {
    return null;
  }
}

export function curveField(form, { curve }) {
  const help = tr("Draw the curve with mouse or finger. With keys: left and right choose a point, up and down move it.");
  make(form, "p", {}, help);
  const { svg, at } = chart(form, curve);
  const { x, y } = curve;
  let values = x.map(() => null);
  const line = make(svg, "polyline", GUESS);
  const points = x.map((spot, i) => make(svg, "circle", {
    r: 8, class: "hp-point", role: "slider", tabindex: i ? -1 : 0, "aria-orientation": "vertical",
    "aria-label": tr("{y_name} at {x_name} {told}", { y_name: curve.y_name, x_name: curve.x_name, told: told(spot, curve) }), "aria-valuemin": y[0], "aria-valuemax": y[1],
  }));
  const show = () => {
    const heights = whole(values, curve);
    line.setAttribute("points", polyline(heights.map((height, i) => at(x[i], height))));
    points.forEach((point, i) => {
      const [cx, cy] = at(x[i], heights[i]);
      place(point, { cx, cy, "aria-valuenow": heights[i], "aria-valuetext": told(heights[i], curve) });
      point.classList.toggle("hp-moved", values[i] !== null);
    });
  };
  const put = (i, height) => {
    values[i] = Number(clamp(height, y).toPrecision(4));
    show();
    form.dispatchEvent(new Event("input"));
  };
  const choose = (i) => {
    points.forEach((point, k) => point.setAttribute("tabindex", k === i ? "0" : "-1"));
    points[i].focus({ preventScroll: true });
  };
  points.forEach((point, i) => point.addEventListener("keydown", (event) => {
    const beside = { ArrowLeft: i - 1, ArrowRight: i + 1 }[event.key];
    if (points[beside]) choose(beside);
    else if (KEYS[event.key]) put(i, whole(values, curve)[i] + KEYS[event.key] * (y[1] - y[0]));
    else return;
    event.preventDefault();
  }));
  followPointer(svg, curve, choose, put);
  show();
  return {
    value: () => (values.every((value) => value === null) ? "" : JSON.stringify(whole(values, curve))),
    fill: (said) => {
      values = read(said, curve) ?? x.map(() => null);
      show();
    },
    put,
    missing: () => tr("Draw the curve first, or look without predicting."),
    first: points[0],
  };
}

// Points between two events of a fast hand get their heights, too.
function followPointer(svg, { x, y }, choose, put) {
  const [left, top, right, bottom] = FRAME;
  let last = null;
  const draw = (event) => {
    const spot = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    const part = clamp((spot.x - left) / (right - left), [0, 1]);
    const i = nearest(x, x[0] + part * (x[x.length - 1] - x[0]));
    const height = y[0] + ((bottom - spot.y) / (bottom - top)) * (y[1] - y[0]);
    const [from, start] = last ?? [i, height];
    const step = Math.sign(i - from);
    for (let k = from + step; step && k !== i; k += step) put(k, start + ((height - start) * (k - from)) / (i - from));
    put(i, height);
    last = [i, height];
    return i;
  };
  svg.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    svg.setPointerCapture(event.pointerId);
    last = null;
    choose(draw(event));
  });
  svg.addEventListener("pointermove", (event) => {
    if (svg.hasPointerCapture(event.pointerId)) draw(event);
  });
}

/** The guess and what happens in one picture.
 * @param {HTMLElement} parent @param {{ curve: any }} spec @param {string} said */
export function showCurves(parent, { curve }, said) {
  parent.replaceChildren();
  const guess = read(said, curve);
  const { around, svg, at } = chart(parent, curve);
  svg.setAttribute("role", "img");
  const lines = [[guess, tr("your guess"), GUESS], [curve.real, tr("what happens"), REAL]].filter(([heights]) => heights);
  lines.forEach(([heights, , look]) => {
    make(svg, "polyline", { ...look, points: polyline(heights.map((height, i) => at(curve.x[i], height))) });
  });
  valueList(around, tr("How the curves are drawn"), lines.map(([, name, look]) => [name, look]))(lines.map(() => ""));
  const body = foldedTable(around, tr("The curves"), [curve.x_name, ...lines.map(([, name]) => name)]);
  const write = (value) => (curve.powers ? minus(`1e${shown(Number(value.toFixed(1)))}`) : shown(value));
  fill(body, curve.x.map((spot, i) => [write(spot), ...lines.map(([heights]) => write(heights[i]))]));
}

/** How near a drawn guess was, in a sentence.
 * @param {{ curve: any }} spec @param {string} said */
export function nearness({ curve }, said) {
  const guess = read(said, curve);
  if (!guess) return "";
  const offs = guess.map((height, i) => Math.abs(height - curve.real[i]));
  const mean = offs.reduce((total, off) => total + off, 0) / offs.length;
  const furthest = offs.indexOf(Math.max(...offs));
  const [, word] = NEAR.find(([share]) => mean <= share * (curve.y[1] - curve.y[0]));
  const away = curve.powers ? tr("{mean} powers of ten", { mean: shown(Number(mean.toPrecision(2))) }) : shown(Number(mean.toPrecision(2)));
  const there = `${curve.x_name} ${told(curve.x[furthest], curve)}`;
  const [drew, real] = [guess[furthest], curve.real[furthest]].map((height) => told(height, curve));
  return tr("{word}: on average {away} away. The most at {there}: you drew {drew}, it is {real}.", { word, away, there, drew, real });
}
