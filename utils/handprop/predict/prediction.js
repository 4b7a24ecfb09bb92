// A prediction: typed, chosen or drawn, kept, and only then what happens. No points, and it may be skipped.

import { keepFamily } from "../explore/frame/keep.js";
import { curveField, nearness, showCurves } from "./curve.js";
import { read, shown } from "./number.js";
import "./style.css";
import { tr } from "../explore/frame/tr.js";

function add(parent, tag, attributes = {}, text = "") {
  const node = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));
  if (text) node.textContent = text;
  parent.append(node);
  return node;
}

const bare = (words) => words.replace(/\.$/, "");

function howNear(spec, said) {
  const { kind, answer } = spec;
  if (!said) return "";
  if (kind === "curve") return nearness(spec, said);
  if (kind === "choice") return said === answer ? tr("You said: {said}. So it is.", { said: bare(said) }) : tr("You said: {said}. It is: {answer}.", { said: bare(said), answer: bare(answer) });
  if (kind !== "number") return tr("You said: {said}. Compare it with what happens.", { said: bare(said) });
  const value = read(said, answer);
  const off = value - answer;
  if (Math.abs(off) <= 0.005 * Math.abs(answer)) return tr("You said {said}, and it is {answer}.", { said: shown(value), answer: shown(answer) });
  return tr("You said {said}. It is {answer}: you are {off} too {way}.", { said: shown(value), answer: shown(answer), off: shown(Math.abs(off)), way: off > 0 ? tr("high") : tr("low") });
}

// What is asked for, in a form of its own; returns how to read it, how to fill it, and where the keys go.
const FIELDS = {
  curve: curveField,
  choice(form, { options }, name) {
    const choices = add(form, "div", { class: "hp-choices" });
    const radios = options.map((option) => {
      const label = add(choices, "label");
      const radio = add(label, "input", { type: "radio", name, value: option });
      label.append(` ${option}`);
      return radio;
    });
    return {
      value: () => radios.find((one) => one.checked)?.value ?? "",
      fill: (said) => radios.forEach((one) => { one.checked = one.value === said; }),
      missing: () => tr("Choose one first, or look without predicting."),
      first: radios[0],
    };
  },
  number(form, { answer }) {
    const field = add(form, "input", { type: "text", inputmode: "decimal", "aria-label": tr("Your prediction, a number") });
    return {
      value: () => (Number.isFinite(read(field.value, answer)) ? field.value.trim() : ""),
      fill: (said) => { field.value = said; },
      missing: () => tr("Type a number first, such as 0.5 or 1/2, or look without predicting."),
      first: field,
    };
  },
  words(form) {
    const field = add(form, "input", { type: "text", maxlength: "300", "aria-label": tr("Your prediction, in a few words") });
    return {
      value: () => field.value.trim(),
      fill: (said) => { field.value = said; },
      missing: () => tr("Type a few words first, or look without predicting."),
      first: field,
    };
  },
};

function render({ model, el }) {
  const spec = model.get("spec");
  el.classList.add("hp-predict");
  // JupyterLab would take keys for its cells.
  el.addEventListener("keydown", (event) => event.stopPropagation());
  const form = add(el, "form");
  const group = add(form, "fieldset");
  add(group, "legend", {}, tr("Your prediction"));
  const name = `hp-predict-${Math.random().toString(36).slice(2)}`;
  const field = FIELDS[spec.kind](group, spec, name);
  const buttons = add(group, "div", { class: "hp-buttons" });
  add(buttons, "button", { type: "submit" }, tr("Keep it, then show"));
  const skip = add(buttons, "button", { type: "button" }, tr("Show without predicting"));
  const note = add(el, "p", { role: "status" });
  const outcome = add(el, "div", { class: "hp-outcome", tabindex: "-1" });
  const near = add(outcome, "p", { class: "hp-near" });
  const drawn = add(outcome, "div");
  if (spec.outcome) {
    add(outcome, "p", {}, tr("What happens:"));
    add(outcome, "pre", {}, spec.outcome);
  }
  add(outcome, "p", {}, tr("Run the next cell to see it for yourself. The words below it can be opened, too."));
  const again = add(outcome, "button", { type: "button" }, tr("Predict again"));

  const show = () => {
    const seen = model.get("seen");
    form.hidden = seen;
    outcome.hidden = !seen;
    near.textContent = howNear(spec, model.get("said"));
    near.hidden = !near.textContent;
    if (spec.kind === "curve" && seen) showCurves(drawn, spec, model.get("said"));
  };
  const put = (said, seen) => {
    model.set("said", said);
    model.set("seen", seen);
    model.save_changes();
    note.textContent = "";
    (seen ? outcome : field.first).focus({ preventScroll: true });
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const said = field.value();
    if (said) put(said, true);
    else {
      note.textContent = field.missing();
      field.first.focus();
    }
  });
  skip.addEventListener("click", () => put("", true));
  again.addEventListener("click", () => put(model.get("said"), false));
  model.on("change:said", show);
  model.on("change:seen", show);
  field.fill(model.get("said"));
  show();
  const endKeeping = keepFamily(model);
  return () => {
    endKeeping();
    model.off("change:said", show);
    model.off("change:seen", show);
  };
}

export default { render };
