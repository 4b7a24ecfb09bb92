// utils/handprop/explore/frame/numbers.js
var TIES = Array.from({ length: 16 }, (_, count) => new RegExp(`^(-?\\d\\.\\d{${Math.max(count - 2, 0)}}[02468])50+e`));
function digits(value, count = 4) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  if (value === 0) return "0";
  const kept = Number(value.toExponential(30).replace(TIES[count], "$1e"));
  const [head, power] = kept.toExponential(count - 1).split("e");
  const exponent = Number(power);
  if (exponent >= -4 && exponent < count) return String(Number(kept.toFixed(count - 1 - exponent)));
  const sign2 = exponent < 0 ? "-" : "+";
  return `${Number(head)}e${sign2}${String(Math.abs(exponent)).padStart(2, "0")}`;
}
var minus = (text) => text.replace(/-(?=[\d.i])/g, "−");
var shown = (value) => minus(digits(value));
function enough(summed, total, largest2) {
  const lastDigit = total ? 10 ** (Math.floor(Math.log10(Math.abs(total))) - 3) : 0;
  const allowed = lastDigit * (1 + 1e-9) + 1e-15 * largest2;
  for (let count = 4; count < 15; count += 1) {
    const printed = summed((value) => Number(digits(value, count)));
    if (Math.abs(printed - Number(digits(total))) <= allowed) return count;
  }
  return 15;
}
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
function readNames(model, names) {
  if (Array.isArray(names)) return names.map((part) => readNames(model, part));
  return typeof names === "string" ? model.get(names) : names;
}

