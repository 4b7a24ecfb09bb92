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
  const named2 = new URLSearchParams(hash.replace(/^#/, ""));
  return Object.fromEntries(Object.entries(controls2).map(([name, control]) => {
    const value = named2.has(name) ? taken(control, named2.get(name)) : void 0;
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
var snapped = (place, start, notch) => start + Math.round((place - start) / notch) * notch;
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
  const put2 = (count) => {
    const value = exact2(from(Math.min(Math.max(count, low), high)));
    model2.set(name, home(to(value), to(start), notch) === to(start) ? start : value);
  };
  const fine = kind === "number" || kind === "powers" ? FINE : 1;
  input.addEventListener("input", () => put2(snapped(Number(input.value), to(start), notch)));
  input.addEventListener("keydown", (event) => {
    const place = to(model2.get(name));
    if (event.key in KEYS) put2(place + KEYS[event.key] * notch * (event.shiftKey ? fine : 1));
    else if (event.key === "Home") put2(low);
    else if (event.key === "End") put2(high);
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

// utils/handprop/demo/handout.js
var frame = () => new Promise(requestAnimationFrame);
async function printHandout(parent, view, stops, put2) {
  parent.replaceChildren();
  make(parent, "h1", {}, document.querySelector("h1").textContent);
  const list2 = make(parent, "ol");
  for (const { ask, notice, values } of stops.filter((stop) => stop.notice)) {
    put2(values);
    await frame();
    await frame();
    const item = make(list2, "li");
    make(item, "p", { class: "demo-asked" }, ask);
    item.append(view.querySelector(".hp-stage").cloneNode(true));
    make(item, "p", {}, notice);
  }
  window.print();
}

// utils/handprop/demo/pen.js
function makePen(parent) {
  const svg = make(parent, "svg", { class: "demo-pen", "aria-hidden": "true" });
  let line = null;
  const at2 = ({ clientX, clientY }) => `${clientX.toFixed(1)},${clientY.toFixed(1)} `;
  svg.addEventListener("pointerdown", (event) => {
    svg.setPointerCapture(event.pointerId);
    line = make(svg, "polyline", { points: at2(event) });
  });
  svg.addEventListener("pointermove", (event) => {
    if (line) line.setAttribute("points", line.getAttribute("points") + at2(event));
  });
  const end = () => {
    line = null;
  };
  ["pointerup", "pointercancel"].forEach((name) => svg.addEventListener(name, end));
  return {
    toggle: () => parent.classList.toggle("demo-writes"),
    clear: () => svg.replaceChildren()
  };
}

// utils/handprop/explore/frame/tr.js
var tr = (text, values = {}, written2 = String) => (
  /** @type {any} */
  (globalThis.handpropWords?.[text] ?? text).replace(/\{(\w+)\}/g, (place, name) => name in values ? written2(values[name]) : place)
);

// utils/handprop/demo/presenter.js
var STYLE = `
  body { font: 1.25rem/1.45 system-ui, sans-serif; margin: 1.5rem; background: #111; color: #f5f5f5; }
  h2 { font-size: 0.9rem; letter-spacing: 0.05em; margin: 1.2rem 0 0.2rem; text-transform: uppercase; color: #b8c4d4; }
  p, ul { margin: 0; } .clock { font-size: 2.4rem; font-variant-numeric: tabular-nums; }`;
var PARTS = [["ask", tr("Ask")], ["answers", tr("They may say")], ["notice", tr("Notice")], ["next", tr("Next")]];
var two = (number) => String(number).padStart(2, "0");
function makePresenter(stops) {
  let [other, texts, at2, began] = [null, null, 0, 0];
  const tick = () => {
    if (!other || other.closed) return;
    const seconds = Math.floor((Date.now() - began) / 1e3);
    const now = /* @__PURE__ */ new Date();
    say(texts.clock, `${two(Math.floor(seconds / 60))}:${two(seconds % 60)} · ${two(now.getHours())}:${two(now.getMinutes())}`);
    setTimeout(tick, 1e3);
  };
  const show2 = (index) => {
    at2 = index;
    if (!other || other.closed) return;
    const { step, ask, answers } = stops[at2];
    const told2 = stops.filter((stop) => stop.step === step).at(-1);
    const next = stops.find((stop) => stop.step === step + 1);
    const words = { ask, answers: answers.map((answer) => `“${answer}”`).join(" "), notice: told2.notice, next: next?.ask ?? tr("The end.") };
    PARTS.forEach(([part2]) => say(texts[part2], words[part2]));
  };
  const open = () => {
    other = window.open("", "handprop-presenter", "width=720,height=620");
    if (!other) return;
    began ||= Date.now();
    const { head, body } = other.document;
    other.document.title = tr("Presenter · Handprop demo");
    [head, body].forEach((part2) => part2.replaceChildren());
    make(head, "style", {}, STYLE);
    texts = { clock: make(body, "p", { class: "clock" }) };
    PARTS.forEach(([part2, title]) => {
      make(body, "h2", {}, title);
      texts[part2] = make(body, "p");
    });
    show2(at2);
    tick();
  };
  return { open, show: show2 };
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
  const frame2 = (time) => {
    const share = Math.min(Math.max((time - begin) / (1e3 * seconds), 0), 1);
    const mixed = (name) => MIXES[told.kinds[name]](from[name], target[name], eased(share));
    names.forEach((name) => model.set(name, share < 1 ? mixed(name) : target[name]));
    if (share < 1) moving = requestAnimationFrame(frame2);
  };
  if (calm.matches) names.forEach((name) => model.set(name, target[name]));
  else if (names.length) moving = requestAnimationFrame(frame2);
}
var at = 0;
var last = told.stops.length - 1;
var pen = makePen(document.body);
var presenter = makePresenter(told.stops);
var named = (index) => `#${told.stops[index].step + 1}${told.stops[index].notice ? "!" : ""}`;
var REST_MS = 250;
var controls = ({ values }) => Object.fromEntries(Object.entries(told.spec.controls).map(([name, control]) => [name, { ...control, start: values[name] }]));
function fromAddress() {
  const [name] = location.hash.split("&");
  const index = Math.max(told.stops.findIndex((_, index2) => named(index2) === name), 0);
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
var hide = (node, hidden) => node.classList.toggle("demo-hidden", hidden);
function show(index, goal = null) {
  at = Math.min(Math.max(index, 0), last);
  const { ask, notice, step, values, seconds, point, panel, hides } = told.stops[at];
  say(part("ask"), ask);
  say(part("notice"), notice);
  part("answer").hidden = !notice;
  document.body.classList.toggle("demo-asks", !notice);
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
  if (point) part("view").querySelector(`[aria-label^="${point}"]`).dispatchEvent(new MouseEvent("mouseenter"));
}
var put = (values) => Object.entries(values).forEach(([name, value]) => model.set(name, value));
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
  p: presenter.open,
  w: pen.toggle,
  z: () => document.body.classList.toggle("demo-large"),
  h: () => printHandout(part("handout"), part("view"), told.stops, put).then(() => put(told.stops[at].values)),
  r: () => travel(told.stops[at].values, 0.8)
};
function taken2({ target, key }) {
  if (document.body.classList.contains("demo-writes") && key === "Escape") pen.toggle();
  if (target.matches("select")) return key !== "Escape";
  if (target.matches("input")) return /^(Arrow|Page|Home|End)/.test(key);
  return target.matches("button, summary") && key === " ";
}
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || taken2(event)) return;
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
fromAddress();
followInAddress();
addEventListener("hashchange", fromAddress);
