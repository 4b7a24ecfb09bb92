// The browser's own controls, where there is no notebook: for pages and demos.

import { make, say } from "./drawing.js";
import { FINE, KEYS, exact, home, snapped } from "./notches.js";
import { shown } from "./numbers.js";

// A slider over powers of ten counts in exponents.
const SCALES = {
  number: { to: (v) => v, from: (v) => v },
  whole: { to: (v) => v, from: Math.round },
  stops: { to: (v) => v, from: Math.round },
  powers: { to: Math.log10, from: (v) => 10 ** v },
};

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
    model.set(name, home(to(value), to(start), notch) === to(start) ? start : value);
  };
  const fine = kind === "number" || kind === "powers" ? FINE : 1;
  input.addEventListener("input", () => put(snapped(Number(input.value), to(start), notch)));
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