// utils/handprop/explore/frame/fold.js
var KEY = "s";
function foldControls(bar, el, open = false) {
  const fold = button(bar, "");
  const root = () => el.closest(".handprop-explorer");
  const folds = open ? "hp-folded" : "hp-unfolded";
  const unfolded = () => (root()?.classList.contains(folds) ?? false) !== open;
  const follow = () => {
    fold.setAttribute("aria-expanded", String(unfolded()));
    say(fold, unfolded() ? tr("Fold the sliders") : tr("Change the numbers"));
    el.querySelectorAll("[data-hold]").forEach((node) => node.handpropOffer(!unfolded()));
  };
  const turn2 = () => {
    root()?.classList.toggle(folds);
    follow();
  };
  fold.classList.add("hp-fold");
  fold.setAttribute("aria-keyshortcuts", KEY);
  if (!open) el.classList.add("hp-folds");
  fold.addEventListener("click", turn2);
  el.addEventListener("keydown", (event) => {
    if (event.key !== KEY || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
    turn2();
    event.preventDefault();
    event.stopPropagation();
  });
  follow();
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
  const turn2 = (one) => {
    stage.dataset.one = String(one + 1);
    buttons.forEach((node, n) => node.setAttribute("aria-pressed", String(n === one)));
  };
  buttons.forEach((node, n) => node.addEventListener("click", () => turn2(n)));
  turn2(0);
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
  const below2 = el.querySelector(":scope > .hp-below");
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
      if (below2 && below2.parentElement === el && root()) root().append(below2);
      opened = boxesAround(root());
      opened.forEach((box2) => box2.classList.add("hp-opened"));
    },
    end() {
      below2?.remove();
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
  const below2 = belowTheSliders(el, root);
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
      if (observer) below2.place();
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
    below2.end();
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

// utils/handprop/explore/frame/plot.js
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
  const below2 = belowAxis(svg);
  const rule = (kind, x1, y1, x2, y2) => make(svg, "line", { x1, y1, x2, y2, class: `hp-${kind}` });
  xTicks.forEach((v) => {
    rule(v === 0 ? "axis" : "grid", across(v), top, across(v), bottom);
    below2(across(v), bottom, 1, "tick", label(v));
  });
  yTicks.forEach((v) => {
    rule(v === 0 ? "axis" : "grid", left, up(v), right, up(v));
    write(left - 8, up(v) + 5, "tick hp-right", label(v));
  });
  below2(right, bottom, 2, "axis-name hp-right", xName);
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
    const below2 = k > 1 ? values[`a${k - 1}`] : values.x;
    const now = delta;
    gradients[`delta${k}`] = now;
    gradients[`W${k}`] = below2.map((v) => now.map((d) => v * d));
    if (net.params[`b${k}`]) gradients[`b${k}`] = now;
    const da = below2.map((_, i) => sum(now.map((d, j) => d * W[i][j])));
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

// utils/handprop/explore/frame/words.js
var written2 = (value) => {
  if (typeof value === "string") return value;
  return Array.isArray(value) ? value.map(written2).join(", ") : digits(value);
};
var phrases = (texts) => (key, values = {}) => tr(texts[key], values, written2);

// utils/handprop/explore/network/words.json
var words_default = {
  results: "Prediction {prediction}, target {target}, error {error}, loss {loss}.",
  "too large": "One step with learning rate {rate} would make the loss too large to compute.",
  leave: "One step with learning rate {rate} would leave the loss at {before}.",
  lower: "One step with learning rate {rate} would lower the loss from {before} to {after}.",
  raise: "One step with learning rate {rate} would raise the loss from {before} to {after}.",
  "lower a little": "One step with learning rate {rate} would lower the loss by less than four digits can show: it stays at {before}.",
  "raise a little": "One step with learning rate {rate} would raise the loss by less than four digits can show: it stays at {before}.",
  forward: "Phase 1 of 4, forward: the values go from left to right. The prediction is {prediction}.",
  "forward results": "Prediction {prediction}.",
  error: "Phase 2 of 4, error: the prediction minus the target is {error}, the loss is {loss}.",
  backward: "Phase 3 of 4, backward: the gradients go from right to left. The steepest of {count} is that of {name}: {slope}.",
  "backward 0": "Phase 3 of 4, backward: the gradients go from right to left. Every one is 0.",
  update: "Phase 4 of 4, update: every parameter minus η times its gradient. {words}",
  closed: "Gate closed: {names}. ",
  beyond: "The step would take {name} to {value}, beyond its slider. Try a smaller η, or reset.",
  choose: "Choose a weight here, or point at it in the picture: its path to the loss lights up, and its gradient is worked out.",
  "not yet": "The gradients come in phase 3, backward.",
  wait: "The derivation comes from Python as soon as it has time.",
  writing: "Python is writing the step out.",
  "no answer": "Python has not answered yet. If this cell was not run since the page was opened, run it, then press the button again.",
  "moved since": "The numbers have moved since. Write it out again for those of now.",
  legend: "Drag a number in the picture to the right to make it larger, or click it and press the arrow keys; the key s folds the sliders away. A wide line is a large weight; a dashed line, a negative one. The arrow back along a line is its gradient ∂: the longer, the larger. δ is the derivative of the loss with respect to z. A gate is open where z is above 0.",
  "loss over": "The loss over {name}, all else as it is: at {value} it is {loss}, and its slope there is {slope}."
};

// utils/handprop/explore/network/numbers.js
var phrase = phrases(words_default);
function turn(before, after) {
  if (!Number.isFinite(after)) return "too large";
  if (after === before) return "leave";
  return `${after < before ? "lower" : "raise"}${digits(before) === digits(after) ? " a little" : ""}`;
}
function state(net, x, y, learningRate) {
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
    results: phrase("results", { prediction: values.prediction, target: y, error, loss: lossNow }),
    words: phrase(turn(lossNow, lossAfter), { rate: learningRate, before: lossNow, after: lossAfter })
  };
}

// utils/handprop/explore/network/step.js
var at = (source, [name, ...spot]) => spot.reduce((part, index) => part[index], source[name]);
function takeStep(model, spec, now) {
  const after = spec.parameters.map(([control, ...spot]) => [control, at(now.params_after, spot)]);
  const outside = after.find(([control, value]) => !(Math.abs(value) <= spec.controls[control].bound));
  if (outside) return minus(phrase("beyond", { name: outside[0], value: outside[1] }));
  moveTo(model, Object.fromEntries(after));
  return "";
}

// utils/handprop/explore/network/path.js
var spotOf = (spec, name) => spec.parameters.find(([one]) => one === name).slice(1);
function pathFrom(spec, now, name) {
  const [array, ...at2] = spotOf(spec, name);
  const k = Number(array.slice(1));
  const first = array[0] === "W" ? [["line", k, ...at2]] : [];
  return [...first, ...onward(spec, now, k, [at2.at(-1)])];
}
function onward(spec, now, k, units) {
  const last = spec.activations.length;
  const here = units.map((j) => ["unit", k, j]);
  if (k === last) return [...here, ["loss"]];
  const { gate } = spec.facts[spec.activations[k - 1]];
  const open = units.filter((j) => !gate || now.values[`z${k}`][j] > 0);
  if (!open.length) return here;
  const next = spec.names[`W${k + 1}`][0].map((_, j) => j);
  return [...here, ...open.flatMap((i) => next.map((j) => ["line", k + 1, i, j])), ...onward(spec, now, k + 1, next)];
}
function productOf(lines) {
  const parts = lines.map(({ formula, tree }) => [formula.slice(0, formula.indexOf(" = ")), formula.slice(formula.indexOf(" = ") + 3), tree]);
  const [[whole, chain]] = parts;
  const known = new Map(parts.slice(1).map(([left, right, tree]) => [left, { name: left, right, tree }]));
  return { whole, paths: chain.split(" + ").map((path) => path.split(" · ").map((name) => known.get(name) ?? { name, right: "", tree: null })) };
}
function lossOver(net, x, y, [array, ...spot], [low, high], count) {
  const params = structuredClone(net.params);
  const row = spot.slice(0, -1).reduce((part, i) => part[i], params[array]);
  return range(low, high, count).map((value) => {
    row[spot.at(-1)] = value;
    return [value, loss(net, forward({ ...net, params }, x), y)];
  });
}

// utils/handprop/explore/network/formula.js
var OPERATIONS = {
  "*": (parts) => parts.reduce((a, b) => a * b),
  "+": sum,
  "-": ([a]) => -a,
  "/": ([a, b]) => a / b,
  "^": ([a, b]) => a ** b,
  gate: ([z]) => z > 0 ? 1 : 0
};
function valueOf(tree, look) {
  if (typeof tree === "number") return tree;
  if (typeof tree === "string") return look(tree);
  const [operation, ...parts] = tree;
  return OPERATIONS[operation](parts.map((part) => valueOf(part, look)));
}
function enoughFor(tree, look) {
  const summed = (rounded) => valueOf(tree, (name) => rounded(look(name)));
  const sizes = tree.slice(1).map((part) => Math.abs(valueOf(part, look)));
  return enough(summed, valueOf(tree, look), Math.max(...sizes));
}
var SUMS = ["+", "-", "/"];
function numbersOf(tree, look, least = 4) {
  if (!Array.isArray(tree) || tree[0] === "gate") return digits(valueOf(tree, look), least);
  const [operation, ...parts] = tree;
  const count = operation === "+" ? Math.max(least, enoughFor(tree, look)) : least;
  const factor2 = (part, kinds = SUMS) => {
    const text = numbersOf(part, look, count);
    return Array.isArray(part) && kinds.includes(part[0]) || text.startsWith("-") ? `(${text})` : text;
  };
  const term = (text, i) => {
    if (!i) return text;
    return text.startsWith("-") ? ` - ${text.slice(1)}` : ` + ${text}`;
  };
  return {
    "*": () => parts.map((part, i) => i || Array.isArray(part) ? factor2(part) : numbersOf(part, look, count)).join(" · "),
    "+": () => parts.map((part) => numbersOf(part, look, count)).map(term).join(""),
    "-": () => `-${factor2(parts[0])}`,
    "/": () => `${factor2(parts[0])} / ${factor2(parts[1], ["*", ...SUMS])}`,
    "^": () => `${factor2(parts[0])}${parts[1] === 2 ? "²" : `^${parts[1]}`}`
  }[operation]();
}
var equals = (value) => Math.abs(Number(digits(value)) - value) <= 1e-12 * Math.abs(value) ? "=" : "≈";
function derivationLine({ formula, tree }, look) {
  if (tree === null || typeof tree === "number") return formula;
  const value = valueOf(tree, look);
  const [put, end] = [numbersOf(tree, look), digits(value)];
  return put === end ? `${formula} ${equals(value)} ${end}` : `${formula} = ${put} ${equals(value)} ${end}`;
}

// utils/handprop/explore/network/chain.js
function chainCard(parent, spec) {
  const card = make(parent, "div", { class: "hp-chain hp-empty" });
  const product = make(card, "div", { class: "hp-product", role: "math" });
  const curve = lossCurve(card, spec);
  let drawn = "";
  let cells = [];
  const write = (name, lines, look) => {
    card.classList.toggle("hp-empty", !lines.length);
    if (!lines.length) return;
    if (drawn !== name) {
      product.replaceChildren();
      cells = writeProduct(product, productOf(lines), spec);
      drawn = name;
    }
    const gradient = valueOf(lines.at(-1).tree, look);
    cells.forEach(([node, tree]) => say(node, spaced(tree === null ? digits(gradient) : numbersOf(tree, look))));
    product.setAttribute("aria-label", minus(`${lines[0].formula} = ${digits(gradient)}`));
  };
  return {
    node: card,
    write,
    show(name, lines, look, now) {
      write(name, lines, look);
      if (lines.length) curve(name, valueOf(lines.at(-1).tree, look), now);
    }
  };
}
var spaced = (text) => minus(text).replaceAll(" - ", " − ");
function writeProduct(parent, { whole, paths }, spec) {
  const cells = [[factor(parent, whole, "", "currentColor"), null]];
  paths.forEach((path, n) => {
    sign(parent, n ? "+" : "=");
    path.forEach(({ name, right, tree }, i) => {
      if (i) sign(parent, "·");
      const node = factor(parent, name, right, colourOf(spec, tree));
      if (tree !== null) cells.push([node, tree]);
    });
  });
  return cells;
}
var sign = (parent, text) => make(parent, "span", { class: "hp-sign-between" }, text);
function factor(parent, name, right, colour) {
  const cell = make(parent, "span", { class: "hp-factor", style: `border-color: ${colour}` });
  cell.append(fraction(...name.split("/")));
  make(cell, "span", { class: "hp-factor-is" }, right);
  return make(cell, "span", { class: "hp-factor-number" });
}
var MATHML = "http://www.w3.org/1998/Math/MathML";
function fraction(above, below2) {
  const part = (tag, children = [], text = "") => {
    const node = document.createElementNS(MATHML, tag);
    node.append(...children, text);
    if (tag === "math") node.setAttribute("displaystyle", "true");
    return node;
  };
  const letters = (text) => {
    const [, letter, index] = text.slice(1).match(/^(\D+)(\d*)$/);
    const named = part("mi", [], letter);
    return part("mrow", [part("mo", [], "∂"), index ? part("msub", [named, part("mn", [], index)]) : named]);
  };
  return part("math", [part("mfrac", [letters(above), letters(below2)])]);
}
function colourOf(spec, tree) {
  const { colours } = spec;
  if (Array.isArray(tree)) return tree[0] === "+" && JSON.stringify(tree).includes("yhat") ? colours.error : "currentColor";
  if (spec.inputs.includes(tree)) return colours.input;
  const row = spec.parameters.find(([name]) => name === tree);
  return row ? colours.weights[(Number(row[1].slice(1)) - 1) % colours.weights.length] : "currentColor";
}
var FRAME = [46, 22, 300, 132];
var [COUNT, STEPS] = [80, [1, 2, 5]];
function roundEnd(value) {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1e-6)));
  return power * (STEPS.find((step) => step * power >= value) ?? 10);
}
function lossCurve(parent, spec) {
  const node = make(parent, "div", { class: "hp-loss-over" });
  const svg = canvas(node, 320, 172);
  let [drawn, parts] = ["", null];
  return (name, gradient, now) => {
    const [, ...spot] = spec.parameters.find(([one]) => one === name);
    const { bound } = spec.controls[name];
    const net = { params: now.params, activations: spec.activations, loss: spec.loss, frozen: spec.frozen };
    const points = lossOver(net, now.values.x, now.target, spot, [-bound, bound], COUNT);
    const end = roundEnd(Math.max(...points.map(([, value2]) => value2).filter(Number.isFinite), now.loss));
    if (drawn !== `${name} ${end}`) {
      svg.replaceChildren();
      parts = drawAxes(svg, spec, name, bound, end);
      drawn = `${name} ${end}`;
    }
    const value = at(now.params, spot);
    parts.curve.setAttribute("points", polyline(points.map(([w, loss2]) => parts.at(w, Math.min(loss2, 2 * end)))));
    const far = [-bound, bound].map((w) => parts.at(w, now.loss + gradient * (w - value)));
    parts.tangent.setAttribute("points", polyline(far));
    const [cx, cy] = parts.at(value, now.loss);
    parts.dot.setAttribute("cx", cx);
    parts.dot.setAttribute("cy", cy);
    svg.setAttribute("aria-label", phrase("loss over", { name, value: shown(value), loss: shown(now.loss), slope: shown(gradient) }));
  };
}
function drawAxes(svg, spec, name, bound, end) {
  const ticks = { xTicks: range(-bound, bound, 2), yTicks: [0, end / 2, end] };
  const { at: place2, inside } = axes(svg, { frame: FRAME, x: [-bound, bound], y: [0, end], ...ticks, xName: name, yName: tr("loss") });
  return {
    at: place2,
    curve: make(inside, "polyline", { class: "hp-curve", stroke: spec.colours.error }),
    tangent: make(inside, "polyline", { class: "hp-tangent" }),
    dot: make(svg, "circle", { r: 6, class: "hp-dot", fill: "var(--hp-ink, CanvasText)" })
  };
}

