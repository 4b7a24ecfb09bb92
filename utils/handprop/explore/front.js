// The front end that all explorers share: plain JavaScript, one module, nothing from the network.
// Numbers by handprop.network in Python are the authority; `state` repeats them here, so that a slider
// answers within one frame and goes on answering where there is no kernel.  tests/test_browser.py holds
// the two together.

// ---- arithmetic: a network is {params: {W1, b1, ...}, activations, loss, frozen}; samples are rows ----

const sigmoid = (z) => 0.5 * (1 + Math.tanh(0.5 * z));
const largest = (z) => Math.max(...z);
const sum = (terms) => terms.reduce((total, term) => total + term, 0);
const softmax = (z) => {
  const e = z.map((v) => Math.exp(v - largest(z)));
  return e.map((v) => v / sum(e));
};
const each = (f) => (z) => z.map(f);
const ACTIVATIONS = {
  linear: { f: each((z) => z), back: (da) => da },
  relu: { f: each((z) => Math.max(z, 0)), back: (da, z) => (z > 0 ? da : 0) },
  sigmoid: { f: each(sigmoid), back: (da, z, a) => da * a * (1 - a) },
  tanh: { f: each(Math.tanh), back: (da, z, a) => da * (1 - a * a) },
  softmax: { f: softmax },
};
const softplus = (z) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
const LOSSES = {
  half_squared: (z, a, y) => sum(a.map((v, j) => 0.5 * (v - y[j]) ** 2)),
  binary_cross_entropy: (z, a, y) => sum(z.map((v, j) => softplus(v) - y[j] * v)),
  categorical_cross_entropy: (z, a, y) => {
    const top = largest(z);
    return Math.log(sum(z.map((v) => Math.exp(v - top)))) - sum(z.map((v, j) => y[j] * (v - top)));
  },
};

