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
function enough(summed, total2, largest2) {
  const lastDigit = total2 ? 10 ** (Math.floor(Math.log10(Math.abs(total2))) - 3) : 0;
  const allowed = lastDigit * (1 + 1e-9) + 1e-15 * largest2;
  for (let count = 4; count < 15; count += 1) {
    const printed = summed((value) => Number(digits(value, count)));
    if (Math.abs(printed - Number(digits(total2))) <= allowed) return count;
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
function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
function tell(node, value) {
  const text = shown(value);
  say(node, text);
  node.classList.toggle("hp-long", text.length > 8);
}

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
function readNames(model, names) {
  if (Array.isArray(names)) return names.map((part) => readNames(model, part));
  return typeof names === "string" ? model.get(names) : names;
}

// utils/handprop/explore/frame/engine.js
var sigmoid = (z) => 0.5 * (1 + Math.tanh(0.5 * z));
var largest = (z) => Math.max(...z);
var sum = (terms) => terms.reduce((total2, term) => total2 + term, 0);
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
    const sentence2 = moved.length === 1 ? `${spec.controls[moved[0]].short} ${way(places[i], newPlaces[i])}: ${told.join(", ") || tr("nothing changes")}. ` : "";
    [places, numbers] = [newPlaces, newNumbers];
    return sentence2;
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

// utils/handprop/explore/frame/plot.js
function panel(parent, title) {
  const node = make(parent, "div", { class: "hp-panel" });
  make(node, "p", { class: "hp-panel-title" }, title);
  return node;
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

// utils/handprop/explore/matrices/words.json
var words_default = {
  entry: "{name}{own}, row {row}, column {column}: {how}",
  given: "{value}, given.",
  made: "{how}: {numbers} = {value}.",
  product: "row {row} of {a} times column {column} of {b}",
  "product with bias": "row {row} of {a} times column {column} of {b}, plus {c}",
  sum: "the sum of column {column} of {a}",
  activation: "{activation} of {a}",
  slope: "the slope of {activation} at {a}",
  times: "{a} times {b}, entry by entry",
  error: "{a} minus {b}",
  "mean error": "{a} minus {b}, over {samples} samples",
  legend: "Point at an entry, or walk with the arrow keys: its factors light up, a solid frame for the first, a dashed one for the second. An underline marks the same entry elsewhere. ᵀ is the transpose."
};

// utils/handprop/explore/matrices/numbers.js
var phrase = phrases(words_default);
var transposed = (matrix) => matrix[0].map((_, j) => matrix.map((row) => row[j]));
var isTurned = (name) => name.endsWith(".T");
var plainName = (name) => name.replace(".T", "");
var matrixOf = (found, name) => isTurned(name) ? transposed(found[plainName(name)]) : found[name];
var asMatrix = (value) => Array.isArray(value[0]) ? value : [value];
var total = (matrices) => matrices.reduce((a, b) => a.map((row, i) => row.map((v, j) => v + b[i][j])));
function matrixValues(net, x, y) {
  const samples = x.map((row, s) => {
    const values = forward(net, row);
    return { values, slopes: backward(net, values, y[s]) };
  });
  const part = 1 / x.length;
  const rows = (pick) => samples.map(pick);
  const shrunk = (matrix) => matrix.map((row) => row.map((v) => v * part));
  const found = { x, y };
  Object.entries(net.params).forEach(([name, value]) => {
    found[name] = asMatrix(value);
    found[`d${name}`] = shrunk(total(rows(({ slopes }) => asMatrix(slopes[name]))));
  });
  net.activations.forEach((activation, index) => {
    const k = index + 1;
    const [z, a] = [rows(({ values }) => values[`z${k}`]), rows(({ values }) => values[`a${k}`])];
    const delta = shrunk(rows(({ slopes }) => slopes[`delta${k}`]));
    const { back = () => 1 } = ACTIVATIONS[activation];
    const slope = z.map((row, i) => row.map((v, j) => back(1, v, a[i][j])));
    Object.assign(found, { [`z${k}`]: z, [`a${k}`]: a, [`delta${k}`]: delta, [`slope${k}`]: slope });
  });
  const last = net.activations.length;
  found[`da${last}`] = shrunk(found[`a${last}`].map((row, i) => row.map((v, j) => v - y[i][j])));
  for (let k = 1; k < last; k += 1) {
    const W = net.params[`W${k + 1}`];
    found[`da${k}`] = found[`delta${k + 1}`].map((row) => W.map((weights) => sum(weights.map((w, j) => w * row[j]))));
  }
  return found;
}
function traceEntry(spec, found, step, i, j) {
  const [A, B, C] = step.factors.map((factor) => matrixOf(found, factor));
  const activation = spec.activations[Number(step.result.slice(-1)) - 1];
  const [key, numbers, lit] = TRACES[step.op](i, j, A, B, C, activation, found[step.result][i][j]);
  const [a, b, c] = step.factors.map((factor) => spec.labels[factor]);
  return [phrase(key, { a, b, c, row: i + 1, column: j + 1, activation, samples: A.length }), numbers, lit];
}
var leading = (values, count) => values.map((v, k) => k ? bracketed(v, count) : digits(v, count));
var product = (factors) => factors.reduce((a, b) => a * b);
function enoughFor(terms, made, parts = 1) {
  if (terms.length === 1) return 4;
  const summed = (rounded) => sum(terms.map((factors) => product(factors.map(rounded)))) / parts;
  return enough(summed, made, Math.max(...terms.map((factors) => Math.abs(product(factors)))) / parts);
}
var TRACES = {
  product(i, j, A, B, C, f, made) {
    const bias = C ? [C[0][j]] : [];
    const count = enoughFor([...A[i].map((a, k) => [a, B[k][j]]), ...bias.map((b) => [b])], made);
    const terms = leading(A[i], count).map((p, k) => `${p} · ${bracketed(B[k][j], count)}`);
    terms.push(...bias.map((b) => bracketed(b, count)));
    const lit = [A[i].map((_, k) => [0, i, k]), B.map((_, k) => [1, k, j]), C ? [[2, 0, j]] : []];
    return [C ? "product with bias" : "product", terms.join(" + "), lit.flat()];
  },
  sum(i, j, A, B, C, f, made) {
    const column = A.map((row) => row[j]);
    const count = enoughFor(column.map((v) => [v]), made);
    return ["sum", leading(column, count).join(" + "), A.map((_, k) => [0, k, j])];
  },
  activation: (i, j, A, B, C, f) => ["activation", `${f}(${digits(A[i][j])})`, [[0, i, j]]],
  slope: (i, j, A) => ["slope", `f′(${digits(A[i][j])})`, [[0, i, j]]],
  times: (i, j, A, B) => ["times", `${digits(A[i][j])} · ${bracketed(B[i][j])}`, [[0, i, j], [1, i, j]]],
  error(i, j, A, B, C, f, made) {
    const count = enoughFor([[A[i][j]], [-B[i][j]]], made, A.length);
    const difference = `${digits(A[i][j], count)} - ${bracketed(B[i][j], count)}`;
    const lit = [[0, i, j], [1, i, j]];
    return A.length === 1 ? ["error", difference, lit] : ["mean error", `(${difference}) / ${A.length}`, lit];
  }
};
function entryName(spec, key, i, j) {
  const parameter = key[0] === "d" && spec.names[key.slice(1)] ? key.slice(1) : key;
  const names = spec.names[parameter];
  if (!names) return "";
  return ` (${parameter === key ? "" : "∂"}${Array.isArray(names[0]) ? names[i][j] : names[j]})`;
}
function sentence(spec, found, made, key, i, j) {
  const value = digits(found[key][i][j]);
  const [how, numbers] = made[key] ? traceEntry(spec, found, made[key], i, j) : [];
  return phrase("entry", {
    name: spec.labels[key],
    own: entryName(spec, key, i, j),
    row: i + 1,
    column: j + 1,
    how: how ? phrase("made", { how, numbers, value }) : phrase("given", { value })
  });
}
function traced(spec, net, x, y) {
  const found = matrixValues(net, x, y);
  const made = Object.fromEntries(spec.equations.map((step) => [step.result, step]));
  const keys = [...Object.keys(net.params), "x", "y", ...Object.keys(made)];
  const words = keys.map((key) => [key, found[key].map((row, i) => row.map((_, j) => sentence(spec, found, made, key, i, j)))]);
  return { values: Object.fromEntries(keys.map((key) => [key, found[key]])), words: Object.fromEntries(words) };
}

// utils/handprop/explore/matrices/explorer.js
var BETWEEN = { product: "·", times: "∘", error: "−" };
var BEFORE = { activation: "f", sum: tr("column sums of") };
function layerStyle({ colours }, key) {
  const own = key.match(/^d?[Wb](\d+)(\.T)?$/);
  return own ? { style: `--hp-layer: ${colours.weights[(Number(own[1]) - 1) % colours.weights.length]}` } : {};
}
function drawMatrix(parent, spec, found, key, part) {
  const matrix = matrixOf(found, key);
  const [rows, columns] = [matrix.length, matrix[0].length];
  const frame = make(parent, "div", { class: "hp-matrix", ...layerStyle(spec, key) });
  const label = make(frame, "span", { class: "hp-matrix-name", "aria-hidden": "true" });
  make(label, "b", {}, spec.labels[key]);
  label.append(` ${rows} × ${columns}`);
  const grid = make(frame, "table", { role: "grid", "aria-label": tr("{labels}, {rows} by {columns}", { labels: spec.labels[key], rows, columns }) });
  const body = make(grid, "tbody", { role: "presentation" });
  return matrix.map((row, i) => {
    const line = make(body, "tr", { role: "row" });
    return row.map((_, j) => {
      const node = make(line, "td", { role: "gridcell", tabindex: "-1" });
      const home = isTurned(key) ? [j, i] : [i, j];
      return { node, key: plainName(key), at: home, spot: [part, i, j] };
    });
  });
}
function drawEquation(parent, spec, found, step) {
  const row = make(parent, "div", { class: "hp-equation" });
  const first = BEFORE[step.op] ? `= ${BEFORE[step.op]}` : "=";
  const signs = [first, BETWEEN[step.op], "+"];
  const grids = [drawMatrix(row, spec, found, step.result, -1)];
  step.factors.forEach((key, part) => {
    const group = make(row, "div", { class: "hp-part" });
    make(group, "span", { class: "hp-sign", "aria-hidden": "true" }, signs[part]);
    grids.push(drawMatrix(group, spec, found, key, part));
  });
  return { step, grids };
}
function widest(drawn) {
  const wide = ({ grids }) => sum(grids.map((grid) => 3.55 * grid[0].length + 0.4)) + 1.75 * (grids.length - 1);
  return Math.max(...drawn.map(wide));
}
function neighbour(drawn, [e, m, i, j], key) {
  const grid = drawn[e].grids[m];
  const { grids } = drawn[e];
  const into = (equation, matrix, row, column) => {
    const target = drawn[equation].grids[matrix];
    return [equation, matrix, Math.min(row, target.length - 1), Math.min(column, target[0].length - 1)];
  };
  const far = Infinity;
  switch (key) {
    case "ArrowRight":
      if (j + 1 < grid[0].length) return [e, m, i, j + 1];
      return m + 1 < grids.length ? into(e, m + 1, i, 0) : null;
    case "ArrowLeft":
      if (j > 0) return [e, m, i, j - 1];
      return m > 0 ? into(e, m - 1, i, far) : null;
    case "ArrowDown":
      if (i + 1 < grid.length) return [e, m, i + 1, j];
      return e + 1 < drawn.length ? into(e + 1, Math.min(m, drawn[e + 1].grids.length - 1), 0, j) : null;
    case "ArrowUp":
      if (i > 0) return [e, m, i - 1, j];
      return e > 0 ? into(e - 1, Math.min(m, drawn[e - 1].grids.length - 1), far, j) : null;
    case "Home":
      return [e, 0, 0, 0];
    case "End":
      return into(e, grids.length - 1, far, far);
    default:
      return null;
  }
}
function matricesNow(model, spec) {
  const read = (names) => readNames(model, names);
  const params = Object.fromEntries(Object.entries(spec.names).map(([name, names]) => [name, read(names)]));
  const net = { params, activations: spec.activations, loss: spec.loss, frozen: spec.frozen };
  return traced(spec, net, read(spec.x), read(spec.y));
}
function drawPhases(panels, tools, spec, now) {
  const bar = make(tools, "div", { class: "hp-one-phase", role: "group", "aria-label": tr("Phase that is shown") });
  const turn = (phase) => {
    panels.dataset.phase = phase;
    [...bar.children].forEach((one) => one.setAttribute("aria-pressed", String(one.textContent.toLowerCase() === phase)));
  };
  [["forward", tr("Forward")], ["backward", tr("Backward")]].forEach(([phase, name]) => button(bar, name).addEventListener("click", () => turn(phase)));
  turn("forward");
  return ["forward", "backward"].flatMap((phase) => {
    const node = panel(panels, phase === "forward" ? tr("Forward: values") : tr("Backward: gradients"));
    const steps = spec.equations.filter((step) => step.phase === phase);
    const drawn = steps.map((step) => drawEquation(node, spec, now.values, step));
    node.style.setProperty("--hp-wide", `${widest(drawn).toFixed(1)}rem`);
    return drawn;
  });
}
function factorFinder(drawn, step, lit) {
  const row = drawn.findIndex((equation) => equation.step === step);
  return (cell) => {
    const found = lit.find(([part, i, j]) => {
      const home = isTurned(step.factors[part]) ? [j, i] : [i, j];
      const same = cell.key === plainName(step.factors[part]) && String(cell.at) === String(home);
      return same && (row < 0 || cell.place[0] === row && cell.spot[0] === part);
    });
    return found ? found[0] : -1;
  };
}
function lightUp(cells, current, factorOf) {
  cells.forEach((cell) => {
    const part = factorOf(cell);
    const same = cell.key === current.key && String(cell.at) === String(current.at);
    const marks = { first: part === 0, second: part > 0, same, here: cell === current };
    Object.entries(marks).forEach(([name, on]) => cell.node.classList.toggle(`hp-${name}`, on));
    cell.node.tabIndex = cell === current ? 0 : -1;
  });
}
function focusOn(node) {
  const own = node.closest(".hp-panel");
  const turns = own.closest(".hp-stage").parentElement.querySelectorAll(".hp-one-phase button");
  if (!own.offsetParent) turns[[...own.parentElement.children].indexOf(own)].click();
  node.focus();
}
function walk(drawn, cells, cell, event) {
  const next = neighbour(drawn, cell.place, event.key);
  if (next) focusOn(cells.find(({ place: spot }) => String(spot) === String(next)).node);
  if (!next && !event.key.startsWith("Arrow")) return;
  event.preventDefault();
  event.stopPropagation();
}
function matricesExplorer(model, el) {
  const spec = model.get("spec");
  const made = Object.fromEntries(spec.equations.map((step) => [step.result, step]));
  let now = matricesNow(model, spec);
  const { stage, said, tools, below } = rooms(el, "hp-panels hp-equations");
  const words = make(said, "p", { class: "hp-words hp-two-lines" });
  const drawn = drawPhases(stage, tools, spec, now);
  const cells = drawn.flatMap(
    ({ grids }, e) => grids.flatMap((grid, m) => grid.flatMap((row, i) => row.map((cell, j) => ({ ...cell, place: [e, m, i, j] }))))
  );
  toolBar(tools, model, spec);
  make(below, "p", { class: "hp-legend" }, phrase("legend"));
  let current = cells[0];
  const light = () => {
    const { key, at } = current;
    const lit = made[key] ? traceEntry(spec, now.values, made[key], ...at)[2] : [];
    lightUp(cells, current, factorFinder(drawn, made[key], lit));
    say(words, minus(now.words[key][at[0]][at[1]]));
  };
  const point = (cell) => {
    current = cell;
    light();
  };
  cells.forEach((cell) => {
    cell.node.addEventListener("focus", () => point(cell));
    cell.node.addEventListener("mouseenter", () => point(cell));
    cell.node.addEventListener("keydown", (event) => walk(drawn, cells, cell, event));
  });
  const show = () => {
    now = matricesNow(model, spec);
    cells.forEach(({ node, key, at: [i, j] }) => {
      tell(node, now.values[key][i][j]);
      node.setAttribute("aria-label", minus(now.words[key][i][j]));
    });
    light();
  };
  const last = spec.activations.length;
  const errors = (values) => (values[`a${last}`] ?? values[`z${last}`]).flatMap((row, i) => row.map((v, j) => Math.abs(v - values.y[i][j])));
  const effects = () => [[tr("size of the error"), sum(errors(now.values))]];
  return { show, effects, spoken: () => words.textContent };
}
var explorer_default = mount(matricesExplorer);
export {
  explorer_default as default
};
