// The explorer of a graph: a time line of nodes that pass on what has arrived, and the rule of the one in hand.

import { moveTo } from "../frame/buttons.js";
import { make, say } from "../frame/drawing.js";
import { ledgerOf } from "../frame/ledger.js";
import { mount } from "../frame/mount.js";
import { minus, shown } from "../frame/numbers.js";
import { rooms } from "../frame/rooms.js";
import { fill, foldedTable } from "../frame/tables.js";
import { timeLine } from "../frame/time_line.js";
import { toolBar } from "../frame/toolbar.js";
import { phrase, state } from "./numbers.js";
import { graphPicture, levelFor } from "./picture.js";
import "./style.css";
import { tr } from "../frame/tr.js";

const ROWS = 4; // calculations below the picture
const NARROW = 620; // pixels: below, the graph runs from top to bottom
const LOW = "(max-height: 34rem)"; // there it does not: its letters would be too small

const made = (nodes, { op, parents }) => (parents.length ? tr("{op} of {parents}", { op: op || "f", parents: parents.map((p) => nodes[p].name).join(", ") }) : "given");

function graph(model, el) {
  const spec = model.get("spec");
  let now = null;
  let time = 0;
  let picture = null;
  const { stage, said, tools, below } = rooms(el);
  const line = timeLine(stage, {
    phases: spec.phases,
    name: () => (now ? minus(now.words) : ""),
    go: (goal) => moveTo(model, { time: goal }),
    draw: (moment) => {
      time = moment;
      if (now) picture.show(now, time);
    },
  });
  const frame = make(stage, "div", { class: "hp-graph-frame" });
  const sentence = make(said, "p", { class: "hp-words hp-two-lines" });
  const ledger = ledgerOf(said, phrase("passing"), ROWS, (count) => phrase("more", { count }));
  toolBar(tools, model, spec);
  const legend = make(below, "p", { class: "hp-legend" });
  const body = foldedTable(below, phrase("table"), [tr("number"), tr("made by"), tr("value"), tr("derivative")]);

  const draw = () => {
    const tall = (stage.clientWidth || NARROW) < NARROW && !matchMedia(LOW).matches;
    const level = levelFor(spec.places, tall ? 0 : stage.clientWidth);
    if (picture?.tall === tall && picture.level === level) return;
    picture?.svg.remove();
    ledger.free();
    say(legend, phrase(tall ? "legend tall" : "legend"));
    picture = { ...graphPicture(frame, spec, tall, level), tall, level };
    if (now) picture.show(now, time);
  };
  const observer = new ResizeObserver(draw);
  observer.observe(stage);
  draw();

  const show = () => {
    const at = Math.round(model.get("time"));
    now = state(spec.nodes, spec.expected, at);
    say(sentence, minus(now.words));
    ledger.show(now.lines);
    const grad = (k) => (now.grads[k] === null ? "–" : shown(now.grads[k]));
    fill(body, spec.nodes.map((node, k) => [minus(node.name), minus(made(spec.nodes, node)), shown(node.data), grad(k)]));
    line.set(at);
    picture.show(now, time);
  };
  return { show, spoken: () => minus(`${now.words} ${now.lines.join("; ")}`), end: () => { observer.disconnect(); line.end(); } };
}

export default mount(graph);
