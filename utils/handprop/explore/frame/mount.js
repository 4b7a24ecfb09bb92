// The front end that all explorers share: drawing, tables, controls, and what anywidget calls.

// ---- small helpers for drawing ----

function make(parent, tag, attributes = {}, text = "") {
  const space = tag === "svg" || parent instanceof SVGElement ? "http://www.w3.org/2000/svg" : null;
  const node = space ? document.createElementNS(space, tag) : document.createElement(tag);
  Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, value));
  if (text) node.textContent = text;
  parent.append(node);
  return node;
}

function box(parent, x, y, width, height, attributes) {
  const place = { x: x - width / 2, y: y - height / 2, width, height };
  return make(parent, "rect", { rx: 12, ...place, ...attributes });
}

// Changing only what differs keeps the work of a frame small.
function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

// A number with ten characters, such as -1.234e-05, is set smaller, so that it stays in its box.
function tell(node, value) {
  const text = shown(value);
  say(node, text);
  node.classList.toggle("hp-long", text.length > 8);
}

const writer = (parent) => (x, y, kind, text) => make(parent, "text", { x, y, class: `hp-${kind}` }, text);

// ---- numbers as tables ----

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

// ---- the ipywidgets controls: names for screen readers, and no rounding of what a step computes ----

// noUiSlider rounds every value to the slider's own notches, also one that a program sets; ipywidgets then
// writes the rounded value back, and a weight after a step would lose its digits.
function keepDigits(slider) {
  if (slider.handpropExact) return;
  const { set } = slider;
  slider.set = (value, fire) => set(value, fire, true);
  slider.updateOptions = ({ start }, fire) => set(start, fire, true);
  slider.handpropExact = true;
}

function tendControls(root, model, spec) {
  Object.entries(spec.controls).forEach(([name, { label, start, notch }]) => {
    root.querySelectorAll(`.hp-control-${name} .noUi-target`).forEach((target) => {
      const handle = target.querySelector(".noUi-handle");
      if (!handle || !target.noUiSlider || target.noUiSlider.handpropExact) return;
      keepDigits(target.noUiSlider);
      handle.setAttribute("aria-label", label);
      const readout = target.closest(".widget-slider").querySelector(".widget-readout");
      readout?.setAttribute("role", "textbox");
      readout?.setAttribute("aria-label", `${label}: type a number`);
      if (Math.abs(model.get(name) - start) < notch / 2) model.set(name, start);
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

// ---- what every explorer has: Reset, presets, and its state as a line of Python ----

const button = (parent, words) => make(parent, "button", { type: "button", class: "hp-button" }, words);

// JupyterLab would take keys for its cells: arrows, and letters as shortcuts.
const keepKeys = (node) => node.addEventListener("keydown", (event) => event.stopPropagation());

// Every move of several controls at once: one frame, one message.
function moveTo(model, values) {
  Object.entries(values).forEach(([name, value]) => model.set(name, value));
  model.save_changes();
}

function toolBar(parent, model, spec) {
  const bar = make(parent, "div", { class: "hp-bar" });
  const starts = Object.entries(spec.controls).map(([name, { start }]) => [name, start]);
  button(bar, "Reset").addEventListener("click", () => moveTo(model, Object.fromEntries(starts)));
  presetButtons(bar, model);
  if (model.get("call")) shareButton(bar, model, spec);
  return bar;
}

function presetButtons(bar, model) {
  const presets = Object.entries(model.get("presets") ?? {});
  if (!presets.length) return;
  const group = make(bar, "span", { class: "hp-presets", role: "group", "aria-label": "Presets" });
  make(group, "span", { "aria-hidden": "true" }, "Presets:");
  presets.forEach(([name, values]) => button(group, name).addEventListener("click", () => moveTo(model, values)));
}

// So many significant digits, as format(value, ".15g") gives them.
export function exact(value, count = 15) {
  const rounded = Number(value.toPrecision(count));
  const [head, power] = rounded.toExponential().split("e");
  const exponent = Number(power);
  if (exponent >= -4 && exponent < count) return String(rounded);
  return `${head}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

const option = (text) => (/^-?\d+(\.\d+)?$/.test(text) ? text : JSON.stringify(text));

// Explorer.code in Python is its twin.
export function asCode(call, controls, get) {
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

// Shows the line and selects it; where the browser allows, it is on the clipboard already.
function shareButton(bar, model, spec) {
  const open = button(bar, "Share as code");
  const row = make(bar, "span", { class: "hp-share" });
  const field = make(row, "input", { class: "hp-code", readonly: "", "aria-label": "This state as one line of Python" });
  const note = make(row, "span", { class: "hp-copied", role: "status" });
  keepKeys(field);
  const unfold = (shown) => {
    row.hidden = !shown;
    open.setAttribute("aria-expanded", String(shown));
    say(note, "");
  };
  const follow = () => {
    field.value = asCode(model.get("call"), spec.controls, (name) => model.get(name));
    say(note, "");
  };
  Object.keys(spec.controls).forEach((name) => model.on(`change:${name}`, follow));
  open.addEventListener("click", () => {
    unfold(row.hidden);
    if (row.hidden) return;
    follow();
    field.focus();
    field.select();
    const byHand = () => say(note, "Copy it with Ctrl+C or Cmd+C.");
    if (navigator.clipboard) navigator.clipboard.writeText(field.value).then(() => say(note, "Copied."), byHand);
    else byHand();
  });
  unfold(false);
}

// ---- what anywidget calls ----

const EXPLORERS = {}; // each explorer's own part adds itself
const QUIET_MS = 600; // a screen reader hears the numbers once the hand rests

function render({ model, el }) {
  el.classList.add("handprop-view");
  const explorer = EXPLORERS[model.get("picture")](model, el, () => schedule());
  const spoken = make(el, "div", { class: "hp-spoken", "aria-live": "polite" });
  const spec = model.get("spec");
  let frame = 0;
  let timer = 0;
  let observer = null;
  const root = () => el.closest(".handprop-explorer");
  const tend = () => {
    tendControls(root(), model, spec);
    explorer.tend?.(root());
  };

  const show = () => {
    frame = 0;
    explorer.show();
    if (!root()) return;
    if (!observer) observer = watch(root(), tend);
    speakValues(root(), model, spec);
  };
  const schedule = () => {
    if (!frame) frame = requestAnimationFrame(show);
    clearTimeout(timer);
    timer = setTimeout(() => say(spoken, explorer.spoken()), QUIET_MS);
  };
  const names = Object.keys(spec.controls).map((name) => `change:${name}`);
  names.forEach((name) => model.on(name, schedule));
  explorer.show();
  const waiting = setInterval(() => {
    if (!el.isConnected || (root() && !controlsIn(root()))) return;
    clearInterval(waiting);
    schedule();
  }, 30);

  return () => {
    names.forEach((name) => model.off(name, schedule));
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    clearInterval(waiting);
    observer?.disconnect();
  };
}

// The controls are views of their own and may come later than the picture.
const controlsIn = (root) => root.querySelector(".handprop-controls");

function watch(root, tend) {
  const controls = controlsIn(root);
  if (!controls) return null;
  tend();
  const observer = new MutationObserver(tend);
  observer.observe(controls, { childList: true, subtree: true });
  return observer;
}

export default { render };
