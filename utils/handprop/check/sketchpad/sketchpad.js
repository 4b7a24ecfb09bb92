// Axes to draw a sketch on; its heights go, as code, into the learner's answer.

import { make } from "../../explore/frame/drawing.js";
import { tr } from "../../explore/frame/tr.js";
import { curveField } from "../../predict/curve.js";
import { takenBy } from "./answer_cell.js";
import "../../predict/style.css";
import "./style.css";

const rounded = (height) => Number(height.toPrecision(3));

function render({ model, el }) {
  el.classList.add("hp-predict", "hp-sketchpad");
  // JupyterLab would take keys for its cells.
  el.addEventListener("keydown", (event) => event.stopPropagation());
  const { name, curve, given } = model.get("spec");
  const form = make(el, "form");
  const field = curveField(form, { curve });
  given.forEach((height, i) => height !== null && field.put(i, height));
  const line = make(el, "code", { class: "hp-line", tabindex: "0", "aria-label": tr("The answer, as code") });
  const buttons = make(el, "div", { class: "hp-buttons" });
  const write = make(buttons, "button", { type: "button" }, tr("Write it into the answer"));
  const note = make(el, "p", { role: "status" });

  const answer = () => `${name} = [${JSON.parse(field.value()).map(rounded).join(", ")}]`;
  const show = () => {
    write.disabled = !field.value();
    line.hidden = !field.value();
    line.textContent = field.value() && answer();
    note.textContent = "";
  };
  form.addEventListener("input", show);
  write.addEventListener("click", async () => {
    if (takenBy(el, name, answer())) note.textContent = tr("It stands in the answer above. Run that cell, then the check.");
    else {
      getSelection().selectAllChildren(line);
      const copied = await navigator.clipboard?.writeText(answer()).then(() => true, () => false);
      note.textContent = copied ? tr("Copied: paste this line into the answer, run it, then the check.")
        : tr("Copy this line into the answer, run it, then the check.");
    }
  });
  show();
}

export default { render };
