// The explorer of a drawn digit: a sheet to draw on, the network's reading, one of its weights in hand.

import { button, moveTo } from "../frame/buttons.js";
import { chosen } from "../frame/controls.js";
import { box, make, place, say, tell, writer } from "../frame/drawing.js";
import { hold } from "../frame/hold.js";
import { mount } from "../frame/mount.js";
import { minus } from "../frame/numbers.js";
import { INK, grey, paintCell, paintedPixels, paintedText, pixelGrid, placeWords, unpackedNet } from "../frame/pixels.js";
import { canvas, panel } from "../frame/plot.js";
import { rooms } from "../frame/rooms.js";
import { fill, foldedTable } from "../frame/tables.js";
import { toolBar } from "../frame/toolbar.js";
import { tr } from "../frame/tr.js";
import { phrase, reading, sheet, stroke } from "./numbers.js";
import "./style.css";

function sheetPanel(panels, model, spec) {
  const node = panel(panels, tr("Draw a digit"));
  const ink = (change) => {
    const [where, painted] = [model.get("sheet"), model.get("painted")];
    const wet = { ...paintedPixels(painted, where), ...change(sheet(spec, where, painted)) };
    if (Object.keys(wet).length) moveTo(model, { painted: paintedText(where, wet) });
  };
  const turn = (k) => ink((pixels) => ({ [k]: pixels[k] >= INK / 2 ? 0 : INK }));
  const draw = (from, to) => ink((pixels) => {
    const wet = stroke(from, to).map((more, k) => [k, Math.max(more, pixels[k])]);
    return Object.fromEntries(wet.filter(([k, now]) => now > pixels[k]));
  });
  const { cells, svg } = pixelGrid(node, tr("The sheet"), turn, draw);
  return (now) => {
    cells.forEach((cell, k) => paintCell(cell, grey(now.pixels[k] / INK), tr("{placeWords}: ink {pixels} of 16", { placeWords: placeWords(k), pixels: now.pixels[k] })));
    svg.setAttribute("aria-label", tr("The sheet"));
  };
}

const [UNITS, ROWS] = [{ x: 26, top: 14, gap: 9.9 }, { x: 232, top: 22, gap: 32, long: 90 }];
const unitAt = (i) => [UNITS.x, UNITS.top + UNITS.gap * i];
const rowAt = (k) => [ROWS.x, ROWS.top + ROWS.gap * k];

function networkPanel(panels, model, spec) {
  const node = panel(panels, tr("32 hidden units, ten shares"));
  const svg = canvas(node, 420, 340);
  place(svg, { role: "group" });
  const all = make(svg, "path", { class: "hp-all-weights" });
  all.setAttribute("d", Array.from({ length: 320 }, (_, n) => `M${unitAt(n % 32)}L${rowAt(Math.floor(n / 32))}`).join(""));
  const line = make(svg, "line", { class: "hp-one-weight", stroke: spec.colours.weights[1] });
  const dots = Array.from({ length: 32 }, (_, i) => make(svg, "circle", { cx: unitAt(i)[0], cy: unitAt(i)[1], class: "hp-hidden-dot" }));
  const rows = Array.from({ length: 10 }, (_, k) => {
    const [x, y] = rowAt(k);
    const write = writer(svg);
    const bar = make(svg, "rect", { x: x + 26, y: y - 10, height: 20, rx: 2, class: "hp-share-bar" });
    return { bar, name: write(x + 12, y + 6, "result", String(k)), value: write(0, y + 6, "bar-text hp-left") };
  });
  const held = make(svg, "g", { class: "hp-weight-label" });
  box(held, 0, 0, 84, 28, { class: "hp-label", stroke: spec.colours.weights[1], rx: 6 });
  const number = writer(held)(0, 5, "weight");
  const layer = make(svg, "g", { "aria-hidden": "true" });
  const scale = hold(held, model, spec, "change", { left: 20, right: 220, y: 0 }, layer);
  return (now) => {
    const most = Math.max(...now.hidden, 1e-9);
    dots.forEach((dot, i) => dot.setAttribute("r", (1.2 + (3.6 * now.hidden[i]) / most).toFixed(2)));
    const [[x1, y1], [x2, y2]] = [unitAt(now.unit), rowAt(now.before)];
    place(line, { x1, y1, x2, y2, "stroke-width": (1.4 + 8 * Math.min(Math.abs(now.weight) / spec.reach, 1)).toFixed(2) });
    line.setAttribute("stroke-dasharray", now.weight < 0 ? "9 6" : "none");
    const middle = [(x1 + x2) / 2, (y1 + y2) / 2];
    held.setAttribute("transform", `translate(${middle})`);
    layer.setAttribute("transform", `translate(0 ${middle[1] + 24})`);
    tell(number, now.weight);
    rows.forEach(({ bar, name, value }, k) => {
      const width = Math.max(ROWS.long * now.shares[k], 0.5);
      bar.setAttribute("width", width);
      bar.style.fill = k === now.said ? spec.colours.prediction : "var(--hp-quiet)";
      say(value, `${now.shares[k].toFixed(3)}${k === now.said ? " ←" : ""}`);
      value.setAttribute("x", ROWS.x + 26 + width + 6);
      [name, value].forEach((part) => part.classList.toggle("hp-strong", k === now.said));
    });
    scale();
    svg.setAttribute("aria-label", minus(tr("Ten shares: {shares}", { shares: now.shares.map((share, k) => `${k}: ${share.toFixed(3)}`).join(", ") })));
  };
}

function drawnDigit(model, el) {
  const spec = model.get("spec");
  const nets = Object.fromEntries(Object.entries(spec.networks).map(([name, told]) => [name, unpackedNet(told)]));
  const { stage, said, tools, below } = rooms(el, "hp-panels hp-drawn");
  const shows = [sheetPanel(stage, model, spec), networkPanel(stage, model, spec)];
  const sentence = make(said, "p", { class: "hp-words hp-two-lines" });
  const more = make(said, "p", { class: "hp-reason" });
  const bar = toolBar(tools, model, spec);
  const clear = button(bar, tr("Clear the sheet"));
  bar.prepend(clear);
  clear.addEventListener("click", () => moveTo(model, { sheet: 0, painted: "", change: 0 }));
  make(below, "p", { class: "hp-legend" }, phrase("legend"));
  const body = foldedTable(below, tr("Ten shares"), [tr("digit"), tr("share")]);
  let now = null;
  const show = () => {
    const weights = chosen(model, spec, "weights");
    now = reading(spec, nets[weights], model.get("sheet"), model.get("painted"), weights, model.get("change"));
    shows.forEach((draw) => draw(now));
    say(sentence, now.words);
    say(more, minus(now.weight_words));
    fill(body, now.shares.map((share, k) => [String(k), share.toFixed(3)]));
  };
  const effects = () => [[tr("share of the {digit}", { digit: now.before }), now.shares[now.before]]];
  return { show, effects, spoken: () => minus(`${now.words} ${now.weight_words}`) };
}

export default mount(drawnDigit);
