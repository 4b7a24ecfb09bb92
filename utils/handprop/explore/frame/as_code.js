// The state of an explorer as one line of Python.

import { button, keepKeys } from "./buttons.js";
import { make, say } from "./drawing.js";

// So many significant digits, as format(value, ".15g") gives them.
export function exact(value, count = 15) {
  const rounded = Number(value.toPrecision(count));
  const [head, power] = rounded.toExponential().split("e");
  const exponent = Number(power);
  if (exponent >= -4 && exponent < count) return String(rounded);
  return `${head}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

const option = (text) => (/^-?\d+(\.\d+)?$/.test(text) ? text : JSON.stringify(text));

// Explorer.code in Python is its twin.
export function asCode(call, controls, get) {
  const moved = Object.entries(controls).flatMap(([name, { start, options, digits: count }]) => {
    const write = (value) => {
      if (typeof value === "string") return JSON.stringify(value);
      return options ? option(options[value]) : exact(value, count);
    };
    const text = write(get(name));
    return text === write(start) ? [] : [`${name}=${text}`];
  });
  return moved.length ? `${call}.at(${moved.join(", ")})` : call;
}

// Shows the line and selects it; where the browser allows, it is on the clipboard already.
export function shareButton(bar, model, spec) {
  const open = button(bar, "Share as code");
  const row = make(bar, "span", { class: "hp-share" });
  const field = make(row, "input", { class: "hp-code", readonly: "", "aria-label": "This state as one line of Python" });
  const note = make(row, "span", { class: "hp-copied", role: "status" });
  keepKeys(field);
  const unfold = (shown) => {
    row.hidden = !shown;
    open.setAttribute("aria-expanded", String(shown));
    say(note, "");
  };
  const follow = () => {
    field.value = asCode(model.get("call"), spec.controls, (name) => model.get(name));
    say(note, "");
  };
  Object.keys(spec.controls).forEach((name) => model.on(`change:${name}`, follow));
  open.addEventListener("click", () => {
    unfold(row.hidden);
    if (row.hidden) return;
    follow();
    field.focus();
    field.select();
    const byHand = () => say(note, "Copy it with Ctrl+C or Cmd+C.");
    if (navigator.clipboard) navigator.clipboard.writeText(field.value).then(() => say(note, "Copied."), byHand);
    else byHand();
  });
  unfold(false);
}
