// The race: a lane for each way to all slopes, its clock, and a time line.

import { moveTo } from "../frame/buttons.js";
import { chosen } from "../frame/controls.js";
import { make, place, say, writer } from "../frame/drawing.js";
import { mount } from "../frame/mount.js";
import { minus, shown } from "../frame/numbers.js";
import { canvas } from "../frame/plot.js";
import { rooms } from "../frame/rooms.js";
import { fill, foldedTable } from "../frame/tables.js";
import { timeLine } from "../frame/time_line.js";
import { toolBar } from "../frame/toolbar.js";
import { phrase, state } from "./numbers.js";
import "./style.css";
import { tr } from "../frame/tr.js";

const LENGTH = 480;

function lanes(parent, { colours }) {
  const svg = canvas(parent, 640, 190);
  const write = writer(svg);
  const all = ["nudges", "walk"].map((name, k) => {
    const y = 90 * k;
    write(6, y + 30, "lane hp-left", phrase(name));
    make(svg, "rect", { class: "hp-lane-all", x: 6, y: y + 40, width: LENGTH, height: 30, rx: 0 });
    const done = make(svg, "rect", { class: "hp-lane-done", x: 6, y: y + 40, height: 30, rx: 0, style: `fill: ${k ? "var(--hp-ink)" : colours.nudge}` });
    return { name, done, clock: write(LENGTH + 18, y + 61, "value hp-left hp-clock", "") };
  });
  return (now) => {
    all.forEach(({ name, done, clock }) => {
      place(done, { width: (LENGTH * now.shares[name]).toFixed(2) });
      say(clock, now.clocks[name]);
    });
    svg.setAttribute("aria-label", minus(`${phrase("title")}. ${now.words}`));
  };
}

function race(model, el) {
  const spec = model.get("spec");
  const { stage, said, tools, below } = rooms(el);
  const size = () => chosen(model, spec, "weights");
  let now = null;
  const line = timeLine(stage, {
    phases: spec.phases,
    name: () => (now ? minus(now.words) : ""),
    go: (goal) => moveTo(model, { time: goal }),
    draw: (moment) => { if (now) paint(state(spec, size(), moment)); },
  });
  const paint = lanes(stage, spec);
  const sentence = make(said, "p", { class: "hp-words hp-two-lines" });
  toolBar(tools, model, spec);
  make(below, "p", { class: "hp-legend" }, phrase("legend"));
  const body = foldedTable(below, phrase("title"), [tr("way"), tr("clock"), tr("done")]);
  const show = () => {
    const at = Math.round(model.get("time"));
    now = state(spec, size(), at);
    say(sentence, minus(now.words));
    fill(body, Object.keys(now.shares).map((name) => [phrase(name), now.clocks[name], `${shown(100 * now.shares[name])} %`]));
    line.set(at);
    if (at === 0) paint(now);
  };
  return { show, spoken: () => minus(now.words), end: () => line.end() };
}

export default mount(race);
