// The training explorer: losses, weights and the map of predictions, epoch by epoch.

import { button } from "../frame/buttons.js";
import { chosen } from "../frame/controls.js";
import { make, say } from "../frame/drawing.js";
import { hearButton } from "../frame/hear.js";
import { mount } from "../frame/mount.js";
import { minus, shown } from "../frame/numbers.js";
import { fill, foldedTable } from "../frame/tables.js";
import { rooms } from "../frame/rooms.js";
import { toolBar } from "../frame/toolbar.js";
import { lossPanel, weightsPanel } from "./curves.js";
import { mapPanel } from "./map.js";
import { begin, grow, phrase, snapshot } from "./numbers.js";
import { player } from "./play.js";
import "./style.css";
import { tr } from "../frame/tr.js";

const FRAME_MS = 8; // of computing in a frame: the rest is for drawing

function targetButton(bar, click) {
  const node = button(bar, "");
  const tell = () => say(node, tr("A click adds: {target}", { target: click.target }));
  node.addEventListener("click", () => {
    click.target = 1 - click.target;
    tell();
  });
  tell();
}

function trainingExplorer(model, el, schedule) {
  const spec = model.get("spec");
  let [training, now, shownOnce] = [null, null, false];
  const click = { target: 1 }; // what a click on the map adds
  const { stage, lists, said, tools, below } = rooms(el, "hp-panels hp-training");
  const sentence = make(said, "p", { class: "hp-words hp-two-lines" });
  const shows = [lossPanel, weightsPanel, mapPanel].map((draw) => draw(stage, lists, spec, model, click));
  const wanted = () => Math.round(model.get("epoch"));
  const ready = () => training.runs[0].length > wanted() + 1;
  const clock = make(tools, "div", { class: "hp-bar", role: "group", "aria-label": tr("Steps") });
  const stop = player(clock, model, spec, () => training, ready);
  const bar = toolBar(tools, model, spec);
  targetButton(bar, click);
  const quiet = hearButton(bar, tr("the loss"), () =>
    [...training.runs[model.get("learning_rate")].losses.subarray(0, wanted() + 1)]);
  make(below, "p", { class: "hp-legend" }, phrase("legend"));
  const body = foldedTable(below, tr("Weights and biases"), [tr("name"), tr("value"), tr("gradient")]);
  const show = () => {
    const setting = { points: model.get("points"), units: Math.round(model.get("units")), start: chosen(model, spec, "start"), activation: chosen(model, spec, "activation") };
    const key = Object.values(setting).join(" ");
    if (training?.key !== key) training = { key, ...begin(spec, setting) };
    const index = model.get("learning_rate");
    // What takes longer than a frame is shown as far as it has come.
    const epoch = grow(training, wanted(), shownOnce ? FRAME_MS : Infinity);
    shownOnce = true;
    if (!ready()) schedule();
    now = snapshot(spec, training, index, epoch, ready() ? Math.round(model.get("part")) : 0);
    say(sentence, minus(now.words));
    const frame = { now, index, epoch, training, axis: chosen(model, spec, "axis") };
    shows.forEach((draw) => draw(frame));
    fill(body, spec.parameters[training.n - 1].map(([label], q) => [label, shown(now.row[q]), shown(now.slopes[q])]));
    [...body.rows].forEach((row, q) => { row.hidden = q >= now.row.length; });
  };
  return { show, effects: () => [[tr("loss"), now.loss], [tr("samples right"), now.right]], spoken: () => minus(now.words), end: () => { quiet(); stop(); } };
}

export default mount(trainingExplorer);
