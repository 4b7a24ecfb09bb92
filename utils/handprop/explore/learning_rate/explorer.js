// The explorer of learning rates: steps of gradient descent on a loss curve or a map of the loss.

import { chosen } from "../frame/controls.js";
import { make, say } from "../frame/drawing.js";
import { hearButton } from "../frame/hear.js";
import { mount } from "../frame/mount.js";
import { minus, shown } from "../frame/numbers.js";
import { fill, foldedTable } from "../frame/tables.js";
import { rooms } from "../frame/rooms.js";
import { toolBar } from "../frame/toolbar.js";
import { descent, phrase } from "./numbers.js";
import { descentPictures } from "./pictures.js";
import "./style.css";
import { tr } from "../frame/tr.js";

const placeWords = (spot) => [spot].flat().map((value) => shown(value)).join(", ");

function learningRateExplorer(model, el) {
  const spec = model.get("spec");
  const { stage, said, tools, below } = rooms(el, "hp-panels");
  const sentence = make(said, "p", { class: "hp-words hp-two-lines" });
  const showPictures = descentPictures(stage, spec);
  const bar = toolBar(tools, model, spec);
  make(below, "p", { class: "hp-legend" }, phrase("legend"));
  const body = foldedTable(below, tr("Steps"), [tr("step"), tr("place"), tr("loss")]);
  const names = Object.keys(spec.landscapes);
  let now = null;
  const quiet = hearButton(bar, tr("the loss"), () => now.losses);
  const show = () => {
    const index = model.get("example");
    const [rate, steps, start] = ["learning_rate", "steps", "start"].map((name) => model.get(name));
    now = descent(spec.landscapes[names[index]], rate, Math.round(steps), start);
    say(sentence, minus(now.words));
    showPictures(index, now, now.words, chosen(model, spec, "axis"));
    fill(body, now.losses.map((lossNow, k) => [String(k), placeWords(now.places[k]), shown(lossNow)]));
    [...body.rows].forEach((row, k) => { row.hidden = k >= now.losses.length; });
  };
  return { show, effects: () => [[tr("last loss"), now.losses.at(-1)]], spoken: () => minus(now.words), end: quiet };
}

export default mount(learningRateExplorer);
