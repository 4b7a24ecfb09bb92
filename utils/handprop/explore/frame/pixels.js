// What the explorers of digits share: packed networks and pictures, and 8 by 8 pixels to point at.

import { make, place } from "./drawing.js";
import { canvas } from "./plot.js";
import "./pixels.css";

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

export const placeWords = (k) => `row ${Math.floor(k / SIDE) + 1}, column ${(k % SIDE) + 1}`;

// A grid of 64 cells, one of them in the order of Tab, the others reached by arrow keys.  `act` is called with
// the place of the cell and what happened: "point" (pressed, or Enter or space) or "drag" (entered while pressed).
export function pixelGrid(parent, name, act) {
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
  svg.addEventListener("pointerdown", (event) => {
    const k = index(event.target);
    if (k < 0) return;
    event.preventDefault();
    focusOn(k);
    act(k, "point");
  });
  svg.addEventListener("pointerover", (event) => {
    const k = index(event.target);
    if (k >= 0 && event.buttons === 1) act(k, "drag");
  });
  svg.addEventListener("keydown", (event) => pixelKey(event, index(event.target), focusOn, act));
  return { svg, cells, frame };
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
const ENDS = { "-1": [0, 114, 178], 1: [230, 159, 0] };
export function signed(share) {
  const end = ENDS[share < 0 ? -1 : 1];
  return `rgb(${end.map((v) => Math.round(255 + Math.min(Math.abs(share), 1) * (v - 255))).join()})`;
}

export function paintCell({ group, square }, fill, words) {
  if (square.style.fill !== fill) square.style.fill = fill;
  if (group.getAttribute("aria-label") !== words) group.setAttribute("aria-label", words);
}
