// The explorer of one step: a time line of sub-steps, the picture at that time, and its calculations.

import { button, moveTo } from "../frame/buttons.js";
import { chosen, readNames } from "../frame/controls.js";
import { make, say } from "../frame/drawing.js";
import { foldControls } from "../frame/fold.js";
import { mount } from "../frame/mount.js";
import { minus, shown } from "../frame/numbers.js";
import { rooms } from "../frame/rooms.js";
import { fill, foldedTable } from "../frame/tables.js";
import { toolBar } from "../frame/toolbar.js";
import { takeStep } from "../network/step.js";
import { calculation, phrase, state } from "./numbers.js";
import { key, known, stepPicture } from "./picture.js";
import { timeLine } from "./time_line.js";
import "./style.css";

const MOST_ROWS = 6; // calculations below the picture
const NARROW = 620; // pixels: below, the network runs from top to bottom

function read(model, spec) {
  const value = (names) => readNames(model, names);
  const params = Object.fromEntries(Object.entries(spec.names).map(([name, names]) => [name, value(names)]));
  const net = { params, activations: spec.activations, loss: spec.loss, frozen: spec.frozen };
  const sample = spec.controls.sample ? Number(chosen(model, spec, "sample")) - 1 : 0;
  return { net, x: value(spec.x), y: value(spec.y), rate: model.get("learning_rate"), sample };
}

const sizesOf = (values) => values.flat(2).map(Math.abs).filter(Number.isFinite);

// What the picture needs beside the time line itself.
function seen(numbers, { net, x, y, sample }, spec) {
  const all = known(numbers.stops);
  const slopes = Object.entries(all.value).filter(([key]) => /^(mean )?W/.test(key)).map(([, value]) => value);
  const last = net.activations.length;
  const outs = spec.units[last].map((_, j) => all.value[key("a", last, j)] ?? all.value[key("z", last, j)]);
  const factors = numbers.stops.filter(({ kind }) => kind === "gates" || kind === "delta").flatMap(({ lines }) => lines);
  const factor = ({ terms: [term] }) => term.find(([name]) => name === "gate" || name === "slope")?.[1];
  return {
    known: all,
    params: net.params,
    x: x[sample],
    y: y[sample],
    prediction: outs,
    words: numbers.words,
    largest: Math.max(...sizesOf(Object.entries(net.params).filter(([name]) => name[0] === "W").map(([, W]) => W)), 1e-9),
    steepest: Math.max(...sizesOf(slopes), 1e-12),
    slopes: Object.fromEntries(factors.map((line) => [key(...line.at.slice(1)), factor(line)])),
  };
}

function shorten(lines, room) {
  const shown = lines.length > room ? [...lines.slice(0, room - 1), phrase("more", { count: lines.length - room + 1 })] : lines;
  return Array.from({ length: room }, (_, n) => shown[n] ?? "");
}

// What stands below does not jump up and down with the number of lines.
function keepRoom(node) {
  const needed = Math.max(parseFloat(node.style.minHeight) || 0, node.offsetHeight);
  if (needed) node.style.minHeight = `${needed}px`;
}

// All calculations up to now as a table; what comes later has no row yet.
function everything(parent) {
  const body = foldedTable(parent, phrase("all"), ["name", "calculation", "value"]);
  const folded = body.closest("details");
  let now = [];
  const write = () => {
    if (!folded.open) return;
    fill(body, now.map((line) => [line.name, minus(calculation(line)), shown(line.value)]));
    [...body.rows].forEach((row, n) => { row.hidden = n >= now.length; });
  };
  folded.addEventListener("toggle", write);
  return (stops) => {
    now = stops.flatMap(({ lines }) => lines);
    write();
  };
}

function oneStep(model, el) {
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
      if (now) picture.show(now.seen, time);
    },
  });
  const frame = make(stage, "div", { class: "hp-step-frame" });
  const sentence = make(said, "p", { class: "hp-words hp-step-words" });
  const ledger = make(said, "ol", { class: "hp-ledger", "aria-label": "What is computed in this sub-step" });
  const rows = Array.from({ length: Math.min(spec.most_lines, MOST_ROWS) }, () => make(ledger, "li"));
  const bar = toolBar(tools, model, spec);
  const take = button(bar, "Take the step");
  bar.prepend(take);
  foldControls(bar, el);
  const note = make(tools, "p", { class: "hp-note", role: "status" });
  make(below, "p", { class: "hp-legend" }, phrase("legend"));
  const showAll = everything(below);

  take.addEventListener("click", () => {
    const refused = takeStep(model, spec, now);
    if (!refused) {
      line.jump(0);
      moveTo(model, { time: 0 });
    }
    say(note, refused);
  });

  const draw = () => {
    const tall = (stage.clientWidth || NARROW) < NARROW;
    if (picture?.tall === tall) return;
    picture?.svg.remove();
    ledger.style.minHeight = "";
    picture = { ...stepPicture(frame, spec, tall), tall };
    if (now) picture.show(now.seen, time);
  };
  const observer = new ResizeObserver(draw);
  observer.observe(stage);
  draw();

  const show = () => {
    const given = read(model, spec);
    const at = Math.round(model.get("time"));
    const numbers = state(given.net, spec, given.x, given.y, given.rate, at, given.sample);
    now = { ...numbers, seen: seen(numbers, given, spec) };
    say(sentence, minus(now.words));
    shorten(now.lines, rows.length).forEach((text, n) => say(rows[n], minus(text)));
    showAll(now.stops.slice(0, at + 1));
    keepRoom(ledger);
    say(note, "");
    line.set(at);
    picture.show(now.seen, time);
  };
  return { show, spoken: () => minus(`${now.words} ${now.lines.join("; ")}`), end: () => { observer.disconnect(); line.end(); } };
}

export default mount(oneStep);
