// A part of a picture that is a control: it is dragged along a line, or moved by keys, as its slider is.

import { moveTo } from "./buttons.js";
import { make, place } from "./drawing.js";
import { FINE, KEYS, exact, home, snapped } from "./notches.js";
import { shown } from "./numbers.js";
import "./hold.css";

/** Let `node` be held: dragged to the right, its number grows, on the scale from `left` to `right` at the height `y`.
 * Returns how to show the number of now, and with it, if it is given, a second number on the same scale.
 * @param {any} node a part of an SVG picture @param {any} model @param {any} spec @param {string} name of the control
 * @param {{ left: number, right: number, y: number }} span @param {SVGElement} layer where scales are drawn, above the rest */
export function hold(node, model, spec, name, span, layer) {
  const { label, start, notch, ends } = spec.controls[name];
  const put = (value) => moveTo(model, { [name]: exact(home(Math.min(Math.max(value, ends[0]), ends[1]), start, notch)) });
  const scale = drawScale(layer, span, ends);
  const shareOf = (value) => Math.min(Math.max((value - ends[0]) / (ends[1] - ends[0]), 0), 1);
  const speak = () => {
    const value = model.get(name);
    if (node.getAttribute("role") === "slider") place(node, { "aria-valuenow": value, "aria-valuetext": shown(value) });
  };
  offer(node, { "aria-label": label, "aria-valuemin": ends[0], "aria-valuemax": ends[1] }, speak);
  node.dataset.hold = name;
  node.classList.add("hp-held");
  const svg = node.ownerSVGElement;
  const share = ({ clientX }) => (clientX / svg.getScreenCTM().a) / (span.right - span.left);
  let from = null; // the finger that holds it, where it began, and the number then
  node.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || from) return;
    event.preventDefault();
    node.setPointerCapture(event.pointerId);
    node.focus({ preventScroll: true });
    node.classList.add("hp-in-hand");
    scale.show(true);
    from = { finger: event.pointerId, share: share(event), value: model.get(name) };
  });
  node.addEventListener("pointermove", (event) => {
    if (event.pointerId !== from?.finger) return;
    const value = from.value + (share(event) - from.share) * (ends[1] - ends[0]);
    put(snapped(value, start, notch));
  });
  const release = (event) => {
    if (event.pointerId !== from?.finger) return;
    from = null;
    node.classList.remove("hp-in-hand");
    scale.show(node.matches(":hover, :focus-visible"));
  };
  ["pointerup", "pointercancel", "lostpointercapture"].forEach((end) => node.addEventListener(end, release));
  ["pointerenter", "focus"].forEach((kind) => node.addEventListener(kind, () => scale.show(true)));
  ["pointerleave", "blur"].forEach((kind) => node.addEventListener(kind, () => scale.show(from !== null)));
  node.addEventListener("keydown", (event) => {
    if (event.key in KEYS) put(model.get(name) + KEYS[event.key] * notch * (event.shiftKey ? FINE : 1));
    else if (event.key === "Home") put(ends[0]);
    else if (event.key === "End") put(ends[1]);
    else return;
    event.preventDefault();
    event.stopPropagation(); // the keys are the picture's, not the notebook's or a demo's
  });
  return (other) => {
    speak();
    scale.at(shareOf(model.get(name)), other === undefined ? NaN : shareOf(other));
  };
}

// Where the sliders are there, too, a number would stand twice on the way of the Tab key and in the ears: only where they
// are folded away it is a slider of its own.
function offer(node, words, speak) {
  node.handpropOffer = (on) => {
    node.setAttribute("tabindex", on ? "0" : "-1");
    if (on) place(node, { role: "slider", ...words });
    else ["role", ...Object.keys(words), "aria-valuenow", "aria-valuetext"].forEach((one) => node.removeAttribute(one));
    speak();
  };
  node.handpropOffer(Boolean(node.closest(".hp-folded")));
}

// The scale of a number, with a mark at 0; it shows while a hand is on it.
function drawScale(layer, { left, right, y }, [low, high]) {
  const group = make(layer, "g", { class: "hp-scale" });
  const x = (share) => left + share * (right - left);
  const zero = x(-low / (high - low));
  ["hp-scale-paper", "hp-scale-line"].forEach((kind) => make(group, "line", { x1: left, x2: right, y1: y, y2: y, class: kind }));
  if (low <= 0 && high >= 0) make(group, "line", { x1: zero, x2: zero, y1: y - 5, y2: y + 5, class: "hp-scale-line" });
  const [mark, knob] = [make(group, "line", { y1: y - 8, y2: y + 8, class: "hp-scale-other" }), make(group, "circle", { r: 6, cy: y, class: "hp-knob" })];
  return {
    at(share, other) {
      knob.setAttribute("cx", x(share).toFixed(2));
      mark.classList.toggle("hp-none", Number.isNaN(other));
      if (!Number.isNaN(other)) place(mark, { x1: x(other), x2: x(other) });
    },
    show: (on) => group.classList.toggle("hp-shown", on),
  };
}