export function forward(net, x) {
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

export function loss(net, values, y) {
  return LOSSES[net.loss](values[`z${net.activations.length}`], values.prediction, y);
}

export function backward(net, values, y) {
  const gradients = {};
  const last = net.activations.length;
  const slope = (k, da) =>
    da.map((v, j) => ACTIVATIONS[net.activations[k - 1]].back(v, values[`z${k}`][j], values[`a${k}`][j]));
  let delta = values.prediction.map((v, j) => v - y[j]);
  if (net.loss === "half_squared") delta = slope(last, delta);
  for (let k = last; k >= 1; k -= 1) {
    const W = net.params[`W${k}`];
    const below = k > 1 ? values[`a${k - 1}`] : values.x;
    const now = delta;
    gradients[`delta${k}`] = now;
    gradients[`W${k}`] = below.map((v) => now.map((d) => v * d));
    if (net.params[`b${k}`]) gradients[`b${k}`] = now;
    const da = below.map((_, i) => sum(now.map((d, j) => d * W[i][j])));
    delta = k > 1 ? slope(k - 1, da) : da;
  }
  return { ...gradients, x: delta };
}

export function update(net, gradients, learningRate) {
  const step = (value, slope) =>
    Array.isArray(value) ? value.map((v, i) => step(v, slope[i])) : value - learningRate * slope;
  const moved = Object.entries(net.params).map(([name, value]) => [
    name,
    net.frozen.includes(name) ? value : step(value, gradients[name]),
  ]);
  return { ...net, params: Object.fromEntries(moved) };
}

// ---- numbers and sentences: the same as in Python ----

// Four significant digits, as format(value, ".4g") gives them.
export function digits(value) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  if (value === 0) return "0";
  // Exactly half a digit: JavaScript rounds it away from 0, Python to the even digit (0.78125 to 0.7812).
  const kept = Number(value.toExponential(30).replace(/^(-?\d\.\d\d[02468])50+e/, "$1e"));
  const [head, power] = kept.toExponential(3).split("e");
  const exponent = Number(power);
  if (exponent >= -4 && exponent < 4) return String(Number(kept.toFixed(3 - exponent)));
  const sign = exponent < 0 ? "-" : "+";
  return `${Number(head)}e${sign}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

// A hyphen before a digit is a minus sign: wider, and spoken as "minus".
const minus = (text) => text.replace(/-(?=[\d.i])/g, "−");
const shown = (value) => minus(digits(value));

function stepWords(learningRate, before, after) {
  const start = `One step of size ${digits(learningRate)} would`;
  if (!Number.isFinite(after)) return `${start} make the loss too large to compute.`;
  const [from, to] = [digits(before), digits(after)];
  if (after === before) return `${start} leave the loss at ${from}.`;
  const verb = after < before ? "lower" : "raise";
  if (from === to) return `${start} ${verb} the loss by less than four digits can show: it stays at ${from}.`;
  return `${start} ${verb} the loss from ${from} to ${to}.`;
}

function resultWords(values, error, y, lossNow) {
  const list = (numbers) => numbers.map(digits).join(", ");
  return (
    `Prediction ${list(values.prediction)}, target ${list(y)}, error ${list(error)}, ` +
    `loss ${digits(lossNow)}.`
  );
}

// Every number that the network explorer shows; handprop.explore.network.state is its twin.
export function state(net, x, y, learningRate) {
  const values = forward(net, x);
  const gradients = backward(net, values, y);
  const lossNow = loss(net, values, y);
  const after = update(net, gradients, learningRate);
  const lossAfter = loss(net, forward(after, x), y);
  const error = values.prediction.map((v, j) => v - y[j]);
  return {
    values,
    gradients,
    error,
    loss: lossNow,
    params_after: after.params,
    loss_after: lossAfter,
    results: resultWords(values, error, y, lossNow),
    words: stepWords(learningRate, lossNow, lossAfter),
  };
}

// ---- small helpers for drawing ----

function make(parent, tag, attributes = {}, text = "") {
  const space = tag === "svg" || parent instanceof SVGElement ? "http://www.w3.org/2000/svg" : null;
  const node = space ? document.createElementNS(space, tag) : document.createElement(tag);
  Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, value));
  if (text) node.textContent = text;
  parent.append(node);
  return node;
}

function box(parent, x, y, width, height, attributes) {
  const place = { x: x - width / 2, y: y - height / 2, width, height };
  return make(parent, "rect", { rx: 12, ...place, ...attributes });
}

// Changing only what differs keeps the work of a frame small.
function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

// A number with ten characters, such as -1.234e-05, is set smaller, so that it stays in its box.
function tell(node, value) {
  const text = shown(value);
  say(node, text);
  node.classList.toggle("hp-long", text.length > 8);
}

const writer = (parent) => (x, y, kind, text) => make(parent, "text", { x, y, class: `hp-${kind}` }, text);

// ---- the network's picture: built once, then only its numbers, widths and gates change ----

export function networkPicture(parent, spec) {
  const { place, colours } = spec;
  const svg = make(parent, "svg", {
    viewBox: `0 0 ${place.width} ${place.height}`,
    style: `--hp-width: ${place.width}px`,
    role: "img",
    class: "hp-picture",
  });
  const edges = place.edges.flatMap((rows, k) =>
    rows.flatMap((row, i) => row.map((edge, j) => drawEdge(svg, spec, k + 1, i, j, edge))),
  );
  edges.forEach((edge) => edge.label());
  const units = place.nodes.flatMap((column, k) => column.map((node, j) => drawUnit(svg, spec, k, j, node)));
  const results = place.results.map((spot, j) => drawResult(svg, spot, j, colours));
  const total = drawLoss(svg, place.loss, colours);
  return (now, params) => {
    const strongest = Math.max(...edges.map((edge) => Math.abs(edge.slope(now))));
    edges.forEach((edge) => edge.show(now, params, strongest));
    units.forEach((show) => show(now, params));
    results.forEach((show) => show(now));
    tell(total, now.loss);
    svg.setAttribute("aria-label", minus(`${spec.title}. ${now.results}`));
  };
}

function drawEdge(svg, spec, k, i, j, edge) {
  const colour = spec.colours.weights[(k - 1) % spec.colours.weights.length];
  const { x1, y1, x2, y2, lx, ly } = edge;
  const line = make(svg, "line", { x1, y1, x2, y2, stroke: colour });
  const name = spec.names[`W${k}`][i][j];
  const slope = (now) => now.gradients[`W${k}`][i][j];
  let value = null;
  let derivative = null;
  return {
    slope,
    label() {
      if (spec.crowded) return;
      const write = writer(svg);
      box(svg, lx, ly, ...spec.label, { class: "hp-label", stroke: colour, rx: 6 });
      write(lx - 45, ly - 5, "weight hp-left", name);
      value = write(lx + 45, ly - 5, "weight hp-right");
      write(lx - 45, ly + 14, "slope hp-left", "∂");
      derivative = write(lx + 45, ly + 14, "slope hp-right");
    },
    show(now, params, strongest) {
      const weight = params[`W${k}`][i][j];
      const size = strongest > 0 ? Math.abs(slope(now)) / strongest : 0;
      line.setAttribute("stroke-width", (1.5 + 6 * size).toFixed(2));
      line.setAttribute("stroke-dasharray", weight < 0 ? "9 6" : "none");
      if (!value) return;
      tell(value, weight);
      tell(derivative, slope(now));
    },
  };
}

function drawUnit(svg, spec, k, j, node) {
  const { x, y, width } = node;
  const half = spec.unit_height / 2;
  const write = writer(svg);
  const last = spec.place.nodes.length - 1;
  const edge = k === 0 ? spec.colours.input : k === last ? spec.colours.prediction : "currentColor";
  const frame = box(svg, x, y, width, 2 * half, { class: "hp-unit", stroke: edge, rx: 14 });
  const bias = spec.names[`b${k}`]?.[j];
  const kind = k === 0 ? "input" : k === last ? "prediction" : "hidden";
  const name = `${kind} ${spec.units[k][j]}`;
  const title = write(x, y - half - (bias ? 25 : 8), "title", name);
  if (k === 0) {
    const value = write(x, y + 6, "input");
    return (now) => tell(value, now.values.x[j]);
  }
  const biasText = bias ? write(x, y - half - 7, "slope") : null;
  const delta = write(x, y + half + 20, "slope");
  const inside = drawInside(svg, write, spec.activations[k - 1], x, y, half);
  return (now, params) => {
    const [z, a] = [now.values[`z${k}`][j], now.values[`a${k}`][j]];
    const gate = inside(z, a);
    say(title, gate ? `${name} · gate ${gate}` : name);
    [title, frame].forEach((part) => part.classList.toggle("hp-closed", gate === "closed"));
    say(delta, `← δ ${shown(now.gradients[`delta${k}`][j])}`);
    if (!bias) return;
    say(biasText, `${bias} = ${shown(params[`b${k}`][j])}  ∂ ${shown(now.gradients[`b${k}`][j])}`);
  };
}

const SYMBOLS = { sigmoid: "σ", tanh: "tanh", softmax: "softmax" };

// The inside of a unit: z, what the activation does to it, and a.  Returns "open" or "closed" for a ReLU.
function drawInside(svg, write, activation, x, y, half) {
  if (activation === "linear") {
    write(x, y - 10, "caption", "z = a");
    const value = write(x, y + 13, "value");
    return (z, a) => tell(value, a);
  }
  write(x - 41, y - 10, "caption", "z");
  write(x + 41, y - 10, "caption", "a");
  const [sumText, outText] = [write(x - 41, y + 13, "value"), write(x + 41, y + 13, "value")];
  const gate = activation === "relu" ? drawGate(svg, x, y, half) : null;
  if (!gate) {
    make(svg, "line", { x1: x, x2: x, y1: y - 3, y2: y + half, class: "hp-divider" });
    write(x, y - 10, "caption", SYMBOLS[activation]);
  }
  return (z, a) => {
    tell(sumText, z);
    tell(outText, a);
    gate?.classList.toggle("hp-shut", !(z > 0));
    return gate ? (z > 0 ? "open" : "closed") : "";
  };
}

// Two posts and a door, hinged at the upper post: it stands open where z > 0.
function drawGate(svg, x, y, half) {
  [[y - half, y - 11], [y + 11, y + half]].forEach(([y1, y2]) =>
    make(svg, "line", { x1: x, x2: x, y1, y2, class: "hp-post" }),
  );
  const hinge = `transform-origin: ${x}px ${y - 11}px`;
  return make(svg, "line", { x1: x, x2: x, y1: y - 11, y2: y + 11, class: "hp-door", style: hinge });
}

function drawResult(svg, { x, y }, j, colours) {
  const write = writer(svg);
  make(svg, "line", { x1: x - 88, x2: x - 64, y1: y, y2: y, class: "hp-thread" });
  box(svg, x, y, 128, 54, { class: "hp-target", stroke: colours.target, rx: 8 });
  write(x - 55, y - 7, "result hp-left", "target");
  write(x - 55, y + 17, "result hp-left", "error");
  const [target, error] = [write(x + 55, y - 7, "result hp-right"), write(x + 55, y + 17, "result hp-right")];
  return (now) => {
    tell(target, now.target[j]);
    tell(error, now.error[j]);
  };
}

function drawLoss(svg, { x, y }, colours) {
  const write = writer(svg);
  box(svg, x, y, 128, 34, { class: "hp-unit", stroke: colours.error, rx: 8 });
  write(x - 55, y + 6, "loss hp-left", "loss");
  return write(x + 55, y + 6, "loss hp-right");
}

// ---- the same numbers as tables ----

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

function networkTables(parent, spec) {
  const folded = make(parent, "details", { class: "hp-tables" });
  make(folded, "summary", {}, "All numbers as tables");
  const units = table(folded, "Units", ["unit", "z", "a", "δ = ∂loss/∂z"]);
  const weights = table(folded, "Weights and biases", ["name", "value", "gradient", "after one step"]);
  const unitRow = (now, k, j) => {
    const name = spec.units[k][j];
    if (k === 0) return [name, "", shown(now.values.x[j]), ""];
    const numbers = [now.values[`z${k}`], now.values[`a${k}`], now.gradients[`delta${k}`]];
    return [name, ...numbers.map((row) => shown(row[j]))];
  };
  return (now, params) => {
    fill(units, spec.units.flatMap((column, k) => column.map((_, j) => unitRow(now, k, j))));
    const sources = [params, now.gradients, now.params_after];
    fill(weights, spec.parameters.map(([control, name, ...at]) => {
      const pick = (source) => at.reduce((part, index) => part[index], source[name]);
      return [control, ...sources.map((source) => shown(pick(source)))];
    }));
  };
}

// ---- the ipywidgets controls: names for screen readers, and no rounding of what a step computes ----

// noUiSlider rounds every value to the slider's own notches, also one that a program sets; ipywidgets then
// writes the rounded value back, and a weight after a step would lose its digits.
function keepDigits(slider) {
  if (slider.handpropExact) return;
  const { set } = slider;
  slider.set = (value, fire) => set(value, fire, true);
  slider.updateOptions = ({ start }, fire) => set(start, fire, true);
  slider.handpropExact = true;
}

function tendControls(root, model, spec) {
  Object.entries(spec.controls).forEach(([name, { label, start, notch }]) => {
    root.querySelectorAll(`.hp-control-${name} .noUi-target`).forEach((target) => {
      const handle = target.querySelector(".noUi-handle");
      if (!handle || !target.noUiSlider || target.noUiSlider.handpropExact) return;
      keepDigits(target.noUiSlider);
      handle.setAttribute("aria-label", label);
      const readout = target.closest(".widget-slider").querySelector(".widget-readout");
      readout?.setAttribute("role", "textbox");
      readout?.setAttribute("aria-label", `${label}: type a number`);
      if (Math.abs(model.get(name) - start) < notch / 2) model.set(name, start);
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

// ---- what every explorer has: Reset, presets, and its state as a line of Python ----

const button = (parent, words) => make(parent, "button", { type: "button", class: "hp-button" }, words);

// Every move of several controls at once: one frame, one message.
function moveTo(model, values) {
  Object.entries(values).forEach(([name, value]) => model.set(name, value));
  model.save_changes();
}

function toolBar(parent, model, spec) {
  const bar = make(parent, "div", { class: "hp-bar" });
  const starts = Object.entries(spec.controls).map(([name, { start }]) => [name, start]);
  button(bar, "Reset").addEventListener("click", () => moveTo(model, Object.fromEntries(starts)));
  presetButtons(bar, model);
  if (model.get("call")) shareButton(bar, model, spec);
  return bar;
}

function presetButtons(bar, model) {
  const presets = Object.entries(model.get("presets") ?? {});
  if (!presets.length) return;
  const group = make(bar, "span", { class: "hp-presets", role: "group", "aria-label": "Presets" });
  make(group, "span", { "aria-hidden": "true" }, "Presets:");
  presets.forEach(([name, values]) => button(group, name).addEventListener("click", () => moveTo(model, values)));
}

// So many significant digits, as format(value, ".15g") gives them.
export function exact(value, count = 15) {
  const rounded = Number(value.toPrecision(count));
  const [head, power] = rounded.toExponential().split("e");
  const exponent = Number(power);
  if (exponent >= -4 && exponent < count) return String(rounded);
  return `${head}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

const option = (text) => (/^-?\d+(\.\d+)?$/.test(text) ? text : JSON.stringify(text));

// Explorer.code in Python is its twin.
export function asCode(call, controls, get) {
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

// Shows the line and selects it; where the browser allows, it is on the clipboard already.
function shareButton(bar, model, spec) {
  const open = button(bar, "Share as code");
  const row = make(bar, "span", { class: "hp-share" });
  const field = make(row, "input", { class: "hp-code", readonly: "", "aria-label": "This state as one line of Python" });
  const note = make(row, "span", { class: "hp-copied", role: "status" });
  // JupyterLab takes keys for its cells, unless a part of the page asks for all of them.
  field.setAttribute("data-lm-suppress-shortcuts", "true");
  const unfold = (shown) => {
    row.hidden = !shown;
    open.setAttribute("aria-expanded", String(shown));
    say(note, "");
  };
  const follow = () => {
    field.value = asCode(model.get("call"), spec.controls, (name) => model.get(name));
    say(note, "");
  };
  Object.keys(spec.controls).forEach((name) => model.on(`change:${name}`, follow));
  open.addEventListener("click", () => {
    unfold(row.hidden);
    if (row.hidden) return;
    follow();
    field.focus();
    field.select();
    const byHand = () => say(note, "Copy it with Ctrl+C or Cmd+C.");
    if (navigator.clipboard) navigator.clipboard.writeText(field.value).then(() => say(note, "Copied."), byHand);
    else byHand();
  });
  unfold(false);
}

// ---- the network explorer ----

function readControls(model, spec) {
  const read = (names) => (Array.isArray(names) ? names.map(read) : model.get(names));
  const params = Object.fromEntries(Object.entries(spec.names).map(([name, names]) => [name, read(names)]));
  return { params, x: read(spec.inputs), y: spec.targets.length ? read(spec.targets) : spec.fixed_target, learningRate: model.get("learning_rate") };
}

function networkExplorer(model, el) {
  const spec = model.get("spec");
  const frame = make(el, "div", { class: "hp-scroll", tabindex: "0", role: "group", "aria-label": "Picture" });
  const showPicture = networkPicture(frame, spec);
  const results = make(el, "p", { class: "hp-results" });
  const sentence = make(el, "p", { class: "hp-words" });
  const bar = toolBar(el, model, spec);
  const step = make(bar, "button", { type: "button", class: "hp-button" }, "Take one step");
  bar.prepend(step);
  const note = make(bar, "span", { class: "hp-note", role: "status" });
  bar.addEventListener("click", () => say(note, ""), true);
  make(el, "p", { class: "hp-legend" }, spec.legend);
  const showTables = networkTables(el, spec);
  let now = null;

  const show = () => {
    const { params, x, y, learningRate } = readControls(model, spec);
    const net = { params, activations: spec.activations, loss: spec.loss, frozen: spec.frozen };
    now = { ...state(net, x, y, learningRate), target: y };
    showPicture(now, params);
    say(results, minus(now.results));
    say(sentence, minus(now.words));
    showTables(now, params);
  };
  step.addEventListener("click", () => {
    const after = spec.parameters.map(([control, name, ...at]) => [
      control,
      at.reduce((part, index) => part[index], now.params_after[name]),
    ]);
    const outside = after.find(([control, value]) => !(Math.abs(value) <= spec.controls[control].bound));
    say(note, outside ? beyond(...outside) : "");
    if (!outside) moveTo(model, Object.fromEntries(after));
  });
  return { show, spoken: () => minus(`${now.results} ${closedWords(spec, now)}${now.words}`) };
}

function beyond(control, value) {
  return minus(`The step would take ${control} to ${digits(value)}, beyond its slider. Try a smaller η, or reset.`);
}

function closedWords(spec, now) {
  const shut = spec.activations.flatMap((activation, index) =>
    activation === "relu" ? now.values[`z${index + 1}`].map((z, j) => (z > 0 ? "" : spec.units[index + 1][j])) : [],
  );
  const names = shut.filter(Boolean);
  return names.length ? `Gate closed: ${names.join(", ")}. ` : "";
}

// ---- what anywidget calls ----

const EXPLORERS = { network: networkExplorer };
const QUIET_MS = 600; // a screen reader hears the numbers once the hand rests

function render({ model, el }) {
  el.classList.add("handprop-view");
  const explorer = EXPLORERS[model.get("picture")](model, el);
  const spoken = make(el, "div", { class: "hp-spoken", "aria-live": "polite" });
  const spec = model.get("spec");
  let frame = 0;
  let timer = 0;
  let observer = null;
  const root = () => el.closest(".handprop-explorer");
  const tend = () => {
    tendControls(root(), model, spec);
    explorer.tend?.(root());
  };

  const show = () => {
    frame = 0;
    explorer.show();
    if (!root()) return;
    if (!observer) observer = watch(root(), tend);
    speakValues(root(), model, spec);
  };
  const schedule = () => {
    if (!frame) frame = requestAnimationFrame(show);
    clearTimeout(timer);
    timer = setTimeout(() => say(spoken, explorer.spoken()), QUIET_MS);
  };
  const names = Object.keys(spec.controls).map((name) => `change:${name}`);
  names.forEach((name) => model.on(name, schedule));
  explorer.show();
  const waiting = setInterval(() => {
    if (!el.isConnected || (root() && !controlsIn(root()))) return;
    clearInterval(waiting);
    schedule();
  }, 30);

  return () => {
    names.forEach((name) => model.off(name, schedule));
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    clearInterval(waiting);
    observer?.disconnect();
  };
}

// The controls are views of their own and may come later than the picture.
const controlsIn = (root) => root.querySelector(".handprop-controls");

function watch(root, tend) {
  const controls = controlsIn(root);
  if (!controls) return null;
  tend();
  const observer = new MutationObserver(tend);
  observer.observe(controls, { childList: true, subtree: true });
  return observer;
}

export default { render };
