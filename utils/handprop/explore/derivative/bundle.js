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
var range = (low, high, count) => Array.from({ length: count + 1 }, (_, i) => low + (high - low) * i / count);
function arrow(parent, attributes) {
  const group = make(parent, "g", { class: "hp-arrow" });
  const line = make(group, "line", attributes);
  const head = make(group, "polygon", { fill: attributes.stroke });
  return ([x1, y1], [x2, y2], size = 11) => {
    const length = Math.hypot(x2 - x1, y2 - y1);
    const long = Math.min(size, length);
    const [dx, dy] = length > 0 ? [(x2 - x1) / length, (y2 - y1) / length] : [0, 0];
    const [bx, by] = [x2 - long * dx, y2 - long * dy];
    place(line, { x1, y1, x2: bx, y2: by });
    const wing = 0.42 * long;
    head.setAttribute("points", polyline([[x2, y2], [bx - wing * dy, by + wing * dx], [bx + wing * dy, by - wing * dx]]));
  };
}
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

// utils/handprop/explore/derivative/words.json
var words_default = {
  slopes: "A nudge of {nudge} gives the slope {slope}; the derivative is {derivative}. They differ by {apart}.",
  flat: "The gradient is ({gradient}): here the loss is flat.",
  gradient: "The gradient is ({gradient}). To lower the loss: {turns}.",
  decrease: "decrease {name}",
  increase: "increase {name}",
  and: " and ",
  legend: "Left: one house, prediction w · 1.5, price 1. Right: two houses, prediction w1 · house + w2 · garden; a line joins points of equal loss. Arrows are drawn at 0.4 of their length."
};

// utils/handprop/explore/derivative/numbers.js
var phrase = phrases(words_default);
var linearNet = (W1) => ({ params: { W1 }, activations: ["linear"], loss: "half_squared" });
function lossAndSlopes(weights, samples) {
  const net = linearNet(weights.map((w) => [w]));
  const { loss: loss2, gradients } = batch(net, samples.map(([x]) => x), samples.map(([, y]) => y));
  return [loss2, gradients.W1.flat()];
}
function derivativeState(w, nudge, w1, w2, spec) {
  const [lossHere, [derivative]] = lossAndSlopes([w], [spec.house]);
  const [lossThere] = lossAndSlopes([w + nudge], [spec.house]);
  const slope = (lossThere - lossHere) / nudge;
  const [lossTwo, gradient] = lossAndSlopes([w1, w2], spec.houses);
  return {
    loss: lossHere,
    loss_nudged: lossThere,
    slope,
    derivative,
    difference: slope - derivative,
    loss_two: lossTwo,
    gradient,
    length: Math.hypot(...gradient),
    words: phrase("slopes", { nudge, slope, derivative, apart: Math.abs(slope - derivative) }),
    gradient_words: gradientWords(gradient)
  };
}
function gradientWords(gradient) {
  const turn = (slope, i) => phrase(slope > 0 ? "decrease" : "increase", { name: `w${i + 1}` });
  const turns = gradient.flatMap((slope, i) => slope ? [turn(slope, i)] : []);
  return phrase(turns.length ? "gradient" : "flat", { gradient, turns: turns.join(phrase("and")) });
}

