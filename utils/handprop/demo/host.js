// The host of a demo: stands in for the notebook around the explorer, and tells the story.

import explorer from "explorer"; // the page says which one: its import map
import { read, written } from "../explore/frame/address.js";
import { make, say } from "../explore/frame/drawing.js";
import { Model } from "../explore/frame/model.js";
import { nativeControl } from "../explore/frame/native.js";
import { printHandout } from "./handout.js";
import { makePen } from "./pen.js";
import { makePresenter } from "./presenter.js";
import { tr } from "../explore/frame/tr.js";

const told = JSON.parse(document.getElementById("demo-told").textContent);
/** @returns {any} */
const part = (name) => document.getElementById(`demo-${name}`);
const calm = matchMedia("(prefers-reduced-motion: reduce)");

const model = new Model({ spec: told.spec, ...told.values });

// ---- sliders ----

told.controls.forEach((control) => {
  const row = make(part("controls"), "div", { class: `demo-control demo-${control.kind}` });
  make(row, "span", { class: "demo-short", "aria-hidden": "true" }, control.short || control.label);
  nativeControl(row, model, control);
});

// ---- travelling from one position of the sliders to another ----

let moving = 0;
const MIXES = {
  number: (a, b, t) => a + t * (b - a),
  whole: (a, b, t) => Math.round(a + t * (b - a)),
  stops: (a, b, t) => Math.round(a + t * (b - a)),
  powers: (a, b, t) => a * (b / a) ** t,
  list: (a, b) => b,
};
const eased = (t) => t * t * (3 - 2 * t);

function travel(target, seconds) {
  cancelAnimationFrame(moving);
  const from = { ...model.values };
  const names = Object.keys(target).filter((name) => from[name] !== target[name]);
  const begin = performance.now();
  const frame = (time) => {
    const share = Math.min(Math.max((time - begin) / (1000 * seconds), 0), 1);
    const mixed = (name) => MIXES[told.kinds[name]](from[name], target[name], eased(share));
    names.forEach((name) => model.set(name, share < 1 ? mixed(name) : target[name]));
    if (share < 1) moving = requestAnimationFrame(frame);
  };
  if (calm.matches) names.forEach((name) => model.set(name, target[name]));
  else if (names.length) moving = requestAnimationFrame(frame);
}

// ---- the story ----

let at = 0;
const last = told.stops.length - 1;
const pen = makePen(document.body);
const presenter = makePresenter(told.stops);

// The step in the address: "#3" is the question of the third step, "#3!" the same with its answer; and what
// the presenter has moved since: "#3!&w1=0.5".
const named = (index) => `#${told.stops[index].step + 1}${told.stops[index].notice ? "!" : ""}`;
const REST_MS = 250; // browsers refuse an address that changes with every frame
const controls = ({ values }) =>
  Object.fromEntries(Object.entries(told.spec.controls).map(([name, control]) => [name, { ...control, start: values[name] }]));

function fromAddress() {
  const [name] = location.hash.split("&");
  const index = Math.max(told.stops.findIndex((_, index) => named(index) === name), 0);
  if (named(index) !== name) history.replaceState(null, "", named(index));
  show(index, read(controls(told.stops[index]), location.hash.slice(named(index).length)));
}

function toAddress() {
  const moved = written(controls(told.stops[at]), (name) => model.get(name)).replace("#", "&");
  if (named(at) + moved !== location.hash) history.replaceState(null, "", named(at) + moved);
}

function followInAddress() {
  let timer = 0;
  Object.keys(told.spec.controls).forEach((name) => model.on(`change:${name}`, () => {
    clearTimeout(timer);
    timer = setTimeout(toAddress, REST_MS);
  }));
}

const hide = (node, hidden) => node.classList.toggle("demo-hidden", hidden);

function show(index, goal = null) {
  at = Math.min(Math.max(index, 0), last);
  const { ask, notice, step, values, seconds, point, panel, hides } = told.stops[at];
  say(part("ask"), ask);
  say(part("notice"), notice);
  part("answer").hidden = !notice;
  document.body.classList.toggle("demo-asks", !notice); // nothing that answers stands there while it is asked
  document.querySelectorAll(".demo-hidden").forEach((node) => hide(node, false));
  if (hides && !notice) part("view").querySelectorAll(hides).forEach((node) => hide(node, true));
  document.body.dataset.panel = String(panel);
  if (!goal) history.replaceState(null, "", named(at));
  presenter.show(at);
  pen.clear();
  say(part("count"), tr("step {step} of {steps}", { step: step + 1, steps: told.stops[last].step + 1 }));
  part("back").disabled = at === 0;
  part("next").disabled = at === last;
  travel(goal ?? values, seconds);
  // An explorer traces the entry under the pointer; an entry is known by the start of its name.
  if (point) part("view").querySelector(`[aria-label^="${point}"]`).dispatchEvent(new MouseEvent("mouseenter"));
}

const put = (values) => Object.entries(values).forEach(([name, value]) => model.set(name, value));
const presets = Object.values(told.presets);
const preset = (index) => presets[index] && travel(presets[index], 0.8);
const dark = () => document.documentElement.classList.toggle("demo-dark");
const full = () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()).catch(() => {});

const KEYS = {
  ArrowRight: () => show(at + 1), PageDown: () => show(at + 1), " ": () => show(at + 1),
  ArrowLeft: () => show(at - 1), PageUp: () => show(at - 1), Backspace: () => show(at - 1),
  Home: () => show(0), End: () => show(last),
  d: dark, f: full, p: presenter.open, w: pen.toggle, z: () => document.body.classList.toggle("demo-large"),
  h: () => printHandout(part("handout"), part("view"), told.stops, put).then(() => put(told.stops[at].values)), r: () => travel(told.stops[at].values, 0.8),
};

/** Keys that a focused control needs for itself.
 * @param {any} event */
function taken({ target, key }) {
  if (document.body.classList.contains("demo-writes") && key === "Escape") pen.toggle();
  if (target.matches("select")) return key !== "Escape";
  if (target.matches("input")) return /^(Arrow|Page|Home|End)/.test(key);
  return target.matches("button, summary") && key === " ";
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || taken(event)) return;
  if (event.key === "Escape") /** @type {HTMLElement} */ (document.activeElement).blur();
  const act = KEYS[event.key] ?? (/^[1-9]$/.test(event.key) ? () => preset(Number(event.key) - 1) : null);
  if (!act) return;
  event.preventDefault();
  act();
});
// After a click, the arrow keys go back to the story.
document.addEventListener("pointerup", (/** @type {any} */ { target }) => {
  if (target.matches("input, button")) setTimeout(() => target.blur());
});

Object.keys(told.presets).forEach((name, index) => {
  const button = make(part("presets"), "button", { type: "button" });
  make(button, "kbd", {}, String(index + 1));
  button.append(` ${name}`);
  button.addEventListener("click", () => preset(index));
});
part("back").addEventListener("click", () => show(at - 1));
part("next").addEventListener("click", () => show(at + 1));

if (matchMedia("(prefers-color-scheme: dark)").matches) dark();
explorer.render({ model, el: part("view") });
fromAddress();
followInAddress();
addEventListener("hashchange", fromAddress);
