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

// utils/handprop/explore/frame/tr.js
var tr = (text, values = {}, written3 = String) => (
  /** @type {any} */
  (globalThis.handpropWords?.[text] ?? text).replace(/\{(\w+)\}/g, (place2, name) => name in values ? written3(values[name]) : place2)
);

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
function belowTheSliders(el, root) {
  const below = el.querySelector(":scope > .hp-below");
  const stage = (
    /** @type {HTMLElement | null} */
    el.querySelector(":scope > .hp-stage")
  );
  const measure = new ResizeObserver(() => root()?.style.setProperty("--hp-staged", `${stage.offsetHeight}px`));
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
  observer.observe(controls, { childList: true, subtree: true });
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
  return make(parent, "svg", { ...size, role: "img", class: "hp-picture" });
}
var brief = (v) => shown(v).replace(/e\+0*/, "e");
function axes(svg, { frame, x, y, xTicks, yTicks, xName, yName, label = brief }) {
  const [left, top, right, bottom] = frame;
  const across = (v) => left + (v - x[0]) / (x[1] - x[0]) * (right - left);
  const up = (v) => bottom - (v - y[0]) / (y[1] - y[0]) * (bottom - top);
  const write = writer(svg);
  const rule = (kind, x1, y1, x2, y2) => make(svg, "line", { x1, y1, x2, y2, class: `hp-${kind}` });
  xTicks.forEach((v) => {
    rule(v === 0 ? "axis" : "grid", across(v), top, across(v), bottom);
    write(across(v), bottom + 19, "tick", label(v));
  });
  yTicks.forEach((v) => {
    rule(v === 0 ? "axis" : "grid", left, up(v), right, up(v));
    write(left - 8, up(v) + 5, "tick hp-right", label(v));
  });
  write(right, bottom + 38, "axis-name hp-right", xName);
  write(left, top - 9, "axis-name hp-left", yName);
  return { at: (a, b) => [across(a), up(b)], inside: clipped(svg, left, top, right - left, bottom - top) };
}
function clipped(svg, x, y, width, height) {
  const id = freshId();
  make(make(svg, "clipPath", { id }), "rect", { x, y, width, height });
  return make(svg, "g", { "clip-path": `url(#${id})` });
}
var polyline = (points) => points.map(([x, y]) => `${x.toFixed(2)},${y.toFixed(2)}`).join(" ");
var range = (low, high, count) => Array.from({ length: count + 1 }, (_, i) => low + (high - low) * i / count);
function valueList(parent, caption, rows) {
  const unmarked = rows.every(([, line]) => !line);
  const node = make(parent, "table", { class: `hp-values${unmarked ? " hp-unmarked" : ""}` });
  make(node, "caption", { class: "hp-spoken" }, caption);
  const body = make(node, "tbody");
  const cells = rows.map(([name, line]) => {
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

// utils/handprop/explore/training/words.json
var words_default = {
  lowers: "Epoch {epoch}, learning rate {rate}: the loss is {loss}, {right} of {count} samples are right. The next epoch lowers it.",
  raises: "Epoch {epoch}, learning rate {rate}: the loss is {loss}, {right} of {count} samples are right. The next epoch raises it.",
  sees: "h{unit} is above 0.5 for {above} of {count} samples.",
  legend: "All curves start from the same weights; the thick one is the learning rate chosen. In the map, orange is a prediction near 1, blue near 0; the black line is 0.5. Beside it, the same for each hidden unit; filled dots have target 1. A dashed ring: a sample on the wrong side. A click on the map adds a point, up to six, and training begins again; Reset takes them away."
};

// utils/handprop/explore/training/numbers.js
var phrase = phrases(words_default);
function pointsOf(spec, text) {
  const [low, high] = spec.map.ends;
  const on = ([x1, x2, y]) => [x1, x2].every((v) => v >= low && v <= high) && [0, 1].includes(y);
  return text.split(" ").map((part) => part.split(/[,:]/).map(Number)).filter(on).slice(0, spec.map.most);
}
var pointsText = (points) => points.map(([x1, x2, y]) => `${x1},${x2}:${y}`).join(" ");
function begin(spec, points) {
  const { params, activations, loss: name, frozen } = spec;
  const added = pointsOf(spec, points);
  return {
    x: [...spec.x, ...added.map(([x1, x2]) => [x1, x2])],
    y: [...spec.y, ...added.map(([, , y]) => [y])],
    net: { params, activations, loss: name, frozen },
    runs: spec.rates.map(() => [])
  };
}
function grow(spec, { x, y, net, runs }, epoch) {
  runs.forEach((run, i) => {
    while (run.length < epoch + 2) {
      const last = run.at(-1);
      const here = last ? update(last.net, last.gradients, spec.rates[i]) : net;
      run.push({ net: here, ...batch(here, x, y) });
    }
  });
}
function snapshot(spec, training, index, epoch) {
  grow(spec, training, epoch);
  const { runs, x, y } = training;
  const [now, next] = [runs[index][epoch], runs[index][epoch + 1]];
  const predictions = now.predictions.flat();
  const sides = predictions.map((prediction, i) => prediction > 0.5 === y[i][0] > 0.5);
  const right = sides.filter(Boolean).length;
  const words = phrase(next.loss < now.loss ? "lowers" : "raises", {
    epoch,
    rate: spec.rates[index],
    loss: now.loss,
    right,
    count: sides.length
  });
  return {
    params: now.net.params,
    gradients: now.gradients,
    loss: now.loss,
    losses: runs.map((run) => run[epoch].loss),
    predictions,
    right,
    ...maps(spec, now.net),
    sees: sees(now.net, x),
    words
  };
}
function maps(spec, net) {
  const { ends, side } = spec.map;
  const places = range(ends[0], ends[1], side);
  const seen = places.map((x2) => places.map((x1) => forward(net, [x1, x2])));
  const hidden = seen[0][0].a1.map((_, j) => seen.map((row) => row.map(({ a1 }) => a1[j])));
  return { map: seen.map((row) => row.map(({ prediction }) => prediction[0])), hidden };
}
function sees(net, x) {
  const values = x.map((row) => forward(net, row).a1);
  return values[0].map((_, j) => phrase("sees", { unit: j + 1, above: values.filter((a1) => a1[j] > 0.5).length, count: x.length }));
}

// utils/handprop/explore/training/explorer.js
var BOX = [46, 26, 356, 286];
var SIZE = [372, 332];
var MAP_BOX = [46, 26, 266, 286];
var SMALL = { left: 284, right: 362, label: 18, most: 92 };
function pastOf(inside, [left, top, , bottom]) {
  const id = freshId();
  const edge = make(make(inside, "clipPath", { id }), "rect", { x: left, y: top, width: 0, height: bottom - top });
  return { past: make(inside, "g", { class: "hp-past", "clip-path": `url(#${id})` }), until: (x) => place(edge, { width: x - left }) };
}
function curve(parent, attributes, at, value) {
  const line = make(parent, "polyline", attributes);
  let [drawn, count, points] = [null, 0, ""];
  const show = (run) => {
    if (drawn !== run) [drawn, count, points] = [run, 0, ""];
    if (count === run.length) return;
    points += ` ${polyline(run.slice(count).map((now, k) => at(count + k, value(now))))}`;
    count = run.length;
    line.setAttribute("points", points);
  };
  return { line, show };
}
function lossPanel(panels, lists, spec) {
  const node = panel(panels, tr("The loss of each learning rate"));
  const svg = canvas(node, ...SIZE);
  const [x, y] = [[0, spec.epochs], [0, spec.highest_loss]];
  const ticks = { xTicks: range(0, spec.epochs, 4), yTicks: range(0, spec.highest_loss, 3) };
  const { at, inside } = axes(svg, { frame: BOX, x, y, ...ticks, xName: tr("epoch"), yName: tr("loss") });
  const { past, until } = pastOf(inside, BOX);
  const lines = spec.rates.map((_, i) => curve(past, { class: "hp-run", stroke: spec.colours.error, "stroke-dasharray": spec.dashes[i] }, at, ({ loss: loss2 }) => loss2));
  const dots = spec.rates.map(() => make(svg, "circle", { r: 6, class: "hp-dot", fill: spec.colours.error }));
  const marks = spec.rates.map((rate, i) => [
    `η = ${digits(rate)}`,
    { stroke: spec.colours.error, "stroke-width": 3, "stroke-dasharray": spec.dashes[i] }
  ]);
  const list = valueList(lists, tr("Loss of each learning rate at this epoch"), marks);
  return (now, index, epoch, { runs }) => {
    lines.forEach(({ line, show }, i) => {
      show(runs[i]);
      line.classList.toggle("hp-chosen", i === index);
    });
    until(at(epoch, 0)[0]);
    now.losses.forEach((value, i) => {
      const [cx, cy] = at(epoch, value);
      place(dots[i], { cx, cy: Math.max(cy, BOX[1]), r: i === index ? 7 : 4 });
    });
    list(now.losses);
    svg.setAttribute("aria-label", minus(tr("Loss over epochs. {words}", { words: now.words })));
  };
}
var KINDS = [["W1", tr("weights into the hidden layer")], ["b1", tr("biases of the hidden layer")], ["W2", tr("weights into the output")], ["b2", tr("bias of the output")]];
function lineOf(spec, name) {
  const stroke = spec.colours.weights[Number(name.slice(1)) - 1];
  return { stroke, "stroke-width": 2.2, "stroke-dasharray": name[0] === "b" ? "6 4" : "none" };
}
function weightsPanel(panels, lists, spec) {
  const node = panel(panels, tr("The weights at the rate chosen"));
  const svg = canvas(node, ...SIZE);
  const reach = spec.largest_weight;
  const ticks = { xTicks: range(0, spec.epochs, 4), yTicks: range(-reach, reach, 4) };
  const frame = { frame: BOX, x: [0, spec.epochs], y: [-reach, reach] };
  const { at, inside } = axes(svg, { ...frame, ...ticks, xName: tr("epoch"), yName: tr("value") });
  const { past, until } = pastOf(inside, BOX);
  const lines = spec.parameters.map(([, name, ...spot]) => curve(past, { class: "hp-weights", ...lineOf(spec, name) }, at, ({ net }) => spot.reduce((part, i) => part[i], net.params[name])));
  const cursor = make(svg, "line", { y1: BOX[1], y2: BOX[3], class: "hp-cursor" });
  const list = valueList(lists, tr("How the parameters are drawn"), KINDS.map(([name, words]) => [words, lineOf(spec, name)]));
  list(KINDS.map(() => ""));
  return (now, index, epoch, { runs }) => {
    lines.forEach(({ show }) => show(runs[index]));
    const [x] = at(epoch, 0);
    place(cursor, { x1: x, x2: x });
    until(x);
    svg.setAttribute("aria-label", tr("Weights and biases over epochs, at learning rate {rates}", { rates: digits(spec.rates[index]) }));
  };
}
var SHADES = [[86, 180, 233], [255, 255, 255], [230, 159, 0]];
function shade(p) {
  const [from, to, t] = p < 0.5 ? [SHADES[0], SHADES[1], 2 * p] : [SHADES[1], SHADES[2], 2 * p - 1];
  return from.map((v, i) => Math.round(v + t * (to[i] - v)));
}
function mapPainter(side) {
  const canvas2 = document.createElement("canvas");
  [canvas2.width, canvas2.height] = [side, side];
  const context = canvas2.getContext("2d", { willReadFrequently: true });
  const pixels = context.createImageData(side, side);
  return (map) => {
    for (let i = 0; i < side; i += 1) {
      for (let j = 0; j < side; j += 1) {
        const middle = (map[i][j] + map[i][j + 1] + map[i + 1][j] + map[i + 1][j + 1]) / 4;
        pixels.data.set([...shade(middle), 255], 4 * ((side - 1 - i) * side + j));
      }
    }
    context.putImageData(pixels, 0, 0);
    return canvas2.toDataURL();
  };
}
function boundary(map, at) {
  const parts = [];
  const crossing = ([i, j], [k, l]) => {
    const [a, b] = [map[i][j] - 0.5, map[k][l] - 0.5];
    if (a > 0 === b > 0) return [];
    const t = a / (a - b);
    return [at(j + t * (l - j), i + t * (k - i))];
  };
  for (let i = 0; i + 1 < map.length; i += 1) {
    for (let j = 0; j + 1 < map.length; j += 1) {
      const corners = [[i, j], [i, j + 1], [i + 1, j + 1], [i + 1, j]];
      const found = corners.flatMap((corner, c) => crossing(corner, corners[(c + 1) % 4]));
      for (let c = 0; c + 1 < found.length; c += 2) parts.push(`M${polyline([found[c]])}L${polyline([found[c + 1]])}`);
    }
  }
  return parts.join("");
}
var picture = (parent, [left, top, right, bottom]) => make(parent, "image", { x: left, y: top, width: right - left, height: bottom - top, preserveAspectRatio: "none", class: "hp-cells" });
function samplePool(spec, make1) {
  const nodes = Array.from({ length: spec.x.length + spec.map.most }, make1);
  return (x, put) => nodes.forEach((node, i) => {
    node.style.display = i < x.length ? "" : "none";
    if (i < x.length) put(node, x[i], i);
  });
}
function hiddenMaps(svg, spec, paint) {
  const { ends, side } = spec.map;
  const { left, right, label, most } = SMALL;
  const units = spec.params.b1.length;
  const room = (MAP_BOX[3] - MAP_BOX[1]) / units;
  const parts = spec.params.b1.map((_, j) => {
    const top = MAP_BOX[1] + j * room + (j > 0 ? label : 0);
    const box = [left, top, right, Math.min(top + most, MAP_BOX[1] + (j + 1) * room)];
    const across = (t) => left + t * (right - left);
    const up = (t) => box[3] - t * (box[3] - top);
    writer(svg)((left + right) / 2, top - 6, "tick", `h${j + 1}`);
    const inside = clipped(svg, left, top, right - left, box[3] - top);
    const [image, line] = [picture(inside, box), make(inside, "path", { class: "hp-boundary hp-thin" })];
    const part = (v) => (v - ends[0]) / (ends[1] - ends[0]);
    const dots = samplePool(spec, () => make(inside, "circle", { r: 3.5 }));
    const mark = ({ x, y }) => dots(x, (dot, [x1, x2], i) => place(dot, { cx: across(part(x1)), cy: up(part(x2)), class: `hp-tiny ${y[i][0] > 0.5 ? "hp-one" : ""}` }));
    return { image, line, mark, at: (k, i) => [across(k / side), up(i / side)] };
  });
  return {
    mark: (training) => parts.forEach(({ mark }) => mark(training)),
    paint: (hidden) => hidden.map((map, j) => [paint(map), boundary(map, parts[j].at)]),
    show: (drawn) => drawn.forEach(([href, d], j) => {
      place(parts[j].image, { href });
      place(parts[j].line, { d });
    })
  };
}
function pointPicker(svg, at, model, spec, click) {
  const [low, high] = spec.map.ends;
  const held = (v) => Number(Math.min(Math.max(Math.round(v * 20) / 20, low), high).toFixed(2));
  let cross = [0.5, 0.5];
  const add = (spot, y) => {
    const points = pointsOf(spec, model.get("points"));
    if (points.length < spec.map.most) moveTo(model, { points: pointsText([...points, [...spot, y]]), epoch: 0 });
  };
  const node = make(svg, "g", { role: "button", tabindex: "0", class: "hp-cross" });
  make(node, "path", { d: "M-16,0H16M0,-16V16" });
  make(node, "circle", { r: 9 });
  const show = () => {
    const [x1, x2] = cross.map(shown);
    const name = tr("New point at x1 = {x1}, x2 = {x2}: arrow keys move it, the keys 0 and 1 add it with that target", { x1, x2 });
    place(node, { transform: `translate(${at(...cross).join(" ")})`, "aria-label": name });
  };
  const ways = { ArrowLeft: [-0.1, 0], ArrowRight: [0.1, 0], ArrowDown: [0, -0.1], ArrowUp: [0, 0.1] };
  node.addEventListener("keydown", (event) => {
    const way2 = ways[event.key];
    if (way2) cross = cross.map((v, i) => held(v + way2[i]));
    else if (["0", "1"].includes(event.key)) add(cross, Number(event.key));
    else if (["Enter", " "].includes(event.key)) add(cross, click.target);
    else return;
    show();
    event.preventDefault();
    event.stopPropagation();
  });
  svg.addEventListener("click", ({ clientX, clientY }) => {
    const [left, top, right, bottom] = MAP_BOX;
    const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(svg.getScreenCTM().inverse());
    if (x < left || x > right || y < top || y > bottom) return;
    const spot = [(x - left) / (right - left), (bottom - y) / (bottom - top)];
    add(spot.map((share) => held(low + share * (high - low))), click.target);
  });
  show();
}
function mapPanel(panels, lists, spec, model, click) {
  const node = panel(panels, tr("The prediction for every input"));
  const svg = canvas(node, ...SIZE);
  const { ends, side } = spec.map;
  const frame = { frame: MAP_BOX, x: ends, y: ends, xTicks: [0, 1], yTicks: [0, 1] };
  const { at, inside } = axes(svg, { ...frame, xName: "x1", yName: "x2" });
  const spots = range(ends[0], ends[1], side);
  const image = picture(inside, MAP_BOX);
  const paint = mapPainter(side);
  const place01 = (j, i) => at(spots[0] + j * (ends[1] - ends[0]) / side, spots[0] + i * (ends[1] - ends[0]) / side);
  const made = /* @__PURE__ */ new Map();
  const small = hiddenMaps(svg, spec, paint);
  const drawn = (key, now) => {
    if (!made.has(key)) made.set(key, [paint(now.map), boundary(now.map, place01), small.paint(now.hidden)]);
    return made.get(key);
  };
  const line = make(inside, "path", { class: "hp-boundary" });
  const rings = samplePool(spec, () => {
    const group = make(svg, "g");
    make(group, "circle", { class: "hp-sample" });
    writer(group)(0, 5.5, "target-digit", "");
    return group;
  });
  const mark = ({ x, y }) => rings(x, (group, [x1, x2], i) => {
    group.setAttribute("transform", `translate(${at(x1, x2).join(" ")})`);
    group.firstChild.setAttribute("r", i < spec.x.length ? 13 : 9);
    say(group.lastChild, String(y[i][0]));
  });
  place(svg, { role: "group" });
  pointPicker(svg, at, model, spec, click);
  let marked = null;
  const list = valueList(lists, tr("Prediction for each sample"), spec.x.map((x, i) => [tr("x = ({x}), target {y}", { x: x.join(", "), y: spec.y[i][0] }), null]));
  return (now, index, epoch, training) => {
    if (marked !== training) {
      made.clear();
      mark(training);
      small.mark(training);
      marked = training;
    }
    const [href, path, hidden] = drawn(`${index} ${epoch}`, now);
    place(image, { href });
    small.show(hidden);
    line.setAttribute("d", path);
    rings(training.x, (group, _, i) => group.firstChild.classList.toggle("hp-wrong", now.predictions[i] > 0.5 !== training.y[i][0] > 0.5));
    list(now.predictions.slice(0, spec.x.length));
    svg.setAttribute("aria-label", minus(tr("Map of predictions. {words}", { words: [now.words, ...now.sees].join(" ") })));
  };
}
function namePlayer(root) {
  const names = [tr("Play or pause"), tr("Stop, and back to epoch 0")];
  root.querySelectorAll(".hp-play button").forEach((button2, i) => {
    if (names[i]) place(button2, { "aria-label": names[i], title: names[i] });
  });
}
function targetButton(bar, click) {
  const node = button(bar, "");
  const tell = () => say(node, tr("A click adds: {target}", { target: click.target }));
  node.addEventListener("click", () => {
    click.target = 1 - click.target;
    tell();
  });
  tell();
}
function trainingExplorer(model, el) {
  const spec = model.get("spec");
  const first = begin(spec, "");
  grow(spec, first, spec.epochs);
  let [training, points] = [first, ""];
  const click = { target: 1 };
  const { stage, lists, said, tools, below } = rooms(el, "hp-panels hp-training");
  const sentence = make(said, "p", { class: "hp-words hp-two-lines" });
  const bar = toolBar(tools, model, spec);
  const shows = [lossPanel, weightsPanel, mapPanel].map((draw) => draw(stage, lists, spec, model, click));
  const go = (name, epoch) => {
    button(bar, name).addEventListener("click", () => {
      model.set("epoch", Math.min(Math.max(epoch(Math.round(model.get("epoch"))), 0), spec.epochs));
      model.save_changes();
    });
  };
  go(tr("Again from the start"), () => 0);
  go(tr("Back"), (epoch) => epoch - 1);
  go(tr("Step"), (epoch) => epoch + 1);
  go(tr("10 steps"), (epoch) => epoch + 10);
  targetButton(bar, click);
  const quiet = hearButton(bar, tr("the loss"), () => training.runs[model.get("learning_rate")].slice(0, Math.round(model.get("epoch")) + 1).map(({ loss: loss2 }) => loss2));
  make(below, "p", { class: "hp-legend" }, phrase("legend"));
  const body = foldedTable(below, tr("Weights and biases"), [tr("name"), tr("value"), tr("gradient")]);
  const seen = /* @__PURE__ */ new Map();
  let now = null;
  const show = () => {
    const [index, epoch] = [model.get("learning_rate"), Math.round(model.get("epoch"))];
    if (model.get("points") !== points) {
      points = model.get("points");
      training = pointsOf(spec, points).length ? begin(spec, points) : first;
      seen.clear();
    }
    const key = `${index} ${epoch}`;
    if (!seen.has(key)) seen.set(key, snapshot(spec, training, index, epoch));
    now = seen.get(key);
    say(sentence, minus(now.words));
    shows.forEach((draw) => draw(now, index, epoch, training));
    fill(body, spec.parameters.map(([label, name, ...spot]) => {
      const pick = (source) => shown(spot.reduce((part, i) => part[i], source[name]));
      return [label, pick(now.params), pick(now.gradients)];
    }));
  };
  return { show, effects: () => [["loss", now.loss], [tr("samples right"), now.right]], tend: namePlayer, spoken: () => minus(now.words), end: quiet };
}
var explorer_default = mount(trainingExplorer);
export {
  explorer_default as default
};
