// The explorer of one step: a time line of sub-steps, the picture at that time, and its calculations.

import { button, moveTo } from "../frame/buttons.js";
import { chosen, readNames } from "../frame/controls.js";
import { make, say } from "../frame/drawing.js";
import { foldControls } from "../frame/fold.js";
import { tellLine } from "../frame/ledger.js";
import { mount } from "../frame/mount.js";
import { minus, shown } from "../frame/numbers.js";
import { rooms } from "../frame/rooms.js";
import { fill, foldedTable } from "../frame/tables.js";
import { timeLine } from "../frame/time_line.js";
import { toolBar } from "../frame/toolbar.js";
import { takeStep } from "../network/step.js";
import { layout, rowsOf } from "./layout.js";
import { calculation, phrase, state, told } from "./numbers.js";
import { key, known, stepPicture } from "./picture.js";
import "./style.css";
import { tr } from "../frame/tr.js";

const MOST_ROWS = 6; // calculations below the picture
const NARROW = 620; // pixels: below, the network runs from top to bottom; on a low page, where letters would be too small else
const [SMALL, LOW] = [480, 600];

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

const WIDEST = "−0.08888"; // what a number takes at most

// Room for the sub-step that needs most, whatever its numbers are: what stands below never moves.
function keepRoom(ledger, stops, room) {
  const ghosts = make(ledger.parentElement, "div", { class: "hp-ghosts", "aria-hidden": "true" });
  const lists = stops.map(({ lines }) => {
    const list = make(ghosts, "ol", { class: "hp-ledger" });
    shorten(lines.map(told), room).forEach((text) => tellLine(make(list, "li"), text.replace(/-?\d+\.\d+(e-\d+)?/g, WIDEST)));
    return list;
  });
  const needed = Math.ceil(Math.max(...lists.map((list) => list.getBoundingClientRect().height))) + 1;
  ghosts.remove();
  if (needed > 1) ledger.style.minHeight = `${needed}px`;
}

// All calculations up to now as a table; what comes later has no row yet.
function everything(parent) {
  const body = foldedTable(parent, phrase("all"), [tr("name"), tr("calculation"), tr("value")]);
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

// Below a unit stand the slope of its activation and, where it does not stand above, the gradient of its bias.
function linesBelow({ units, activations, names, facts }, layout) {
  if (layout === "tall") return units.map(() => 0); // they stand inside
  const bias = (k) => Boolean(names[`b${k}`]) && layout !== "wide";
  // A gate is short enough to stand above.
  const slope = (k) => activations[k - 1] !== "linear" && (layout !== "close" || bias(k) || !facts[activations[k - 1]].gate);
  return units.map((_, k) => (k ? Number(slope(k)) + Number(bias(k)) : 0));
}

// The wide picture where it has room, the close one where its letters would be small, the tall one on a phone.
function layouts(spec) {
  const made = {};
  const counts = spec.units.map((column) => column.length);
  /** @param {"wide" | "close" | "tall"} name */
  const get = (name) => (made[name] ??= layout(counts, name, spec.units.map((_, k) => (k ? rowsOf(spec, k, name) : [])), linesBelow(spec, name)));
  return (room) => {
    if (spec.hall) return get(room < SMALL ? "tall" : "close");
    if (room < (innerHeight > LOW ? NARROW : SMALL)) return get("tall");
    return get(room < get("wide").width || innerHeight <= LOW ? "close" : "wide");
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
  const ledger = make(said, "ol", { class: "hp-ledger", "aria-label": tr("What is computed in this sub-step") });
  const rows = Array.from({ length: Math.min(spec.most_lines, MOST_ROWS) }, () => make(ledger, "li"));
  const bar = toolBar(tools, model, spec);
  const take = button(bar, tr("Take the step"));
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

  const choose = layouts(spec);
  const draw = () => {
    const places = choose(stage.clientWidth || NARROW);
    if (picture?.places === places) return;
    picture?.svg.remove();
    picture = { ...stepPicture(frame, spec, places), places };
    if (now) picture.show(now.seen, time);
  };
  let width = 0;
  const resized = () => {
    draw();
    if (!now || ledger.clientWidth === width) return;
    width = ledger.clientWidth;
    keepRoom(ledger, now.stops, rows.length);
  };
  const observer = new ResizeObserver(resized);
  observer.observe(stage);
  draw();

  const show = () => {
    const given = read(model, spec);
    const at = Math.round(model.get("time"));
    const numbers = state(given.net, spec, given.x, given.y, given.rate, at, given.sample);
    now = { ...numbers, seen: seen(numbers, given, spec) };
    say(sentence, minus(now.words));
    shorten(now.lines, rows.length).forEach((text, n) => tellLine(rows[n], minus(text)));
    showAll(now.stops.slice(0, at + 1));
    say(note, "");
    line.set(at);
    picture.show(now.seen, time);
  };
  return { show, effects: () => [[tr("loss"), now.loss]], spoken: () => minus(`${now.words} ${now.lines.join("; ")}`), end: () => { observer.disconnect(); line.end(); } };
}

export default mount(oneStep);
