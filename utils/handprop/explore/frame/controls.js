// The ipywidgets controls: names for screen readers, no rounding of what a step computes, and where they stand.

import { shown } from "./numbers.js";
import { tr } from "./tr.js";

// noUiSlider rounds every value to the slider's own notches, also one that a program sets; the next key would
// start from there, and a weight after a step would lose its digits.
function keepDigits(slider) {
  if (slider.handpropExact) return;
  const { set } = slider;
  slider.set = (value, fire) => set(value, fire, true);
  slider.updateOptions = ({ start }, fire) => set(start, fire, true);
  slider.handpropExact = true;
}

// Only a hand moves the number.  ipywidgets' own continuous update would also answer what a program sets: while a
// slider is drawn it would send its rounded start, over what Python has set in the meantime.
function followHand(slider, model, name, { options, digits, power }) {
  const follow = ([place]) => {
    const value = power ? power ** place : place;
    model.set(name, options ? Math.round(place) : Number(value.toPrecision(digits)));
    model.save_changes();
  };
  slider.on("slide", follow);
  slider.on("change", follow); // after ipywidgets, which takes the place on the screen for the number
}

// Shift makes an arrow key a tenth of a notch: fine steps beside those for mental arithmetic.
function addFineKeys(handle, model, name, { options, power, digits, start, notch, ends }) {
  const ways = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 };
  if (options || notch >= 1) return;
  handle.addEventListener("keydown", (event) => {
    const way = ways[event.key];
    if (!event.shiftKey || !way) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const now = model.get(name);
    const moved = power ? now * (1 + notch / start) ** (way / 10) : now + (way * notch) / 10;
    model.set(name, Number(Math.min(Math.max(moved, ends[0]), ends[1]).toPrecision(digits)));
    model.save_changes();
  }, true);
}

export function tendControls(root, model, spec) {
  Object.entries(spec.controls).forEach(([name, control]) => {
    const { label } = control;
    root.querySelectorAll(`.hp-control-${name} .noUi-target`).forEach((target) => {
      const handle = target.querySelector(".noUi-handle");
      if (!handle || !target.noUiSlider || target.noUiSlider.handpropExact) return;
      keepDigits(target.noUiSlider);
      followHand(target.noUiSlider, model, name, control);
      addFineKeys(handle, model, name, control);
      handle.setAttribute("aria-label", label);
      const readout = target.closest(".widget-slider").querySelector(".widget-readout");
      readout?.setAttribute("role", "textbox");
      readout?.setAttribute("aria-label", tr("{label}: type a number", { label }));
    });
  });
}

export function speakValues(root, model, spec) {
  Object.keys(spec.controls).forEach((name) => {
    const value = model.get(name);
    const text = spec.controls[name].options?.[value] ?? value;
    root.querySelectorAll(`.hp-control-${name} .noUi-handle`).forEach((handle) => {
      handle.setAttribute("aria-valuenow", String(value));
      handle.setAttribute("aria-valuetext", typeof text === "string" ? text : shown(text));
    });
  });
}

// What is chosen in a list: the view holds its place.
export const chosen = (model, spec, name) => spec.controls[name].options[model.get(name)];

// The numbers of now: names of controls, also nested as in a matrix, give way to their values.
export function readNames(model, names) {
  if (Array.isArray(names)) return names.map((part) => readNames(model, part));
  return typeof names === "string" ? model.get(names) : names;
}
