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
function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
var place = (node, attributes) => Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));

// utils/handprop/explore/frame/ledger.js
function tellLine(row, text) {
  if (row.textContent === text) return;
  const [head, result] = text.split(/ (?=[=≈] \S+$)/);
  row.replaceChildren(result ? `${head} ` : head);
  if (result) make(row, "span", { class: "hp-whole" }, result);
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

// utils/handprop/explore/frame/words.js
var written2 = (value) => {
  if (typeof value === "string") return value;
  return Array.isArray(value) ? value.map(written2).join(", ") : digits(value);
};
var phrases = (texts) => (key, values = {}) => tr(texts[key], values, written2);

// utils/handprop/explore/nudge/words.json
var words_default = {
  up: "{name} grows by {nudge}, and the loss rises by {change}: {rate} times as much. The derivative promises {slope}.",
  down: "{name} grows by {nudge}, and the loss falls by {change}: {rate} times as much. The derivative promises {slope}.",
  same: "{name} grows by {nudge}, and the loss stays: nothing gets through. The derivative promises {slope}.",
  product: "{ratios} ≈ {rate}",
  broken: "A link passes nothing on, so nothing behind it moves.",
  legend: "Violet is measured: how far a quantity moved, and how many times as far as the one before it. Below each ratio stands the derivative of that link. With a smaller nudge the two come together."
};

// utils/handprop/explore/nudge/numbers.js
var phrase = phrases(words_default);
var shifted = (value, by) => Array.isArray(value) ? value.map((part) => shifted(part, by)) : value + by;
function path(net, spec, k) {
  const values = forward(net, spec.x);
  const found = spec.activations.flatMap((activation, index) => {
    const layer = index + 1;
    if (layer < k) return [];
    const out = [spec.units[layer], values[`a${layer}`][0]];
    return activation === "linear" ? [out] : [[`z${layer}`, values[`z${layer}`][0]], out];
  });
  return [...found, ["loss", loss(net, values, spec.y)]];
}
function slopesOf(net, spec, name, k) {
  const values = forward(net, spec.x);
  const into = k > 1 ? values[`a${k - 1}`][0] : spec.x[0];
  const through = spec.activations.flatMap((activation, index) => {
    const layer = index + 1;
    if (layer < k) return [];
    const weight = layer > k ? [net.params[`W${layer}`][0][0]] : [];
    if (activation === "linear") return weight;
    return [...weight, ACTIVATIONS[activation].back(1, values[`z${layer}`][0], values[`a${layer}`][0])];
  });
  return [name[0] === "b" ? 1 : into, ...through, values.prediction[0] - spec.y[0]];
}
function state(spec, parameter, nudge) {
  const name = spec.names[parameter];
  const k = Number(name.slice(1));
  const net = { params: spec.params, activations: spec.activations, loss: spec.loss };
  const moved = { ...net, params: { ...spec.params, [name]: shifted(spec.params[name], nudge) } };
  const [before, after] = [path(net, spec, k), path(moved, spec, k)];
  const steps = [nudge, ...before.map(([, value], i) => after[i][1] - value)];
  const names = [parameter, ...before.map(([one]) => one)];
  const slopes = slopesOf(net, spec, name, k);
  const links = before.map(([, value], i) => ({
    from: names[i],
    to: names[i + 1],
    before: value,
    change: steps[i + 1],
    ratio: steps[i] ? steps[i + 1] / steps[i] : null,
    slope: slopes[i]
  }));
  const change = steps.at(-1);
  const rate = change / nudge;
  const slope = slopes.reduce((product, one) => product * one, 1);
  const kind = change > 0 ? "up" : change < 0 ? "down" : "same";
  const words = phrase(kind, { name: parameter, nudge, change: Math.abs(change), rate, slope });
  return { value: [spec.params[name]].flat(2)[0], links, rate, slope, words, product: productOf(links, rate) };
}
function productOf(links, rate) {
  if (links.some(({ ratio }) => ratio === null)) return phrase("broken");
  const [first, ...rest] = links.map(({ ratio }) => ratio);
  return phrase("product", { ratios: [digits(first), ...rest.map((one) => bracketed(one))].join(" · "), rate: digits(rate) });
}

// utils/handprop/explore/nudge/explorer.js
var HALF = 46;
function gauge(parent, colour) {
  const svg = make(parent, "svg", { viewBox: `${-HALF - 6} -9 ${2 * HALF + 12} 18`, class: "hp-gauge", "aria-hidden": "true" });
  make(svg, "line", { x1: -HALF, x2: HALF, y1: 0, y2: 0, class: "hp-gauge-axis" });
  make(svg, "line", { x1: 0, x2: 0, y1: -7, y2: 7, class: "hp-gauge-axis" });
  const bar = make(svg, "line", { x1: 0, y1: 0, y2: 0, class: "hp-gauge-bar", stroke: colour });
  const dot = make(svg, "circle", { cy: 0, r: 5, fill: colour });
  return (share) => {
    const x = (HALF * share).toFixed(1);
    place(bar, { x2: x });
    place(dot, { cx: x });
  };
}
function card(parent, colour) {
  const node = make(parent, "li", { class: "hp-card" });
  const link = make(node, "span", { class: "hp-link" });
  const ratio = make(link, "span", { class: "hp-ratio" });
  const slope = make(link, "span", { class: "hp-link-slope" });
  const body = make(node, "span", { class: "hp-quantity" });
  const [name, value, move] = ["hp-quantity-name", "hp-quantity-value", "hp-quantity-move"].map((kind) => make(body, "span", { class: kind }));
  const turn = gauge(body, colour);
  return { node, link, show(told) {
    say(name, told.name);
    say(value, shown(told.value));
    say(move, `${told.change < 0 ? "" : "+"}${shown(told.change)}`);
    turn(told.share);
    link.hidden = told.slope === void 0;
    if (link.hidden) return;
    say(ratio, told.ratio === null ? "× –" : `× ${shown(told.ratio)}`);
    say(slope, tr("slope {slope}", { slope: shown(told.slope) }));
  } };
}
function nudgeExplorer(model, el) {
  const spec = model.get("spec");
  const { stage, said, tools, below } = rooms(el);
  const list = make(stage, "ol", { class: "hp-chain", "aria-label": tr("From the nudge to the loss") });
  const cards = Array.from({ length: 2 * spec.activations.length + 2 }, () => card(list, spec.colours.nudge));
  list.style.setProperty("--hp-cards", String(cards.length));
  const product = make(said, "p", { class: "hp-product" });
  const sentence = make(said, "p", { class: "hp-words hp-two-lines" });
  toolBar(tools, model, spec);
  make(below, "p", { class: "hp-legend" }, phrase("legend"));
  const body = foldedTable(below, tr("From the nudge to the loss"), [tr("link"), tr("moved by"), tr("ratio"), tr("slope")]);
  let now = null;
  const show = () => {
    const [parameter, nudge] = [chosen(model, spec, "parameter"), model.get("nudge")];
    now = state(spec, parameter, nudge);
    const largest2 = Math.max(nudge, ...now.links.map(({ change }) => Math.abs(change)));
    const all = [{ name: parameter, value: now.value, change: nudge }, ...now.links.map((link) => ({ ...link, name: link.to, value: link.before }))];
    cards.forEach(({ node, show: fill2 }, n) => {
      node.hidden = n >= all.length;
      if (all[n]) fill2({ ...all[n], share: all[n].change / largest2 });
    });
    fill(body, now.links.map((link) => [tr("{from} to {to}", { from: link.from, to: link.to }), shown(link.change), link.ratio === null ? "none" : shown(link.ratio), shown(link.slope)]));
    [...body.rows].forEach((row, n) => {
      row.hidden = n >= now.links.length;
    });
    tellLine(product, minus(now.product));
    say(sentence, minus(now.words));
  };
  const effects = () => [[tr("change of the loss"), now.links.at(-1).change], [tr("slope by nudge"), now.rate]];
  return { show, effects, spoken: () => minus(`${now.words} ${now.product}`) };
}
var explorer_default = mount(nudgeExplorer);
export {
  explorer_default as default
};
