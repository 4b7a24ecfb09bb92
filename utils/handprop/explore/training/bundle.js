// utils/handprop/explore/frame/numbers.js
var TIES = Array.from({ length: 16 }, (_, count2) => new RegExp(`^(-?\\d\\.\\d{${Math.max(count2 - 2, 0)}}[02468])50+e`));
function digits(value, count2 = 4) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  if (value === 0) return "0";
  const kept = Number(value.toExponential(30).replace(TIES[count2], "$1e"));
  const [head, power] = kept.toExponential(count2 - 1).split("e");
  const exponent = Number(power);
  if (exponent >= -4 && exponent < count2) return String(Number(kept.toFixed(count2 - 1 - exponent)));
  const sign = exponent < 0 ? "-" : "+";
  return `${Number(head)}e${sign}${String(Math.abs(exponent)).padStart(2, "0")}`;
}
var minus = (text) => text.replace(/-(?=[\d.i])/g, "−");
var shown = (value) => minus(digits(value));
function bracketed(value, count2 = 4) {
  const text = digits(value, count2);
  return text.startsWith("-") ? `(${text})` : text;
}
function enough(summed, total, largest) {
  const lastDigit = total ? 10 ** (Math.floor(Math.log10(Math.abs(total))) - 3) : 0;
  const allowed = lastDigit * (1 + 1e-9) + 1e-15 * largest;
  for (let count2 = 4; count2 < 15; count2 += 1) {
    const printed = summed((value) => Number(digits(value, count2)));
    if (Math.abs(printed - Number(digits(total))) <= allowed) return count2;
  }
  return 15;
}
function exact(value, count2 = 15) {
  const rounded = Number(value.toPrecision(count2));
  const [head, power] = rounded.toExponential().split("e");
  const exponent = Number(power);
  if (exponent >= -4 && exponent < count2) return String(rounded);
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
var button = (parent, words2) => make(parent, "button", { type: "button", class: "hp-button" }, words2);
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

// utils/handprop/explore/frame/hear.js
var [LOW, OCTAVES] = [220, 2];
var [SECONDS, MOST, LOUD] = [3, 60, 0.12];
function tones(numbers) {
  const real = numbers.filter(Number.isFinite);
  const count2 = Math.min(real.length, MOST);
  const some = Array.from({ length: count2 }, (_, k) => real[Math.round(k * (real.length - 1) / Math.max(count2 - 1, 1))]);
  const [least, largest] = [Math.min(...some), Math.max(...some)];
  return some.map((value) => LOW * 2 ** (OCTAVES * (largest > least ? (value - least) / (largest - least) : 0)));
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
    const told = did.filter(([, words2]) => words2).map((words2) => words2.join(" "));
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
  const moved = Object.entries(controls).flatMap(([name, { start, options, digits: count2 }]) => {
    const write = (value) => {
      if (typeof value === "string") return JSON.stringify(value);
      return options ? option(options[value]) : exact(value, count2);
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
  const openers = kinds.map(([words2]) => button(bar, words2));
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
var range = (low, high, count2) => Array.from({ length: count2 + 1 }, (_, i) => low + (high - low) * i / count2);
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

// utils/handprop/explore/frame/motion.js
function fit(text, room) {
  text.removeAttribute("textLength");
  if (text.getComputedTextLength() > room) place(text, { textLength: room, lengthAdjust: "spacingAndGlyphs" });
}

// utils/handprop/explore/training/network.js
var X = [32, 171, 318];
var [TOP, BOTTOM] = [22, 300];
var [THIN, WIDER] = [1.4, 8];
var BOX = [84, 26];
var INPUT = [62, 26];
var LEVEL = 30;
var BACK = ["delta", "gradient", "back"];
function stepPicture(svg, spec) {
  const group = make(svg, "g", { class: "hp-sub-step" });
  return (training, index, epoch, now) => {
    group.replaceChildren();
    if (now.step) drawStep(group, spec, training, index, epoch, now.step);
  };
}
function drawStep(group, spec, { n, x, y, runs }, index, epoch, step) {
  const middle = (TOP + BOTTOM) / 2;
  const heights = Array.from({ length: n }, (_, j) => TOP + (j + 0.5) * (BOTTOM - TOP) / n);
  const inputs = [middle - 55, middle + 55];
  const updating = step.kind === "update";
  const [size, run] = [4 * n + 1, runs[index]];
  const value = (q) => run.params[(epoch + (updating && q <= step.at ? 1 : 0)) * size + q];
  const width = (q) => THIN + WIDER * Math.min(Math.abs(value(q)) / reachOf(run, epoch), 1);
  const endsOf = (q) => q < 2 * n ? [[X[0], inputs[Math.floor(q / n)]], [X[1], heights[q % n]]] : [[X[1], heights[q - 3 * n]], [X[2], middle]];
  const onLine = ["product", "gradient", "back"].includes(step.kind) || updating && !isBias(step.at, n);
  const line = ([[x1, y1], [x2, y2]], attributes) => make(group, "line", { x1, y1, x2, y2, ...attributes });
  if (onLine) line(endsOf(step.at), { class: "hp-in-hand" });
  for (let q = 0; q < 4 * n; q += 1) {
    if (isBias(q, n)) continue;
    const stroke = spec.colours.weights[q < 2 * n ? 0 : 1];
    line(endsOf(q), { class: "hp-wire", stroke, "stroke-width": width(q), "stroke-dasharray": value(q) < 0 ? "7 4" : "none" });
  }
  const { texts, below } = words(step, n, x, y, value, spec.parameters[n - 1]);
  const box = (place2, kind, text, lit) => boxed(group, spec, place2, kind, text, lit);
  inputs.forEach((height, i) => box([X[0], height], "input", texts.inputs[i], false));
  const here = !onLine || step.kind === "back" ? step.unit : -1;
  const bias = updating && isBias(step.at, n) ? Math.min(step.at - 2 * n, n) : -1;
  heights.forEach((height, j) => box([X[1], height], "unit", texts.hidden[j], updating ? j === bias : j === here));
  box([X[2], middle], "unit", texts.output, updating ? step.at === 4 * n : here === n);
  below.forEach((text, k) => writer(group)(X[2], middle + (k ? 16 + 19 * k : -24), "tick", minus(text)));
  if (onLine && step.kind !== "back") token(group, spec, endsOf(step.at), step, n);
}
var isBias = (q, n) => q >= 2 * n && q < 3 * n || q === 4 * n;
function words(step, n, x, y, value, names) {
  const named = (name, number, known) => known ? `${name} ${shown(number)}` : name;
  if (step.kind === "update") {
    return {
      texts: {
        inputs: ["x1", "x2"],
        hidden: Array.from({ length: n }, (_, j) => named(names[2 * n + j][0], value(2 * n + j), true)),
        output: named(names[4 * n][0], value(4 * n), true)
      },
      below: []
    };
  }
  const { seen, done, sample } = step;
  const arrived = (j) => done >= 5 * n + 4 + 3 * j;
  const error = done >= 4 * n + 2 ? [tr("error {error}", { error: shown(seen.error) })] : [];
  const delta = done >= 4 * n + 3 ? [`δ = ${shown(seen.delta)}`] : [];
  return {
    texts: {
      inputs: x[sample].map((v, i) => named(`x${i + 1}`, v, true)),
      hidden: seen.h.map((h, j) => arrived(j) ? named(`δ${j + 1}`, seen.back[j], true) : named(`h${j + 1}`, h, done >= 3 * j + 3)),
      output: named("ŷ", seen.prediction, done > 4 * n)
    },
    below: [tr("target {target}", { target: y[sample] }), ...error, ...delta]
  };
}
function boxed(group, spec, [x, y], kind, text, lit) {
  const [width, height] = kind === "input" ? INPUT : BOX;
  const stroke = kind === "input" ? spec.colours.input : spec.colours.prediction;
  make(group, "rect", { x: x - width / 2, y: y - height / 2, width, height, rx: 5, stroke, class: `hp-unit${lit ? " hp-lit" : ""}` });
  fit(writer(group)(x, y + 4.5, `tick hp-known${text.length > (kind === "input" ? 7 : 10) ? " hp-long" : ""}`, text), width - 8);
}
function token(group, spec, [[x1, y1], [x2, y2]], step, n) {
  const part = 0.5 + (x1 === X[0] ? (INPUT[0] - BOX[0]) / 4 / (x2 - x1) : 0);
  const [x, on] = [x1 + part * (x2 - x1), y1 + part * (y2 - y1)];
  const y = on + (Math.abs(y2 - y1) < LEVEL ? (on > (TOP + BOTTOM) / 2 ? 1 : -1) * 23 : 0);
  const way2 = step.kind === "update" ? "" : BACK.includes(step.kind) ? " hp-going-back" : "";
  const stroke = step.kind === "product" ? spec.colours.prediction : way2 ? "currentColor" : spec.colours.weights[step.at < 2 * n ? 0 : 1];
  make(group, "rect", { x: x - 32, y: y - 12, width: 64, height: 24, rx: 3, stroke, class: `hp-on-its-way${way2}` });
  fit(writer(group)(x, y + 4.5, `tick hp-known${shown(step.result).length > 8 ? " hp-long" : ""}`, shown(step.result)), 58);
}

// utils/handprop/explore/training/curves.js
var BOX2 = [56, 30, 350, 286];
var SIZE = [378, 346];
var POINTS = 200;
var LEAST2 = -16;
var SPANS = 1e3;
var holding = (ends, value) => ends.find((end) => value <= end) ?? ends.at(-1);
var REACHES = [10, 20, 50, 100, 200, 500, 1e3, 1e4, 1e5];
var reachOf = (run, epoch) => holding(REACHES, run.reach[epoch]);
function chart(svg) {
  const [left, top, , bottom] = BOX2;
  const id = freshId();
  const edge = make(make(svg, "clipPath", { id }), "rect", { x: left, y: top, width: 0, height: bottom - top });
  const past = make(svg, "g", { class: "hp-past", "clip-path": `url(#${id})` });
  let [group, drawn, at] = [null, "", null];
  return {
    past,
    until: (x) => place(edge, { width: x - left }),
    /** @param {string} key @param {any} options of `axes` @param {((v: number) => string) | null} yLabel */
    frame(key, options, yLabel = null) {
      if (key === drawn) return at;
      group?.remove();
      group = make(svg, "g");
      svg.prepend(group);
      drawn = key;
      ({ at } = axes(group, { frame: BOX2, xName: tr("epoch"), ...options }));
      if (yLabel) group.querySelectorAll(".hp-tick.hp-right").forEach((node, k) => say(node, yLabel(options.yTicks[k])));
      return at;
    }
  };
}
var spot = ([x, y]) => ` ${Math.round(x * 10) / 10},${Math.round(y * 10) / 10}`;
function curve(parent, attributes) {
  const line = make(parent, "polyline", attributes);
  let [drawn, count2, points] = ["", 0, ""];
  const show = (key, at, value, length, stride) => {
    if (drawn !== key) [drawn, count2, points] = [key, 0, ""];
    const before = count2;
    for (; count2 + stride <= length; count2 += stride) {
      let [low, high] = [Infinity, -Infinity];
      for (let k = count2; k < count2 + stride; k += 1) {
        low = Math.min(low, value(k));
        high = Math.max(high, value(k));
      }
      points += spot(at(count2 + stride - 1, low));
      if (high > low) points += spot(at(count2 + stride - 1, high));
    }
    if (count2 !== before || !count2) line.setAttribute("points", points);
  };
  return { line, show };
}
function lossAxis(choice, runs, epoch) {
  const [low, high] = [Math.min(...runs.map((run) => run.low[epoch])), Math.max(...runs.map((run) => run.high[epoch]))];
  if (choice === "linear" || choice === "auto" && high <= SPANS * low) {
    const top = holding([0.24, 0.5], high);
    return { key: `${top}`, height: (v) => v, yLabel: null, options: { y: [0, top], yTicks: range(0, top, top === 0.24 ? 3 : 5) } };
  }
  const bottom = Math.max(Math.floor(Math.log10(low)), LEAST2);
  const yTicks = range(0, bottom, -bottom).filter((power) => power % Math.ceil(-bottom / 6) === 0);
  return { key: `log ${bottom}`, height: (v) => Math.log10(Math.max(v, 10 ** LEAST2)), yLabel: raised, options: { y: [bottom, 0], yTicks } };
}
function lossPanel(panels, lists, spec) {
  const node = panel(panels, tr("The loss of each learning rate"));
  const svg = canvas(node, ...SIZE);
  const { past, until, frame } = chart(svg);
  const lines = spec.rates.map((_, i) => curve(past, { class: "hp-run", stroke: spec.colours.error, "stroke-dasharray": spec.dashes[i] }));
  const dots = spec.rates.map(() => make(svg, "circle", { r: 6, class: "hp-dot", fill: spec.colours.error }));
  const marks = spec.rates.map((rate, i) => [
    `η = ${digits(rate)}`,
    { stroke: spec.colours.error, "stroke-width": 3, "stroke-dasharray": spec.dashes[i] }
  ]);
  const list = valueList(under(lists, 1), tr("Loss of each learning rate at this epoch"), marks);
  return ({ now, index, epoch, training, axis }) => {
    const { key, height, yLabel, options } = lossAxis(axis, training.runs, epoch);
    const end = holding(spec.axis_ends, epoch);
    const at = frame(`${key} ${end}`, { x: [0, end], xTicks: range(0, end, 4), yName: tr("loss"), ...options }, yLabel);
    lines.forEach(({ line, show }, i) => {
      const run = training.runs[i];
      show(`${training.key} ${key} ${end}`, at, (k) => height(run.losses[k]), Math.min(run.length, end + 1), Math.ceil(end / POINTS));
      line.classList.toggle("hp-chosen", i === index);
    });
    until(at(epoch, 0)[0]);
    now.losses.forEach((value, i) => {
      const [cx, cy] = at(epoch, height(value));
      place(dots[i], { cx, cy, r: i === index ? 7 : 4 });
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
  const node = panel(panels, "");
  const svg = canvas(node, ...SIZE);
  const curves = make(svg, "g");
  const { past, until, frame } = chart(curves);
  const cursor = make(curves, "line", { y1: BOX2[1], y2: BOX2[3], class: "hp-cursor" });
  const drawStep2 = stepPicture(svg, spec);
  const list = valueList(under(lists, 2), tr("How the parameters are drawn"), KINDS.map(([name, words2]) => [words2, lineOf(spec, name)]));
  list(KINDS.map(() => ""));
  let lines = [];
  return ({ now, index, epoch, training }) => {
    say(node.firstChild, now.step ? tr("One epoch, piece by piece") : tr("Weights at the rate chosen"));
    curves.style.display = now.step ? "none" : "";
    panels.classList.toggle("hp-pieces", Boolean(now.step));
    drawStep2(training, index, epoch, now);
    const run = training.runs[index];
    const [reach, end] = [reachOf(run, epoch), holding(spec.axis_ends, epoch)];
    const at = frame(`${reach} ${end}`, {
      x: [0, end],
      y: [-reach, reach],
      xTicks: range(0, end, 4),
      yTicks: range(-reach, reach, 4),
      yName: tr("value")
    });
    const size = 4 * training.n + 1;
    if (lines.length !== size) {
      past.replaceChildren();
      lines = spec.parameters[training.n - 1].map(([, name]) => curve(past, { class: "hp-weights", ...lineOf(spec, name) }));
    }
    const key = `${training.key} ${index} ${reach} ${end}`;
    lines.forEach(({ show }, q) => show(key, at, (k) => run.params[k * size + q], Math.min(run.length, end + 1), Math.ceil(end / POINTS)));
    const [x] = at(epoch, 0);
    place(cursor, { x1: x, x2: x });
    until(x);
    if (!now.step) svg.setAttribute("aria-label", tr("Weights and biases over epochs, at learning rate {rates}", { rates: digits(spec.rates[index]) }));
    else svg.setAttribute("aria-label", minus(tr("The network in this sub-step. {words}", { words: now.words })));
  };
}

// utils/handprop/explore/frame/words.js
var written2 = (value) => {
  if (typeof value === "string") return value;
  return Array.isArray(value) ? value.map(written2).join(", ") : digits(value);
};
var phrases = (texts) => (key, values = {}) => tr(texts[key], values, written2);

// utils/handprop/explore/training/steps.js
var LN2 = [0.6931471803691238, 19082149292705877e-26];
var HALVES = [1];
while (HALVES.length < 1075) HALVES.push(HALVES.at(-1) / 2);
function sigmoid(z) {
  const size = Math.min(Math.abs(z), 700);
  const halvings = Math.floor(size / LN2[0] + 0.5);
  const rest = size - halvings * LN2[0] - halvings * LN2[1];
  let power = 1;
  for (let k = 15; k > 0; k -= 1) power = 1 - power * rest / k;
  power *= HALVES[halvings];
  return (z < 0 ? power : 1) / (1 + power);
}
function trace(p, at, n, gated, [x1, x2], y) {
  const [z, h, back] = [new Array(n), new Array(n), new Array(n)];
  let sum = 0;
  for (let j = 0; j < n; j += 1) {
    z[j] = x1 * p[at + j] + x2 * p[at + n + j] + p[at + 2 * n + j];
    h[j] = gated ? Math.max(z[j], 0) : sigmoid(z[j]);
    sum += h[j] * p[at + 3 * n + j];
  }
  const out = sum + p[at + 4 * n];
  const prediction = sigmoid(out);
  const [error, slope] = [prediction - y, prediction * (1 - prediction)];
  const delta = error * slope;
  for (let j = 0; j < n; j += 1) {
    const arrived = delta * p[at + 3 * n + j];
    back[j] = gated ? z[j] > 0 ? arrived : 0 : arrived * (h[j] * (1 - h[j]));
  }
  return { z, h, out, prediction, error, slope, delta, back };
}
function gradients(p, at, n, gated, x, y) {
  const mean = new Float64Array(4 * n + 1);
  let loss = 0;
  x.forEach(([x1, x2], s) => {
    const { h, error, delta, back } = trace(p, at, n, gated, x[s], y[s]);
    for (let j = 0; j < n; j += 1) {
      mean[j] += back[j] * x1;
      mean[n + j] += back[j] * x2;
      mean[2 * n + j] += back[j];
      mean[3 * n + j] += delta * h[j];
    }
    mean[4 * n] += delta;
    loss += 0.5 * error * error;
  });
  for (let q = 0; q <= 4 * n; q += 1) mean[q] /= x.length;
  return { mean, loss: loss / x.length };
}
function runOf(start, n, gated, x, y, rate, most) {
  const size = 4 * n + 1;
  const made = { params: new Float64Array((most + 2) * size), losses: new Float64Array(most + 1), low: new Float64Array(most + 1), high: new Float64Array(most + 1), reach: new Float64Array(most + 1), length: 0 };
  made.params.set(start);
  return {
    ...made,
    grow() {
      const [k, at] = [this.length, this.length * size];
      const { mean, loss } = gradients(made.params, at, n, gated, x, y);
      let reach = k ? made.reach[k - 1] : 0;
      for (let q = 0; q < size; q += 1) {
        reach = Math.max(reach, Math.abs(made.params[at + q]));
        made.params[at + size + q] = made.params[at + q] - rate * mean[q];
      }
      made.losses[k] = loss;
      made.reach[k] = reach;
      made.low[k] = k ? Math.min(made.low[k - 1], loss) : loss;
      made.high[k] = k ? Math.max(made.high[k - 1], loss) : loss;
      this.length += 1;
    }
  };
}

// utils/handprop/explore/training/words.json
var words_default = {
  lowers: "Epoch {epoch}, learning rate {rate}: the loss is {loss}, {right} of {count} samples are right. The next epoch lowers it.",
  raises: "Epoch {epoch}, learning rate {rate}: the loss is {loss}, {right} of {count} samples are right. The next epoch raises it.",
  keeps: "Epoch {epoch}, learning rate {rate}: the loss is {loss}, {right} of {count} samples are right. The next epoch does not change it.",
  sees: "h{unit} is above 0.5 for {above} of {count} samples.",
  opens: "The gate of h{unit} is open for {above} of {count} samples.",
  product: "Sample {sample} of {count}, forward: {weight} · {from} = {a} · {b} {is} {result}.",
  unit: "Sample {sample} of {count}, forward: {to} = {f}(z) = {f}({a}) {is} {result}. Here z is the sum of what has arrived and {bias}.",
  error: "Sample {sample} of {count}: error = prediction - target = {a} - {b} {is} {result}.",
  delta: "Sample {sample} of {count}, back: delta of the output = error · slope = {a} · {b} {is} {result}. It is the gradient of {bias}, too.",
  gradient: "Sample {sample} of {count}, back: gradient of {weight} = delta of {to} · {from} = {a} · {b} {is} {result}.",
  back: "Sample {sample} of {count}, back: delta of {to} = delta of the output · {weight} · slope = {a} · {b} · {slope} {is} {result}. It is the gradient of {bias}, too.",
  update: "Update: {weight} = {a} - {rate} · {b} {is} {result}: the old value, minus learning rate times mean gradient of {count} samples.",
  output: "the output",
  legend: "All curves start from the same weights; the thick one is the learning rate chosen. In the map, orange is a prediction near 1, blue near 0; the black line is 0.5. Beside it, the same for each hidden unit; with ReLU, white is a closed gate. Filled dots have target 1. A dashed ring: a sample on the wrong side. A click on the map adds a point, up to six, and training begins again; Reset takes them away."
};

// utils/handprop/explore/training/parts.js
var phrase = phrases(words_default);
var count = (units, samples) => samples * (8 * units + 3) + 4 * units + 1;
function partOf(number, n, samples) {
  const each = 8 * n + 3;
  const place2 = Math.min(number, count(n, samples)) - 1;
  const [sample, r] = [Math.floor(place2 / each), place2 % each];
  const part = (kind, at, unit2 = n) => ({ kind, sample, at, unit: unit2 });
  if (sample >= samples) return { kind: "update", sample: samples, at: place2 - samples * each, unit: 0 };
  if (r < 3 * n) {
    const [unit2, i2] = [Math.floor(r / 3), r % 3];
    return i2 === 2 ? part("unit", 2 * n + unit2, unit2) : part("product", i2 * n + unit2, unit2);
  }
  if (r < 4 * n) return part("product", r);
  if (r < 4 * n + 3) return part(["unit", "error", "delta"][r - 4 * n], 4 * n);
  if (r < 5 * n + 3) return part("gradient", r - n - 3);
  const [unit, i] = [Math.floor((r - 5 * n - 3) / 3), (r - 5 * n - 3) % 3];
  return i ? part("gradient", (i - 1) * n + unit, unit) : part("back", 3 * n + unit, unit);
}
function worked(spec, training, index, epoch, number) {
  const { n, gated, x, y, runs } = training;
  const part = partOf(number, n, x.length);
  const [row, start] = [runs[index].params, epoch * (4 * n + 1)];
  const at = Math.min(part.sample, x.length - 1);
  const seen = trace(row, start, n, gated, x[at], y[at]);
  const names = spec.parameters[n - 1].map(([label]) => label);
  const last = part.unit === n;
  const weight = row[start + part.at];
  const i = last ? part.at - 3 * n : Math.floor(part.at / n);
  const [source, value] = last ? [`h${i + 1}`, seen.h[i]] : [`x${i + 1}`, x[at][i]];
  const known = {
    sample: part.sample + 1,
    count: x.length,
    weight: names[part.at],
    bias: names[part.at],
    from: source,
    to: last ? phrase("output") : `h${part.unit + 1}`
  };
  const times = (a, b, c = 1) => ({ a, b: bracketed(b), result: a * b * c });
  const kinds = {
    product: () => times(weight, value),
    unit: () => ({
      f: spec.names[gated && !last ? "relu" : "sigmoid"],
      a: last ? seen.out : seen.z[part.unit],
      result: last ? seen.prediction : seen.h[part.unit]
    }),
    error: () => difference(seen.prediction, 1, y[at]),
    delta: () => times(seen.error, seen.slope),
    gradient: () => times(last ? seen.delta : seen.back[part.unit], value),
    back: () => {
      const h = seen.h[part.unit];
      const slope = gated ? Number(seen.z[part.unit] > 0) : h * (1 - h);
      return { ...times(seen.delta, weight, slope), slope: bracketed(slope), bias: names[2 * n + part.unit] };
    },
    update: () => difference(weight, spec.rates[index], gradients(row, start, n, gated, x, y).mean[part.at])
  };
  const numbers = kinds[part.kind]();
  const done = (Math.min(number, count(n, x.length)) - 1) % (8 * n + 3) + 1;
  const whole = Math.abs(Number(digits(numbers.result)) - numbers.result) <= 1e-12 * Math.abs(numbers.result);
  numbers.is = whole ? "=" : "≈";
  return { ...part, ...numbers, seen, done, words: phrase(part.kind, { ...known, rate: spec.rates[index], ...numbers }) };
}
function difference(a, rate, b) {
  const result = a - rate * b;
  const long = enough((rounded) => rounded(a) - rounded(rate) * rounded(b), result, Math.max(Math.abs(a), Math.abs(rate * b)));
  return { a: digits(a, long), b: bracketed(b, long), result };
}

// utils/handprop/explore/training/numbers.js
function pointsOf(spec, text) {
  const [low, high] = spec.map.ends;
  const on = ([x1, x2, y]) => [x1, x2].every((v) => v >= low && v <= high) && [0, 1].includes(y);
  return text.split(" ").map((part) => part.split(/[,:]/).map(Number)).filter(on).slice(0, spec.map.most);
}
var pointsText = (points) => points.map(([x1, x2, y]) => `${x1},${x2}:${y}`).join(" ");
function begin(spec, { points, units: n, start, activation }) {
  const added = pointsOf(spec, points);
  const x = [...spec.x, ...added.map(([x1, x2]) => [x1, x2])];
  const y = [...spec.y.flat(), ...added.map(([, , target]) => target)];
  const gated = activation === "relu";
  const runs = spec.rates.map((rate) => runOf(rowOf(spec.starts[start], n), n, gated, x, y, rate, spec.epochs + 1));
  return { x, y, n, gated, runs };
}
function rowOf({ stream, own }, n) {
  const [w1, w2, v] = [0, 1, 2].map((k) => stream.slice(k * n, (k + 1) * n));
  [w1, w2, v].forEach((part, k) => own[k].slice(0, n).forEach((value, j) => {
    part[j] = value;
  }));
  return [...w1, ...w2, ...new Array(n).fill(0), ...v, 0];
}
function grow({ runs }, epoch, milliseconds = Infinity) {
  const end = performance.now() + milliseconds;
  while (runs[0].length < epoch + 2) {
    runs.forEach((run) => run.grow());
    if (runs[0].length % 16 === 0 && performance.now() > end) break;
  }
  return Math.max(Math.min(epoch, runs[0].length - 2), 0);
}
function snapshot(spec, training, index, epoch, part = 0) {
  const { n, x, y, gated, runs } = training;
  const [{ params, losses }, at] = [runs[index], epoch * (4 * n + 1)];
  const traces = x.map((row, s) => trace(params, at, n, gated, row, y[s]));
  const predictions = traces.map(({ prediction }) => prediction);
  const right = predictions.filter((prediction, s) => prediction > 0.5 === y[s] > 0.5).length;
  const turn = losses[epoch + 1] < losses[epoch] ? "lowers" : losses[epoch + 1] > losses[epoch] ? "raises" : "keeps";
  const step = part ? worked(spec, training, index, epoch, part) : null;
  const above = (j) => traces.filter(({ z }) => z[j] > 0).length;
  const sees = traces[0].h.map((_, j) => phrase(gated ? "opens" : "sees", { unit: j + 1, above: above(j), count: x.length }));
  const words2 = phrase(turn, { epoch, rate: spec.rates[index], loss: losses[epoch], right, count: x.length });
  return {
    row: params.subarray(at, at + 4 * n + 1),
    slopes: gradients(params, at, n, gated, x, y).mean,
    loss: losses[epoch],
    losses: runs.map((run) => run.losses[epoch]),
    predictions,
    right,
    sees,
    words: step ? step.words : words2,
    step
  };
}
function maps(spec, { n, gated }, p) {
  const { ends, side } = spec.map;
  const places = range(ends[0], ends[1], side);
  const size = places.length ** 2;
  const [map, hidden, sums] = [new Float64Array(size), new Float64Array(n * size), new Float64Array(n * size)];
  places.forEach((x2, r) => places.forEach((x1, c) => {
    const k = r * places.length + c;
    let out = 0;
    for (let j = 0; j < n; j += 1) {
      const z = x1 * p[j] + x2 * p[n + j] + p[2 * n + j];
      const h = gated ? Math.max(z, 0) : sigmoid(z);
      [sums[j * size + k], hidden[j * size + k]] = [z, h];
      out += h * p[3 * n + j];
    }
    map[k] = sigmoid(out + p[4 * n]);
  }));
  return { map, hidden, sums };
}

// utils/handprop/explore/training/map.js
var MAP_BOX = [46, 30, 266, 286];
var SMALL = { across: [284, 362], gap: 8, label: 18 };
var KEPT = 300;
var IN_COLUMN = 3;
var SHADES = [[86, 180, 233], [255, 255, 255], [230, 159, 0]];
var PALETTE = range(0, 1, 255).map((p) => {
  const [from, to, t] = p < 0.5 ? [SHADES[0], SHADES[1], 2 * p] : [SHADES[1], SHADES[2], 2 * p - 1];
  return [...from.map((v, i) => Math.round(v + t * (to[i] - v))), 255];
});
function mapPainter(side) {
  const canvas2 = document.createElement("canvas");
  [canvas2.width, canvas2.height] = [side, side];
  const context = canvas2.getContext("2d", { willReadFrequently: true });
  const pixels = context.createImageData(side, side);
  return (map, share = (value) => value) => {
    const row = side + 1;
    for (let i = 0; i < side; i += 1) {
      for (let j = 0; j < side; j += 1) {
        const k = i * row + j;
        const middle = (map[k] + map[k + 1] + map[k + row] + map[k + row + 1]) / 4;
        pixels.data.set(PALETTE[Math.round(255 * share(middle))], 4 * ((side - 1 - i) * side + j));
      }
    }
    context.putImageData(pixels, 0, 0);
    return canvas2.toDataURL();
  };
}
var FLAT = 1e-9;
function border(map, side, level, at) {
  const parts = [];
  const value = ([i, j]) => map[i * (side + 1) + j] - level;
  const crossing = ([i, j], [k, l]) => {
    const [a, b] = [value([i, j]), value([k, l])];
    if (a > 0 === b > 0) return [];
    const t = a / (a - b);
    return [at(j + t * (l - j), i + t * (k - i))];
  };
  for (let i = 0; i < side; i += 1) {
    for (let j = 0; j < side; j += 1) {
      const corners = [[i, j], [i, j + 1], [i + 1, j + 1], [i + 1, j]];
      const values = corners.map(value);
      if (Math.max(...values) < FLAT || Math.min(...values) > -FLAT) continue;
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
function hiddenMaps(svg, spec, paint, units) {
  const { ends, side } = spec.map;
  const group = make(svg, "g");
  const columns = units > IN_COLUMN ? 2 : 1;
  const [from, to] = SMALL.across;
  const wide = (to - from - (columns - 1) * SMALL.gap) / columns;
  const room = (MAP_BOX[3] - MAP_BOX[1] + SMALL.label) / Math.ceil(units / columns);
  const parts = Array.from({ length: units }, (_, j) => {
    const left = from + j % columns * (wide + SMALL.gap);
    const top = MAP_BOX[1] + Math.floor(j / columns) * room;
    const high = Math.min(wide * 1.2, room - SMALL.label);
    const box = [left, top, left + wide, top + high];
    const across = (t) => left + t * wide;
    const up = (t) => box[3] - t * high;
    writer(group)(left + wide / 2, top - 5, "tick", `h${j + 1}`);
    const inside = clipped(group, left, top, wide, high);
    const [image, line] = [picture(inside, box), make(inside, "path", { class: "hp-boundary hp-thin" })];
    const part = (v) => (v - ends[0]) / (ends[1] - ends[0]);
    const dots = samplePool(spec, () => make(inside, "circle", { r: columns > 1 ? 2.5 : 3.5 }));
    const mark = ({ x, y }) => dots(x, (dot, [x1, x2], i) => place(dot, { cx: across(part(x1)), cy: up(part(x2)), class: `hp-tiny ${y[i] > 0.5 ? "hp-one" : ""}` }));
    return { image, line, mark, at: (k, i) => [across(k / side), up(i / side)] };
  });
  return {
    remove: () => group.remove(),
    mark: (training) => parts.forEach(({ mark }) => mark(training)),
    paint: ({ hidden, sums }, gated) => parts.map(({ at }, j) => {
      const of = (all) => all.subarray(j * all.length / units, (j + 1) * all.length / units);
      const most = of(hidden).reduce((a, b) => Math.max(a, b), 1e-9);
      return [paint(of(hidden), gated ? (value) => 0.5 + 0.5 * value / most : void 0), border(of(sums), side, 0, at)];
    }),
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
  const add = (spot2, y) => {
    const points = pointsOf(spec, model.get("points"));
    if (points.length < spec.map.most) moveTo(model, { points: pointsText([...points, [...spot2, y]]), epoch: 0, part: 0 });
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
    const spot2 = [(x - left) / (right - left), (bottom - y) / (bottom - top)];
    add(spot2.map((share) => held(low + share * (high - low))), click.target);
  });
  show();
}
function mapPanel(panels, lists, spec, model, click) {
  const node = panel(panels, tr("The prediction for every input"));
  const svg = canvas(node, ...SIZE);
  const { ends, side } = spec.map;
  const frame = { frame: MAP_BOX, x: ends, y: ends, xTicks: [0, 1], yTicks: [0, 1] };
  const { at, inside } = axes(svg, { ...frame, xName: "x1", yName: "x2" });
  const image = picture(inside, MAP_BOX);
  const paint = mapPainter(side);
  const placeOf = (j, i) => at(ends[0] + j * (ends[1] - ends[0]) / side, ends[0] + i * (ends[1] - ends[0]) / side);
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
    say(group.lastChild, String(y[i]));
  });
  place(svg, { role: "group" });
  pointPicker(svg, at, model, spec, click);
  const seen = /* @__PURE__ */ new Map();
  let [marked, small, drawn] = [null, null, ""];
  const list = valueList(under(lists, 3), tr("Prediction for each sample"), spec.x.map((x, i) => [tr("x = ({x}), target {y}", { x: x.join(", "), y: spec.y[i][0] }), null]));
  return ({ now, index, epoch, training }) => {
    if (marked !== training) {
      if (marked?.n !== training.n) {
        small?.remove();
        small = hiddenMaps(svg, spec, paint, training.n);
      }
      mark(training);
      small.mark(training);
      marked = training;
    }
    const key = `${training.key} ${index} ${epoch}`;
    if (key !== drawn) {
      if (seen.size > KEPT) seen.clear();
      if (!seen.has(key)) {
        const all = maps(spec, training, now.row);
        seen.set(key, [paint(all.map), border(all.map, side, 0.5, placeOf), small.paint(all, training.gated)]);
      }
      const [href, d, hidden] = seen.get(key);
      place(image, { href });
      place(line, { d });
      small.show(hidden);
      drawn = key;
    }
    rings(training.x, (group, _, i) => group.firstChild.classList.toggle("hp-wrong", now.predictions[i] > 0.5 !== training.y[i] > 0.5));
    list(now.predictions.slice(0, spec.x.length));
    svg.setAttribute("aria-label", minus(tr("Map of predictions. {words}", { words: [now.words, ...now.sees].join(" ") })));
  };
}

// utils/handprop/explore/training/play.js
var CALM_MS = 500;
var calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
function stepped({ n, x }, kind, [epoch, part], by, most) {
  const all = count(n, x.length);
  const here = Math.min(part, all);
  if (kind === "epoch") return [Math.min(Math.max(epoch + (by < 0 && here ? 0 : by), 0), most), 0];
  const each = 8 * n + 3;
  const stops = kind === "part" ? Array.from({ length: all }, (_, k) => k + 1) : [...x.map((_, s) => (s + 1) * each), all];
  if (by > 0) {
    const next = stops.find((stop) => stop > here);
    if (next) return [epoch, next];
    return epoch < most ? [epoch + 1, stops[0]] : [epoch, here];
  }
  if (here) return [epoch, Math.max(0, ...stops.filter((stop) => stop < here))];
  return epoch ? [epoch - 1, all] : [0, 0];
}
function player(bar, model, spec, training, ready) {
  const play = button(bar, tr("Play"));
  let [frame, before, due] = [0, 0, 0];
  const speed = () => spec.speeds[model.get("speed")];
  const place2 = () => [Math.round(model.get("epoch")), Math.round(model.get("part"))];
  const move = (by, times) => {
    let now = place2();
    const { kind } = speed();
    if (kind === "epoch") now = stepped(training(), kind, now, by * times, spec.epochs);
    else for (let k = 0; k < times; k += 1) now = stepped(training(), kind, now, by, spec.epochs);
    moveTo(model, { epoch: now[0], part: now[1] });
  };
  const stop = () => {
    cancelAnimationFrame(frame);
    frame = 0;
    say(play, tr("Play"));
  };
  const tick = (time) => {
    frame = requestAnimationFrame(tick);
    if (before && ready()) due += speed().pace * Math.min(Math.max(time - before, 0), 250) / 1e3;
    before = time;
    if (due < Math.max(1, calm() ? speed().pace * CALM_MS / 1e3 : 1)) return;
    const from = String(place2());
    move(1, Math.floor(due));
    due %= 1;
    if (String(place2()) === from) stop();
  };
  play.addEventListener("click", () => {
    if (frame) {
      stop();
      return;
    }
    if (place2()[0] >= spec.epochs) moveTo(model, { epoch: 0, part: 0 });
    [before, due] = [0, 1];
    say(play, tr("Pause"));
    frame = requestAnimationFrame(tick);
  });
  const go = (name, act) => button(bar, name).addEventListener("click", () => {
    stop();
    act();
  });
  go(tr("Back"), () => move(-1, 1));
  go(tr("Step"), () => move(1, 1));
  go(tr("10 steps"), () => move(1, 10));
  go(tr("Again from the start"), () => moveTo(model, { epoch: 0, part: 0 }));
  return stop;
}

// utils/handprop/explore/training/explorer.js
var FRAME_MS = 8;
function targetButton(bar, click) {
  const node = button(bar, "");
  const tell = () => say(node, tr("A click adds: {target}", { target: click.target }));
  node.addEventListener("click", () => {
    click.target = 1 - click.target;
    tell();
  });
  tell();
}
function trainingExplorer(model, el, schedule) {
  const spec = model.get("spec");
  let [training, now, shownOnce] = [null, null, false];
  const click = { target: 1 };
  const { stage, lists, said, tools, below } = rooms(el, "hp-panels hp-training");
  const sentence = make(said, "p", { class: "hp-words hp-two-lines" });
  const shows = [lossPanel, weightsPanel, mapPanel].map((draw) => draw(stage, lists, spec, model, click));
  const wanted = () => Math.round(model.get("epoch"));
  const ready = () => training.runs[0].length > wanted() + 1;
  const clock = make(tools, "div", { class: "hp-bar", role: "group", "aria-label": tr("Steps") });
  const stop = player(clock, model, spec, () => training, ready);
  const bar = toolBar(tools, model, spec);
  targetButton(bar, click);
  const quiet = hearButton(bar, tr("the loss"), () => [...training.runs[model.get("learning_rate")].losses.subarray(0, wanted() + 1)]);
  make(below, "p", { class: "hp-legend" }, phrase("legend"));
  const body = foldedTable(below, tr("Weights and biases"), [tr("name"), tr("value"), tr("gradient")]);
  const show = () => {
    const setting = { points: model.get("points"), units: Math.round(model.get("units")), start: chosen(model, spec, "start"), activation: chosen(model, spec, "activation") };
    const key = Object.values(setting).join(" ");
    if (training?.key !== key) training = { key, ...begin(spec, setting) };
    const index = model.get("learning_rate");
    const epoch = grow(training, wanted(), shownOnce ? FRAME_MS : Infinity);
    shownOnce = true;
    if (!ready()) schedule();
    now = snapshot(spec, training, index, epoch, ready() ? Math.round(model.get("part")) : 0);
    say(sentence, minus(now.words));
    const frame = { now, index, epoch, training, axis: chosen(model, spec, "axis") };
    shows.forEach((draw) => draw(frame));
    fill(body, spec.parameters[training.n - 1].map(([label], q) => [label, shown(now.row[q]), shown(now.slopes[q])]));
    [...body.rows].forEach((row, q) => {
      row.hidden = q >= now.row.length;
    });
  };
  return { show, effects: () => [[tr("loss"), now.loss], [tr("samples right"), now.right]], spoken: () => minus(now.words), end: () => {
    quiet();
    stop();
  } };
}
var explorer_default = mount(trainingExplorer);
export {
  explorer_default as default
};