// utils/handprop/explore/network/phases.js
function phaseTold(now, phase, spec) {
  const { prediction } = now.values;
  const words = {
    all: now.words,
    forward: phrase("forward", { prediction }),
    error: phrase("error", now),
    backward: backwardWords(now, spec),
    update: phrase("update", now)
  };
  return { results: phase === "forward" ? phrase("forward results", { prediction }) : now.results, words: words[phase] };
}
function backwardWords(now, spec) {
  const slopes = spec.parameters.map(([name2, ...spot]) => [name2, at(now.gradients, spot)]);
  const size = ([, slope2]) => Math.abs(slope2);
  const [name, slope] = slopes.reduce((best, one) => size(one) > size(best) ? one : best);
  return slope === 0 ? phrase("backward 0") : phrase("backward", { count: slopes.length, name, slope });
}
var ORDER = ["forward", "error", "backward", "update"];
var knows = (phase, what) => phase === "all" || ORDER.indexOf(phase) >= ORDER.indexOf(what);
function phaseBar(parent, model, spec, now, warn) {
  const { options } = spec.controls.phase;
  const bar = make(parent, "div", { class: "hp-phases", role: "group", "aria-label": tr("Phases of one step") });
  keepKeys(bar);
  const back = button(bar, tr("Back"));
  const list = make(bar, "ol");
  const items = spec.phases.map((name) => make(list, "li", { "data-words": name }, name));
  const next = button(bar, tr("Next phase"));
  const whole = button(bar, tr("All at once"));
  const walk = phaseWalk(model, spec, now);
  const act = (move) => () => warn(move());
  back.addEventListener("click", act(walk.back));
  next.addEventListener("click", act(walk.next));
  whole.addEventListener("click", act(() => walk.go("all")));
  bar.addEventListener("keydown", (event) => {
    const move = { ArrowLeft: walk.back, ArrowRight: walk.next }[event.key];
    if (!move) return;
    event.preventDefault();
    act(move)();
  });
  return (phase) => {
    items.forEach((item, i) => {
      if (options[i + 1] === phase) item.setAttribute("aria-current", "step");
      else item.removeAttribute("aria-current");
    });
    say(next, phase === "update" ? tr("Take the step") : tr("Next phase"));
    [back, whole].forEach((one) => one.setAttribute("aria-disabled", String(phase === "all")));
  };
}
function phaseWalk(model, spec, now) {
  const { options } = spec.controls.phase;
  const taken = [];
  const read = () => Object.fromEntries(spec.parameters.map(([name]) => [name, model.get(name)]));
  const same = (a, b) => Object.keys(a).every((name) => a[name] === b[name]);
  const go = (phase, values = {}) => {
    moveTo(model, { ...values, phase: options.indexOf(phase) });
    return "";
  };
  const round = () => {
    const before = read();
    const refused = takeStep(model, spec, now());
    if (refused) return refused;
    taken.push([before, read()]);
    return go("forward");
  };
  const undo = () => {
    const [before, after] = taken.pop() ?? [];
    return before && same(after, read()) ? go("update", before) : go("all");
  };
  const place2 = () => model.get("phase");
  return {
    go,
    next: () => place2() === options.length - 1 ? round() : go(options[place2() + 1]),
    back: () => options[place2()] === "forward" ? undo() : go(options[Math.max(place2() - 1, 0)])
  };
}

