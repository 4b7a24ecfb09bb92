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
function paintedPixels(painted, image) {
  const [where, pixels] = painted.split("/");
  if (!pixels || Number(where) !== Math.round(image)) return {};
  return Object.fromEntries(pixels.split(" ").map((part) => part.split(":").map(Number)));
}
var paintedText = (image, pixels) => `${Math.round(image)}/${Object.entries(pixels).map(([k, ink]) => `${k}:${ink}`).join(" ")}`;
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
var grey = (ink) => {
  const level = Math.round(255 * (1 - Math.min(Math.max(ink, 0), 1)));
  return `rgb(${level},${level},${level})`;
};
function paintCell({ group, square }, fill2, words) {
  if (square.style.fill !== fill2) square.style.fill = fill2;
  if (group.getAttribute("aria-label") !== words) group.setAttribute("aria-label", words);
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

// utils/handprop/explore/digits/words.json
var words_default = {
  says: "The network says {said}, with a share of {share}; the label is {label}.",
  "says, painted": "The network says {said}, with a share of {share}; the label is {label}, but it has been painted on.",
  "one epoch": "After 1 epoch: {rest}",
  epochs: "After {after} epochs: {rest}",
  ends: "After {after} epochs, where this training ends: {rest}",
  rest: "training loss {loss}, held-out loss {held}, {right} of 500 held-out pictures right. {stuck} of 32 hidden units are stuck: the same for every picture.",
  legend: "The pictures are held out: no network was trained on them. The last eight are those that the network of lesson 10 reads wrongly. A hidden unit is stuck if it gives the same for every picture. The weights are rounded to steps of 1/512. The curves appear as far as the training has been. With 100 pictures it goes on to epoch 800, else it ends at 40; the marks on the axis stand at unequal steps."
};

// utils/handprop/explore/digits/numbers.js
var phrase = phrases(words_default);
function drawn(spec, image, painted) {
  const pixels = unpackedPicture(spec.pictures[Math.round(image) - 1][0]);
  Object.entries(paintedPixels(painted, image)).forEach(([k, ink]) => {
    pixels[k] = ink;
  });
  return pixels;
}
var reachedEpoch = (spec, training, stop) => Math.min(spec.stops[stop], spec.ends[training]);
function reading(spec, net, training, stop, image, painted) {
  const pixels = drawn(spec, image, painted);
  const label = spec.pictures[Math.round(image) - 1][1];
  const values = forward(net, pixels.map((ink) => spec.scales[training] * ink / INK));
  const shares = values.prediction;
  const said = shares.indexOf(Math.max(...shares));
  const onIt = Object.keys(paintedPixels(painted, image)).length > 0;
  const curves = spec.curves[training];
  const after = reachedEpoch(spec, training, stop);
  const ended = after < spec.stops[stop];
  const [lossNow, held, accuracy] = ["loss", "loss_held", "accuracy"].map((name) => curves[name][after]);
  const stuck = curves.stuck[spec.stops.indexOf(after)];
  const right = Math.round(500 * accuracy);
  const rest = phrase("rest", { loss: lossNow, held, right, stuck });
  return {
    pixels,
    label,
    hidden: values.a1,
    shares,
    said,
    loss: lossNow,
    loss_held: held,
    right,
    stuck,
    words: phrase(onIt ? "says, painted" : "says", { said, share: shares[said].toFixed(3), label }),
    training_words: phrase(ended ? "ends" : after === 1 ? "one epoch" : "epochs", { after, rest })
  };
}

// utils/handprop/explore/digits/explorer.js
function paintPanel(panels, below, model, spec) {
  const node = panel(panels, tr("The picture"));
  let ink = INK;
  const put = (k, how) => {
    const [image, painted] = [model.get("image"), model.get("painted")];
    if (how === "point") ink = drawn(spec, image, painted)[k] >= INK / 2 ? 0 : INK;
    moveTo(model, { painted: paintedText(image, { ...paintedPixels(painted, image), [k]: ink }) });
  };
  const { cells, svg } = pixelGrid(node, tr("The picture"), put);
  make(below, "p", { class: "hp-legend hp-hint" }, tr("Press on a pixel, or Enter on it, to paint or to erase. Drag to paint more."));
  return (now) => {
    cells.forEach((cell, k) => paintCell(cell, grey(now.pixels[k] / INK), tr("{placeWords}: ink {pixels} of 16", { placeWords: placeWords(k), pixels: now.pixels[k] })));
    svg.setAttribute("aria-label", tr("The picture, label {now}", { now: now.label }));
  };
}
var BARS = { left: 24, top: 10, high: 25, long: 60 };
function sharesPanel(panels, spec) {
  const node = panel(panels, tr("32 hidden units, ten shares"));
  node.classList.add("hp-share-panel");
  const showHidden = hiddenBars(node);
  const svg = canvas(node, 300, 272);
  const { left, top, high, long } = BARS;
  const rows = Array.from({ length: 10 }, (_, k) => {
    const y = top + high * k;
    const write = writer(svg);
    const name = write(left - 12, y + 17, "weight hp-bar-name hp-right", String(k));
    make(svg, "line", { x1: left, x2: left, y1: y, y2: y + high, class: "hp-axis" });
    const bar = make(svg, "rect", { x: left, y: y + 3, height: high - 6, rx: 2, class: "hp-share-bar" });
    return { name, bar, value: write(0, y + 17, "bar-text hp-left") };
  });
  return (now) => {
    showHidden(now);
    rows.forEach(({ name, bar, value }, k) => {
      const width = Math.max(long * now.shares[k], 0.5);
      bar.setAttribute("width", width);
      bar.style.fill = k === now.said ? spec.colours.prediction : "var(--hp-quiet)";
      const words = [k === now.said ? tr("said") : "", k === now.label ? tr("label") : ""].filter(Boolean).join(", ");
      say(value, `${now.shares[k].toFixed(3)}${words ? ` ← ${words}` : ""}`);
      value.setAttribute("x", left + width + 6);
      [name, value].forEach((part) => part.classList.toggle("hp-strong", k === now.said || k === now.label));
    });
    svg.setAttribute("aria-label", minus(tr("Ten shares: {shares}", { shares: now.shares.map((share, k) => `${k}: ${share.toFixed(3)}`).join(", ") })));
  };
}
function hiddenBars(parent) {
  const svg = canvas(parent, 300, 78);
  const bars = Array.from({ length: 32 }, (_, k) => make(svg, "rect", { x: 7 + 9 * k, width: 7, rx: 0, class: "hp-hidden-bar" }));
  make(svg, "line", { x1: 4, x2: 296, y1: 66, y2: 66, class: "hp-axis" });
  return (now) => {
    const most = Math.max(...now.hidden, 1e-9);
    now.hidden.forEach((a, k) => {
      const height = Math.max(58 * a / most, a === 0 ? 0 : 0.5);
      place(bars[k], { y: 66 - height, height });
    });
    const silent = now.hidden.filter((a) => a === 0).length;
    svg.setAttribute("aria-label", tr("32 hidden units: {silent} give 0, the largest gives {most}", { silent, most: shown(most) }));
  };
}
function amongStops(stops, epoch) {
  const next = stops.findIndex((stop) => stop > epoch);
  const k = (next < 0 ? stops.length - 1 : next) - 1;
  return k + (epoch - stops[k]) / (stops[k + 1] - stops[k]);
}
var LOSSES_SHOWN = [["loss", tr("training loss")], ["loss_held", tr("held-out loss")]];
function curvePanel(panels, lists, spec) {
  const node = panel(panels, tr("The training, epoch by epoch"));
  const svg = canvas(node, 320, 278);
  const frame = [40, 26, 298, 222];
  const last = spec.stops.length - 1;
  const ends = { x: [0, last], y: [0, spec.highest_loss], xTicks: [], yTicks: [0, 0.5, 1, 1.5, 2, 2.5] };
  const { at: inSteps, inside } = axes(svg, { frame, ...ends, xName: tr("epoch"), yName: tr("loss") });
  const at = (epoch, loss) => inSteps(amongStops(spec.stops, epoch), loss);
  const named = spec.stops.filter((_, k) => k === 0 || k % 2 === 1);
  named.forEach((stop) => belowAxis(svg)(at(stop, 0)[0], frame[3], 1, "tick", String(stop)));
  const marks = LOSSES_SHOWN.map((_, i) => ({ stroke: spec.colours.error, "stroke-width": 3, "stroke-dasharray": i ? "7 4" : "none" }));
  const lines = marks.map((mark) => make(inside, "polyline", { class: "hp-run", ...mark }));
  const cursor = make(svg, "line", { y1: frame[1], y2: frame[3], class: "hp-cursor" });
  const dots = marks.map(({ stroke }) => make(svg, "circle", { r: 6, class: "hp-dot", fill: stroke }));
  const list = valueList(under(lists, 3), tr("At this epoch"), [...LOSSES_SHOWN.map(([, words], i) => [words, marks[i]]), [tr("right, of 500"), null], [tr("stuck units, of 32"), null]]);
  const reached = {};
  return (now, training, stop) => {
    const curves = spec.curves[training];
    const epoch = reachedEpoch(spec, training, stop);
    reached[training] = Math.max(reached[training] ?? 0, epoch);
    lines.forEach((line, i) => {
      const values2 = curves[LOSSES_SHOWN[i][0]].slice(0, reached[training] + 1);
      line.setAttribute("points", polyline(values2.map((value, k) => at(k, value))));
    });
    const values = [now.loss, now.loss_held];
    dots.forEach((dot, i) => {
      const [cx, cy] = at(epoch, values[i]);
      place(dot, { cx, cy });
    });
    place(cursor, { x1: at(epoch, 0)[0], x2: at(epoch, 0)[0] });
    list([...values, String(now.right), String(now.stuck)]);
    svg.setAttribute("aria-label", minus(tr("Loss over epochs. {training_words}", { training_words: now.training_words })));
  };
}
function digitsExplorer(model, el) {
  const spec = model.get("spec");
  const nets = /* @__PURE__ */ new Map();
  const netOf = (training, stop) => {
    const key = `${training} ${stop}`;
    const place2 = spec.stops.indexOf(reachedEpoch(spec, training, stop));
    if (!nets.has(key)) nets.set(key, unpackedNet(spec.networks[training][place2]));
    return nets.get(key);
  };
  const { stage, lists, said, tools, below } = rooms(el, "hp-panels hp-digits");
  const sentence = make(said, "p", { class: "hp-words hp-two-lines" });
  const more = make(said, "p", { class: "hp-reason" });
  const shows = [paintPanel(stage, below, model, spec), sharesPanel(stage, spec), curvePanel(stage, lists, spec)];
  const bar = toolBar(tools, model, spec);
  const erase = button(bar, tr("As it was written"));
  erase.addEventListener("click", () => moveTo(model, { painted: "" }));
  make(below, "p", { class: "hp-legend" }, phrase("legend"));
  const body = foldedTable(below, tr("Hidden units"), [tr("hidden unit"), tr("value")]);
  let now = null;
  const show = () => {
    const [training, stop] = [chosen(model, spec, "training"), model.get("epoch")];
    now = reading(spec, netOf(training, stop), training, stop, model.get("image"), model.get("painted"));
    shows.forEach((draw) => draw(now, training, stop));
    say(sentence, now.words);
    say(more, minus(now.training_words));
    erase.disabled = !model.get("painted");
    fill(body, now.hidden.map((a, k) => [`h${k + 1}`, shown(a)]));
  };
  const effects = () => [["loss", now.loss], [tr("pictures right"), now.right], [tr("share of the label"), now.shares[now.label]]];
  return { show, effects, tend: tendStops, spoken: () => minus(`${now.words} ${now.training_words}`) };
}
function tendStops(root) {
  root.querySelectorAll(".hp-control-epoch .widget-readout").forEach((node) => {
    node.removeAttribute("role");
    node.removeAttribute("aria-label");
  });
}
var explorer_default = mount(digitsExplorer);
export {
  explorer_default as default
};
