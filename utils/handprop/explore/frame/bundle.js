// utils/handprop/explore/frame/host.js
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
function exact(value, count = 15) {
  const rounded = Number(value.toPrecision(count));
  const [head, power] = rounded.toExponential().split("e");
  const exponent = Number(power);
  if (exponent >= -4 && exponent < count) return String(rounded);
  return `${head}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

// utils/handprop/explore/frame/address.js
function written(controls2, get) {
  const moved = Object.entries(controls2).flatMap(([name, { start, options, digits: digits2 }]) => {
    const write = (value) => {
      if (typeof value === "string") return value;
      return options ? options[value] : exact(value, digits2);
    };
    return write(get(name)) === write(start) ? [] : [`${name}=${encodeURIComponent(write(get(name)))}`];
  });
  return moved.length ? `#${moved.join("&")}` : "";
}
function read(controls2, hash) {
  const named = new URLSearchParams(hash.replace(/^#/, ""));
  return Object.fromEntries(Object.entries(controls2).map(([name, control]) => {
    const value = named.has(name) ? taken(control, named.get(name)) : void 0;
    return [name, value ?? control.start];
  }));
}
function taken({ options, start, ends }, text) {
  if (options) return options.includes(text) ? options.indexOf(text) : void 0;
  if (typeof start === "string") return text;
  const value = text.trim() === "" ? NaN : Number(text);
  return value >= ends[0] && value <= ends[1] ? value : void 0;
}

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
  off(event = "", call = null) {
    if (!event) this.listeners = {};
    else this.listeners[event] = (this.listeners[event] ?? []).filter((other) => other !== call);
  }
  save_changes() {
  }
};

// utils/handprop/explore/frame/notches.js
var KEYS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 };
var FINE = 0.1;
var exact2 = (value) => Number(value.toPrecision(15));
var snapped = (place2, start, notch) => start + Math.round((place2 - start) / notch) * notch;
var home = (value, start, notch) => Math.abs(value - start) < FINE * notch / 2 ? start : value;

// utils/handprop/explore/frame/native.js
var SCALES = {
  number: { to: (v) => v, from: (v) => v },
  whole: { to: (v) => v, from: Math.round },
  stops: { to: (v) => v, from: Math.round },
  powers: { to: Math.log10, from: (v) => 10 ** v }
};
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
    const value = exact2(from(Math.min(Math.max(count, low), high)));
    model2.set(name, home(to(value), to(start), notch) === to(start) ? start : value);
  };
  const fine = kind === "number" || kind === "powers" ? FINE : 1;
  input.addEventListener("input", () => put(snapped(Number(input.value), to(start), notch)));
  input.addEventListener("keydown", (event) => {
    const place2 = to(model2.get(name));
    if (event.key in KEYS) put(place2 + KEYS[event.key] * notch * (event.shiftKey ? fine : 1));
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

// utils/handprop/explore/frame/tr.js
var tr = (text, values = {}, written2 = String) => (
  /** @type {any} */
  (globalThis.handpropWords?.[text] ?? text).replace(/\{(\w+)\}/g, (place2, name) => name in values ? written2(values[name]) : place2)
);

// utils/handprop/explore/frame/host.js
var told = JSON.parse(document.getElementById("hp-told").textContent);
var { controls } = told.values.spec;
var model = new Model({ ...told.values, page: location.href.split("#")[0] });
var root = document.getElementById("hp-explorer");
var REST_MS = 250;
function drawColumn(parent, groups) {
  const column = make(parent, "div", { class: "hp-column" });
  groups.forEach(([title, ours]) => {
    make(column, "span", { class: "handprop-heading" }, title);
    ours.forEach((control) => {
      const row = make(column, "div", { class: `hp-native hp-${control.kind} hp-control-${control.name}` });
      if (control.short) make(row, "span", { class: "hp-short", "aria-hidden": "true" }, control.short);
      nativeControl(row, model, control);
    });
  });
}
var place = (hash) => Object.entries(read(controls, hash)).forEach(([name, value]) => model.set(name, value));
function followInAddress() {
  let timer = 0;
  const write = () => {
    const hash = written(controls, (name) => model.get(name));
    if (hash !== location.hash) history.replaceState(null, "", hash || location.pathname + location.search);
  };
  Object.keys(controls).forEach((name) => model.on(`change:${name}`, () => {
    clearTimeout(timer);
    timer = setTimeout(write, REST_MS);
  }));
}
place(location.hash);
var view = make(root, "div");
var panel = make(root, "div", { class: "handprop-controls", role: "group", "aria-label": tr("Sliders") });
told.panel.forEach((groups) => drawColumn(panel, groups));
explorer.render({ model, el: view });
followInAddress();
addEventListener("hashchange", ({ newURL }) => place(new URL(newURL).hash));
