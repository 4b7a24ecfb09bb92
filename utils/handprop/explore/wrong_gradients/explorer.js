// Wrong back-propagation: a bar for each gradient beside the dot of its nudge, and the loss on its steps.

import { chosen, readNames } from "../frame/controls.js";
import { make, place, say, writer } from "../frame/drawing.js";
import { mount } from "../frame/mount.js";
import { digits, minus, shown } from "../frame/numbers.js";
import { axes, canvas, panel, polyline, valueList } from "../frame/plot.js";
import { rooms, under } from "../frame/rooms.js";
import { fill, foldedTable } from "../frame/tables.js";
import { toolBar } from "../frame/toolbar.js";
import { phrase, state } from "./numbers.js";
import "./style.css";
import { tr } from "../frame/tr.js";

const HIGHEST = 150; // per cent of the first loss
const [ZERO, HALF, WORDS, TOP] = [186, 138, 340, 22]; // where bars start, how long they are, where the verdict stands

function marked({ verdict, ratio }) {
  if (verdict !== "differs") return verdict === "kink" ? tr("? a kink") : tr("= agrees");
  return ratio === null ? tr("≠ not 0") : minus(tr("≠ {ratio} times", { ratio: digits(ratio, 3) }));
}

function barPicture(parent, { rows, colours }) {
  const high = Math.max(26, 250 / rows.length);
  const svg = canvas(parent, 460, TOP + high * rows.length + 12);
  const write = writer(svg);
  write(ZERO, TOP - 8, "tick", "0");
  make(svg, "line", { x1: ZERO, x2: ZERO, y1: TOP, y2: TOP + high * rows.length, class: "hp-axis" });
  const lines = rows.map(([name], k) => {
    const y = TOP + high * (k + 0.5);
    write(32, y + 5, "weight hp-right", name);
    make(svg, "line", { x1: ZERO - HALF, x2: ZERO + HALF, y1: y, y2: y, class: "hp-grid" });
    const bar = make(svg, "rect", { class: "hp-gradient", rx: 0, y: y - 8, height: 16 });
    const dot = make(svg, "circle", { class: "hp-dot", r: 7, cy: y, fill: colours.nudge });
    return { bar, dot, words: write(WORDS, y + 5, "verdict hp-left", "") };
  });
  return (now) => {
    const reach = Math.max(1e-9, ...now.rows.flatMap(({ gradient, nudge }) => [Math.abs(gradient), Math.abs(nudge)]));
    now.rows.forEach((row, k) => {
      const { bar, dot, words } = lines[k];
      const length = (HALF * row.gradient) / reach;
      place(bar, { x: (ZERO + Math.min(length, 0)).toFixed(2), width: Math.max(Math.abs(length), 1).toFixed(2) });
      bar.classList.toggle("hp-hollow", row.verdict !== "agrees");
      place(dot, { cx: (ZERO + (HALF * row.nudge) / reach).toFixed(2) });
      say(words, marked(row));
    });
    svg.setAttribute("aria-label", minus(tr("Each gradient beside its nudge. {words}", { words: now.words })));
  };
}

const lossMarks = ({ error }) => ({
  losses: { stroke: error, "stroke-width": 3, "stroke-dasharray": "7 5" },
  right: { stroke: error, "stroke-width": 3 },
});

function lossPicture(parent, { most, colours }) {
  const svg = canvas(parent, 460, 290);
  const ticks = { xTicks: [0, 10, 20, 30, 40], yTicks: [0, 50, 100, 150] };
  const names = { xName: tr("steps"), yName: tr("loss, in % of the first") };
  const { at, inside } = axes(svg, { frame: [48, 24, 448, 240], x: [0, most], y: [0, HIGHEST], ...ticks, ...names });
  const marks = lossMarks(colours);
  const kinds = ["right", "losses"];
  const curves = kinds.map((kind) => make(inside, "polyline", { class: "hp-curve", ...marks[kind] }));
  const dots = kinds.map((_, i) => make(svg, "circle", { class: "hp-dot", r: 7 - 2 * i, fill: i ? "currentColor" : colours.error }));
  return (now) => {
    const first = now.losses[0] || 1;
    kinds.forEach((kind, i) => {
      // What runs off the picture need not go on: a polyline takes no number that is none.
      const points = now[kind].map((loss, k) => at(k, Math.min((100 * loss) / first, 10 * HIGHEST))).filter(([, y]) => Number.isFinite(y));
      curves[i].setAttribute("points", polyline(points));
      const [cx, cy] = points.at(-1);
      const seen = now[kind].at(-1) <= (HIGHEST / 100) * first;
      place(dots[i], { cx, cy, visibility: seen ? "visible" : "hidden" });
    });
    svg.setAttribute("aria-label", minus(tr("Loss over steps. {words}", { words: now.words })));
  };
}

function wrongGradients(model, el) {
  const spec = model.get("spec");
  const { stage, lists, said, tools, below } = rooms(el, "hp-panels hp-wrong");
  const showBars = barPicture(panel(stage, tr("Gradients, and what nudges say")), spec);
  const showLosses = lossPicture(panel(stage, tr("The loss on these steps")), spec);
  const marks = lossMarks(spec.colours);
  const showValues = valueList(under(lists, 2), tr("Loss after the steps"), [[tr("loss with these gradients"), marks.losses], [tr("with right gradients"), marks.right]]);
  const [who, sentence] = ["hp-reason", "hp-words hp-two-lines hp-wrong-words"].map((kind) => make(said, "p", { class: kind }));
  toolBar(tools, model, spec);
  make(below, "p", { class: "hp-legend" }, phrase("legend"));
  const body = foldedTable(below, tr("Gradients and nudges"), [tr("parameter"), tr("back-propagation"), tr("nudge"), tr("verdict")]);
  let now = null;
  const show = () => {
    const [params, x, y] = [spec.names, spec.inputs, spec.targets].map((names) => read(model, names));
    now = state(spec, params, x, y, chosen(model, spec, "mistake"), model.get("learning_rate"), model.get("steps"));
    showBars(now);
    showLosses(now);
    showValues([now.losses.at(-1), now.right.at(-1)]);
    fill(body, now.rows.map((row) => [row.name, shown(row.gradient), shown(row.nudge), marked(row)]));
    say(who, minus(now.who));
    say(sentence, minus(now.words));
  };
  return { show, effects: () => [[tr("loss after the steps"), now.losses.at(-1)]], spoken: () => minus(`${now.who} ${now.words}`) };
}

const read = (model, names) =>
  Array.isArray(names) ? readNames(model, names) : Object.fromEntries(Object.entries(names).map(([name, part]) => [name, readNames(model, part)]));

export default mount(wrongGradients);
