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
function bracketed(value, count = 4) {
  const text = digits(value, count);
  return text.startsWith("-") ? `(${text})` : text;
}
function exact(value, count = 15) {
  const rounded = Number(value.toPrecision(count));
  const [head, power] = rounded.toExponential().split("e");
  const exponent = Number(power);
  if (exponent >= -4 && exponent < count) return String(rounded);
  return `${head}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

// utils/handprop/explore/frame/tr.js
var tr = (text, values = {}, written3 = String) => (
  /** @type {any} */
  (globalThis.handpropWords?.[text] ?? text).replace(/\{(\w+)\}/g, (place2, name) => name in values ? written3(values[name]) : place2)
);

// utils/handprop/explore/frame/controls.js
function keepDigits(slider) {
  if (slider.handpropExact) return;
  const { set } = slider;
  slider.set = (value, fire) => set(value, fire, true);
  slider.updateOptions = ({ start }, fire) => set(start, fire, true);
  slider.handpropExact = true;
}
function followHand(slider, model, name, { options, digits: digits2, power }) {
  const follow = ([place2]) => {
    const value = power ? power ** place2 : place2;
    model.set(name, options ? Math.round(place2) : Number(value.toPrecision(digits2)));
    model.save_changes();
  };
  slider.on("slide", follow);
  slider.on("change", follow);
}
function addFineKeys(handle, model, name, { options, power, digits: digits2, start, notch, ends }) {
  const ways = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 };
  if (options || notch >= 1) return;
  handle.addEventListener("keydown", (event) => {
    const way2 = ways[event.key];
    if (!event.shiftKey || !way2) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const now = model.get(name);
    const moved = power ? now * (1 + notch / start) ** (way2 / 10) : now + way2 * notch / 10;
    model.set(name, Number(Math.min(Math.max(moved, ends[0]), ends[1]).toPrecision(digits2)));
    model.save_changes();
  }, true);
}
function tendControls(root, model, spec) {
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
function speakValues(root, model, spec) {
  Object.keys(spec.controls).forEach((name) => {
    const value = model.get(name);
    const text = spec.controls[name].options?.[value] ?? value;
    root.querySelectorAll(`.hp-control-${name} .noUi-handle`).forEach((handle) => {
      handle.setAttribute("aria-valuenow", String(value));
      handle.setAttribute("aria-valuetext", typeof text === "string" ? text : shown(text));
    });
  });
}
var chosen = (model, spec, name) => spec.controls[name].options[model.get(name)];

// utils/handprop/explore/frame/drawing.js
function make(parent, tag, attributes = {}, text = "") {
  const space = tag === "svg" || parent instanceof SVGElement ? "http://www.w3.org/2000/svg" : null;
  const node = space ? document.createElementNS(space, tag) : document.createElement(tag);
  Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, value));
  if (text) node.textContent = text;
  parent.append(node);
  return node;
}
function box(parent, x, y, width, height, attributes) {
  const place2 = { x: x - width / 2, y: y - height / 2, width, height };
  return make(parent, "rect", { rx: 12, ...place2, ...attributes });
}
function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
function tell(node, value) {
  const text = shown(value);
  say(node, text);
  node.classList.toggle("hp-long", text.length > 8);
}
var writer = (parent) => (x, y, kind, text) => make(parent, "text", { x, y, class: `hp-${kind}` }, text);
var freshId = () => `hp-${Math.random().toString(36).slice(2)}`;
var place = (node, attributes) => Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));

// utils/handprop/explore/frame/engine.js
var sigmoid = (z) => 0.5 * (1 + Math.tanh(0.5 * z));
var largest = (z) => Math.max(...z);
var sum = (terms) => terms.reduce((total, term) => total + term, 0);
var softmax = (z) => {
  const e = z.map((v) => Math.exp(v - largest(z)));
  return e.map((v) => v / sum(e));
};
var each = (f) => (z) => z.map(f);
var ACTIVATIONS = {
  linear: { f: each((z) => z), back: (da) => da },
  relu: { f: each((z) => Math.max(z, 0)), back: (da, z) => z > 0 ? da : 0 },
  leaky_relu: { f: each((z) => Math.max(z, 0.01 * z)), back: (da, z) => z > 0 ? da : 0.01 * da },
  sigmoid: { f: each(sigmoid), back: (da, z, a) => da * a * (1 - a) },
  tanh: { f: each(Math.tanh), back: (da, z, a) => da * (1 - a * a) },
  softmax: { f: softmax }
};
function forward(net, x) {
  const values = { x };
  let a = x;
  net.activations.forEach((name, index) => {
    const k = index + 1;
    const W = net.params[`W${k}`];
    const b = net.params[`b${k}`];
    const z = W[0].map((_, j) => sum(a.map((v, i) => v * W[i][j])) + (b ? b[j] : 0));
    a = ACTIVATIONS[name].f(z);
    values[`z${k}`] = z;
    values[`a${k}`] = a;
  });
  return { ...values, prediction: a };
}

// utils/handprop/explore/frame/keep.js
var nobody = (id) => ({
  comm_id: id,
  send: () => "",
  close: () => "",
  on_msg() {
  },
  on_close() {
  },
  nobody: true
});
function accompany(part) {
  if (part.comm_live) return;
  part.comm = nobody(part.model_id);
  part.comm_live = true;
}
function leave(part) {
  if (!part.comm?.nobody) return;
  part.comm_live = false;
  part.comm = void 0;
}
var deaf = () => {
};
function letGo(part) {
  if (part.handpropLetsGo) return;
  part.handpropLetsGo = true;
  part.once("destroy", () => {
    part.comm?.on_msg?.(deaf);
    part.comm?.on_close?.(deaf);
  });
}
function keepFamily(model) {
  let ended = false;
  const found = [];
  const manager = model.widget_manager;
  (model.get("family") ?? []).forEach(async (id) => {
    if (!manager?.has_model?.(id)) return;
    const part = await manager.get_model(id);
    if (ended) return;
    const follow = () => accompany(part);
    letGo(part);
    part.on("comm_live_update", follow);
    found.push([part, follow]);
    follow();
  });
  return () => {
    ended = true;
    found.forEach(([part, follow]) => {
      part.off("comm_live_update", follow);
      leave(part);
    });
  };
}

// utils/handprop/explore/frame/moved.js
var way = (before, after, up = "up", down = "down") => {
  if (after === before || !Number.isFinite(before) || !Number.isFinite(after)) return "";
  return after > before ? up : down;
};
function movedWords(model, spec, effects) {
  const ordered = ({ start, options = [] }) => typeof start === "number" && options.every((one) => Number.isFinite(Number(one)));
  const names = Object.keys(spec.controls).filter((name) => name !== "time" && ordered(spec.controls[name]));
  const look = () => [names.map((name) => model.get(name)), effects()];
  let [places, numbers] = look();
  return () => {
    const [newPlaces, newNumbers] = look();
    const moved = names.filter((_, i2) => places[i2] !== newPlaces[i2]);
    const i = names.indexOf(moved[0]);
    const did = newNumbers.map(([name, value, up, down], k) => [name, way(numbers[k]?.[1], value, up, down)]);
    const told = did.filter(([, words]) => words).map((words) => words.join(" "));
    const sentence = moved.length === 1 ? `${spec.controls[moved[0]].short} ${way(places[i], newPlaces[i])}: ${told.join(", ") || tr("nothing changes")}. ` : "";
    [places, numbers] = [newPlaces, newNumbers];
    return sentence;
  };
}

// utils/handprop/explore/frame/buttons.js
var button = (parent, words) => make(parent, "button", { type: "button", class: "hp-button" }, words);
var keepKeys = (node) => node.addEventListener("keydown", (event) => event.stopPropagation());
function moveTo(model, values) {
  Object.entries(values).forEach(([name, value]) => model.set(name, value));
  model.save_changes();
}

// utils/handprop/explore/frame/one_panel.js
function turnPanels(stage) {
  const titles = [...stage?.querySelectorAll(":scope > .hp-panel > .hp-panel-title") ?? []];
  if (titles.length < 2 || stage.matches(".hp-equations")) return () => {
  };
  const bar = make(stage, "div", { class: "hp-which", role: "group", "aria-label": tr("Panel in view") });
  keepKeys(bar);
  const buttons = titles.map(() => button(bar, ""));
  const turn = (one) => {
    stage.dataset.one = String(one + 1);
    buttons.forEach((node, n) => node.setAttribute("aria-pressed", String(n === one)));
  };
  buttons.forEach((node, n) => node.addEventListener("click", () => turn(n)));
  turn(0);
  return () => buttons.forEach((node, n) => say(node, titles[n].textContent));
}

// utils/handprop/explore/frame/rooms.js
function rooms(el, kind = "") {
  const room = (name) => make(el, "div", { class: name });
  return {
    stage: room(`hp-stage ${kind}`),
    lists: room("hp-lists"),
    said: room("hp-said"),
    tools: room("hp-tools"),
    below: room("hp-below")
  };
}
function boxesAround(root) {
  const boxes = [];
  for (let box2 = root?.parentElement; box2?.closest(".jp-Cell"); box2 = box2.parentElement) boxes.push(box2);
  return boxes;
}
var CONTROL = 80;
function belowTheSliders(el, root) {
  const below = el.querySelector(":scope > .hp-below");
  const stage = (
    /** @type {HTMLElement | null} */
    el.querySelector(":scope > .hp-stage")
  );
  const measure = new ResizeObserver(() => {
    const loose = stage.offsetHeight > innerHeight - CONTROL;
    stage.classList.toggle("hp-loose", loose);
    root()?.style.setProperty("--hp-staged", loose ? "0px" : `${stage.offsetHeight}px`);
  });
  let opened = [];
  return {
    place() {
      if (stage) measure.observe(stage);
      if (below && below.parentElement === el && root()) root().append(below);
      opened = boxesAround(root());
      opened.forEach((box2) => box2.classList.add("hp-opened"));
    },
    end() {
      below?.remove();
      measure.disconnect();
      opened.forEach((box2) => box2.classList.remove("hp-opened"));
    }
  };
}

// utils/handprop/explore/frame/mount.js
var QUIET_MS = 600;
var mount = (draw) => ({ render: ({ model, el }) => render(draw, model, el) });
function render(draw, model, el) {
  el.classList.add("handprop-view");
  const explorer = draw(model, el, () => schedule());
  make(el, "style", {}, `.${model.get("still")} { display: none; }`);
  const nameTurns = turnPanels(el.querySelector(":scope > .hp-stage"));
  const spoken = make(el, "div", { class: "hp-spoken", "aria-live": "polite" });
  const spec = model.get("spec");
  let frame = 0;
  let timer = 0;
  let observer = null;
  const root = () => el.closest(".handprop-explorer");
  const below = belowTheSliders(el, root);
  const tend = () => {
    if (!root()) return;
    tendControls(root(), model, spec);
    explorer.tend?.(root());
  };
  const show = () => {
    frame = 0;
    explorer.show();
    nameTurns();
    if (!root()) return;
    if (!observer) {
      observer = watch(root(), tend);
      if (observer) below.place();
    }
    speakValues(root(), model, spec);
  };
  const schedule = () => {
    if (!frame) frame = requestAnimationFrame(show);
    clearTimeout(timer);
    timer = setTimeout(() => say(spoken, didWhat() + explorer.spoken()), QUIET_MS);
  };
  const names = Object.keys(spec.controls).map((name) => `change:${name}`);
  names.forEach((name) => model.on(name, schedule));
  explorer.show();
  nameTurns();
  const didWhat = explorer.effects ? movedWords(model, spec, explorer.effects) : () => "";
  const waiting = setInterval(() => {
    if (!el.isConnected || root() && !controlsIn(root())) return;
    clearInterval(waiting);
    schedule();
  }, 30);
  const endKeeping = keepFamily(model);
  return () => {
    endKeeping();
    below.end();
    explorer.end?.();
    model.off();
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    clearInterval(waiting);
    observer?.disconnect();
  };
}
var controlsIn = (root) => root.querySelector(".handprop-controls");
function watch(root, tend) {
  const controls = controlsIn(root);
  if (!controls) return null;
  tend();
  const observer = new MutationObserver(tend);
  observer.observe(controls, { childList: true, subtree: true, attributeFilter: ["class"] });
  return observer;
}

// utils/handprop/explore/frame/plot.js
function panel(parent, title) {
  const node = make(parent, "div", { class: "hp-panel" });
  make(node, "p", { class: "hp-panel-title" }, title);
  return node;
}
function canvas(parent, width, height) {
  const size = { viewBox: `0 0 ${width} ${height}`, style: `--hp-width: ${width}px`, preserveAspectRatio: "xMinYMid" };
  const svg = make(parent, "svg", { ...size, role: "img", class: "hp-picture" });
  new ResizeObserver(([{ contentRect }]) => keepLegible(svg, contentRect.width / width, contentRect.height / height)).observe(svg);
  return svg;
}
var LEAST = 11;
function keepLegible(svg, across, down) {
  const scale = Math.min(across, down);
  if (scale > 0) svg.style.setProperty("--hp-least", `${(LEAST / scale).toFixed(2)}px`);
}
var brief = (v) => shown(v).replace(/e\+0*/, "e");
function axes(svg, { frame, x, y, xTicks, yTicks, xName, yName, label = brief }) {
  const [left, top, right, bottom] = frame;
  const across = (v) => left + (v - x[0]) / (x[1] - x[0]) * (right - left);
  const up = (v) => bottom - (v - y[0]) / (y[1] - y[0]) * (bottom - top);
  const write = writer(svg);
  const below = belowAxis(svg);
  const rule = (kind, x1, y1, x2, y2) => make(svg, "line", { x1, y1, x2, y2, class: `hp-${kind}` });
  xTicks.forEach((v) => {
    rule(v === 0 ? "axis" : "grid", across(v), top, across(v), bottom);
    below(across(v), bottom, 1, "tick", label(v));
  });
  yTicks.forEach((v) => {
    rule(v === 0 ? "axis" : "grid", left, up(v), right, up(v));
    write(left - 8, up(v) + 5, "tick hp-right", label(v));
  });
  below(right, bottom, 2, "axis-name hp-right", xName);
  write(left, top - 9, "axis-name hp-left", yName);
  return { at: (a, b) => [across(a), up(b)], inside: clipped(svg, left, top, right - left, bottom - top) };
}
var belowAxis = (svg) => (x, axis, line, kind, text) => make(svg, "text", { x, y: axis + (line === 1 ? 6 : 9), dy: line === 1 ? "0.95em" : "1.95em", class: `hp-${kind}` }, text);
function clipped(svg, x, y, width, height) {
  const id = freshId();
  make(make(svg, "clipPath", { id }), "rect", { x, y, width, height });
  return make(svg, "g", { "clip-path": `url(#${id})` });
}
var polyline = (points) => points.map(([x, y]) => `${x.toFixed(2)},${y.toFixed(2)}`).join(" ");
var range = (low, high, count) => Array.from({ length: count + 1 }, (_, i) => low + (high - low) * i / count);
function wholeTicks(reach) {
  const half = Math.floor(reach / 2);
  return [-2 * half, -half, 0, half, 2 * half];
}

// utils/handprop/explore/frame/tables.js
function table(parent, caption, heads) {
  const node = make(parent, "table");
  make(node, "caption", {}, caption);
  const row = make(make(node, "thead"), "tr");
  heads.forEach((head) => make(row, "th", { scope: "col" }, head));
  return make(node, "tbody");
}
function fill(body, rows) {
  while (body.rows.length < rows.length) {
    const row = make(body, "tr");
    make(row, "th", { scope: "row" });
    rows[0].slice(1).forEach(() => make(row, "td"));
  }
  rows.forEach((cells, r) => cells.forEach((cell, c) => say(body.rows[r].cells[c], cell)));
}

// utils/handprop/explore/frame/address.js
function written(controls, get) {
  const moved = Object.entries(controls).flatMap(([name, { start, options, digits: digits2 }]) => {
    const write = (value) => {
      if (typeof value === "string") return value;
      return options ? options[value] : exact(value, digits2);
    };
    return write(get(name)) === write(start) ? [] : [`${name}=${encodeURIComponent(write(get(name)))}`];
  });
  return moved.length ? `#${moved.join("&")}` : "";
}

// utils/handprop/explore/frame/as_code.js
var option = (text) => /^-?\d+(\.\d+)?$/.test(text) ? text : JSON.stringify(text);
function asCode(call, controls, get) {
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
function shareButtons(bar, model, spec) {
  const get = (name) => model.get(name);
  const kinds = [[tr("Share as code"), tr("This state as one line of Python"), () => asCode(model.get("call"), spec.controls, get)]];
  if (model.get("page")) {
    kinds.push([tr("Share as link"), tr("This state as an address"), () => model.get("page") + written(spec.controls, get)]);
  }
  const openers = kinds.map(([words]) => button(bar, words));
  const row = make(bar, "span", { class: "hp-share" });
  const field = make(row, "input", { class: "hp-code", readonly: "" });
  const note = make(row, "span", { class: "hp-copied", role: "status" });
  keepKeys(field);
  let open = -1;
  const unfold = (index) => {
    open = index;
    row.hidden = index < 0;
    openers.forEach((opener, i) => opener.setAttribute("aria-expanded", String(i === index)));
    say(note, "");
  };
  const follow = () => {
    if (open < 0) return;
    const [, label, text] = kinds[open];
    field.setAttribute("aria-label", label);
    field.value = text();
    say(note, "");
  };
  const copy = () => {
    field.focus();
    field.select();
    const byHand = () => say(note, tr("Copy it with Ctrl+C or Cmd+C."));
    if (navigator.clipboard) navigator.clipboard.writeText(field.value).then(() => say(note, tr("Copied.")), byHand);
    else byHand();
  };
  Object.keys(spec.controls).forEach((name) => model.on(`change:${name}`, follow));
  openers.forEach((opener, i) => opener.addEventListener("click", () => {
    unfold(open === i ? -1 : i);
    follow();
    if (open >= 0) copy();
  }));
  unfold(-1);
}

// utils/handprop/explore/frame/toolbar.js
function toolBar(parent, model, spec) {
  const bar = make(parent, "div", { class: "hp-bar" });
  const starts = Object.entries(spec.controls).map(([name, { start }]) => [name, start]);
  button(bar, tr("Reset")).addEventListener("click", () => moveTo(model, Object.fromEntries(starts)));
  presetButtons(bar, model);
  if (model.get("call")) shareButtons(bar, model, spec);
  return bar;
}
function presetButtons(bar, model) {
  const presets = Object.entries(model.get("presets") ?? {});
  if (!presets.length) return;
  const group = make(bar, "span", { class: "hp-presets", role: "group", "aria-label": tr("Presets") });
  make(group, "span", { "aria-hidden": "true" }, tr("Presets:"));
  presets.forEach(([name, values]) => button(group, name).addEventListener("click", () => moveTo(model, values)));
}

// utils/handprop/explore/frame/words.js
var written2 = (value) => {
  if (typeof value === "string") return value;
  return Array.isArray(value) ? value.map(written2).join(", ") : digits(value);
};
var phrases = (texts) => (key, values = {}) => tr(texts[key], values, written2);

// utils/handprop/explore/neuron/words.json
var words_default = {
  "step product": "w{i} · x{i}",
  "step bias": "bias b",
  "step sum": "weighted sum z",
  "step output": "a = f(z), {name}",
  zero: "z = 0 on the line from x = ({start}) to ({end}).",
  "zero everywhere": "z = 0 for every input.",
  above: "z is above 0 for every input of the map.",
  below: "z is below 0 for every input of the map.",
  legend: "A wide line is a large weight; a dashed line, a negative one. In the curve, the dashed lines lead to z and to a. In the map, each line joins inputs with the same output a, written on it."
};

// utils/handprop/explore/neuron/numbers.js
var phrase = phrases(words_default);
function neuronState(x, w, b, activation, facts) {
  const net = { params: { W1: w.map((v) => [v]), b1: [b] }, activations: [activation] };
  const values = forward(net, x);
  const [z, a] = [values.z1[0], values.a1[0]];
  const told = phrases(facts[activation]);
  const products = w.map((v, i) => v * x[i]);
  const steps = [
    ...w.map((v, i) => [phrase("step product", { i: i + 1 }), `${digits(v)} · ${bracketed(x[i])}`, digits(products[i])]),
    [phrase("step bias"), "", digits(b)],
    [phrase("step sum"), [digits(products[0]), bracketed(products[1]), bracketed(b)].join(" + "), digits(z)],
    [phrase("step output", { name: facts[activation].label }), told("written", { z, signed: bracketed(z), minus: -z }), digits(a)]
  ];
  return { products, z, a, steps, words: told(z > 0 ? "open" : "closed", { z, a }) };
}

// utils/handprop/explore/neuron/map.js
function neuronSurface([w1, w2], b, { levels: known, straight_from: straight }, reach, mostLines) {
  const most = reach * (Math.abs(w1) + Math.abs(w2));
  const lowest = straight === null ? b - most : Math.max(b - most, straight);
  const levels = known.length ? known : roundLevels(lowest, b + most, mostLines).map((a) => [a, a]);
  const zero = levelLine([w1, w2], -b, reach);
  const lines = levels.map(([, z]) => levelLine([w1, w2], z - b, reach));
  return { zero, levels: levels.map(([a]) => a), lines, words: zeroWords(zero, b) };
}
function roundLevels(low, high, mostLines) {
  if (!(high > low)) return [];
  const step = roundStep((high - low) / (mostLines - 1));
  const first = Math.ceil(low / step);
  const count = Math.max(Math.floor(high / step) - first + 1, 0);
  return Array.from({ length: count }, (_, i) => (first + i) * step).filter((a) => a !== 0);
}
function roundStep(least) {
  const power = Math.floor(Math.log10(least));
  return [power, power + 1].flatMap((p) => [1, 2, 5].map((factor) => factor * 10 ** p)).find((step) => step >= least);
}
function levelLine([w1, w2], c, reach) {
  const steep = Math.abs(w1) > Math.abs(w2);
  const [along, across] = steep ? [w1, w2] : [w2, w1];
  if (along === 0) return [];
  const at = (t) => (c - across * t) / along;
  let [low, high] = [-reach, reach];
  if (across !== 0) {
    const [first, second] = [-reach, reach].map((side) => (c - along * side) / across).sort((p, q) => p - q);
    [low, high] = [Math.max(low, first), Math.min(high, second)];
  } else if (Math.abs(at(0)) > reach) return [];
  if (low >= high) return [];
  return [low, high].map((t) => steep ? [at(t), t] : [t, at(t)]);
}
function zeroWords(zero, b) {
  if (zero.length) return phrase("zero", { start: zero[0], end: zero[1] });
  return phrase(b === 0 ? "zero everywhere" : b > 0 ? "above" : "below");
}
function outputColour([below, zero, above], share) {
  const part = (colour, i) => parseInt(colour.slice(1 + 2 * i, 3 + 2 * i), 16);
  const end = share < 0 ? below : above;
  const mixed = [0, 1, 2].map((i) => Math.round(part(zero, i) + Math.min(Math.abs(share), 1) * (part(end, i) - part(zero, i))));
  return `rgb(${mixed.join()})`;
}
var SQUARE = [46, 31, 264, 249];
var STOPS = 48;
function surfacePaint(svg, spec) {
  const [left, top, right, bottom] = SQUARE;
  const id = freshId();
  const gradient = make(svg, "linearGradient", { id, gradientUnits: "userSpaceOnUse" });
  const stops = range(0, 1, STOPS).map((offset) => make(gradient, "stop", { offset }));
  const rect = { x: left, y: top, width: right - left, height: bottom - top };
  make(svg, "rect", { ...rect, style: `fill: url(#${id})`, class: "hp-surface" });
  return ([w1, w2], b, activation) => {
    const length = Math.hypot(w1, w2);
    const [dx, dy] = length > 0 ? [w1 / length, -w2 / length] : [1, 0];
    const half = 0.5 * (right - left) * (Math.abs(w1) + Math.abs(w2)) / (length || 1) || 1;
    const [cx, cy] = [(left + right) / 2, (top + bottom) / 2];
    place(gradient, { x1: cx - half * dx, y1: cy - half * dy, x2: cx + half * dx, y2: cy + half * dy });
    const most = spec.inputs * (Math.abs(w1) + Math.abs(w2));
    const [full, power] = spec.tops[activation];
    const heights = ACTIVATIONS[activation].f(range(b - most, b + most, STOPS));
    heights.forEach((a, i) => stops[i].setAttribute("stop-color", outputColour(spec.shades, Math.sign(a) * Math.abs(a / full) ** power)));
  };
}
var SHARES = [0.3, 0.7, 0.2, 0.8, 0.5, 0.15, 0.85, 0.4, 0.6];
function clearSpot([[x1, y1], [x2, y2]], shares, taken) {
  const [left, top, right, bottom] = SQUARE;
  const ground = (top + bottom) / 2;
  const inside = ([x, y]) => x > left + 20 && x < right - 20 && y > top + 10 && y < bottom - 10;
  const free = ([x, y]) => taken.every(([a, b]) => Math.abs(x - a) > 60 || Math.abs(y - b) > 22);
  const spots = shares.map((share) => [x1 + share * (x2 - x1), y1 + share * (y2 - y1)]);
  return spots.find((spot) => inside(spot) && Math.abs(spot[1] - ground) > 10 && free(spot));
}
function mapLine(svg, kind) {
  const group = make(svg, "g");
  const line = make(group, "line", { class: kind });
  const words = writer(group)(0, 0, "on-map", "");
  return (ends, text, at, shares, taken) => {
    group.style.display = ends?.length ? "" : "none";
    if (!ends?.length) return;
    const [[x1, y1], [x2, y2]] = ends.map(([a, b]) => at(a, b));
    place(line, { x1, y1, x2, y2 });
    const spot = Math.hypot(x2 - x1, y2 - y1) < 50 ? null : clearSpot([[x1, y1], [x2, y2]], shares, taken);
    words.style.display = spot ? "" : "none";
    if (!spot) return;
    taken.push(spot);
    place(words, { x: spot[0], y: spot[1] + 4.5 });
    say(words, text);
  };
}
function mapKey(svg, shades) {
  const write = writer(svg);
  ["a < 0", "a = 0", "a > 0"].forEach((words, i) => {
    const y = 186 + 28 * i;
    make(svg, "rect", { x: 286, y: y - 14, width: 20, height: 18, class: "hp-swatch", style: `fill: ${shades[i]}` });
    write(314, y, "tick hp-left", words);
  });
}
function neuronMap(parent, spec) {
  const svg = canvas(parent, 420, 312);
  const picture = make(svg, "g", { class: "hp-map" });
  const reach = spec.inputs;
  const paint = surfacePaint(picture, spec);
  const ticks = wholeTicks(reach);
  const ends = { x: [-reach, reach], y: [-reach, reach], xTicks: ticks, yTicks: ticks.slice(1) };
  const { at } = axes(picture, { frame: SQUARE, ...ends, xName: tr("input x1"), yName: tr("input x2") });
  const drop = make(picture, "polyline", { class: "hp-drop" });
  const lines = Array.from({ length: spec.most_lines }, () => mapLine(picture, "hp-level"));
  const zero = mapLine(picture, "hp-zero");
  const dot = make(picture, "circle", { r: 8, fill: spec.colours.prediction, class: "hp-dot" });
  const write = writer(svg);
  const told = [42, 66, 90].map((y) => write(286, y, "value hp-told hp-left"));
  mapKey(svg, spec.shades);
  return (now, x, w, b, activation) => {
    const found = neuronSurface(w, b, spec.facts[activation], reach, spec.most_lines);
    paint(w, b, activation);
    const [[px, py], [ox, oy]] = [at(...x), at(0, 0)];
    const taken = [[px, py]];
    zero(found.zero, "z = 0", at, [...SHARES].reverse(), taken);
    lines.forEach((show, i) => show(found.lines[i], shown(found.levels[i] ?? 0), at, i % 2 ? SHARES.slice(1) : SHARES, taken));
    place(drop, { points: polyline([[px, oy], [px, py], [ox, py]]) });
    place(dot, { cx: px, cy: py });
    [`x1 = ${shown(x[0])}`, `x2 = ${shown(x[1])}`, `a = ${shown(now.a)}`].forEach((text, i) => say(told[i], text));
    svg.setAttribute("aria-label", minus(tr("Map of the output over both inputs: at x1 = {x1}, x2 = {x2}, a = {a}. {words}", { x1: digits(x[0]), x2: digits(x[1]), a: digits(now.a), words: found.words })));
  };
}

// utils/handprop/explore/neuron/explorer.js
function neuronPicture(parent, spec) {
  const svg = canvas(parent, 500, 270);
  const { colours } = spec;
  const write = writer(svg);
  const [blue] = colours.weights;
  const heights = [80, 210];
  const lines = heights.map((y) => make(svg, "line", { x1: 82, y1: y, x2: 256, y2: 145, stroke: blue }));
  const biasLine = make(svg, "line", { x1: 302, y1: 54, x2: 302, y2: 116, stroke: blue });
  make(svg, "line", { x1: 348, y1: 145, x2: 380, y2: 145, class: "hp-wire" });
  const inputs = heights.map((y, i) => {
    box(svg, 44, y, 76, 52, { class: "hp-unit", stroke: colours.input, rx: 14 });
    write(44, y - 34, "title", tr("input x{i}", { i: i + 1 }));
    return write(44, y + 6, "input");
  });
  const labels = heights.map((y, i) => neuronLabel(svg, write, 169, i ? 178 : 112, `w${i + 1}`, `w${i + 1} · x${i + 1}`, blue));
  box(svg, 302, 34, 104, 40, { stroke: blue, rx: 6 });
  write(258, 40, "weight hp-left", "b");
  const bias = write(346, 40, "weight hp-right");
  const sumText = neuronBox(svg, write, 302, "z", "currentColor");
  const outText = neuronBox(svg, write, 430, "a", colours.prediction);
  write(302, 197, "title", tr("weighted sum"));
  const name = write(430, 197, "title");
  return (now, { x, w, b, activation }) => {
    inputs.forEach((node, i) => tell(node, x[i]));
    lines.forEach((line, i) => neuronLine(line, w[i], spec.widths));
    neuronLine(biasLine, b, spec.widths);
    labels.forEach((show, i) => show(w[i], now.products[i]));
    tell(bias, b);
    tell(sumText, now.z);
    tell(outText, now.a);
    const { label, gate } = spec.facts[activation];
    say(name, gate ? tr("{label} · gate {gate}", { label, gate: now.z > 0 ? tr("open") : tr("closed") }) : label);
    svg.setAttribute("aria-label", minus(tr("A neuron with two inputs. {words}", { words: now.words })));
  };
}
function neuronBox(svg, write, x, caption, stroke) {
  box(svg, x, 145, 96, 58, { class: "hp-unit", stroke, rx: 14 });
  write(x, 135, "caption", caption);
  return write(x, 158, "value");
}
function neuronLabel(svg, write, x, y, name, product, stroke) {
  box(svg, x, y, 128, 42, { stroke, rx: 6 });
  write(x - 57, y - 4, "weight hp-left", name);
  write(x - 57, y + 15, "slope hp-left", product);
  const [weight, value] = [write(x + 57, y - 4, "weight hp-right"), write(x + 57, y + 15, "slope hp-right")];
  return (w, p) => {
    tell(weight, w);
    tell(value, p);
  };
}
function neuronLine(line, weight, [thin, wider, reach]) {
  place(line, { "stroke-width": (thin + wider * Math.min(Math.abs(weight) / reach, 1)).toFixed(2), "stroke-dasharray": weight < 0 ? "9 6" : "none" });
}
function neuronCurve(parent, spec) {
  const svg = canvas(parent, 420, 292);
  let drawn = "";
  let parts = null;
  return (now, activation) => {
    if (drawn !== activation) {
      svg.replaceChildren();
      parts = drawActivation(svg, spec, activation);
      drawn = activation;
    }
    const [zx, ay] = parts.at(now.z, now.a);
    const [zero, ground] = parts.at(0, 0);
    place(parts.drop, { points: polyline([[zx, ground], [zx, ay], [zero, ay]]) });
    place(parts.dot, { cx: zx, cy: ay });
    svg.setAttribute("aria-label", minus(tr("Curve of {label}: at z = {z}, a = {a}.", { label: spec.facts[activation].label, z: digits(now.z), a: digits(now.a) })));
  };
}
function drawActivation(svg, { facts, reach, colours }, activation) {
  const [y, yTicks] = neuronScale(facts[activation], reach);
  const plot = { frame: [46, 31, 406, 229], x: [-reach, reach], y, xTicks: wholeTicks(reach), yTicks, xName: "z", yName: tr("a = f(z)") };
  const { at } = axes(svg, plot);
  const places = range(-reach, reach, 180);
  const heights = ACTIVATIONS[activation].f(places);
  make(svg, "polyline", { points: polyline(places.map((z, i) => at(z, heights[i]))), class: "hp-curve", stroke: "currentColor" });
  const drop = make(svg, "polyline", { class: "hp-drop" });
  return { at, drop, dot: make(svg, "circle", { r: 8, fill: colours.prediction, class: "hp-dot" }) };
}
function neuronScale({ ends }, reach) {
  if (!ends) return [[-reach, reach], wholeTicks(reach)];
  const [low, high] = ends;
  const margin = 0.1 * (high - low);
  return [[low - margin, high + margin], [low, (low + high) / 2, high]];
}
function neuronExplorer(model, el) {
  const spec = model.get("spec");
  const { stage, said, tools, below } = rooms(el, "hp-panels hp-neuron");
  const sentence = make(said, "p", { class: "hp-words hp-two-lines" });
  const showPicture = neuronPicture(panel(stage, tr("The neuron")), spec);
  const showCurve = neuronCurve(panel(stage, tr("Its activation function")), spec);
  const showMap = neuronMap(panel(stage, tr("Its output for every input")), spec);
  toolBar(tools, model, spec);
  const steps = table(make(below, "div", { class: "hp-tables hp-steps" }), tr("Step by step"), [tr("step"), tr("computation"), tr("result")]);
  make(below, "p", { class: "hp-legend" }, phrase("legend"));
  let now = null;
  const show = () => {
    const [x1, x2, w1, w2, b] = ["x1", "x2", "w1", "w2", "b"].map((name) => model.get(name));
    const activation = chosen(model, spec, "activation");
    now = neuronState([x1, x2], [w1, w2], b, activation, spec.facts);
    showPicture(now, { x: [x1, x2], w: [w1, w2], b, activation });
    showCurve(now, activation);
    showMap(now, [x1, x2], [w1, w2], b, activation);
    say(sentence, minus(now.words));
    fill(steps, now.steps.map((row) => row.map(minus)));
  };
  return { show, effects: () => [["z", now.z], ["a", now.a]], spoken: () => minus(now.words) };
}
var explorer_default = mount(neuronExplorer);
export {
  explorer_default as default
};
