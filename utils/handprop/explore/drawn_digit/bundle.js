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
  for (let box2 = root?.parentElement; box2?.closest(".jp-Cell"); box2 = box2.parentElement) boxes.push(box2);
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
      opened.forEach((box2) => box2.classList.add("hp-opened"));
    },
    end() {
      below?.remove();
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
function pixelGrid(parent, name, act, stroke2 = null) {
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
  followPointer(svg, focusOn, act, stroke2);
  svg.addEventListener("keydown", (event) => pixelKey(event, index(event.target), focusOn, act));
  return { svg, cells, frame };
}
function followPointer(svg, focusOn, act, stroke2) {
  let [held, last, spot] = [null, -1, null];
  svg.addEventListener("pointerdown", (event) => {
    const k = cellAt(svg, event);
    if (k < 0 || event.button !== 0 || held !== null) return;
    event.preventDefault();
    svg.setPointerCapture(event.pointerId);
    [held, last] = [event.pointerId, k];
    focusOn(k);
    spot = spotAt(svg, event);
    if (stroke2) stroke2(spot, spot);
    else act(k, "point");
  });
  svg.addEventListener("pointermove", (event) => {
    if (stroke2 && event.pointerId === held) {
      const before = spot;
      spot = spotAt(svg, event);
      stroke2(before, spot);
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

// utils/handprop/explore/drawn_digit/words.json
var words_default = {
  empty: "The sheet is empty. Draw a digit from 0 to 9, as large as the sheet.",
  reads: "The network reads a {said}, with a share of {share}.",
  untrained: "With the weights that it started from, drawn at random, the network reads a {said}, with a share of {share}.",
  turned: "One weight of {count} has changed, and the {before} is read as a {said}, with a share of {share}.",
  held: "One weight of {count} has changed, and the {said} is still read, with a share of {share}.",
  weight: "The weight in hand: {name} = {weight}. Of all weights, it does most for the answer {said}.",
  legend: "Press on the sheet and draw, or go over it with the arrow keys and press Enter. The weight in hand leads from a hidden unit to the answer: drag its box to the left, or move the slider. A dashed line is a negative weight. Bars are shares: ten numbers that add up to 1. The network was trained in this course, on 1297 handwritten digits, moved, turned, stretched and slanted a little."
};

// utils/handprop/explore/drawn_digit/numbers.js
var phrase = phrases(words_default);
function sheet(spec, place2, painted) {
  const pixels = unpackedPicture(spec.sheets[place2]);
  Object.entries(paintedPixels(painted, place2)).forEach(([k, ink]) => {
    pixels[k] = ink;
  });
  return pixels;
}
var highest = (numbers) => numbers.indexOf(Math.max(...numbers));
function reading(spec, net, place2, painted, weights, change) {
  const pixels = sheet(spec, place2, painted);
  const x = pixels.map((ink) => ink / INK);
  const values = forward(net, x);
  const before = highest(values.prediction);
  const unit = highest(values.a1.map((a, i) => a * net.params.W2[i][before]));
  const W2 = net.params.W2.map((row, i) => i === unit ? row.map((w, j) => j === before ? w + change : w) : row);
  const shares = forward({ ...net, params: { ...net.params, W2 } }, x).prediction;
  const said = highest(shares);
  const count = String(Object.values(net.params).flat(2).length);
  const told = { said: String(said), before: String(before), share: shares[said].toFixed(3), count };
  const kind = weights === "trained" ? "reads" : "untrained";
  const spoiled = said === before ? "held" : "turned";
  return {
    pixels,
    hidden: values.a1,
    shares,
    said,
    before,
    unit,
    weight: W2[unit][before],
    words: pixels.some(Boolean) ? phrase(change ? spoiled : kind, told) : phrase("empty"),
    weight_words: phrase("weight", { name: `h${unit + 1} → ${before}`, weight: digits(W2[unit][before]), said: String(before) })
  };
}
var [NIB, PARTS] = [0.85, 4];
function stroke([x1, y1], [x2, y2]) {
  const square = (x2 - x1) ** 2 + (y2 - y1) ** 2;
  const wet = (x, y) => {
    const t = square ? Math.min(Math.max(((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / square, 0), 1) : 0;
    return Math.hypot(x - x1 - t * (x2 - x1), y - y1 - t * (y2 - y1)) <= NIB;
  };
  const inside = Array.from({ length: PARTS }, (_, n) => (n + 0.5) / PARTS);
  return Array.from(
    { length: SIDE * SIDE },
    (_, k) => inside.flatMap((i) => inside.map((j) => wet(k % SIDE + j, Math.floor(k / SIDE) + i))).filter(Boolean).length
  );
}

// utils/handprop/explore/drawn_digit/explorer.js
function sheetPanel(panels, model, spec) {
  const node = panel(panels, tr("Draw a digit"));
  const ink = (change) => {
    const [where, painted] = [model.get("sheet"), model.get("painted")];
    const wet = { ...paintedPixels(painted, where), ...change(sheet(spec, where, painted)) };
    if (Object.keys(wet).length) moveTo(model, { painted: paintedText(where, wet) });
  };
  const turn = (k) => ink((pixels) => ({ [k]: pixels[k] >= INK / 2 ? 0 : INK }));
  const draw = (from, to) => ink((pixels) => {
    const wet = stroke(from, to).map((more, k) => [k, Math.max(more, pixels[k])]);
    return Object.fromEntries(wet.filter(([k, now]) => now > pixels[k]));
  });
  const { cells, svg } = pixelGrid(node, tr("The sheet"), turn, draw);
  return (now) => {
    cells.forEach((cell, k) => paintCell(cell, grey(now.pixels[k] / INK), tr("{placeWords}: ink {pixels} of 16", { placeWords: placeWords(k), pixels: now.pixels[k] })));
    svg.setAttribute("aria-label", tr("The sheet"));
  };
}
var [UNITS, ROWS] = [{ x: 26, top: 14, gap: 9.9 }, { x: 232, top: 22, gap: 32, long: 90 }];
var unitAt = (i) => [UNITS.x, UNITS.top + UNITS.gap * i];
var rowAt = (k) => [ROWS.x, ROWS.top + ROWS.gap * k];
function networkPanel(panels, model, spec) {
  const node = panel(panels, tr("32 hidden units, ten shares"));
  const svg = canvas(node, 420, 340);
  place(svg, { role: "group" });
  const all = make(svg, "path", { class: "hp-all-weights" });
  all.setAttribute("d", Array.from({ length: 320 }, (_, n) => `M${unitAt(n % 32)}L${rowAt(Math.floor(n / 32))}`).join(""));
  const line = make(svg, "line", { class: "hp-one-weight", stroke: spec.colours.weights[1] });
  const dots = Array.from({ length: 32 }, (_, i) => make(svg, "circle", { cx: unitAt(i)[0], cy: unitAt(i)[1], class: "hp-hidden-dot" }));
  const rows = Array.from({ length: 10 }, (_, k) => {
    const [x, y] = rowAt(k);
    const write = writer(svg);
    const bar = make(svg, "rect", { x: x + 26, y: y - 10, height: 20, rx: 2, class: "hp-share-bar" });
    return { bar, name: write(x + 12, y + 6, "result", String(k)), value: write(0, y + 6, "bar-text hp-left") };
  });
  const held = make(svg, "g", { class: "hp-weight-label" });
  box(held, 0, 0, 84, 28, { class: "hp-label", stroke: spec.colours.weights[1], rx: 6 });
  const number = writer(held)(0, 5, "weight");
  const layer = make(svg, "g", { "aria-hidden": "true" });
  const scale = hold(held, model, spec, "change", { left: 20, right: 220, y: 0 }, layer);
  return (now) => {
    const most = Math.max(...now.hidden, 1e-9);
    dots.forEach((dot, i) => dot.setAttribute("r", (1.2 + 3.6 * now.hidden[i] / most).toFixed(2)));
    const [[x1, y1], [x2, y2]] = [unitAt(now.unit), rowAt(now.before)];
    place(line, { x1, y1, x2, y2, "stroke-width": (1.4 + 8 * Math.min(Math.abs(now.weight) / spec.reach, 1)).toFixed(2) });
    line.setAttribute("stroke-dasharray", now.weight < 0 ? "9 6" : "none");
    const middle = [(x1 + x2) / 2, (y1 + y2) / 2];
    held.setAttribute("transform", `translate(${middle})`);
    layer.setAttribute("transform", `translate(0 ${middle[1] + 24})`);
    tell(number, now.weight);
    rows.forEach(({ bar, name, value }, k) => {
      const width = Math.max(ROWS.long * now.shares[k], 0.5);
      bar.setAttribute("width", width);
      bar.style.fill = k === now.said ? spec.colours.prediction : "var(--hp-quiet)";
      say(value, `${now.shares[k].toFixed(3)}${k === now.said ? " ←" : ""}`);
      value.setAttribute("x", ROWS.x + 26 + width + 6);
      [name, value].forEach((part) => part.classList.toggle("hp-strong", k === now.said));
    });
    scale();
    svg.setAttribute("aria-label", minus(tr("Ten shares: {shares}", { shares: now.shares.map((share, k) => `${k}: ${share.toFixed(3)}`).join(", ") })));
  };
}
function drawnDigit(model, el) {
  const spec = model.get("spec");
  const nets = Object.fromEntries(Object.entries(spec.networks).map(([name, told]) => [name, unpackedNet(told)]));
  const { stage, said, tools, below } = rooms(el, "hp-panels hp-drawn");
  const shows = [sheetPanel(stage, model, spec), networkPanel(stage, model, spec)];
  const sentence = make(said, "p", { class: "hp-words hp-two-lines" });
  const more = make(said, "p", { class: "hp-reason" });
  const bar = toolBar(tools, model, spec);
  const clear = button(bar, tr("Clear the sheet"));
  bar.prepend(clear);
  clear.addEventListener("click", () => moveTo(model, { sheet: 0, painted: "", change: 0 }));
  make(below, "p", { class: "hp-legend" }, phrase("legend"));
  const body = foldedTable(below, tr("Ten shares"), [tr("digit"), tr("share")]);
  let now = null;
  const show = () => {
    const weights = chosen(model, spec, "weights");
    now = reading(spec, nets[weights], model.get("sheet"), model.get("painted"), weights, model.get("change"));
    shows.forEach((draw) => draw(now));
    say(sentence, now.words);
    say(more, minus(now.weight_words));
    fill(body, now.shares.map((share, k) => [String(k), share.toFixed(3)]));
  };
  const effects = () => [[tr("share of the {digit}", { digit: now.before }), now.shares[now.before]]];
  return { show, effects, spoken: () => minus(`${now.words} ${now.weight_words}`) };
}
var explorer_default = mount(drawnDigit);
export {
  explorer_default as default
};
