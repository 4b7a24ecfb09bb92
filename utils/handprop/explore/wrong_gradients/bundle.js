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
    const moved2 = power ? now * (1 + notch / start) ** (way2 / 10) : now + way2 * notch / 10;
    model.set(name, Number(Math.min(Math.max(moved2, ends[0]), ends[1]).toPrecision(digits2)));
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
function readNames(model, names) {
  if (Array.isArray(names)) return names.map((part) => readNames(model, part));
  return typeof names === "string" ? model.get(names) : names;
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
var writer = (parent) => (x, y, kind, text) => make(parent, "text", { x, y, class: `hp-${kind}` }, text);
var freshId = () => `hp-${Math.random().toString(36).slice(2)}`;
var place = (node, attributes) => Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));

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
    const moved2 = names.filter((_, i2) => places[i2] !== newPlaces[i2]);
    const i = names.indexOf(moved2[0]);
    const did = newNumbers.map(([name, value, up, down], k) => [name, way(numbers[k]?.[1], value, up, down)]);
    const told = did.filter(([, words]) => words).map((words) => words.join(" "));
    const sentence = moved2.length === 1 ? `${spec.controls[moved2[0]].short} ${way(places[i], newPlaces[i])}: ${told.join(", ") || tr("nothing changes")}. ` : "";
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
var under = (lists, panel2) => make(lists, "div", { class: `hp-under hp-under-${panel2}` });
function boxesAround(root) {
  const boxes = [];
  for (let box = root?.parentElement; box?.closest(".jp-Cell"); box = box.parentElement) boxes.push(box);
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
      opened.forEach((box) => box.classList.add("hp-opened"));
    },
    end() {
      below?.remove();
      measure.disconnect();
      opened.forEach((box) => box.classList.remove("hp-opened"));
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
function valueList(parent, caption, rows2) {
  const unmarked = rows2.every(([, line]) => !line);
  const node = make(parent, "table", { class: `hp-values${unmarked ? " hp-unmarked" : ""}` });
  make(node, "caption", { class: "hp-spoken" }, caption);
  const body = make(node, "tbody");
  const cells = rows2.map(([name, line]) => {
    const row = make(body, "tr");
    const head = make(row, "th", { scope: "row" });
    drawMark(head, line);
    head.append(name);
    return make(row, "td");
  });
  return (values) => values.forEach((value, i) => say(cells[i], typeof value === "string" ? value : shown(value)));
}
function drawMark(parent, line) {
  const svg = make(parent, "svg", { viewBox: "0 0 28 12", class: "hp-mark", "aria-hidden": "true" });
  if (line) make(svg, "line", { x1: 1, x2: 27, y1: 6, y2: 6, ...line });
}

// utils/handprop/explore/frame/tables.js
function table(parent, caption, heads) {
  const node = make(parent, "table");
  make(node, "caption", {}, caption);
  const row = make(make(node, "thead"), "tr");
  heads.forEach((head) => make(row, "th", { scope: "col" }, head));
  return make(node, "tbody");
}
function fill(body, rows2) {
  while (body.rows.length < rows2.length) {
    const row = make(body, "tr");
    make(row, "th", { scope: "row" });
    rows2[0].slice(1).forEach(() => make(row, "td"));
  }
  rows2.forEach((cells, r) => cells.forEach((cell, c) => say(body.rows[r].cells[c], cell)));
}
function foldedTable(parent, caption, heads) {
  const folded = make(parent, "details", { class: "hp-tables" });
  make(folded, "summary", {}, tr("All numbers as a table"));
  return table(folded, caption, heads);
}

// utils/handprop/explore/frame/address.js
function written(controls, get) {
  const moved2 = Object.entries(controls).flatMap(([name, { start, options, digits: digits2 }]) => {
    const write = (value) => {
      if (typeof value === "string") return value;
      return options ? options[value] : exact(value, digits2);
    };
    return write(get(name)) === write(start) ? [] : [`${name}=${encodeURIComponent(write(get(name)))}`];
  });
  return moved2.length ? `#${moved2.join("&")}` : "";
}

// utils/handprop/explore/frame/as_code.js
var option = (text) => /^-?\d+(\.\d+)?$/.test(text) ? text : JSON.stringify(text);
function asCode(call, controls, get) {
  const moved2 = Object.entries(controls).flatMap(([name, { start, options, digits: count }]) => {
    const write = (value) => {
      if (typeof value === "string") return JSON.stringify(value);
      return options ? option(options[value]) : exact(value, count);
    };
    const text = write(get(name));
    return text === write(start) ? [] : [`${name}=${text}`];
  });
  return moved2.length ? `${call}.at(${moved2.join(", ")})` : call;
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
var crossEntropy = (z, y) => Math.max(z, 0) - y * z + Math.log1p(Math.exp(-Math.abs(z)));
var LOSSES = {
  half_squared: (z, a, y) => sum(a.map((v, j) => 0.5 * (v - y[j]) ** 2)),
  binary_cross_entropy: (z, a, y) => sum(z.map((v, j) => crossEntropy(v, y[j]))),
  categorical_cross_entropy: (z, a, y) => {
    const top = largest(z);
    return Math.log(sum(z.map((v) => Math.exp(v - top)))) - sum(z.map((v, j) => y[j] * (v - top)));
  }
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
function loss(net, values, y) {
  return LOSSES[net.loss](values[`z${net.activations.length}`], values.prediction, y);
}

// utils/handprop/explore/frame/words.js
var written2 = (value) => {
  if (typeof value === "string") return value;
  return Array.isArray(value) ? value.map(written2).join(", ") : digits(value);
};
var phrases = (texts) => (key, values = {}) => tr(texts[key], values, written2);

// utils/handprop/explore/wrong_gradients/mistakes.js
var outer = (a, b) => a.map((p) => b.map((q) => p * q));
var times = (a, b) => a.map((p, i) => p * b[i]);
var through = (x, W) => W[0].map((_, j) => sum(x.map((v, i) => v * W[i][j])));
var back = (W, d) => W.map((row) => sum(times(row, d)));
var like = (some, value) => some.map((one, i) => Array.isArray(one) ? like(one, (j) => value(i, j)) : value(i));
var error = (v) => v.prediction.map((p, j) => p - v.y[j]);
var ones = (some) => like(some, () => 1);
var plus = (a, b) => a.map((p, i) => p + b[i]);
var share = (v) => sum(v.delta) / (v.W1.flat().length + v.W2.flat().length);
var rows = (v, value) => v.W1.map((row) => row.map((_, j) => value(j)));
var MISTAKES = {
  "M02-TARGET-MINUS": { delta: (v) => error(v).map((e) => -e) },
  "M03-ABS-ERROR": { delta: (v) => error(v).map(Math.abs) },
  "M11-FACTOR-2": { delta: (v) => error(v).map((e) => 2 * e) },
  "M12-KEEP-HALF": { delta: (v) => error(v).map((e) => 0.5 * e) },
  "M13-LOSS-AS-DELTA": { delta: (v) => error(v).map((e) => 0.5 * e ** 2) },
  "M14-SIGNED-LOSS": { delta: (v) => ones(v.y) },
  "M15-GRAD-OF-OUTPUT": { delta: (v) => ones(v.y) },
  "M16-UPDATED-W": { dh: (v) => back(like(v.W2, (i, j) => v.W2[i][j] - v.lr * v.dW2[i][j]), v.dzo) },
  "M18-OUTER-TRANSPOSED": { dW1: (v) => outer(v.dz, v.x) },
  "M19-ELEMENTWISE-XD": { dW1: (v) => rows(v, (j) => v.x[j] * v.dz[j]) },
  "M21-FWD-COLUMNS": { z: (v) => v.b1.map((b, j) => sum(v.W1.map((row) => v.x[j] * row[j])) + b) },
  "M22-FWD-TRANSPOSED": { z: (v) => plus(back(v.W1, v.x), v.b1) },
  "M23-ADD-ALONG-PATH": { dW1: (v) => like(v.W1, (i, j) => sum(v.dzo) + sum(v.W2[j]) + v.x[i]) },
  "M24-SUM-WEIGHTS": { dh: (v) => like(v.h, () => sum(back(v.W2, v.dzo))) },
  "M25-NO-OUT-WEIGHT": { dh: (v) => like(v.h, () => sum(v.dzo)) },
  "M26-WRONG-WEIGHT": { dh: (v) => v.W1[0].map((w) => sum(v.dzo) * w) },
  "M27-NO-INPUT-FACTOR": { dW2: (v) => v.W2.map(() => v.dzo) },
  "M29-EQUAL-SPLIT": { dW2: (v) => like(v.W2, () => share(v)), dW1: (v) => like(v.W1, () => share(v)) },
  "M30-USE-YHAT": { dW2: (v) => v.W2.map(() => times(v.dzo, v.prediction)) },
  "M31-W-TIMES-DELTA": { dW1: (v) => v.W1.map((row) => times(row, v.dz)) },
  "M33-NO-GATE": { dz: (v) => v.dh },
  "M34-GATE-ON-OUTPUT": { delta: (v) => error(v).map((e, j) => v.prediction[j] > 0 ? e : 0) },
  "M35-GATE-ON-DW2": { dW2: (v) => outer(v.z, v.dzo), dz: (v) => v.dh },
  "M36-GRADIENT-RELU": { dz: (v) => v.dh.map((d) => Math.max(0, d)) },
  "M38-RELU-AT-0": { dz: (v) => v.dh.map((d, j) => v.z[j] >= 0 ? d : 0) },
  "M39-FORWARD-NO-RELU": { h: (v) => v.z },
  "M40-SIG-DERIV-AT-A": { dz: (v) => v.dh.map((d, j) => d * sigmoid(v.h[j]) * (1 - sigmoid(v.h[j]))) },
  "M41-Z-ONE-MINUS-Z": { dz: (v) => v.dh.map((d, j) => d * v.z[j] * (1 - v.z[j])) },
  "M42-SIG-NO-DERIV": { dz: (v) => v.dh },
  "M43-OUT-NO-DERIV": { dzo: (v) => v.delta },
  "M47-BIAS-ONE": { db2: (v) => ones(v.b2), db1: (v) => ones(v.b1) },
  "M75-SATURATION": { x: (v) => v.x.map((one) => 1e3 * one) },
  "M85-VALUE-FOR-SLOPE": { dz: (v) => times(v.dh, v.h) },
  "M86-SLOPE-OF-ERROR": { dzo: (v) => v.delta.map((d) => d * d * (1 - d)) },
  "M86-SLOPE-OF-ERROR 2": { dzo: (v) => v.delta.map((d) => d * (1 - d)) },
  "M87-VALUE-BACK": { dh: (v) => back(v.W2, v.prediction) },
  "M88-RAW-ERROR-BACK": { dh: (v) => back(v.W2, v.delta) },
  "M90-SLOPE-INTO-H": { dW2: (v) => outer(v.h.map((h) => h > 0 ? 1 : 0), v.dzo) },
  "M91-BIAS-NO-SLOPE": { db1: (v) => v.dh },
  "M92-BIAS-TIMES-INPUT": { db1: (v) => times(v.dz, v.x) },
  "M93-BIAS-ON-INPUTS": { z: (v) => through(plus(v.x, v.b1), v.W1) },
  "M94-MAX-FOR-RELU": { h: (v) => like(v.z, () => Math.max(...v.z)) },
  "M95-CUT-DECIMALS": { h: (v) => each(v.z[0] < 0 ? Math.trunc : (h) => h)(v.z.map((z) => Math.max(0, z))) },
  "M96-SLOPE-OF-TANH": { dz: (v) => v.dh.map((d, j) => d * (1 - v.h[j] ** 2)) },
  "M96-SLOPE-OF-TANH 2": { dz: (v) => v.dh.map((d, j) => d * (1 - Math.tanh(v.h[j]) ** 2)) }
};

// utils/handprop/explore/wrong_gradients/words.json
var words_default = {
  right: "none: right gradients",
  nobody: "Nobody makes a mistake here.",
  who: "Somebody {name}: {code}.",
  agree: "Right: all {count} gradients agree with their nudges.",
  hidden: "No trace of it here: all {count} gradients agree.",
  differ: "{wrong} of {count} gradients differ from their nudges.",
  kinks: "{kinks} of {count} gradients cannot be told: a nudge crosses a kink.",
  start: "No step yet: the loss is {first}.",
  falls: "In {steps} steps the loss falls from {first} to {after}",
  stays: "In {steps} steps the loss stays at {first}",
  rises: "In {steps} steps the loss rises from {first} to {after}",
  explodes: "After {steps} steps the loss is more than {limit} times as high",
  lost: "After {steps} steps the weights are too large for any number",
  beside: "{loss}; with right ones the loss is {right}.",
  "beside far": "{loss}; with right ones, too, the loss grows without end.",
  alone: "{loss}.",
  legend: "The bar is the gradient by back-propagation, the violet dot what a nudge to both sides measures. A full bar agrees with its dot, a hollow one does not; beside it stands how many times the nudge it is. A step moves every parameter by the gradients of the bars. The dashed curve is the loss on these steps, the solid one that with right gradients."
};

// utils/handprop/explore/wrong_gradients/numbers.js
var phrase = phrases(words_default);
var NONE = "none";
var STEP = 1e-5;
var [CLOSE, FLOOR] = [1e-6, 1e-9];
var [FAR, BOTTOM] = [1e3, 1e-12];
var slope = (name, d, z, a) => d.map((one, j) => ACTIVATIONS[name].back(one, z[j], a[j]));
var stages = ([hidden, output]) => ({
  x: (v) => v.x,
  z: (v) => through(v.x, v.W1).map((z, j) => z + v.b1[j]),
  h: (v) => ACTIVATIONS[hidden].f(v.z),
  zo: (v) => through(v.h, v.W2).map((z, j) => z + v.b2[j]),
  prediction: (v) => ACTIVATIONS[output].f(v.zo),
  delta: (v) => v.prediction.map((p, j) => p - v.y[j]),
  dzo: (v) => slope(output, v.delta, v.zo, v.prediction),
  dW2: (v) => outer(v.h, v.dzo),
  db2: (v) => v.dzo,
  dh: (v) => back(v.W2, v.dzo),
  dz: (v) => slope(hidden, v.dh, v.z, v.h),
  dW1: (v) => outer(v.x, v.dz),
  db1: (v) => v.dz
});
function gradients(net, x, y, mistake, rate) {
  const [hidden, outputs] = [net.params.W2.map(() => 0), net.params.W2[0].map(() => 0)];
  const v = { b1: hidden, b2: outputs, ...net.params, x, y, lr: rate };
  const changes = MISTAKES[mistake] ?? {};
  Object.entries(stages(net.activations)).forEach(([name, stage]) => {
    v[name] = (changes[name] ?? stage)(v);
  });
  return { W1: v.dW1, b1: v.db1, W2: v.dW2, b2: v.db2 };
}
var lossAt = (net, x, y) => loss(net, forward(net, x), y);
var near = (losses) => losses.at(-1) <= FAR * (losses[0] || 1);
var minusStep = (value, by, rate) => Array.isArray(value) ? value.map((one, i) => minusStep(one, by[i], rate)) : value - rate * by;
function walk(net, learn, x, y, mistake, rate, steps) {
  const losses = [lossAt(net, x, y)];
  let now = net;
  while (losses.length <= steps && near(losses)) {
    const wrong = gradients(now, x, y, mistake, rate);
    const moved2 = learn.map((name) => [name, minusStep(now.params[name], wrong[name], rate)]);
    now = { ...now, params: { ...now.params, ...Object.fromEntries(moved2) } };
    losses.push(lossAt(now, x, y));
  }
  return losses;
}
var at = (value, indices) => indices.reduce((part, i) => part[i], value);
function moved(net, name, indices, by) {
  const copy = structuredClone(net.params[name]);
  at(copy, indices.slice(0, -1))[indices.at(-1)] += by;
  return { ...net, params: { ...net.params, [name]: copy } };
}
function nudged(net, x, y, name, indices) {
  const ends = [STEP, -STEP].map((by) => {
    const there = moved(net, name, indices, by);
    const values = forward(there, x);
    return { loss: loss(there, values, y), gates: values.z1.map((z) => z > 0) };
  });
  const found = (ends[0].loss - ends[1].loss) / (2 * STEP);
  const noise = FLOOR * Math.max(1, ends[0].loss, ends[1].loss);
  const kink = net.activations[0] === "relu" && ends[0].gates.some((open, j) => open !== ends[1].gates[j]);
  return { nudge: Math.abs(found) > noise ? found : 0, kink };
}
function rowsOf(spec, net, x, y, wrong) {
  const floor = FLOOR * Math.max(1, lossAt(net, x, y));
  return spec.rows.map(([label, name, ...indices]) => {
    const gradient = at(wrong[name], indices);
    const { nudge, kink } = nudged(net, x, y, name, indices);
    const off = Math.abs(gradient - nudge) > CLOSE * Math.max(Math.abs(gradient), Math.abs(nudge)) + floor;
    const verdict = kink ? "kink" : off ? "differs" : "agrees";
    return { name: label, gradient, nudge, ratio: nudge ? gradient / nudge : null, verdict };
  });
}
function judged(rows2, mistake) {
  const [wrong, kinks] = ["differs", "kink"].map((kind) => rows2.filter(({ verdict }) => verdict === kind).length);
  const told = phrase(wrong ? "differ" : mistake === NONE ? "agree" : "hidden", { wrong, count: rows2.length });
  if (!kinks) return told;
  const untold = phrase("kinks", { kinks, count: rows2.length });
  return wrong ? `${told} ${untold}` : untold;
}
var seen = (losses) => losses.at(-1) <= BOTTOM * losses[0] ? 0 : losses.at(-1);
function kindOf(losses) {
  const change = losses.at(-1) - losses[0];
  if (!near(losses)) return Number.isNaN(losses.at(-1)) ? "lost" : "explodes";
  if (Math.abs(change) <= BOTTOM * losses[0]) return "stays";
  return change < 0 ? "falls" : "rises";
}
function fallen(losses, right, mistake, steps) {
  const first = losses[0];
  if (!steps) return phrase("start", { first });
  const told = phrase(kindOf(losses), { steps: losses.length - 1, first, after: seen(losses), limit: FAR });
  if (mistake === NONE) return phrase("alone", { loss: told });
  return near(right) ? phrase("beside", { loss: told, right: seen(right) }) : phrase("beside far", { loss: told });
}
function state(spec, params, x, y, mistake, rate, steps) {
  const net = { params, activations: spec.activations, loss: spec.loss };
  const learn = [...new Set(spec.rows.map(([, name2]) => name2))];
  const rows2 = rowsOf(spec, net, x, y, gradients(net, x, y, mistake, rate));
  const [losses, right] = [mistake, NONE].map((one) => walk(net, learn, x, y, one, rate, steps));
  const [name, code] = spec.mistakes[mistake] ?? [];
  const who = mistake === NONE ? phrase("nobody") : phrase("who", { name, code });
  return { rows: rows2, losses, right, who, words: `${judged(rows2, mistake)} ${fallen(losses, right, mistake, steps)}` };
}

// utils/handprop/explore/wrong_gradients/explorer.js
var HIGHEST = 150;
var [ZERO, HALF, WORDS, TOP] = [186, 138, 340, 22];
function marked({ verdict, ratio }) {
  if (verdict !== "differs") return verdict === "kink" ? tr("? a kink") : tr("= agrees");
  return ratio === null ? tr("≠ not 0") : minus(tr("≠ {ratio} times", { ratio: digits(ratio, 3) }));
}
function barPicture(parent, { rows: rows2, colours }) {
  const high = Math.max(26, 250 / rows2.length);
  const svg = canvas(parent, 460, TOP + high * rows2.length + 12);
  const write = writer(svg);
  write(ZERO, TOP - 8, "tick", "0");
  make(svg, "line", { x1: ZERO, x2: ZERO, y1: TOP, y2: TOP + high * rows2.length, class: "hp-axis" });
  const lines = rows2.map(([name], k) => {
    const y = TOP + high * (k + 0.5);
    write(32, y + 5, "weight hp-right", name);
    make(svg, "line", { x1: ZERO - HALF, x2: ZERO + HALF, y1: y, y2: y, class: "hp-grid" });
    const bar = make(svg, "rect", { class: "hp-gradient", rx: 0, y: y - 8, height: 16 });
    const dot = make(svg, "circle", { class: "hp-dot", r: 7, cy: y, fill: colours.nudge });
    return { bar, dot, words: write(WORDS, y + 5, "verdict hp-left", "") };
  });
  return (now) => {
    const reach = Math.max(1e-9, ...now.rows.flatMap(({ gradient, nudge }) => [Math.abs(gradient), Math.abs(nudge)]));
    now.rows.forEach((row, k) => {
      const { bar, dot, words } = lines[k];
      const length = HALF * row.gradient / reach;
      place(bar, { x: (ZERO + Math.min(length, 0)).toFixed(2), width: Math.max(Math.abs(length), 1).toFixed(2) });
      bar.classList.toggle("hp-hollow", row.verdict !== "agrees");
      place(dot, { cx: (ZERO + HALF * row.nudge / reach).toFixed(2) });
      say(words, marked(row));
    });
    svg.setAttribute("aria-label", minus(tr("Each gradient beside its nudge. {words}", { words: now.words })));
  };
}
var lossMarks = ({ error: error2 }) => ({
  losses: { stroke: error2, "stroke-width": 3, "stroke-dasharray": "7 5" },
  right: { stroke: error2, "stroke-width": 3 }
});
function lossPicture(parent, { most, colours }) {
  const svg = canvas(parent, 460, 290);
  const ticks = { xTicks: [0, 10, 20, 30, 40], yTicks: [0, 50, 100, 150] };
  const names = { xName: tr("steps"), yName: tr("loss, in % of the first") };
  const { at: at2, inside } = axes(svg, { frame: [48, 24, 448, 240], x: [0, most], y: [0, HIGHEST], ...ticks, ...names });
  const marks = lossMarks(colours);
  const kinds = ["right", "losses"];
  const curves = kinds.map((kind) => make(inside, "polyline", { class: "hp-curve", ...marks[kind] }));
  const dots = kinds.map((_, i) => make(svg, "circle", { class: "hp-dot", r: 7 - 2 * i, fill: i ? "currentColor" : colours.error }));
  return (now) => {
    const first = now.losses[0] || 1;
    kinds.forEach((kind, i) => {
      const points = now[kind].map((loss2, k) => at2(k, Math.min(100 * loss2 / first, 10 * HIGHEST))).filter(([, y]) => Number.isFinite(y));
      curves[i].setAttribute("points", polyline(points));
      const [cx, cy] = points.at(-1);
      const seen2 = now[kind].at(-1) <= HIGHEST / 100 * first;
      place(dots[i], { cx, cy, visibility: seen2 ? "visible" : "hidden" });
    });
    svg.setAttribute("aria-label", minus(tr("Loss over steps. {words}", { words: now.words })));
  };
}
function wrongGradients(model, el) {
  const spec = model.get("spec");
  const { stage, lists, said, tools, below } = rooms(el, "hp-panels hp-wrong");
  const showBars = barPicture(panel(stage, tr("Gradients, and what nudges say")), spec);
  const showLosses = lossPicture(panel(stage, tr("The loss on these steps")), spec);
  const marks = lossMarks(spec.colours);
  const showValues = valueList(under(lists, 2), tr("Loss after the steps"), [[tr("loss with these gradients"), marks.losses], [tr("with right gradients"), marks.right]]);
  const [who, sentence] = ["hp-reason", "hp-words hp-two-lines hp-wrong-words"].map((kind) => make(said, "p", { class: kind }));
  toolBar(tools, model, spec);
  make(below, "p", { class: "hp-legend" }, phrase("legend"));
  const body = foldedTable(below, tr("Gradients and nudges"), [tr("parameter"), tr("back-propagation"), tr("nudge"), tr("verdict")]);
  let now = null;
  const show = () => {
    const [params, x, y] = [spec.names, spec.inputs, spec.targets].map((names) => read(model, names));
    now = state(spec, params, x, y, chosen(model, spec, "mistake"), model.get("learning_rate"), model.get("steps"));
    showBars(now);
    showLosses(now);
    showValues([now.losses.at(-1), now.right.at(-1)]);
    fill(body, now.rows.map((row) => [row.name, shown(row.gradient), shown(row.nudge), marked(row)]));
    say(who, minus(now.who));
    say(sentence, minus(now.words));
  };
  return { show, effects: () => [[tr("loss after the steps"), now.losses.at(-1)]], spoken: () => minus(`${now.who} ${now.words}`) };
}
var read = (model, names) => Array.isArray(names) ? readNames(model, names) : Object.fromEntries(Object.entries(names).map(([name, part]) => [name, readNames(model, part)]));
var explorer_default = mount(wrongGradients);
export {
  explorer_default as default
};
