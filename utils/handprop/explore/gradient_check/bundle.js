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

// utils/handprop/explore/gradient_check/losses.js
function lossTable(parent) {
  const node = make(parent, "table", { class: "hp-losses" });
  make(node, "caption", { class: "hp-spoken" }, tr("The two losses with 17 decimals"));
  const body = make(node, "tbody");
  const rows = [0, 1].map(() => {
    const row = make(body, "tr");
    const head = make(row, "th", { scope: "row" });
    const cell = make(row, "td");
    return [head, make(cell, "span", { class: "hp-shared" }), make(cell, "span", { class: "hp-apart" })];
  });
  return (now, sides) => {
    const names = [tr("loss at w + h"), sides === "central" ? tr("loss at w − h") : tr("loss at w")];
    [now.up, now.down].forEach((value, i) => {
      const text = value.toFixed(17);
      const cut = text.indexOf(".") + 1 + now.shared;
      [names[i], text.slice(0, cut), text.slice(cut)].forEach((part, j) => say(rows[i][j], part));
    });
  };
}

// utils/handprop/explore/frame/words.js
var written2 = (value) => {
  if (typeof value === "string") return value;
  return Array.isArray(value) ? value.map(written2).join(", ") : digits(value);
};
var phrases = (texts) => (key, values = {}) => tr(texts[key], values, written2);

// utils/handprop/explore/gradient_check/words.json
var words_default = {
  words: "Step {h}: the slope is {slope}, the gradient {gradient}, the relative error {error}: {verdict}.",
  agrees: "agrees",
  mistake: "a mistake",
  "bad step": "the step is to blame",
  unsure: "cannot tell",
  "no ratio": "none",
  lost: "The two losses are the same in every digit: the nudge is lost.",
  large: "The step is large: between the two points the curve bends.",
  best: "The step is about the best: bend and rounding are both small.",
  small: "The step is small: the two losses share {shared} decimals, and the rest is rounding.",
  "tip agrees": "Near the tip, at {tip}, the error is below 1e-06.",
  "tip mistake": "Even near the tip, at {tip}, the error is {best}: the gradient is wrong.",
  "tip unsure": "Even near the tip, at {tip}, the error is {best}: the gradient is not exact.",
  legend: "Loss over w1 of the 1-1-1 sigmoid network of lesson 05, at w1 = 0.8. Left: relative error between the gradient under check and the slope by nudges. The curves appear as far as the step has been; the thick one is the difference chosen."
};

// utils/handprop/explore/gradient_check/numbers.js
var phrase = phrases(words_default);
var SIDES = ["central", "one-sided"];
var slopeAt = (spec, sides, k) => sides === "central" ? (spec.up[k] - spec.down[k]) / (2 * spec.h[k]) : (spec.up[k] - spec.here) / spec.h[k];
var relative = (a, n) => Math.abs(a - n) / Math.max(Math.abs(a), Math.abs(n));
var nearest = (spec, h) => Math.min(Math.max(Math.round((Math.log10(h) - spec.lowest) / spec.notch), 0), spec.h.length - 1);
function sharedDecimals(up, down) {
  const [a, b] = [up, down].map((value) => value.toFixed(17).split(".")[1]);
  const k = [...a].findIndex((digit, i) => digit !== b[i]);
  return k < 0 ? 17 : k;
}
function verdictOf(error, best) {
  if (error <= 0.01) return error < 1e-6 ? "agrees" : "unsure";
  return best > 0.01 ? "mistake" : "bad step";
}
function reasonWords(h, tip, shared, lost) {
  if (lost) return phrase("lost");
  if (h > 10 * tip) return phrase("large");
  return h >= tip / 10 ? phrase("best") : phrase("small", { shared });
}
function checked(spec, step, sides, slip) {
  const k = nearest(spec, step);
  const h = spec.h[k];
  const [up, down] = [spec.up[k], sides === "central" ? spec.down[k] : spec.here];
  const width = sides === "central" ? 2 * h : h;
  const gradient = spec.slips.find(([name]) => name === slip)[1];
  const slope = (up - down) / width;
  const errors = (name) => spec.h.map((_, i) => relative(gradient, slopeAt(spec, name, i)));
  const curves = Object.fromEntries(SIDES.map((name) => [name, errors(name)]));
  const error = curves[sides][k];
  const tip = nearest(spec, spec.tips[sides]);
  const best = curves[sides][tip];
  const verdict = phrase(verdictOf(error, best));
  const shared = sharedDecimals(up, down);
  return {
    h,
    up,
    down,
    difference: up - down,
    width,
    slope,
    gradient,
    ratio: slope ? digits(gradient / slope) : phrase("no ratio"),
    error,
    verdict,
    shared,
    curves,
    words: phrase("words", { h, slope, gradient, error, verdict }),
    reason: `${reasonWords(h, spec.tips[sides], shared, up === down)} ${phrase(`tip ${verdictOf(best, best)}`, { tip: spec.h[tip], best })}`
  };
}

