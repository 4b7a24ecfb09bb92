// What the explorers of digits share: packed networks and pictures, and 8 by 8 pixels to point at.

import { make, place } from "./drawing.js";
import { canvas } from "./plot.js";
import "./pixels.css";
import { tr } from "./tr.js";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
export const SIDE = 8;
export const INK = 16;

// Two letters hold a number in steps of 1/512; pixels.py has the twin.
export function unpacked(text) {
  const code = (i) => LETTERS.indexOf(text[i]);
  return Array.from({ length: text.length / 2 }, (_, k) => (64 * code(2 * k) + code(2 * k + 1) - 2048) / 512);
}

function shaped(numbers, [rows, columns]) {
  if (columns === undefined) return numbers;
  return Array.from({ length: rows }, (_, i) => numbers.slice(i * columns, (i + 1) * columns));
}

export function unpackedNet({ params, activations, loss: name }) {
  const parts = Object.entries(params).map(([key, [shape, text]]) => [key, shaped(unpacked(text), shape)]);
  return { params: Object.fromEntries(parts), activations, loss: name, frozen: [] };
}

export const unpackedPicture = (text) => [...text].map((letter) => LETTERS.indexOf(letter));

// "7/9:16 10:0" paints on picture 7 alone: ink on pixel 9, paper on pixel 10.
export function paintedPixels(painted, image) {
  const [where, pixels] = painted.split("/");
  if (!pixels || Number(where) !== Math.round(image)) return {};
  return Object.fromEntries(pixels.split(" ").map((part) => part.split(":").map(Number)));
}

export const paintedText = (image, pixels) => `${Math.round(image)}/${Object.entries(pixels).map(([k, ink]) => `${k}:${ink}`).join(" ")}`;

export const placeWords = (k) => tr("row {row}, column {column}", { row: Math.floor(k / SIDE) + 1, column: (k % SIDE) + 1 });

// A grid of 64 cells, one of them in the order of Tab, the others reached by arrow keys.  `act` is called with
// the place of the cell and what happened: "point" (pressed, or Enter or space) or "drag" (crossed while pressed,
// by a mouse, a pen or a finger).  `stroke`, where it is given, is called in place of it with two spots of the pen, in
// cells from the upper left corner, for every move of a mouse, a pen or a finger.
export function pixelGrid(parent, name, act, stroke = null) {
  const svg = canvas(parent, 324, 324);
  place(svg, { role: "grid", "aria-label": name, class: "hp-picture hp-pixels" });
  const cells = [];
  for (let row = 0; row < SIDE; row += 1) {
    const group = make(svg, "g", { role: "row" });
    for (let column = 0; column < SIDE; column += 1) cells.push(pixelCell(group, row, column));
  }
  const frame = make(svg, "rect", { width: 40, height: 40, rx: 0, class: "hp-pixel-frame", visibility: "hidden" });
  const index = (target) => cells.findIndex(({ group }) => group.contains(target));
  const focusOn = (k) => {
    cells.forEach(({ group }, i) => group.setAttribute("tabindex", i === k ? "0" : "-1"));
    cells[k].group.focus({ preventScroll: true });
  };
  followPointer(svg, focusOn, act, stroke);
  svg.addEventListener("keydown", (event) => pixelKey(event, index(event.target), focusOn, act));
  return { svg, cells, frame };
}

// A finger's events all go to the cell that it touched first, so cells are found by their place.
function followPointer(svg, focusOn, act, stroke) {
  let [held, last, spot] = [null, -1, null];
  svg.addEventListener("pointerdown", (event) => {
    const k = cellAt(svg, event);
    if (k < 0 || event.button !== 0 || held !== null) return;
    event.preventDefault();
    svg.setPointerCapture(event.pointerId);
    [held, last] = [event.pointerId, k];
    focusOn(k);
    spot = spotAt(svg, event);
    if (stroke) stroke(spot, spot);
    else act(k, "point");
  });
  svg.addEventListener("pointermove", (event) => {
    if (stroke && event.pointerId === held) {
      const before = spot;
      spot = spotAt(svg, event);
      stroke(before, spot);
      return;
    }
    const k = event.pointerId === held ? cellAt(svg, event) : -1;
    if (k < 0 || k === last) return;
    between(last, k).forEach((cell) => act(cell, "drag"));
    last = k;
  });
  const end = (event) => { if (event.pointerId === held) held = null; };
  ["pointerup", "pointercancel", "lostpointercapture"].forEach((name) => svg.addEventListener(name, end));
}

function spotAt(svg, { clientX, clientY }) {
  const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(svg.getScreenCTM().inverse());
  return [(x - 2) / 40, (y - 2) / 40];
}

function cellAt(svg, event) {
  const [column, row] = spotAt(svg, event).map(Math.floor);
  return column >= 0 && column < SIDE && row >= 0 && row < SIDE ? SIDE * row + column : -1;
}

// The cells on the way from one to another, without the first: a fast hand skips none.
function between(from, to) {
  const [[r1, c1], [r2, c2]] = [from, to].map((k) => [Math.floor(k / SIDE), k % SIDE]);
  const count = Math.max(Math.abs(r2 - r1), Math.abs(c2 - c1));
  const on = (a, b, i) => Math.round(a + ((b - a) * i) / count);
  return Array.from({ length: count }, (_, i) => SIDE * on(r1, r2, i + 1) + on(c1, c2, i + 1));
}

function pixelCell(parent, row, column) {
  const group = make(parent, "g", { role: "gridcell", tabindex: row + column ? "-1" : "0", class: "hp-pixel" });
  const [x, y] = [2 + 40 * column, 2 + 40 * row];
  const square = make(group, "rect", { x, y, width: 40, height: 40, rx: 0 });
  const sign = make(group, "text", { x: x + 20, y: y + 27, class: "hp-sign", "aria-hidden": "true" });
  return { group, square, sign, x, y };
}

function pixelKey(event, k, focusOn, act) {
  const [row, column] = [Math.floor(k / SIDE), k % SIDE];
  const moves = {
    ArrowLeft: [row, Math.max(column - 1, 0)], ArrowRight: [row, Math.min(column + 1, SIDE - 1)],
    ArrowUp: [Math.max(row - 1, 0), column], ArrowDown: [Math.min(row + 1, SIDE - 1), column],
    Home: [row, 0], End: [row, SIDE - 1],
  };
  if (event.key in moves) focusOn(SIDE * moves[event.key][0] + moves[event.key][1]);
  else if (event.key === "Enter" || event.key === " ") act(k, "point");
  else return;
  event.preventDefault();
  event.stopPropagation(); // the keys are the grid's, not the notebook's or a demo's
}

export function showFrame(frame, k) {
  place(frame, { x: 2 + 40 * (k % SIDE), y: 2 + 40 * Math.floor(k / SIDE), visibility: "visible" });
}

export const grey = (ink) => {
  const level = Math.round(255 * (1 - Math.min(Math.max(ink, 0), 1)));
  return `rgb(${level},${level},${level})`;
};

// Blue below 0, orange above; black signs can be read on both.
const ENDS = { "-1": [86, 180, 233], 1: [230, 159, 0] };
export function signed(share) {
  const end = ENDS[share < 0 ? -1 : 1];
  return `rgb(${end.map((v) => Math.round(255 + Math.min(Math.abs(share), 1) * (v - 255))).join()})`;
}

export function paintCell({ group, square }, fill, words) {
  if (square.style.fill !== fill) square.style.fill = fill;
  if (group.getAttribute("aria-label") !== words) group.setAttribute("aria-label", words);
}