// utils/handprop/explore/network/derivation.js
var NEAR = "25% 0px";
var lookUp = (now, places) => (name) => places[name].reduce((part, key) => part[key], now);
function derivationPanel(parent, model, spec, picture, announce) {
  if (model.get("derivations") === void 0 || spec.crowded) return { show() {
  }, tend() {
  }, spoken: () => "" };
  const panel = make(parent, "div", { class: "hp-derivation" });
  const choices = gradientChoices(panel, spec);
  const room = make(panel, "div", { class: "hp-chain-room" });
  const hint = make(room, "p", { class: "hp-advice" });
  const card = chainCard(room, spec);
  const board = make(panel, "div", { class: "hp-board" });
  const list = make(board, "ol", { class: "hp-lines" });
  let [name, now, aloud] = ["", null, false];
  const reserve = roomForTheLongest(card, board, list, () => now && draw());
  const draw = () => {
    const { lines, places } = model.get("derivations");
    const known = knows(now.phase, "backward");
    const told = name && lines && known ? lines[name] : [];
    say(hint, hintWords(name, lines, known));
    hint.hidden = told.length > 0;
    reserve(lines, lookUp(now, places));
    card.show(name, told, lookUp(now, places), now);
    writeLines(list, told, lookUp(now, places));
  };
  const choose = (one, isSaid) => {
    if (one === name && !isSaid) return;
    [name, aloud] = [one, isSaid];
    choices[one].checked = true;
    picture.mark(one);
    draw();
    if (aloud) announce();
  };
  Object.entries(choices).forEach(([one, input]) => input.addEventListener("change", () => choose(one, true)));
  picture.onPoint((one) => choose(one, false));
  model.on("change:derivations", () => {
    draw();
    if (aloud) announce();
  });
  askOnceShown(parent, model);
  return {
    show(numbers) {
      now = numbers;
      draw();
    },
    spoken: () => aloud ? [...list.children].map((line) => ` ${line.textContent}.`).join("") : "",
    tend: (root) => followSliders(root, spec, (one) => choose(one, false))
  };
}
function gradientChoices(panel, spec) {
  const set = make(panel, "fieldset", { class: "hp-choices" });
  keepKeys(set);
  make(set, "legend", {}, tr("Derivation of the gradient of"));
  const group = freshId();
  return Object.fromEntries(spec.parameters.map(([name]) => {
    const label = make(set, "label");
    const input = make(label, "input", { type: "radio", name: group });
    make(label, "span", {}, name);
    return [name, input];
  }));
}
function hintWords(name, lines, known) {
  if (!name) return phrase("choose");
  if (!known) return phrase("not yet");
  return lines ? "" : phrase("wait");
}
function roomForTheLongest(card, board, list, draw) {
  let [measured, width, near] = [0, 0, false];
  new ResizeObserver(([entry]) => {
    if (entry.contentRect.width === width) return;
    width = entry.contentRect.width;
    draw();
  }).observe(board);
  new IntersectionObserver((entries) => {
    near = entries.at(-1).isIntersecting;
    if (near) draw();
  }, { rootMargin: NEAR }).observe(board.parentElement);
  return (lines, look) => {
    if (!lines || !width || !near || measured === width) return;
    measured = width;
    card.node.style.minHeight = "";
    const laid = make(board.parentElement, "div", { "aria-hidden": "true" });
    const copies = Object.entries(lines).map(([one, told]) => {
      card.write(one, told, look);
      writeLines(list, told, look);
      return [card.node, list].map((part) => laid.appendChild(part.cloneNode(true)));
    });
    const [product, derivation] = [0, 1].map((part) => Math.ceil(Math.max(...copies.map((pair) => pair[part].getBoundingClientRect().height))));
    const line = copies.at(-1)[1].lastElementChild?.offsetHeight ?? 0;
    laid.remove();
    card.node.style.minHeight = `${product}px`;
    board.style.minHeight = `${derivation + line}px`;
  };
}
function writeLines(list, lines, look) {
  while (list.children.length > lines.length) list.lastChild.remove();
  while (list.children.length < lines.length) {
    const line = make(list, "li");
    make(line, "span", { class: "hp-formula" });
    make(line, "span", { class: "hp-why" });
  }
  lines.forEach((line, i) => {
    const [formula, reason] = list.children[i].children;
    say(formula, minus(derivationLine(line, look)).replaceAll(" - ", " − "));
    say(reason, ` ${line.reason}`);
  });
}
function followSliders(root, spec, choose) {
  spec.parameters.forEach(([name]) => {
    root.querySelectorAll(`.hp-control-${name}`).forEach((slider) => {
      if (slider.handpropFollowed) return;
      slider.handpropFollowed = true;
      ["focusin", "pointerenter"].forEach((event) => slider.addEventListener(event, () => choose(name)));
    });
  });
}
var ASK_MS = 1500;
function askOnceShown(el, model) {
  if (model.get("derivations").lines) return;
  const waiting = setInterval(() => {
    if (!el.isConnected) return;
    clearInterval(waiting);
    model.set("asked", true);
    model.save_changes();
  }, ASK_MS);
}