// utils/handprop/explore/gradient_check/explorer.js
function vMarks({ colours }) {
  return {
    central: { stroke: colours.nudge, "stroke-width": 3 },
    "one-sided": { stroke: colours.nudge, "stroke-width": 3, "stroke-dasharray": "8 4" }
  };
}
function vPicture(parent, spec) {
  const svg = canvas(parent, 460, 400);
  const frame = [58, 24, 448, 350];
  const { steps, errors, agrees, wrong } = spec.limits;
  const ticks = { xTicks: [-16, -12, -8, -4, 0], yTicks: [-12, -10, -8, -6, -4, -2, 0] };
  const names = { xName: tr("step h (smaller to the left)"), yName: tr("relative error") };
  const { at, inside } = axes(svg, { frame, x: steps, y: errors, ...ticks, ...names });
  svg.querySelectorAll(".hp-tick").forEach((node) => say(node, raised(Number(node.textContent.replace("−", "-")))));
  const zones = [["mistake", wrong, errors[1], tr("a mistake, or a bad step")], ["unsure", agrees, wrong, tr("cannot tell")], ["agrees", errors[0], agrees, tr("agrees")]];
  zones.forEach(([kind, low, high2, words]) => {
    const [left, bottom] = at(steps[0], low);
    const [right, top] = at(steps[1], high2);
    make(inside, "rect", { x: left, y: top, width: right - left, height: bottom - top, rx: 0, class: `hp-zone hp-zone-${kind}` });
    const spot = kind === "agrees" ? [left + 8, bottom - 10] : [at(-1.8, low)[0], top + 20];
    writer(svg)(...spot, `zone hp-${kind === "agrees" ? "left" : "right"}`, words);
  });
  const marks = vMarks(spec);
  const lines = SIDES.map((name) => make(inside, "polyline", { class: "hp-v", ...marks[name] }));
  const dot = make(svg, "circle", { r: 8, class: "hp-dot", fill: "currentColor" });
  const high = (error) => Math.min(Math.max(error > 0 ? Math.log10(error) : -Infinity, errors[0]), errors[1]);
  const across = (k) => spec.lowest + spec.notch * k;
  let smallest = Infinity;
  return (now, sides) => {
    smallest = Math.min(smallest, nearest(spec, now.h));
    SIDES.forEach((name, i) => {
      const points = now.curves[name].map((error, k) => at(across(k), high(error))).slice(smallest);
      lines[i].setAttribute("points", polyline(points));
      lines[i].classList.toggle("hp-chosen", name === sides);
    });
    const [cx, cy] = at(Math.log10(now.h), high(now.error));
    place(dot, { cx, cy });
    svg.setAttribute("aria-label", minus(tr("Relative error over the step, both in powers of ten. {words}", { words: now.words })));
  };
}
function nudgePicture(parent, spec) {
  const svg = canvas(parent, 460, 250);
  const places = spec.curve.map(([w]) => w);
  const losses = spec.curve.map(([, value]) => value);
  const ends = { x: [places[0], places.at(-1)], y: [Math.min(...losses) - 8e-3, Math.max(...losses) + 8e-3] };
  const ticks = { xTicks: [0, 0.4, 0.8, 1.2, 1.6], yTicks: [0.01, 0.02, 0.03, 0.04, 0.05] };
  const { at, inside } = axes(svg, { frame: [58, 24, 448, 200], ...ends, ...ticks, xName: tr("weight w1"), yName: tr("loss") });
  make(inside, "polyline", { points: polyline(spec.curve.map(([w, value]) => at(w, value))), class: "hp-curve", stroke: spec.colours.error });
  const [secant, tangent] = [make(inside, "line", slopeMarks(spec).nudges), make(inside, "line", slopeMarks(spec).gradient)];
  const dots = [0, 1].map(() => make(inside, "circle", { r: 7, class: "hp-dot", fill: spec.colours.nudge }));
  const line = (node, w, value, slope) => {
    const [[x1, y1], [x2, y2]] = ends.x.map((end) => at(end, value + slope * (end - w)));
    place(node, { x1, y1, x2, y2 });
  };
  return (now) => {
    const left = spec.w - (now.width - now.h);
    line(secant, left, now.down, now.slope);
    line(tangent, spec.w, spec.here, now.gradient);
    [[left, now.down], [spec.w + now.h, now.up]].forEach((spot, i) => {
      const [cx, cy] = at(...spot);
      place(dots[i], { cx, cy });
    });
    svg.setAttribute("aria-label", minus(tr("Loss over w1. The slope by nudges is {slope}, the gradient under check {gradient}.", { slope: digits(now.slope), gradient: digits(now.gradient) })));
  };
}
var slopeMarks = ({ colours }) => ({
  nudges: { stroke: colours.nudge, "stroke-width": 4 },
  gradient: { stroke: "currentColor", "stroke-width": 2.5, "stroke-dasharray": "7 5" }
});
function gradientCheckExplorer(model, el) {
  const spec = model.get("spec");
  const { stage, lists, said, tools, below } = rooms(el, "hp-panels");
  const [sentence, reason] = [make(said, "p", { class: "hp-words hp-two-lines" }), make(said, "p", { class: "hp-reason" })];
  const left = panel(stage, tr("The relative error for every step"));
  const showV = vPicture(left, spec);
  const marks = vMarks(spec);
  const ofErrors = under(lists, 1);
  const showErrors = valueList(ofErrors, tr("Relative error at this step"), SIDES.map((name) => [name, marks[name]]));
  const right = panel(stage, tr("The loss and its nudges"));
  const showNudges = nudgePicture(right, spec);
  const showLosses = lossTable(ofErrors);
  const showSlopes = valueList(under(lists, 2), tr("Slopes"), [
    [tr("slope by nudges"), slopeMarks(spec).nudges],
    [tr("gradient under check"), slopeMarks(spec).gradient],
    [tr("gradient / slope"), null],
    [tr("relative error"), null]
  ]);
  toolBar(tools, model, spec);
  make(below, "p", { class: "hp-legend" }, phrase("legend"));
  let now = null;
  const show = () => {
    const [sides, slip] = [chosen(model, spec, "sides"), chosen(model, spec, "slip")];
    now = checked(spec, model.get("h"), sides, slip);
    showV(now, sides);
    showNudges(now);
    showLosses(now, sides);
    const k = nearest(spec, now.h);
    showErrors(SIDES.map((name) => now.curves[name][k]));
    showSlopes([now.slope, now.gradient, minus(now.ratio), now.error]);
    say(sentence, minus(now.words));
    say(reason, minus(now.reason));
  };
  return { show, effects: () => [[tr("relative error"), now.error]], spoken: () => minus(`${now.words} ${now.reason}`) };
}
var explorer_default = mount(gradientCheckExplorer);
export {
  explorer_default as default
};
