// The browser's own controls, where there is no notebook: for pages and demos.

import { make, say } from "./drawing.js";
import { shown } from "./numbers.js";

const exact = (value) => Number(value.toPrecision(15));

// A slider over powers of ten counts in exponents.
const SCALES = {
  number: { to: (v) => v, from: (v) => v },
  whole: { to: (v) => v, from: Math.round },
  stops: { to: (v) => v, from: Math.round },
  powers: { to: Math.log10, from: (v) => 10 ** v },
};

// How many notches a key is worth: a whole, ten, or with Shift a tenth of one.
const KEYS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 };
const FINE = 0.1;

/** A control as page.py describes it, that moves the model and follows it.
 * @param {HTMLElement} row @param {import("./model.js").Model} model @param {any} control */
export function nativeControl(row, model, control) {
  const follow = control.kind === "list" ? list(row, model, control) : slider(row, model, control);
  model.on(`change:${control.name}`, follow);
  follow();
}

function slider(row, model, control) {
  const { name, kind, low, high, notch, start, label, options } = control;
  const { to, from } = SCALES[kind];
  // The browser would round to notches of its own, and a weight after a step would lose its digits.
  const input = make(row, "input", { type: "range", min: low, max: high, step: "any", "aria-label": label });
  const text = make(row, "output", { "aria-hidden": "true" });
  const put = (count) => {
    const value = exact(from(Math.min(Math.max(count, low), high)));
    model.set(name, Math.abs(to(value) - to(start)) < (FINE * notch) / 2 ? start : value);
  };
  const snapped = (count) => to(start) + Math.round((count - to(start)) / notch) * notch;
  const fine = kind === "number" || kind === "powers" ? FINE : 1;
  input.addEventListener("input", () => put(snapped(Number(input.value))));
  input.addEventListener("keydown", (event) => {
    const place = to(model.get(name));
    if (event.key in KEYS) put(place + KEYS[event.key] * notch * (event.shiftKey ? fine : 1));
    else if (event.key === "Home") put(low);
    else if (event.key === "End") put(high);
    else return;
    event.preventDefault();
  });
  return () => {
    const value = model.get(name);
    const words = options?.[value] ?? shown(value);
    input.value = to(value);
    input.setAttribute("aria-valuetext", words);
    say(text, words);
  };
}

function list(row, model, { name, label, options }) {
  const select = make(row, "select", { "aria-label": label });
  options.forEach((option) => make(select, "option", {}, option));
  select.addEventListener("change", () => model.set(name, select.selectedIndex));
  return () => { select.selectedIndex = model.get(name); };
}
