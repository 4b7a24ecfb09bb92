// utils/handprop/demo/host.js
import explorer from "explorer";

// utils/handprop/explore/frame/numbers.js
var TIES = Array.from({ length: 16 }, (_, count) => new RegExp(`^(-?\\d\\.\\d{${Math.max(count - 2, 0)}}[02468])50+e`));
function digits(value, count = 4) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  if (value === 0) return "0";
  const kept = Number(value.toExponential(30).replace(TIES[count], "$1e"));
  const [head, power] = kept.toExponential(count - 1).split("e");
  const exponent = Number(power);
  if (exponent >= -4 && exponent < count) return String(Number(kept.toFixed(count - 1 - exponent)));
  const sign = exponent < 0 ? "-" : "+";
  return `${Number(head)}e${sign}${String(Math.abs(exponent)).padStart(2, "0")}`;
}
var minus = (text) => text.replace(/-(?=[\d.i])/g, "−");
var shown = (value) => minus(digits(value));

// utils/handprop/explore/frame/drawing.js
function make(parent, tag, attributes = {}, text = "") {
  const space = tag === "svg" || parent instanceof SVGElement ? "http://www.w3.org/2000/svg" : null;
  const node = space ? document.createElementNS(space, tag) : document.createElement(tag);
  Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, value));
  if (text) node.textContent = text;
  parent.append(node);
  return node;
}
function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

// utils/handprop/explore/frame/model.js
var Model = class {
  /** @param {Record<string, any>} values */
  constructor(values) {
    this.values = values;
    this.listeners = {};
  }
  get(name) {
    return this.values[name];
  }
  set(name, value) {
    if (Object.is(this.values[name], value)) return;
    this.values[name] = value;
    (this.listeners[`change:${name}`] ?? []).forEach((call) => call());
  }
  on(event, call) {
    (this.listeners[event] ??= []).push(call);
  }
  off(event, call) {
    this.listeners[event] = (this.listeners[event] ?? []).filter((other) => other !== call);
  }
  save_changes() {
  }
};

// utils/handprop/explore/frame/native.js
var exact = (value) => Number(value.toPrecision(15));
var SCALES = {
  number: { to: (v) => v, from: (v) => v },
  whole: { to: (v) => v, from: Math.round },
  stops: { to: (v) => v, from: Math.round },
  powers: { to: Math.log10, from: (v) => 10 ** v }
};
var KEYS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 };
var FINE = 0.1;
function nativeControl(row, model2, control) {
  const follow = control.kind === "list" ? list(row, model2, control) : slider(row, model2, control);
  model2.on(`change:${control.name}`, follow);
  follow();
}
function slider(row, model2, control) {
  const { name, kind, low, high, notch, start, label, options } = control;
  const { to, from } = SCALES[kind];
  const input = make(row, "input", { type: "range", min: low, max: high, step: "any", "aria-label": label });
  const text = make(row, "output", { "aria-hidden": "true" });
  const put = (count) => {
    const value = exact(from(Math.min(Math.max(count, low), high)));
    model2.set(name, Math.abs(to(value) - to(start)) < FINE * notch / 2 ? start : value);
  };
  const snapped = (count) => to(start) + Math.round((count - to(start)) / notch) * notch;
  const fine = kind === "number" || kind === "powers" ? FINE : 1;
  input.addEventListener("input", () => put(snapped(Number(input.value))));
  input.addEventListener("keydown", (event) => {
    const place = to(model2.get(name));
    if (event.key in KEYS) put(place + KEYS[event.key] * notch * (event.shiftKey ? fine : 1));
    else if (event.key === "Home") put(low);
    else if (event.key === "End") put(high);
    else return;
    event.preventDefault();
  });
  return () => {
    const value = model2.get(name);
    const words = options?.[value] ?? shown(value);
    input.value = to(value);
    input.setAttribute("aria-valuetext", words);
    say(text, words);
  };
}
function list(row, model2, { name, label, options }) {
  const select = make(row, "select", { "aria-label": label });
  options.forEach((option) => make(select, "option", {}, option));
  select.addEventListener("change", () => model2.set(name, select.selectedIndex));
  return () => {
    select.selectedIndex = model2.get(name);
  };
}

// utils/handprop/demo/host.js
var told = JSON.parse(document.getElementById("demo-told").textContent);
var part = (name) => document.getElementById(`demo-${name}`);
var calm = matchMedia("(prefers-reduced-motion: reduce)");
var model = new Model({ spec: told.spec, ...told.values });
told.controls.forEach((control) => {
  const row = make(part("controls"), "div", { class: `demo-control demo-${control.kind}` });
  make(row, "span", { class: "demo-short", "aria-hidden": "true" }, control.short || control.label);
  nativeControl(row, model, control);
});
var moving = 0;
var MIXES = {
  number: (a, b, t) => a + t * (b - a),
  whole: (a, b, t) => Math.round(a + t * (b - a)),
  stops: (a, b, t) => Math.round(a + t * (b - a)),
  powers: (a, b, t) => a * (b / a) ** t,
  list: (a, b) => b
};
var eased = (t) => t * t * (3 - 2 * t);
function travel(target, seconds) {
  cancelAnimationFrame(moving);
  const from = { ...model.values };
  const names = Object.keys(target).filter((name) => from[name] !== target[name]);
  const begin = performance.now();
  const frame = (time) => {
    const share = Math.min(Math.max((time - begin) / (1e3 * seconds), 0), 1);
    const mixed = (name) => MIXES[told.kinds[name]](from[name], target[name], eased(share));
    names.forEach((name) => model.set(name, share < 1 ? mixed(name) : target[name]));
    if (share < 1) moving = requestAnimationFrame(frame);
  };
  if (calm.matches) names.forEach((name) => model.set(name, target[name]));
  else if (names.length) moving = requestAnimationFrame(frame);
}
var at = 0;
var last = told.stops.length - 1;
function show(index) {
  at = Math.min(Math.max(index, 0), last);
  const { ask, notice, step, values, seconds, point } = told.stops[at];
  say(part("ask"), ask);
  say(part("notice"), notice);
  part("answer").hidden = !notice;
  say(part("count"), `step ${step + 1} of ${told.stops[last].step + 1}`);
  part("back").disabled = at === 0;
  part("next").disabled = at === last;
  travel(values, seconds);
  if (point) part("view").querySelector(`[aria-label^="${point}"]`).dispatchEvent(new MouseEvent("mouseenter"));
}
var presets = Object.values(told.presets);
var preset = (index) => presets[index] && travel(presets[index], 0.8);
var dark = () => document.documentElement.classList.toggle("demo-dark");
var full = () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()).catch(() => {
});
var KEYS2 = {
  ArrowRight: () => show(at + 1),
  PageDown: () => show(at + 1),
  " ": () => show(at + 1),
  ArrowLeft: () => show(at - 1),
  PageUp: () => show(at - 1),
  Backspace: () => show(at - 1),
  Home: () => show(0),
  End: () => show(last),
  d: dark,
  f: full,
  r: () => travel(told.stops[at].values, 0.8)
};
function taken({ target, key }) {
  if (target.matches("select")) return key !== "Escape";
  if (target.matches("input")) return /^(Arrow|Page|Home|End)/.test(key);
  return target.matches("button, summary") && key === " ";
}
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || taken(event)) return;
  if (event.key === "Escape") document.activeElement.blur();
  const act = KEYS2[event.key] ?? (/^[1-9]$/.test(event.key) ? () => preset(Number(event.key) - 1) : null);
  if (!act) return;
  event.preventDefault();
  act();
});
document.addEventListener("pointerup", ({ target }) => {
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
show(0);
