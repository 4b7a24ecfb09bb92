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
function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
var writer = (parent) => (x, y, kind, text) => make(parent, "text", { x, y, class: `hp-${kind}` }, text);
var freshId = () => `hp-${Math.random().toString(36).slice(2)}`;
var place = (node, attributes) => Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));

// utils/handprop/explore/frame/buttons.js
var button = (parent, words) => make(parent, "button", { type: "button", class: "hp-button" }, words);
var keepKeys = (node) => node.addEventListener("keydown", (event) => event.stopPropagation());
function moveTo(model, values) {
  Object.entries(values).forEach(([name, value]) => model.set(name, value));
  model.save_changes();
}

// utils/handprop/explore/frame/hear.js
var [LOW, OCTAVES] = [220, 2];
var [SECONDS, MOST, LOUD] = [3, 60, 0.12];
function tones(numbers) {
  const real = numbers.filter(Number.isFinite);
  const count = Math.min(real.length, MOST);
  const some = Array.from({ length: count }, (_, k) => real[Math.round(k * (real.length - 1) / Math.max(count - 1, 1))]);
  const [least, largest2] = [Math.min(...some), Math.max(...some)];
  return some.map((value) => LOW * 2 ** (OCTAVES * (largest2 > least ? (value - least) / (largest2 - least) : 0)));
}
function hearButton(parent, name, numbers) {
  const node = button(parent, tr("Hear {name}", { name }));
  let context = null;
  const tell = () => node.setAttribute("aria-pressed", String(Boolean(context)));
  const stop = () => {
    context?.close();
    context = null;
    tell();
  };
  node.addEventListener("click", () => {
    if (context) return stop();
    const row = tones(numbers());
    if (!row.length) return void 0;
    context = new AudioContext();
    tell();
    const [voice, volume] = [context.createOscillator(), context.createGain()];
    volume.gain.value = LOUD;
    voice.connect(volume).connect(context.destination);
    row.forEach((tone, k) => voice.frequency.setValueAtTime(tone, context.currentTime + k * SECONDS / row.length));
    voice.start();
    voice.stop(context.currentTime + SECONDS);
    return voice.addEventListener("ended", stop);
  });
  tell();
  return stop;
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
function foldedTable(parent, caption, heads) {
  const folded = make(parent, "details", { class: "hp-tables" });
  make(folded, "summary", {}, tr("All numbers as a table"));
  return table(folded, caption, heads);
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
function backward(net, values, y) {
  const gradients = {};
  const last = net.activations.length;
  const slope = (k, da) => da.map((v, j) => ACTIVATIONS[net.activations[k - 1]].back(v, values[`z${k}`][j], values[`a${k}`][j]));
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
function update(net, gradients, learningRate) {
  const step = (value, slope) => Array.isArray(value) ? value.map((v, i) => step(v, slope[i])) : value - learningRate * slope;
  const moved = Object.entries(net.params).map(([name, value]) => [
    name,
    net.frozen.includes(name) ? value : step(value, gradients[name])
  ]);
  return { ...net, params: Object.fromEntries(moved) };
}
var mean = (parts) => Array.isArray(parts[0]) ? parts[0].map((_, i) => mean(parts.map((part) => part[i]))) : sum(parts) / parts.length;
function batch(net, x, y) {
  const samples = x.map((row, i) => {
    const values = forward(net, row);
    return { loss: loss(net, values, y[i]), gradients: backward(net, values, y[i]), prediction: values.prediction };
  });
  const gradients = Object.keys(net.params).map((name) => [name, mean(samples.map((one) => one.gradients[name]))]);
  return {
    loss: mean(samples.map((one) => one.loss)),
    gradients: Object.fromEntries(gradients),
    predictions: samples.map((one) => one.prediction)
  };
}

// utils/handprop/explore/frame/words.js
var written2 = (value) => {
  if (typeof value === "string") return value;
  return Array.isArray(value) ? value.map(written2).join(", ") : digits(value);
};
var phrases = (texts) => (key, values = {}) => tr(texts[key], values, written2);

// utils/handprop/explore/learning_rate/words.json
var words_default = {
  minimum: "The start is the minimum: the slope is 0, and no step moves.",
  "dead at once": "Dead: at the start no gate is open, every gradient is 0, the loss stays at {last}.",
  dead: "Dead: after step {dead} no gate is open, every gradient is 0, the loss stays at {last}.",
  start: "No step yet: the loss is {first}.",
  "too large": "Diverging: after step {n} the loss is too large to compute.",
  diverging: "Diverging: each step jumps over the {over}, and farther; the loss went from {first} to {last}.",
  oscillating: "Oscillating: steps jump over the {over}, nearer and nearer. {after} the loss is {last}.",
  "oscillating to the bottom": "Oscillating: steps jump over the {over}, nearer and nearer. {after} less than 1e-10 % of the loss is left.",
  "without end": "Oscillating without end: steps jump over the {over} and come no nearer. {after} the loss is {last}.",
  slow: "Slow: a step takes less than 5 % off the loss. {after} {left} % of the loss is left: {last}.",
  good: "Good: the steps walk straight down. {after} {left} % of the loss is left: {last}.",
  "good to the bottom": "Good: the steps walk straight down. {after} less than 1e-10 % of the loss is left.",
  "after one": "After 1 step",
  after: "After {n} steps",
  legend: "Each dot is a step: the hollow one the start, the large one the last. Where a step lies outside of the picture, the line leaves it; the axis of the loss then has powers of ten. On a map, each line joins weights of the same loss; a cross or a dashed line marks the lowest place."
};

// utils/handprop/explore/learning_rate/numbers.js
var phrase = phrases(words_default);
var pairs = (list) => list.slice(1).map((after, i) => [list[i], after]);
var BOTTOM = 1e-12;
var ROUND = 1 + 1e-9;
function whereOn(landscape, net, prediction) {
  const weights = Object.values(net.params).flat(2);
  if (landscape.kind === "map") return weights;
  return landscape.activations.length === 1 ? weights[0] : prediction;
}
function descent(landscape, learningRate, steps, start) {
  const scaled = (value) => Array.isArray(value) ? value.map(scaled) : start * value;
  const params = Object.fromEntries(Object.entries(landscape.params).map(([name2, value]) => [name2, scaled(value)]));
  let net = { params, activations: landscape.activations, loss: "half_squared", frozen: [] };
  const run = { places: [], losses: [], dead_at: -1 };
  const slopes = [];
  for (let step = 0; step <= steps; step += 1) {
    const now = batch(net, landscape.x, landscape.y);
    run.places.push(whereOn(landscape, net, now.predictions[0][0]));
    run.losses.push(now.loss);
    if (!Number.isFinite(now.loss)) break;
    slopes.push(Object.keys(net.params).flatMap((name2) => now.gradients[name2].flat(2)));
    if (run.dead_at < 0 && now.loss > 0 && slopes[step].every((slope) => slope === 0)) run.dead_at = step;
    net = update(net, now.gradients, learningRate);
  }
  run.crossings = crossings(run.losses, slopes);
  const [name, words] = verdict(run.losses, run.crossings, run.dead_at, landscape.over);
  return { ...run, behaviour: name, words };
}
function crossings(losses, slopes) {
  const turned = ([a, b]) => sum(a.map((v, i) => v * b[i])) < 0;
  return pairs(slopes).filter((pair, i) => turned(pair) && losses[i + 1] > BOTTOM * losses[0]).length;
}
function verdict(losses, jumps, deadAt, over) {
  const n = losses.length - 1;
  const [first, last] = [losses[0], losses[n]];
  const name = behaviour(losses, jumps, deadAt);
  const kinds = { dead: deadAt ? "dead" : "dead at once", diverging: Number.isFinite(last) ? "diverging" : "too large" };
  const bottom = ["good", "oscillating"].includes(name) && last <= BOTTOM * first;
  const key = bottom ? `${name} to the bottom` : kinds[name] ?? name;
  const after = phrase(n === 1 ? "after one" : "after", { n });
  return [name, phrase(key, { first, last, n, over, after, dead: deadAt, left: 100 * last / first })];
}
function behaviour(losses, jumps, deadAt) {
  if (losses[0] === 0) return "minimum";
  if (deadAt >= 0) return "dead";
  if (losses.length === 1) return "start";
  if (!Number.isFinite(losses.at(-1)) || diverges(losses)) return "diverging";
  if (jumps) return settles(losses) ? "oscillating" : "without end";
  return pace(losses) > 0.95 ? "slow" : "good";
}
function diverges(losses) {
  const low = losses.indexOf(Math.min(...losses));
  const rises = pairs(losses.slice(low)).every(([a, b]) => b > a * ROUND);
  const n = losses.length - 1;
  return rises && losses[n] > losses[0] * ROUND && 3 * low <= n;
}
function pace(losses) {
  const n = losses.length - 1;
  const half = Math.floor(n / 2);
  return losses[n] <= BOTTOM * losses[0] ? 0 : (losses[n] / losses[half]) ** (1 / (n - half));
}
function settles(losses) {
  const after = losses.slice(1);
  if (after.length < 3) return losses[losses.length - 1] < losses[losses.length - 2];
  const highs = pairs(after).map(([a, b]) => Math.max(a, b));
  const bottom = BOTTOM * losses[0];
  const falls = pairs(highs).every(([a, b]) => b <= a * ROUND + bottom);
  return falls && highs[highs.length - 1] < highs[0] / ROUND;
}

// utils/handprop/explore/frame/plot.js
var RAISED = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };
var raised = (k) => `10${[...String(k)].map((letter) => RAISED[letter]).join("")}`;
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

// utils/handprop/explore/learning_rate/pictures.js
var FRAME = [62, 26, 428, 270];
var LEAST2 = -30;
var ROUND_DOT = (r) => `M${-r},0a${r},${r} 0 1 0 ${2 * r},0a${r},${r} 0 1 0 ${-2 * r},0`;
var held = (value, low, high) => Math.min(Math.max(value, low), high);
function within([x, y]) {
  const [left, top, right, bottom] = FRAME;
  return x >= left && x <= right && y >= top && y <= bottom + 0.5;
}
function trail(svg, most, colour) {
  const [left, top, right, bottom] = FRAME;
  const inside = clipped(svg, left, top, right - left, bottom - top);
  const line = make(inside, "polyline", { class: "hp-trail", stroke: colour });
  const dots = Array.from({ length: most + 1 }, () => make(svg, "path", { class: "hp-step", fill: colour, stroke: colour }));
  return (points) => {
    line.setAttribute("points", polyline(points.map((point) => point.map((v) => held(v, -5e3, 5e3)))));
    dots.forEach((dot, k) => {
      const seen = k < points.length && within(points[k]);
      dot.style.display = seen ? "" : "none";
      if (!seen) return;
      place(dot, {
        d: ROUND_DOT(k === points.length - 1 ? 6.5 : 4.5),
        transform: `translate(${points[k].map((v) => v.toFixed(2)).join(" ")})`
      });
      dot.classList.toggle("hp-hollow", k === 0);
    });
  };
}
function drawLandscape(svg, landscape, colour) {
  const group = make(svg, "g");
  return landscape.kind === "map" ? drawMap(group, landscape) : drawCurve(group, landscape, colour);
}
function drawCurve(group, landscape, colour) {
  const { span, top, minimum } = landscape;
  const ticks = { frame: FRAME, x: span, y: [0, top], xTicks: landscape.ticks, yTicks: landscape.loss_ticks };
  const { at, inside } = axes(group, { ...ticks, xName: landscape.place, yName: tr("loss") });
  const height = (u) => 0.5 * (landscape.factor * u - landscape.target) ** 2;
  const curve = range(span[0], span[1], 160).map((u) => at(u, height(u)));
  make(inside, "polyline", { points: polyline(curve), class: "hp-valley", stroke: colour });
  const [x, y] = at(minimum, 0);
  make(group, "line", { x1: x, x2: x, y1: FRAME[1], y2: y, class: "hp-thread" });
  writer(group)(x, FRAME[1] - 9, "caption", tr("minimum {minimum}", { minimum: shown(minimum) }));
  return { group, spots: (run) => run.losses.map((lossNow, k) => at(run.places[k], lossNow)) };
}
function drawMap(group, landscape) {
  const [x, y] = landscape.ends;
  const { at, inside } = axes(group, { frame: FRAME, x, y, xTicks: [-1, 0, 1, 2], yTicks: [0, 1], xName: tr("weight w1"), yName: tr("weight w2") });
  if (landscape.flat !== null) drawFlat(inside, at(x[0], y[1]), at(landscape.flat, y[0]));
  [...landscape.contours].reverse().forEach(({ points }) => {
    make(inside, "polygon", { points: polyline(points.map(([w1, w2]) => at(w1, w2))), class: "hp-ring" });
  });
  const taken = [];
  landscape.contours.forEach(({ level, points }) => drawLevel(inside, level, points.map(([w1, w2]) => at(w1, w2)), taken));
  const floor = landscape.floor.map(([w1, w2]) => at(w1, w2));
  if (floor.length > 1) make(inside, "polyline", { points: polyline(floor), class: "hp-floor" });
  else make(inside, "path", { d: "M-7,0H7M0,-7V7", transform: `translate(${floor[0].join(" ")})`, class: "hp-floor" });
  return { group, spots: (run) => run.places.map(([w1, w2]) => at(w1, w2)) };
}
function drawLevel(inside, level, points, taken) {
  const [left, top, right, bottom] = FRAME;
  const free = ([x, y]) => taken.every(([a, b]) => Math.abs(x - a) > 30 || Math.abs(y - b) > 13);
  const room = points.filter(([x, y]) => x > left + 20 && x < right - 20 && y > top + 12 && y < bottom - 12);
  const spot = room.filter(free).reduce((best, point) => point[0] > best[0] ? point : best, [-Infinity]);
  if (spot[0] < (left + right) / 2) return;
  taken.push(spot);
  writer(inside)(spot[0], spot[1] + 4.5, "on-line", shown(level));
}
function drawFlat(inside, [left, top], [right, bottom]) {
  const group = clipped(inside, left, top, right - left, bottom - top);
  const height = bottom - top;
  range(left - height, right, Math.round((right - left + height) / 14)).forEach(
    (x) => make(group, "line", { x1: x, y1: bottom, x2: x + height, y2: top, class: "hp-hatch" })
  );
  writer(inside)((left + right) / 2, top + 24, "on-line", tr("gate closed: flat"));
}
function powersOf({ losses }, top, axis) {
  if (axis === "linear" || axis === "auto" && losses.every((loss2) => loss2 <= top)) return null;
  const powers = losses.filter((loss2) => loss2 > 0 && Number.isFinite(loss2)).map(Math.log10);
  const low = Math.max(Math.floor(powers.length ? Math.min(...powers) : 0), LEAST2);
  return [low, Math.max(Math.ceil(Math.max(...powers, low)), low + 1)];
}
function drawHistory(svg, landscape, most) {
  const group = make(svg, "g");
  const shared = { frame: FRAME, x: [-1, most + 1], xTicks: range(0, most, 4), xName: tr("step"), yName: tr("loss") };
  let [drawn, inner, at] = ["", null, null];
  const frame = (powers) => {
    if (drawn === String(powers)) return;
    drawn = String(powers);
    inner?.remove();
    inner = make(group, "g");
    const each2 = powers ? Math.ceil((powers[1] - powers[0]) / 6) : 0;
    const yTicks = powers ? range(powers[0], powers[1], powers[1] - powers[0]).filter((power) => power % each2 === 0) : landscape.loss_ticks;
    ({ at } = axes(inner, { ...shared, y: powers ?? [0, landscape.top], yTicks }));
    if (powers) inner.querySelectorAll(".hp-tick.hp-right").forEach((node, k) => say(node, raised(yTicks[k])));
  };
  return {
    group,
    spots: (run, axis) => {
      const powers = powersOf(run, landscape.top, axis);
      frame(powers);
      const height = (loss2) => powers ? Math.log10(Math.max(loss2, 10 ** LEAST2)) : loss2;
      return run.losses.map((lossNow, k) => at(k, height(lossNow)));
    }
  };
}
var PLACES = { curve: tr("The steps on the loss curve"), map: tr("The steps on the map of the loss") };
function descentPictures(panels, spec) {
  const boxes = [panel(panels, PLACES.curve), panel(panels, tr("The loss, step by step"))];
  const canvases = boxes.map((one) => canvas(one, 446, 316));
  const landscapes = Object.values(spec.landscapes);
  const each2 = landscapes.map((landscape) => [
    drawLandscape(canvases[0], landscape, spec.colour),
    drawHistory(canvases[1], landscape, spec.most_steps)
  ]);
  const trails = canvases.map((svg) => trail(svg, spec.most_steps, "currentColor"));
  return (index, run, words, axis) => {
    each2.forEach((drawn, i) => drawn.forEach(({ group }) => {
      group.style.display = i === index ? "" : "none";
    }));
    say(boxes[0].firstChild, PLACES[landscapes[index].kind]);
    each2[index].forEach(({ spots }, i) => trails[i](spots(run, axis)));
    canvases.forEach((svg, i) => svg.setAttribute("aria-label", minus(`${boxes[i].firstChild.textContent}. ${words}`)));
  };
}

// utils/handprop/explore/learning_rate/explorer.js
var placeWords = (spot) => [spot].flat().map((value) => shown(value)).join(", ");
function learningRateExplorer(model, el) {
  const spec = model.get("spec");
  const { stage, said, tools, below } = rooms(el, "hp-panels");
  const sentence = make(said, "p", { class: "hp-words hp-two-lines" });
  const showPictures = descentPictures(stage, spec);
  const bar = toolBar(tools, model, spec);
  make(below, "p", { class: "hp-legend" }, phrase("legend"));
  const body = foldedTable(below, tr("Steps"), [tr("step"), tr("place"), tr("loss")]);
  const names = Object.keys(spec.landscapes);
  let now = null;
  const quiet = hearButton(bar, tr("the loss"), () => now.losses);
  const show = () => {
    const index = model.get("example");
    const [rate, steps, start] = ["learning_rate", "steps", "start"].map((name) => model.get(name));
    now = descent(spec.landscapes[names[index]], rate, Math.round(steps), start);
    say(sentence, minus(now.words));
    showPictures(index, now, now.words, chosen(model, spec, "axis"));
    fill(body, now.losses.map((lossNow, k) => [String(k), placeWords(now.places[k]), shown(lossNow)]));
    [...body.rows].forEach((row, k) => {
      row.hidden = k >= now.losses.length;
    });
  };
  return { show, effects: () => [[tr("last loss"), now.losses.at(-1)]], spoken: () => minus(now.words), end: quiet };
}
var explorer_default = mount(learningRateExplorer);
export {
  explorer_default as default
};
