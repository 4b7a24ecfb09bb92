// A nudge that travels: a card for each quantity, and on each link how many times as far the next one moved.

import { chosen } from "../frame/controls.js";
import { make, place, say } from "../frame/drawing.js";
import { tellLine } from "../frame/ledger.js";
import { mount } from "../frame/mount.js";
import { minus, shown } from "../frame/numbers.js";
import { rooms } from "../frame/rooms.js";
import { fill, foldedTable } from "../frame/tables.js";
import { toolBar } from "../frame/toolbar.js";
import { phrase, state } from "./numbers.js";
import "./style.css";
import { tr } from "../frame/tr.js";

const HALF = 46; // pixels of a gauge to each side

// A gauge: the place before in the middle, and how far it moved, measured against the largest move of all.
function gauge(parent, colour) {
  const svg = make(parent, "svg", { viewBox: `${-HALF - 6} -9 ${2 * HALF + 12} 18`, class: "hp-gauge", "aria-hidden": "true" });
  make(svg, "line", { x1: -HALF, x2: HALF, y1: 0, y2: 0, class: "hp-gauge-axis" });
  make(svg, "line", { x1: 0, x2: 0, y1: -7, y2: 7, class: "hp-gauge-axis" });
  const bar = make(svg, "line", { x1: 0, y1: 0, y2: 0, class: "hp-gauge-bar", stroke: colour });
  const dot = make(svg, "circle", { cy: 0, r: 5, fill: colour });
  return (share) => {
    const x = (HALF * share).toFixed(1);
    place(bar, { x2: x });
    place(dot, { cx: x });
  };
}

function card(parent, colour) {
  const node = make(parent, "li", { class: "hp-card" });
  const link = make(node, "span", { class: "hp-link" });
  const ratio = make(link, "span", { class: "hp-ratio" });
  const slope = make(link, "span", { class: "hp-link-slope" });
  const body = make(node, "span", { class: "hp-quantity" });
  const [name, value, move] = ["hp-quantity-name", "hp-quantity-value", "hp-quantity-move"].map((kind) => make(body, "span", { class: kind }));
  const turn = gauge(body, colour);
  return { node, link, show(told) {
    say(name, told.name);
    say(value, shown(told.value));
    say(move, `${told.change < 0 ? "" : "+"}${shown(told.change)}`);
    turn(told.share);
    link.hidden = told.slope === undefined;
    if (link.hidden) return;
    say(ratio, told.ratio === null ? "× –" : `× ${shown(told.ratio)}`);
    say(slope, tr("slope {slope}", { slope: shown(told.slope) }));
  } };
}

function nudgeExplorer(model, el) {
  const spec = model.get("spec");
  const { stage, said, tools, below } = rooms(el);
  const list = make(stage, "ol", { class: "hp-chain", "aria-label": tr("From the nudge to the loss") });
  const cards = Array.from({ length: 2 * spec.activations.length + 2 }, () => card(list, spec.colours.nudge));
  list.style.setProperty("--hp-cards", String(cards.length));
  const product = make(said, "p", { class: "hp-product" });
  const sentence = make(said, "p", { class: "hp-words hp-two-lines" });
  toolBar(tools, model, spec);
  make(below, "p", { class: "hp-legend" }, phrase("legend"));
  const body = foldedTable(below, tr("From the nudge to the loss"), [tr("link"), tr("moved by"), tr("ratio"), tr("slope")]);
  let now = null;
  const show = () => {
    const [parameter, nudge] = [chosen(model, spec, "parameter"), model.get("nudge")];
    now = state(spec, parameter, nudge);
    const largest = Math.max(nudge, ...now.links.map(({ change }) => Math.abs(change)));
    const all = [{ name: parameter, value: now.value, change: nudge }, ...now.links.map((link) => ({ ...link, name: link.to, value: link.before }))];
    cards.forEach(({ node, show: fill }, n) => {
      node.hidden = n >= all.length;
      if (all[n]) fill({ ...all[n], share: all[n].change / largest });
    });
    fill(body, now.links.map((link) => [tr("{from} to {to}", { from: link.from, to: link.to }), shown(link.change), link.ratio === null ? "none" : shown(link.ratio), shown(link.slope)]));
    [...body.rows].forEach((row, n) => { row.hidden = n >= now.links.length; });
    tellLine(product, minus(now.product));
    say(sentence, minus(now.words));
  };
  const effects = () => [[tr("change of the loss"), now.links.at(-1).change], [tr("slope by nudge"), now.rate]];
  return { show, effects, spoken: () => minus(`${now.words} ${now.product}`) };
}

export default mount(nudgeExplorer);