// utils/handprop/explore/derivative/explorer.js
var SIZE = [440, 400];
var FRAME = [48, 24, 428, 350];
var derivativeMarks = ({ colours }) => ({
  secant: { stroke: colours.nudge, "stroke-width": 4 },
  tangent: { stroke: "currentColor", "stroke-width": 2.5, "stroke-dasharray": "7 5" },
  part: { stroke: "currentColor", "stroke-width": 1.8 },
  gradient: { stroke: "currentColor", "stroke-width": 4.5 },
  down: { stroke: "currentColor", "stroke-width": 4.5, "stroke-dasharray": "6 4" }
});
function secantPicture(parent, spec) {
  const svg = canvas(parent, ...SIZE);
  const marks = derivativeMarks(spec);
  const ticks = { xTicks: [-1, 0, 1, 2], yTicks: [0, 1, 2, 3, 4, 5, 6], xName: tr("weight w"), yName: tr("loss") };
  const { at, inside } = axes(svg, { frame: FRAME, x: spec.w_ends, y: spec.loss_ends, ...ticks });
  const curve = range(...spec.w_ends, 140).map((w) => at(w, lossAndSlopes([w], [spec.house])[0]));
  make(inside, "polyline", { points: polyline(curve), class: "hp-curve", stroke: spec.colours.error });
  const [secant, tangent] = [make(inside, "line", marks.secant), make(inside, "line", marks.tangent)];
  const triangle = make(inside, "polyline", { class: "hp-drop" });
  const [far, near] = [8, 9].map((r, i) => make(inside, "circle", { r, class: "hp-dot", fill: i ? "currentColor" : spec.colours.nudge }));
  const line = (node, w, now, slope) => {
    const [[x1, y1], [x2, y2]] = spec.w_ends.map((end) => at(end, now.loss + slope * (end - w)));
    place(node, { x1, y1, x2, y2 });
  };
  return (now, w, nudge) => {
    line(secant, w, now, now.slope);
    line(tangent, w, now, now.derivative);
    const [here, there] = [at(w, now.loss), at(w + nudge, now.loss_nudged)];
    triangle.setAttribute("points", polyline([here, [there[0], here[1]], there]));
    [[near, here], [far, there]].forEach(([dot, [cx, cy]]) => place(dot, { cx, cy }));
    svg.setAttribute("aria-label", minus(tr("Loss curve at w = {w}. {words}", { w: digits(w), words: now.words })));
  };
}
function contourMap(parent, spec) {
  const svg = canvas(parent, ...SIZE);
  const marks = derivativeMarks(spec);
  const [left, top, , bottom] = FRAME;
  const frame = [left, top, left + bottom - top, bottom];
  const ends = { x: spec.map_ends, y: spec.map_ends };
  const ticks = { xTicks: [-2, -1, 0, 1, 2], yTicks: [-2, -1, 0, 1, 2], xName: tr("weight w1"), yName: tr("weight w2") };
  const { at, inside } = axes(svg, { frame, ...ends, ...ticks });
  const unit = (bottom - top) / (spec.map_ends[1] - spec.map_ends[0]);
  [...spec.contours].reverse().forEach(({ x, y, rx, ry, angle }) => {
    const [cx, cy] = at(x, y);
    const turned = `rotate(${-angle} ${cx} ${cy})`;
    make(inside, "ellipse", { cx, cy, rx: rx * unit, ry: ry * unit, transform: turned, class: "hp-contour", stroke: spec.colours.error, fill: spec.colours.error });
  });
  const parts = [0, 1].map(() => arrow(inside, marks.part));
  const [up, down] = [arrow(inside, marks.gradient), arrow(inside, marks.down)];
  const dot = make(inside, "circle", { r: 6, class: "hp-dot hp-here" });
  return (now, w1, w2) => {
    const here = at(w1, w2);
    const [g1, g2] = now.gradient.map((slope) => slope * spec.scale);
    const to = (a, b) => at(w1 + a, w2 + b);
    parts[0](here, to(g1, 0));
    parts[1](here, to(0, g2));
    up(here, to(g1, g2), 15);
    down(here, to(-g1, -g2), 15);
    place(dot, { cx: here[0], cy: here[1] });
    svg.setAttribute("aria-label", minus(tr("Contour map at w1 = {w1}, w2 = {w2}. {gradient_words}", { w1: digits(w1), w2: digits(w2), gradient_words: now.gradient_words })));
  };
}
function derivativeExplorer(model, el) {
  const spec = model.get("spec");
  const marks = derivativeMarks(spec);
  const { stage, lists, said, tools, below } = rooms(el, "hp-panels");
  const left = panel(stage, tr("One weight: the secant becomes the tangent"));
  const showSecant = secantPicture(left, spec);
  const showSlopes = valueList(under(lists, 1), tr("Slopes"), [
    [tr("slope by nudge (secant)"), marks.secant],
    [tr("derivative (tangent)"), marks.tangent],
    [tr("difference"), null]
  ]);
  const right = panel(stage, tr("Two weights: the gradient"));
  const showMap = contourMap(right, spec);
  const showGradient = valueList(under(lists, 2), tr("Gradient"), [
    [tr("∂loss/∂w1"), marks.part],
    [tr("∂loss/∂w2"), marks.part],
    [tr("gradient, uphill: its length"), marks.gradient],
    [tr("minus the gradient, downhill"), marks.down]
  ]);
  const [sentence, gradientSentence] = [0, 1].map(() => make(said, "p", { class: "hp-words hp-two-lines" }));
  toolBar(tools, model, spec);
  make(below, "p", { class: "hp-legend" }, phrase("legend"));
  let now = null;
  const show = () => {
    const [w, nudge, w1, w2] = ["w", "nudge", "w1", "w2"].map((name) => model.get(name));
    now = derivativeState(w, nudge, w1, w2, spec);
    showSecant(now, w, nudge);
    showMap(now, w1, w2);
    showSlopes([now.slope, now.derivative, now.difference]);
    showGradient([...now.gradient, now.length]);
    say(sentence, minus(now.words));
    say(gradientSentence, minus(now.gradient_words));
  };
  return { show, effects: () => [[tr("slope by nudge"), now.slope], [tr("difference"), Math.abs(now.difference)], [tr("gradient"), now.length, tr("longer"), tr("shorter")]], spoken: () => minus(`${now.words} ${now.gradient_words}`) };
}
var explorer_default = mount(derivativeExplorer);
export {
  explorer_default as default
};