// utils/handprop/explore/frame/notches.js
var KEYS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 };
var FINE = 0.1;
var exact2 = (value) => Number(value.toPrecision(15));
var snapped = (place2, start, notch) => start + Math.round((place2 - start) / notch) * notch;
var home = (value, start, notch) => Math.abs(value - start) < FINE * notch / 2 ? start : value;

// utils/handprop/explore/frame/hold.js
function hold(node, model, spec, name, span, layer) {
  const { label, start, notch, ends } = spec.controls[name];
  const put = (value) => moveTo(model, { [name]: exact2(home(Math.min(Math.max(value, ends[0]), ends[1]), start, notch)) });
  const scale = drawScale(layer, span, ends);
  const shareOf = (value) => Math.min(Math.max((value - ends[0]) / (ends[1] - ends[0]), 0), 1);
  const speak = () => {
    const value = model.get(name);
    if (node.getAttribute("role") === "slider") place(node, { "aria-valuenow": value, "aria-valuetext": shown(value) });
  };
  offer(node, { "aria-label": label, "aria-valuemin": ends[0], "aria-valuemax": ends[1] }, speak);
  node.dataset.hold = name;
  node.classList.add("hp-held");
  const svg = node.ownerSVGElement;
  const share = ({ clientX }) => clientX / svg.getScreenCTM().a / (span.right - span.left);
  let from = null;
  node.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || from) return;
    event.preventDefault();
    node.setPointerCapture(event.pointerId);
    node.focus({ preventScroll: true });
    node.classList.add("hp-in-hand");
    scale.show(true);
    from = { finger: event.pointerId, share: share(event), value: model.get(name) };
  });
  node.addEventListener("pointermove", (event) => {
    if (event.pointerId !== from?.finger) return;
    const value = from.value + (share(event) - from.share) * (ends[1] - ends[0]);
    put(snapped(value, start, notch));
  });
  const release = (event) => {
    if (event.pointerId !== from?.finger) return;
    from = null;
    node.classList.remove("hp-in-hand");
    scale.show(node.matches(":hover, :focus-visible"));
  };
  ["pointerup", "pointercancel", "lostpointercapture"].forEach((end) => node.addEventListener(end, release));
  ["pointerenter", "focus"].forEach((kind) => node.addEventListener(kind, () => scale.show(true)));
  ["pointerleave", "blur"].forEach((kind) => node.addEventListener(kind, () => scale.show(from !== null)));
  node.addEventListener("keydown", (event) => {
    if (event.key in KEYS) put(model.get(name) + KEYS[event.key] * notch * (event.shiftKey ? FINE : 1));
    else if (event.key === "Home") put(ends[0]);
    else if (event.key === "End") put(ends[1]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  return (other) => {
    speak();
    scale.at(shareOf(model.get(name)), other === void 0 ? NaN : shareOf(other));
  };
}
function offer(node, words, speak) {
  node.handpropOffer = (on) => {
    node.setAttribute("tabindex", on ? "0" : "-1");
    if (on) place(node, { role: "slider", ...words });
    else ["role", ...Object.keys(words), "aria-valuenow", "aria-valuetext"].forEach((one) => node.removeAttribute(one));
    speak();
  };
  node.handpropOffer(Boolean(node.closest(".hp-folded")));
}
function drawScale(layer, { left, right, y }, [low, high]) {
  const group = make(layer, "g", { class: "hp-scale" });
  const x = (share) => left + share * (right - left);
  const zero = x(-low / (high - low));
  ["hp-scale-paper", "hp-scale-line"].forEach((kind) => make(group, "line", { x1: left, x2: right, y1: y, y2: y, class: kind }));
  if (low <= 0 && high >= 0) make(group, "line", { x1: zero, x2: zero, y1: y - 5, y2: y + 5, class: "hp-scale-line" });
  const [mark, knob] = [make(group, "line", { y1: y - 8, y2: y + 8, class: "hp-scale-other" }), make(group, "circle", { r: 6, cy: y, class: "hp-knob" })];
  return {
    at(share, other) {
      knob.setAttribute("cx", x(share).toFixed(2));
      mark.classList.toggle("hp-none", Number.isNaN(other));
      if (!Number.isNaN(other)) place(mark, { x1: x(other), x2: x(other) });
    },
    show: (on) => group.classList.toggle("hp-shown", on)
  };
}

// utils/handprop/explore/network/picture.js
function networkPicture(parent, model, spec, place2) {
  const { colours } = spec;
  const svg = make(parent, "svg", {
    viewBox: `0 0 ${place2.width} ${place2.height}`,
    role: "group",
    class: `hp-picture${place2.upright ? " hp-upright" : ""}${place2.hall ? " hp-hall" : ""}`
  });
  const bands = pathBands(svg, spec, place2);
  const edges = place2.edges.flatMap(
    (rows, k) => rows.flatMap((row, i) => row.map((edge, j) => drawEdge(svg, spec, k + 1, i, j, edge)))
  );
  const arrows = edges.map((edge) => edge.arrow(place2));
  edges.forEach((edge) => edge.label(place2));
  const units = place2.nodes.flatMap((column, k) => column.map((node, j) => drawUnit(svg, spec, place2, k, j, node)));
  const results = place2.results.map((spot, j) => drawResult(svg, spot, j, colours, place2));
  const total = drawLoss(svg, place2.loss, colours, place2.result_width);
  const scales = holdNumbers(svg, model, spec, place2, results);
  let [last, marked] = [null, ""];
  const show = (now) => {
    const known = knows(now.phase, "backward");
    const slopes = edges.map((edge) => known ? Math.abs(edge.slope(now)) : 0);
    const steepest = Math.max(...slopes);
    edges.forEach((edge, i) => {
      edge.show(now);
      arrows[i](steepest > 0 ? slopes[i] / steepest : 0);
    });
    units.forEach((unit) => unit(now));
    results.forEach((result) => result.show(now));
    scales(now);
    bands.show(marked ? pathFrom(spec, now, marked) : []);
    last = now;
    tell(total, now.loss);
    svg.dataset.phase = now.phase;
    svg.setAttribute("aria-label", `${spec.title}. ${minus(now.results)}`);
  };
  const parts = svg.querySelectorAll("[data-parameter]");
  const mark = (name) => {
    marked = name;
    parts.forEach((part) => part.classList.toggle("hp-chosen", part.dataset.parameter === name));
    if (last) bands.show(marked ? pathFrom(spec, last, marked) : []);
  };
  const onPoint = (call) => parts.forEach((part) => part.addEventListener("pointerenter", () => call(part.dataset.parameter)));
  return { svg, show, mark, onPoint };
}
var NARROW = 544;
function networkPictures(parent, model, spec) {
  const made = {};
  let [now, marked, pointed] = [null, "", null];
  const narrow = () => spec.upright && parent.clientWidth > 0 && parent.clientWidth < NARROW;
  const close = () => spec.close && parent.clientWidth > 0 && parent.clientWidth < 0.85 * spec.place.width;
  const current = () => {
    const key = narrow() ? "upright" : close() ? "close" : "place";
    if (!made[key]) {
      made[key] = networkPicture(parent, model, spec, spec[key]);
      if (pointed) made[key].onPoint(pointed);
    }
    Object.entries(made).forEach(([other, { svg }]) => svg.classList.toggle("hp-away", other !== key));
    return made[key];
  };
  const draw = () => {
    const picture = current();
    picture.show(now);
    picture.mark(marked);
  };
  new ResizeObserver(() => {
    if (now && parent.isConnected) draw();
  }).observe(parent);
  return {
    show(numbers) {
      now = numbers;
      draw();
    },
    mark(name) {
      marked = name;
      Object.values(made).forEach((picture) => picture.mark(name));
    },
    onPoint(call) {
      pointed = call;
      Object.values(made).forEach((picture) => picture.onPoint(call));
    }
  };
}
function drawEdge(svg, spec, k, i, j, edge) {
  const colour = spec.colours.weights[(k - 1) % spec.colours.weights.length];
  const { x1, y1, x2, y2 } = edge;
  const name = spec.names[`W${k}`][i][j];
  const spot = (t) => [x1 + t * (x2 - x1), y1 + t * (y2 - y1)];
  const [[hx1, hy1], [hx2, hy2]] = [0.4, 0.6].map(spot);
  make(svg, "line", { x1: hx1, y1: hy1, x2: hx2, y2: hy2, class: "hp-halo" });
  const line = make(svg, "line", { x1, y1, x2, y2, stroke: colour, "data-parameter": name });
  const slope = (now) => now.gradients[`W${k}`][i][j];
  const [thin, wider, reach] = spec.widths;
  let label = null;
  return {
    slope,
    arrow: (place2) => gradientArrow(svg, edge, Math.min(spec.arrow, spec.crowded ? 1 : freeOf(edge, labelSize(spec, place2)))),
    label(place2) {
      if (!spec.crowded) label = drawLabel(svg, labelSize(spec, place2), edge, name, colour);
    },
    show(now) {
      const weight = (now.phase === "update" ? now.params_after : now.params)[`W${k}`][i][j];
      line.setAttribute("stroke-width", (thin + wider * Math.min(Math.abs(weight) / reach, 1)).toFixed(2));
      line.setAttribute("stroke-dasharray", weight < 0 ? "9 6" : "none");
      label?.(weight, now.phase === "update" ? now.params[`W${k}`][i][j] : slope(now), now.phase);
    }
  };
}
var labelSize = (spec, place2) => [place2.label_width ?? spec.label[0], place2.label_height ?? spec.label[1]];
function freeOf({ x1, y1, x2, y2, lx, ly }, [wide, high]) {
  const within = (t) => Math.abs(x1 + t * (x2 - x1) - lx) < wide / 2 + 1 && Math.abs(y1 + t * (y2 - y1) - ly) < high / 2 + 1;
  const reached = Array.from({ length: 98 }, (_, k) => (97 - k) / 100).find(within);
  return reached === void 0 ? 1 : 0.96 - reached;
}
function gradientArrow(svg, { x1, y1, x2, y2 }, longest) {
  const group = make(svg, "g", { class: "hp-gradient hp-of-backward" });
  const draws = ["hp-gradient-halo", "hp-gradient-ink"].map((kind) => arrow(group, { class: kind }));
  const spot = (t) => [x1 + t * (x2 - x1), y1 + t * (y2 - y1)];
  return (share) => {
    group.classList.toggle("hp-none", share < 0.02);
    draws.forEach((draw) => draw(spot(0.97), spot(0.97 - Math.max(longest * share, 0.05)), 13));
  };
}
function drawLabel(svg, size, { lx, ly }, name, stroke) {
  const group = make(svg, "g", { class: "hp-weight-label", "data-parameter": name });
  const write = writer(group);
  const half = size[0] / 2 - (size[0] < 100 ? 5 : 7);
  box(group, lx, ly, ...size, { class: "hp-label", stroke, rx: 6 });
  const [first, second] = [ly - size[1] / 8, ly + 0.35 * size[1]];
  write(lx - half, first, "weight hp-left", name);
  const value = write(lx + half, first, "weight hp-right");
  const kind = write(lx - half, second, "slope hp-left hp-of-backward", "∂");
  const below2 = write(lx + half, second, "slope hp-right hp-of-backward");
  return (weight, other, phase) => {
    tell(value, weight);
    say(kind, phase === "update" ? tr("was") : "∂");
    tell(below2, other);
  };
}
function drawUnit(svg, spec, place2, k, j, node) {
  const { x, y, width } = node;
  const half = (place2.unit_height ?? spec.unit_height) / 2;
  const write = writer(svg);
  const last = place2.nodes.length - 1;
  const edge = k === 0 ? spec.colours.input : k === last ? spec.colours.prediction : "currentColor";
  const frame = box(svg, x, y, width, 2 * half, { class: "hp-unit", stroke: edge, rx: 14 });
  const bias = spec.names[`b${k}`]?.[j];
  const kind = k === 0 ? tr("input") : k === last ? tr("prediction") : tr("hidden");
  const name = `${kind} ${spec.units[k][j]}`;
  const above = place2.hall ? [5, 28] : [7, 25];
  const title = write(x, y - half - (bias ? above[1] : 8), "title", name);
  if (k === 0) {
    const value = write(x, y + 6, "input");
    [frame, value].forEach((part) => part.setAttribute("data-input", String(j)));
    return (now) => tell(value, now.values.x[j]);
  }
  const biasText = bias ? write(x, y - half - above[0], "slope") : null;
  biasText?.setAttribute("data-parameter", bias);
  const aside = place2.upright ? place2.nodes[k].length > 1 && j === 0 ? -46 : 46 : 0;
  const delta = write(x + aside * (k < last ? 1 : 0), y + half + 20, "slope hp-of-backward");
  const inside = drawInside(svg, write, spec.facts[spec.activations[k - 1]], x, y, half, width / 4);
  return (now) => {
    const [z, a] = [now.values[`z${k}`][j], now.values[`a${k}`][j]];
    const gate = inside(z, a);
    say(title, gate ? tr("{name} · gate {gate}", { name, gate: gate === "open" ? tr("open") : tr("closed") }) : name);
    [title, frame].forEach((part) => part.classList.toggle("hp-closed", gate === "closed"));
    say(delta, `${place2.upright ? "↑" : "←"} δ ${shown(now.gradients[`delta${k}`][j])}`);
    if (!bias) return;
    say(biasText, biasWords(bias, now, (source) => shown(source[`b${k}`][j])));
  };
}
function biasWords(name, { phase, params, params_after: after, gradients }, pick) {
  if (phase === "update") return tr("{name} = {after}  was {before}", { name, after: pick(after), before: pick(params) });
  return `${name} = ${pick(params)}${knows(phase, "backward") ? `  ∂ ${pick(gradients)}` : ""}`;
}
function drawInside(svg, write, { symbol, gate: gated }, x, y, half, aside) {
  if (!symbol && !gated) {
    write(x, y - 10, "caption", "z = a");
    const value = write(x, y + 13, "value");
    return (z, a) => {
      tell(value, a);
      return "";
    };
  }
  write(x - aside, y - 10, "caption", "z");
  write(x + aside, y - 10, "caption", "a");
  const [sumText, outText] = [write(x - aside, y + 13, "value"), write(x + aside, y + 13, "value")];
  const gate = gated ? drawGate(svg, x, y, half) : null;
  if (!gate) {
    make(svg, "line", { x1: x, x2: x, y1: y - 3, y2: y + half, class: "hp-divider" });
    write(x, y - 10, "caption", symbol);
  }
  return (z, a) => {
    tell(sumText, z);
    tell(outText, a);
    gate?.classList.toggle("hp-shut", !(z > 0));
    return gate ? z > 0 ? "open" : "closed" : "";
  };
}
function drawGate(svg, x, y, half) {
  [[y - half, y - 11], [y + 11, y + half]].forEach(
    ([y1, y2]) => make(svg, "line", { x1: x, x2: x, y1, y2, class: "hp-post" })
  );
  const hinge = `transform-origin: ${x}px ${y - 11}px`;
  return make(svg, "line", { x1: x, x2: x, y1: y - 11, y2: y + 11, class: "hp-door", style: hinge });
}
function drawResult(parent, { x, y }, j, colours, place2) {
  const svg = make(parent, "g", { class: "hp-of-error" });
  const held = make(svg, "g");
  const write = writer(held);
  const wide = place2.result_width ?? 148;
  if (!place2.upright && !place2.hall) make(svg, "line", { x1: x - 98, x2: x - 74, y1: y, y2: y, class: "hp-thread" });
  box(held, x, y, wide, 54, { class: "hp-target", stroke: colours.target, rx: 8 });
  write(x - wide / 2 + 10, y - 7, "result hp-left", tr("target"));
  write(x - wide / 2 + 10, y + 17, "result hp-left", tr("error"));
  const [target, error] = [write(x + wide / 2 - 10, y - 7, "result hp-right"), write(x + wide / 2 - 10, y + 17, "result hp-right")];
  return {
    held,
    show(now) {
      tell(target, now.target[j]);
      tell(error, now.error[j]);
    }
  };
}
function drawLoss(parent, { x, y }, colours, wide = 148) {
  const svg = make(parent, "g", { class: "hp-of-error" });
  const write = writer(svg);
  box(svg, x, y, wide, 34, { class: "hp-unit", stroke: colours.error, rx: 8 });
  write(x - wide / 2 + 10, y + 6, "result hp-left", "loss");
  return write(x + wide / 2 - 10, y + 6, "loss hp-right");
}
var REACH = 200;
function holdNumbers(svg, model, spec, place2, results) {
  const layer = make(svg, "g", { "aria-hidden": "true" });
  const across = (x, y) => {
    const half = Math.min(REACH, place2.width - 20) / 2;
    const middle = Math.min(Math.max(x, half + 10), place2.width - half - 10);
    return { left: middle - half, right: middle + half, y };
  };
  const hang = (node, name) => {
    const [x, y] = below(node);
    return hold(node, model, spec, name, across(x, y + 8), layer);
  };
  const labels = [...svg.querySelectorAll(".hp-weight-label, text[data-parameter]")];
  const inputs = place2.nodes[0].map((_, j) => grouped(svg, [...svg.querySelectorAll(`[data-input="${j}"]`)]));
  const targets = results.map(({ held }, j) => typeof spec.targets[j] === "string" ? hang(held, spec.targets[j]) : () => {
  });
  const others = [...inputs.map((node, j) => hang(node, spec.inputs[j])), ...labels.map((node) => hang(node, node.dataset.parameter))];
  return (now) => {
    others.forEach((scale) => scale());
    targets.forEach((scale, j) => scale(now.values.prediction[j]));
  };
}
function below(node) {
  const rect = node.querySelector("rect");
  const of = (part, ...names) => names.map((name) => Number(part.getAttribute(name)));
  if (!rect) return of(node, "x", "y");
  const [x, y, width, height] = of(rect, "x", "y", "width", "height");
  return [x + width / 2, y + height];
}
function grouped(svg, parts) {
  const group = make(svg, "g");
  parts[0].before(group);
  group.append(...parts);
  return group;
}
function pathBands(svg, spec, place2) {
  const layer = make(svg, "g", { class: "hp-path", "aria-hidden": "true" });
  const band = (tag, attributes) => make(layer, tag, { ...attributes, class: "hp-band" });
  const edges = place2.edges.map((rows) => rows.map((row) => row.map(({ x1, y1, x2, y2 }) => band("line", { x1, y1, x2, y2 }))));
  const nodes = place2.nodes.map((column) => column.map(({ x: x2, y: y2, width }) => {
    const [wide2, high] = [width + 11, (place2.unit_height ?? spec.unit_height) + 11];
    return band("rect", { x: x2 - wide2 / 2, y: y2 - high / 2, width: wide2, height: high, rx: 20 });
  }));
  const [wide, { x, y }] = [(place2.result_width ?? 148) + 11, place2.loss];
  const end = band("rect", { x: x - wide / 2, y: y - 22.5, width: wide, height: 45, rx: 12 });
  const find = ([kind, k, i, j]) => kind === "line" ? edges[k - 1][i][j] : kind === "unit" ? nodes[k][i] : end;
  return {
    show(parts) {
      layer.querySelectorAll(".hp-lit").forEach((part) => part.classList.remove("hp-lit"));
      parts.forEach((part) => find(part).classList.add("hp-lit"));
    }
  };
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

// utils/handprop/explore/network/tables.js
function networkTables(parent, spec) {
  const folded = make(parent, "details", { class: "hp-tables" });
  make(folded, "summary", {}, tr("All numbers as tables"));
  const units = table(folded, tr("Units"), [tr("unit"), "z", "a", tr("δ = ∂loss/∂z")]);
  const weights = table(folded, tr("Weights and biases"), [tr("name"), tr("value"), tr("gradient"), tr("after one step")]);
  const unitRow = (now, k, j) => {
    const name = spec.units[k][j];
    if (k === 0) return [name, "", shown(now.values.x[j]), ""];
    const delta = knows(now.phase, "backward") ? shown(now.gradients[`delta${k}`][j]) : "";
    return [name, ...["z", "a"].map((key) => shown(now.values[`${key}${k}`][j])), delta];
  };
  return (now) => {
    fill(units, spec.units.flatMap((column, k) => column.map((_, j) => unitRow(now, k, j))));
    const sources = [["forward", now.params], ["backward", now.gradients], ["update", now.params_after]];
    fill(weights, spec.parameters.map(([control, ...spot]) => [
      control,
      ...sources.map(([phase, source]) => knows(now.phase, phase) ? shown(at(source, spot)) : "")
    ]));
  };
}

// utils/handprop/explore/network/written.js
var PATIENCE_MS = 8e3;
function writeOut(bar, below2, model, spec, tell2) {
  if (model.get("asked") === void 0) return;
  const opener = button(bar, tr("Write it out"));
  const panel = make(below2, "section", { class: "hp-written", tabindex: "-1", "aria-label": tr("The step written out") });
  const line = make(panel, "div", { class: "hp-bar" });
  const link = make(line, "a", { class: "hp-button", download: "worked_solution.html" }, tr("Save as a page"));
  const close = button(line, tr("Close"));
  const note = make(line, "span", { role: "status" });
  const text = make(panel, "div", { class: "hp-scroll" });
  const missing = document.body.dataset.runtime ? null : phrase("no answer");
  let timer = 0;
  let mine = false;
  panel.hidden = true;
  keepKeys(panel);
  const show = () => {
    const { page, fault } = model.get("written");
    const wished = mine;
    mine = false;
    clearTimeout(timer);
    if (wished) tell2(fault ?? "");
    if (!page) return;
    URL.revokeObjectURL(link.href);
    link.href = URL.createObjectURL(new Blob([page], { type: "text/html" }));
    text.replaceChildren(...new DOMParser().parseFromString(page, "text/html").querySelector("main").children);
    text.querySelectorAll("h1, h2, h3").forEach(lower);
    say(note, "");
    panel.hidden = false;
    if (!wished) return;
    panel.scrollIntoView({ block: "start" });
    panel.focus({ preventScroll: true });
  };
  opener.addEventListener("click", () => {
    clearTimeout(timer);
    mine = true;
    if (missing) timer = window.setTimeout(() => tell2(missing), PATIENCE_MS);
    tell2(phrase("writing"));
    model.set("write", (model.get("write") ?? 0) + 1);
    model.save_changes();
  });
  close.addEventListener("click", () => {
    panel.hidden = true;
    opener.focus();
  });
  model.on("change:written", show);
  const moved = Object.keys(spec.controls).filter((name) => name !== "phase");
  moved.forEach((name) => model.on(`change:${name}`, () => say(note, phrase("moved since"))));
}
function lower(heading) {
  const level = Number(heading.tagName.slice(1)) + 2;
  heading.replaceWith(Object.assign(document.createElement("p"), { className: "hp-heading", role: "heading", ariaLevel: String(level), textContent: heading.textContent }));
}

// utils/handprop/explore/network/explorer.js
function readControls(model, spec) {
  const read = (names) => readNames(model, names);
  const params = Object.fromEntries(Object.entries(spec.names).map(([name, names]) => [name, read(names)]));
  return { params, x: read(spec.inputs), y: read(spec.targets), learningRate: model.get("learning_rate") };
}
function networkExplorer(model, el, announce) {
  const spec = model.get("spec");
  const { stage, said, tools, below: below2 } = rooms(el);
  const picture = networkPictures(stage, model, spec);
  const sentence = make(said, "p", { class: "hp-words hp-two-lines" });
  const showPhase = phaseBar(tools, model, spec, () => now, (text) => say(note, text));
  const bar = toolBar(tools, model, spec);
  const step = button(bar, tr("Take one step"));
  bar.prepend(step);
  foldControls(bar, el, true);
  const note = make(tools, "p", { class: "hp-note", role: "status" });
  step.addEventListener("click", () => say(note, takeStep(model, spec, now)));
  const derivation = derivationPanel(below2, model, spec, picture, announce);
  make(below2, "p", { class: "hp-legend" }, phrase("legend"));
  const showTables = networkTables(below2, spec);
  writeOut(bar, below2, model, spec, (text) => say(note, text));
  const names = spec.units.at(-1).map((_, j, all) => all.length > 1 ? tr("prediction {j}", { j: j + 1 }) : "prediction");
  let now = null;
  const show = () => {
    const { params, x, y, learningRate } = readControls(model, spec);
    const net = { params, activations: spec.activations, loss: spec.loss, frozen: spec.frozen };
    const phase = chosen(model, spec, "phase");
    const numbers = state(net, x, y, learningRate);
    now = { ...numbers, params, target: y, phase, ...phaseTold(numbers, phase, spec) };
    picture.show(now);
    say(sentence, minus(now.words));
    say(note, "");
    showPhase(phase);
    derivation.show(now);
    showTables(now);
  };
  const spoken = () => minus(`${now.results} ${closedWords(spec, now)}${now.words}${derivation.spoken()}`);
  const effects = () => [
    ...now.error.map((error, j) => [names[j], Math.abs(error), "farther", "nearer"]),
    ["loss", now.loss]
  ];
  return { show, spoken, effects, tend: derivation.tend };
}
function closedWords(spec, now) {
  const shut = spec.activations.flatMap(
    (activation, index) => spec.facts[activation].gate ? now.values[`z${index + 1}`].map((z, j) => z > 0 ? "" : spec.units[index + 1][j]) : []
  );
  const names = shut.filter(Boolean);
  return names.length ? phrase("closed", { names }) : "";
}
var explorer_default = mount(networkExplorer);
export {
  explorer_default as default
};
