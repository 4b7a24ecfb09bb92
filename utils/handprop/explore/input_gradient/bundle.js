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

// utils/handprop/explore/frame/pixels.js
var LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
var SIDE = 8;
var INK = 16;
function unpacked(text) {
  const code = (i) => LETTERS.indexOf(text[i]);
  return Array.from({ length: text.length / 2 }, (_, k) => (64 * code(2 * k) + code(2 * k + 1) - 2048) / 512);
}
function shaped(numbers, [rows, columns]) {
  if (columns === void 0) return numbers;
  return Array.from({ length: rows }, (_, i) => numbers.slice(i * columns, (i + 1) * columns));
}
function unpackedNet({ params, activations, loss: name }) {
  const parts = Object.entries(params).map(([key, [shape, text]]) => [key, shaped(unpacked(text), shape)]);
  return { params: Object.fromEntries(parts), activations, loss: name, frozen: [] };
}
var unpackedPicture = (text) => [...text].map((letter) => LETTERS.indexOf(letter));
var placeWords = (k) => tr("row {row}, column {column}", { row: Math.floor(k / SIDE) + 1, column: k % SIDE + 1 });
function pixelGrid(parent, name, act, stroke = null) {
  const svg = canvas(parent, 324, 324);
  place(svg, { role: "grid", "aria-label": name, class: "hp-picture hp-pixels" });
  const cells = [];
  for (let row = 0; row < SIDE; row += 1) {
    const group = make(svg, "g", { role: "row" });
    for (let column = 0; column < SIDE; column += 1) cells.push(pixelCell(group, row, column));
  }
  const frame = make(svg, "rect", { width: 40, height: 40, rx: 0, class: "hp-pixel-frame", visibility: "hidden" });
  const index = (target) => cells.findIndex(({ group }) => group.contains(target));
  const focusOn = (k) => {
    cells.forEach(({ group }, i) => group.setAttribute("tabindex", i === k ? "0" : "-1"));
    cells[k].group.focus({ preventScroll: true });
  };
  followPointer(svg, focusOn, act, stroke);
  svg.addEventListener("keydown", (event) => pixelKey(event, index(event.target), focusOn, act));
  return { svg, cells, frame };
}
function followPointer(svg, focusOn, act, stroke) {
  let [held, last, spot] = [null, -1, null];
  svg.addEventListener("pointerdown", (event) => {
    const k = cellAt(svg, event);
    if (k < 0 || event.button !== 0 || held !== null) return;
    event.preventDefault();
    svg.setPointerCapture(event.pointerId);
    [held, last] = [event.pointerId, k];
    focusOn(k);
    spot = spotAt(svg, event);
    if (stroke) stroke(spot, spot);
    else act(k, "point");
  });
  svg.addEventListener("pointermove", (event) => {
    if (stroke && event.pointerId === held) {
      const before = spot;
      spot = spotAt(svg, event);
      stroke(before, spot);
      return;
    }
    const k = event.pointerId === held ? cellAt(svg, event) : -1;
    if (k < 0 || k === last) return;
    between(last, k).forEach((cell) => act(cell, "drag"));
    last = k;
  });
  const end = (event) => {
    if (event.pointerId === held) held = null;
  };
  ["pointerup", "pointercancel", "lostpointercapture"].forEach((name) => svg.addEventListener(name, end));
}
function spotAt(svg, { clientX, clientY }) {
  const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(svg.getScreenCTM().inverse());
  return [(x - 2) / 40, (y - 2) / 40];
}
function cellAt(svg, event) {
  const [column, row] = spotAt(svg, event).map(Math.floor);
  return column >= 0 && column < SIDE && row >= 0 && row < SIDE ? SIDE * row + column : -1;
}
function between(from, to) {
  const [[r1, c1], [r2, c2]] = [from, to].map((k) => [Math.floor(k / SIDE), k % SIDE]);
  const count = Math.max(Math.abs(r2 - r1), Math.abs(c2 - c1));
  const on = (a, b, i) => Math.round(a + (b - a) * i / count);
  return Array.from({ length: count }, (_, i) => SIDE * on(r1, r2, i + 1) + on(c1, c2, i + 1));
}
function pixelCell(parent, row, column) {
  const group = make(parent, "g", { role: "gridcell", tabindex: row + column ? "-1" : "0", class: "hp-pixel" });
  const [x, y] = [2 + 40 * column, 2 + 40 * row];
  const square = make(group, "rect", { x, y, width: 40, height: 40, rx: 0 });
  const sign = make(group, "text", { x: x + 20, y: y + 27, class: "hp-sign", "aria-hidden": "true" });
  return { group, square, sign, x, y };
}
function pixelKey(event, k, focusOn, act) {
  const [row, column] = [Math.floor(k / SIDE), k % SIDE];
  const moves = {
    ArrowLeft: [row, Math.max(column - 1, 0)],
    ArrowRight: [row, Math.min(column + 1, SIDE - 1)],
    ArrowUp: [Math.max(row - 1, 0), column],
    ArrowDown: [Math.min(row + 1, SIDE - 1), column],
    Home: [row, 0],
    End: [row, SIDE - 1]
  };
  if (event.key in moves) focusOn(SIDE * moves[event.key][0] + moves[event.key][1]);
  else if (event.key === "Enter" || event.key === " ") act(k, "point");
  else return;
  event.preventDefault();
  event.stopPropagation();
}
function showFrame(frame, k) {
  place(frame, { x: 2 + 40 * (k % SIDE), y: 2 + 40 * Math.floor(k / SIDE), visibility: "visible" });
}
var grey = (ink) => {
  const level = Math.round(255 * (1 - Math.min(Math.max(ink, 0), 1)));
  return `rgb(${level},${level},${level})`;
};
var ENDS = { "-1": [86, 180, 233], 1: [230, 159, 0] };
function signed(share) {
  const end = ENDS[share < 0 ? -1 : 1];
  return `rgb(${end.map((v) => Math.round(255 + Math.min(Math.abs(share), 1) * (v - 255))).join()})`;
}
function paintCell({ group, square }, fill, words) {
  if (square.style.fill !== fill) square.style.fill = fill;
  if (group.getAttribute("aria-label") !== words) group.setAttribute("aria-label", words);
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

// utils/handprop/explore/frame/words.js
var written2 = (value) => {
  if (typeof value === "string") return value;
  return Array.isArray(value) ? value.map(written2).join(", ") : digits(value);
};
var phrases = (texts) => (key, values = {}) => tr(texts[key], values, written2);

// utils/handprop/explore/input_gradient/words.json
var words_default = {
  still: "Row {row}, column {column} has the ink {ink}. Move the change away from 0 to compare.",
  moved: "Row {row}, column {column} has the ink {ink}. A change of {change} should move the sum for {digit} by {predicted}; it moves by {true}.",
  where: "The slope is exact for changes from {low} to {high}, where the first gates turn. Here {gates} turned.{paper}",
  "no gate": "no gates",
  "one gate": "1 gate",
  gates: "{turned} gates",
  paper: " No paper has such ink.",
  legend: "The network of lesson 10 (ReLU); the output is the sum for one digit, before softmax. Orange and +: more ink raises the sum. Blue and −: more ink lowers it. Signs stand where the slope is strong."
};

// utils/handprop/explore/input_gradient/numbers.js
var phrase = phrases(words_default);
var ROUNDING = 1e-12;
var outputSum = (net, x, digit) => forward(net, x).z2[digit];
function impact(spec, net, image, output, row, column, change) {
  const digit = Number(output);
  const [text, label] = spec.pictures[Math.round(image) - 1];
  const x = unpackedPicture(text).map((ink) => ink / INK);
  const place2 = { row: Math.round(row), column: Math.round(column) };
  const pixel = SIDE * (place2.row - 1) + place2.column - 1;
  const values = forward(net, x);
  const slopes = inputGradient(net, values, digit);
  const nudged = (by) => x.map((ink, k) => k === pixel ? ink + by : ink);
  const moved = forward(net, nudged(change));
  const here = values.z2[digit];
  const turned = values.z1.filter((z, j) => z > 0 !== moved.z1[j] > 0).length;
  const predicted = slopes[pixel] * change;
  const actual = moved.z2[digit] - here;
  const ends = exactEnds(net.params.W1[pixel], values.z1);
  return {
    ink: x[pixel],
    label,
    said: values.prediction.indexOf(Math.max(...values.prediction)),
    score: here,
    slopes,
    slope: slopes[pixel],
    predicted,
    true: actual,
    difference: Math.abs(actual - predicted) > ROUNDING ? actual - predicted : 0,
    turned,
    ends,
    curve: spec.changes.map((by) => outputSum(net, nudged(by), digit) - here),
    words: phrase(change ? "moved" : "still", { ...place2, ink: x[pixel], change, digit, predicted, true: actual }),
    where: whereWords(ends, turned, x[pixel] + change)
  };
}
function inputGradient({ params }, values, digit) {
  return params.W1.map((row) => sum(row.map((w, j) => values.z1[j] > 0 ? w * params.W2[j][digit] : 0)));
}
function exactEnds(weights, z1) {
  const turns = weights.flatMap((w, j) => w ? [-z1[j] / w] : []);
  return [Math.max(...turns.filter((t) => t < 0), -1), Math.min(...turns.filter((t) => t > 0), 1)];
}
function whereWords([low, high], turned, ink) {
  const gates = phrase(["no gate", "one gate", "gates"][Math.min(turned, 2)], { turned });
  return phrase("where", { low, high, gates, paper: ink >= 0 && ink <= 1 ? "" : phrase("paper") });
}

// utils/handprop/explore/input_gradient/explorer.js
function digitPanel(panels, point) {
  const node = panel(panels, tr("The picture"));
  const { svg, cells, frame } = pixelGrid(node, tr("The picture"), point);
  return (now, x, pixel, change) => {
    const inks = x.map((ink, k) => ink + (k === pixel ? change : 0));
    cells.forEach((cell, k) => paintCell(cell, grey(inks[k]), tr("{placeWords}: ink {inks}", { placeWords: placeWords(k), inks: shown(inks[k]) })));
    showFrame(frame, pixel);
    svg.setAttribute("aria-label", tr("The picture, label {now}; the network says {said}", { now: now.label, said: now.said }));
  };
}
function slopePanel(panels, spec, point) {
  const node = panel(panels, tr("The slope of the sum"));
  const { svg, cells, frame } = pixelGrid(node, tr("The slopes"), point);
  const title = node.querySelector(".hp-panel-title");
  return (now, output, pixel) => {
    const most = Math.max(...now.slopes.map(Math.abs), 1e-12);
    cells.forEach((cell, k) => {
      const share = now.slopes[k] / most;
      paintCell(cell, signed(share), minus(tr("{placeWords}: slope {slopes}", { placeWords: placeWords(k), slopes: digits(now.slopes[k]) })));
      say(cell.sign, Math.abs(share) > spec.marked ? share > 0 ? "+" : "−" : "");
    });
    showFrame(frame, pixel);
    say(title, tr("The slope of the sum for {output}", { output }));
    svg.setAttribute("aria-label", tr("The slopes of the sum for {output}", { output }));
  };
}
function truthPanel(panels, lists, spec) {
  const node = panel(panels, tr("The framed pixel changes"));
  const svg = canvas(node, 320, 278);
  const frame = [40, 26, 306, 222];
  const { colours } = spec;
  const marks = {
    truth: { stroke: colours.prediction, "stroke-width": 4 },
    slope: { stroke: "currentColor", "stroke-width": 2.5, "stroke-dasharray": "7 5" }
  };
  const ends = { x: [-1, 1], y: [-5, 5], xTicks: [-1, -0.5, 0, 0.5, 1], yTicks: [-4, -2, 0, 2, 4] };
  const { at, inside } = axes(svg, { frame, ...ends, xName: tr("change of ink"), yName: tr("change of the sum") });
  const zone = make(inside, "rect", { y: frame[1], height: frame[3] - frame[1], rx: 0, class: "hp-exact" });
  const sides = [0, 1].map(() => make(inside, "line", { y1: frame[1], y2: frame[3], class: "hp-exact-end" }));
  const curve = make(inside, "polyline", { class: "hp-true", ...marks.truth });
  const line = make(inside, "line", marks.slope);
  const gap = make(inside, "line", { class: "hp-gap" });
  const dot = make(svg, "circle", { r: 8, class: "hp-dot", fill: colours.prediction });
  const list = valueList(under(lists, 3), tr("Change of the sum"), [[tr("by the slope"), marks.slope], [tr("in truth"), marks.truth], [tr("difference"), null], [tr("gates turned"), null]]);
  return (now, change) => {
    const [[left], [right]] = now.ends.map((end) => at(end, 0));
    place(zone, { x: left, width: right - left });
    [left, right].forEach((x, i) => place(sides[i], { x1: x, x2: x }));
    curve.setAttribute("points", polyline(now.curve.map((value, k) => at(spec.changes[k], value))));
    const [[x1, y1], [x2, y2]] = [-1, 1].map((by) => at(by, by * now.slope));
    place(line, { x1, y1, x2, y2 });
    const [[cx, cy], [, foot]] = [at(change, now.true), at(change, now.predicted)];
    place(dot, { cx, cy });
    place(gap, { x1: cx, x2: cx, y1: cy, y2: foot });
    list([now.predicted, now.true, now.difference, String(now.turned)]);
    svg.setAttribute("aria-label", minus(tr("The sum while one pixel changes. {words} {where}", { words: now.words, where: now.where })));
  };
}
function inputGradientExplorer(model, el) {
  const spec = model.get("spec");
  const net = unpackedNet(spec.network);
  const { stage, lists, said, tools, below } = rooms(el, "hp-panels hp-digits");
  const sentence = make(said, "p", { class: "hp-words hp-two-lines" });
  const more = make(said, "p", { class: "hp-reason" });
  const point = (k, how) => {
    if (how === "point") moveTo(model, { row: Math.floor(k / SIDE) + 1, column: k % SIDE + 1 });
  };
  const showDigit = digitPanel(stage, point);
  const showSlopes = slopePanel(stage, spec, point);
  const showTruth = truthPanel(stage, lists, spec);
  toolBar(tools, model, spec);
  make(below, "p", { class: "hp-legend" }, phrase("legend"));
  let now = null;
  const show = () => {
    const [image, row, column, change] = ["image", "row", "column", "change"].map((name) => model.get(name));
    const output = chosen(model, spec, "output");
    now = impact(spec, net, image, output, row, column, change);
    const pixel = SIDE * (Math.round(row) - 1) + Math.round(column) - 1;
    const x = unpackedPicture(spec.pictures[Math.round(image) - 1][0]).map((ink) => ink / INK);
    showDigit(now, x, pixel, change);
    showSlopes(now, output, pixel);
    showTruth(now, change);
    say(sentence, minus(now.words));
    say(more, minus(now.where));
  };
  return { show, effects: () => [[tr("difference"), Math.abs(now.difference)]], spoken: () => minus(`${now.words} ${now.where}`) };
}
var explorer_default = mount(inputGradientExplorer);
export {
  explorer_default as default
};
