// The explorer of deep chains: a bar for each layer, on an axis of powers of ten.

import { chosen } from "../frame/controls.js";
import { make, place, say } from "../frame/drawing.js";
import { hearButton } from "../frame/hear.js";
import { mount } from "../frame/mount.js";
import { minus, shown } from "../frame/numbers.js";
import { axes, canvas, raised } from "../frame/plot.js";
import { rooms } from "../frame/rooms.js";
import { fill, foldedTable } from "../frame/tables.js";
import { toolBar } from "../frame/toolbar.js";
import { phrase, state } from "./numbers.js";
import "./style.css";
import { tr } from "../frame/tr.js";

const SIZES = { wide: [940, 340, [84, 30, 930, 290]], tall: [420, 330, [66, 30, 412, 280]] };
const NARROW = 560; // pixels

function bars(parent, { deepest, ends, marks }, tall) {
  const [width, height, frame] = SIZES[tall ? "tall" : "wide"];
  const svg = canvas(parent, width, height);
  const names = { xName: tr("layer (0 is the input)"), yName: tr("derivative of the output") };
  const xTicks = tall ? [0, 10, 20, 30, 40] : [0, 5, 10, 15, 20, 25, 30, 35, 40];
  const { at } = axes(svg, { frame, x: [-1, deepest + 1], y: ends, xTicks, yTicks: [], ...names });
  const [left, right] = [frame[0], frame[2]];
  marks.forEach((mark) => {
    const [, y] = at(0, mark);
    make(svg, "line", { x1: left, x2: right, y1: y, y2: y, class: mark ? "hp-grid" : "hp-axis" });
    make(svg, "text", { x: left - 8, y: y + 5, class: "hp-tick hp-right" }, mark ? raised(mark) : "1");
  });
  const wide = (0.7 * (right - left)) / (deepest + 2);
  const all = Array.from({ length: deepest + 1 }, () => make(svg, "rect", { class: "hp-chain-bar", rx: 0, width: wide.toFixed(2) }));
  return { svg, show(now) {
    const [, zero] = at(0, 0);
    all.forEach((bar, k) => {
      const there = k < now.grads.length;
      bar.setAttribute("visibility", there ? "visible" : "hidden");
      if (!there) return;
      const power = Math.min(Math.max(Math.log10(now.grads[k]), ends[0]), ends[1]);
      const [x, y] = at(k, power);
      // The output's own gradient is 1: a thin bar on the line.
      place(bar, { x: (x - wide / 2).toFixed(2), y: Math.min(y, zero - 1).toFixed(2), height: Math.max(Math.abs(y - zero), 2).toFixed(2) });
    });
    svg.setAttribute("aria-label", minus(`${phrase("title")}. ${now.words}`));
  } };
}

function deepChain(model, el) {
  const spec = model.get("spec");
  const { stage, said, tools, below } = rooms(el);
  const sentence = make(said, "p", { class: "hp-words hp-two-lines" });
  const bar = toolBar(tools, model, spec);
  make(below, "p", { class: "hp-legend" }, phrase("legend"));
  const body = foldedTable(below, phrase("title"), [tr("layer"), tr("weight times slope"), tr("gradient")]);
  let [now, picture] = [null, null];
  // Powers of ten, as the bars have them.
  const quiet = hearButton(bar, tr("the gradients"), () => now.grads.map((grad) => Math.log10(Math.abs(grad))).reverse());
  const draw = () => {
    const tall = (stage.clientWidth || NARROW) < NARROW;
    if (picture?.tall === tall) return;
    picture?.svg.remove();
    picture = { ...bars(stage, spec, tall), tall };
    if (now) picture.show(now);
  };
  const observer = new ResizeObserver(draw);
  observer.observe(stage);
  draw();
  const show = () => {
    now = state(model.get("depth"), model.get("weight"), chosen(model, spec, "activation"));
    picture.show(now);
    say(sentence, minus(now.words));
    fill(body, now.grads.map((grad, k) => [String(k), k ? shown(now.factors[k - 1]) : "–", shown(grad)]));
    [...body.rows].forEach((row, k) => { row.hidden = k >= now.grads.length; });
  };
  return { show, effects: () => [[tr("gradient at the input"), now.grads[0]]], spoken: () => minus(now.words), end: () => { observer.disconnect(); quiet(); } };
}

export default mount(deepChain);
