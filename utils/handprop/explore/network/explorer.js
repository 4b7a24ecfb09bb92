// The network explorer: every weight, input and target of a small network, and the step that it would take.

import { button } from "../frame/buttons.js";
import { chosen, readNames } from "../frame/controls.js";
import { make, say } from "../frame/drawing.js";
import { foldControls } from "../frame/fold.js";
import { mount } from "../frame/mount.js";
import { minus } from "../frame/numbers.js";
import { rooms } from "../frame/rooms.js";
import { toolBar } from "../frame/toolbar.js";
import { derivationPanel } from "./derivation.js";
import { state, phrase } from "./numbers.js";
import { phaseBar, phaseTold } from "./phases.js";
import { networkPictures } from "./picture.js";
import { takeStep } from "./step.js";
import { networkTables } from "./tables.js";
import { writeOut } from "./written.js";
import "./style.css";
import { tr } from "../frame/tr.js";

function readControls(model, spec) {
  const read = (names) => readNames(model, names);
  const params = Object.fromEntries(Object.entries(spec.names).map(([name, names]) => [name, read(names)]));
  return { params, x: read(spec.inputs), y: read(spec.targets), learningRate: model.get("learning_rate") };
}

function networkExplorer(model, el, announce) {
  const spec = model.get("spec");
  const { stage, said, tools, below } = rooms(el);
  const picture = networkPictures(stage, model, spec);
  const sentence = make(said, "p", { class: "hp-words hp-two-lines" });
  const showPhase = phaseBar(tools, model, spec, () => now, (text) => say(note, text));
  const bar = toolBar(tools, model, spec);
  const step = button(bar, tr("Take one step"));
  bar.prepend(step);
  foldControls(bar, el, true);
  const note = make(tools, "p", { class: "hp-note", role: "status" });
  step.addEventListener("click", () => say(note, takeStep(model, spec, now)));
  const derivation = derivationPanel(below, model, spec, picture, announce);
  make(below, "p", { class: "hp-legend" }, phrase("legend"));
  const showTables = networkTables(below, spec);
  writeOut(bar, below, model, spec, (text) => say(note, text));
  const names = spec.units.at(-1).map((_, j, all) => (all.length > 1 ? tr("prediction {j}", { j: j + 1 }) : "prediction"));
  let now = null;

  const show = () => {
    const { params, x, y, learningRate } = readControls(model, spec);
    const net = { params, activations: spec.activations, loss: spec.loss, frozen: spec.frozen };
    const phase = chosen(model, spec, "phase");
    const numbers = state(net, x, y, learningRate);
    now = { ...numbers, params, target: y, phase, ...phaseTold(numbers, phase, spec) };
    picture.show(now);
    say(sentence, minus(now.words));
    say(note, "");
    showPhase(phase);
    derivation.show(now);
    showTables(now);
  };
  const spoken = () => minus(`${now.results} ${closedWords(spec, now)}${now.words}${derivation.spoken()}`);
  const effects = () => [
    ...now.error.map((error, j) => [names[j], Math.abs(error), "farther", "nearer"]),
    ["loss", now.loss],
  ];
  return { show, spoken, effects, tend: derivation.tend };
}

function closedWords(spec, now) {
  const shut = spec.activations.flatMap((activation, index) =>
    spec.facts[activation].gate ? now.values[`z${index + 1}`].map((z, j) => (z > 0 ? "" : spec.units[index + 1][j])) : [],
  );
  const names = shut.filter(Boolean);
  return names.length ? phrase("closed", { names }) : "";
}

export default mount(networkExplorer);
