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

// utils/handprop/explore/frame/drawing.js
function make(parent, tag, attributes = {}, text = "") {
  const space = tag === "svg" || parent instanceof SVGElement ? "http://www.w3.org/2000/svg" : null;
  const node = space ? document.createElementNS(space, tag) : document.createElement(tag);
  Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, value));
  if (text) node.textContent = text;
  parent.append(node);
  return node;
}
var writer = (parent) => (x, y, kind, text) => make(parent, "text", { x, y, class: `hp-${kind}` }, text);
var freshId = () => `hp-${Math.random().toString(36).slice(2)}`;
var place = (node, attributes) => Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));

// utils/handprop/explore/frame/tr.js
var tr = (text, values = {}, written = String) => (
  /** @type {any} */
  (globalThis.handpropWords?.[text] ?? text).replace(/\{(\w+)\}/g, (place2, name) => name in values ? written(values[name]) : place2)
);

// utils/handprop/explore/frame/plot.js
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

// utils/handprop/predict/curve.js
var SIZE = [480, 300];
var FRAME = [70, 28, 460, 246];
var GUESS = { class: "hp-guess", "stroke-width": 3, "stroke-dasharray": "7 4" };
var NEAR = [[0.04, tr("Very near")], [0.1, tr("Near")], [0.25, tr("Not far off")], [Infinity, tr("Far off")]];
var KEYS = { ArrowUp: 0.02, ArrowDown: -0.02, PageUp: 0.1, PageDown: -0.1, Home: -1, End: 1 };
var nearest = (places, spot) => places.reduce((best, place2, i) => Math.abs(place2 - spot) < Math.abs(places[best] - spot) ? i : best, 0);
var clamp = (value, [low, high]) => Math.min(Math.max(value, low), high);
var told = (value, { powers }) => powers ? tr("10 to the power of {value}", { value: shown(Number(value.toFixed(1))) }) : shown(value);
function chart(parent, curve) {
  const { x, y, x_name: xName, y_name: yName, powers } = curve;
  const around = make(parent, "div", { class: "handprop-view hp-draw" });
  const svg = make(around, "svg", { viewBox: `0 0 ${SIZE.join(" ")}`, role: "group", "aria-label": tr("{yName} over {xName}", { yName, xName }) });
  const label = powers ? (power) => minus(`1e${power}`) : shown;
  const ticks = { xTicks: x, yTicks: range(y[0], y[1], curve.parts) };
  const ends = { x: [x[0], x[x.length - 1]], y };
  return { around, svg, ...axes(svg, { frame: FRAME, ...ends, ...ticks, xName, yName, label }) };
}
function whole(values, { x, y }) {
  const known = x.flatMap((_, i) => values[i] === null ? [] : [i]);
  return x.map((place2, i) => {
    const before = known.filter((k) => k <= i).pop() ?? known[0];
    const after = known.find((k) => k >= i) ?? before;
    if (before === void 0) return (y[0] + y[1]) / 2;
    const part = after === before ? 0 : (place2 - x[before]) / (x[after] - x[before]);
    return values[before] + part * (values[after] - values[before]);
  });
}
function read(said, { x }) {
  try {
    const values = JSON.parse(said);
    return Array.isArray(values) && values.length === x.length && values.every(Number.isFinite) ? values : null;
  } catch {
    return null;
  }
}
function curveField(form, { curve }) {
  const help = tr("Draw the curve with mouse or finger. With keys: left and right choose a point, up and down move it.");
  make(form, "p", {}, help);
  const { svg, at } = chart(form, curve);
  const { x, y } = curve;
  let values = x.map(() => null);
  const line = make(svg, "polyline", GUESS);
  const points = x.map((spot, i) => make(svg, "circle", {
    r: 8,
    class: "hp-point",
    role: "slider",
    tabindex: i ? -1 : 0,
    "aria-orientation": "vertical",
    "aria-label": tr("{y_name} at {x_name} {told}", { y_name: curve.y_name, x_name: curve.x_name, told: told(spot, curve) }),
    "aria-valuemin": y[0],
    "aria-valuemax": y[1]
  }));
  const show = () => {
    const heights = whole(values, curve);
    line.setAttribute("points", polyline(heights.map((height, i) => at(x[i], height))));
    points.forEach((point, i) => {
      const [cx, cy] = at(x[i], heights[i]);
      place(point, { cx, cy, "aria-valuenow": heights[i], "aria-valuetext": told(heights[i], curve) });
      point.classList.toggle("hp-moved", values[i] !== null);
    });
  };
  const put = (i, height) => {
    values[i] = Number(clamp(height, y).toPrecision(4));
    show();
    form.dispatchEvent(new Event("input"));
  };
  const choose = (i) => {
    points.forEach((point, k) => point.setAttribute("tabindex", k === i ? "0" : "-1"));
    points[i].focus({ preventScroll: true });
  };
  points.forEach((point, i) => point.addEventListener("keydown", (event) => {
    const beside = { ArrowLeft: i - 1, ArrowRight: i + 1 }[event.key];
    if (points[beside]) choose(beside);
    else if (KEYS[event.key]) put(i, whole(values, curve)[i] + KEYS[event.key] * (y[1] - y[0]));
    else return;
    event.preventDefault();
  }));
  followPointer(svg, curve, choose, put);
  show();
  return {
    value: () => values.every((value) => value === null) ? "" : JSON.stringify(whole(values, curve)),
    fill: (said) => {
      values = read(said, curve) ?? x.map(() => null);
      show();
    },
    put,
    missing: () => tr("Draw the curve first, or look without predicting."),
    first: points[0]
  };
}
function followPointer(svg, { x, y }, choose, put) {
  const [left, top, right, bottom] = FRAME;
  let last = null;
  const draw = (event) => {
    const spot = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    const part = clamp((spot.x - left) / (right - left), [0, 1]);
    const i = nearest(x, x[0] + part * (x[x.length - 1] - x[0]));
    const height = y[0] + (bottom - spot.y) / (bottom - top) * (y[1] - y[0]);
    const [from, start] = last ?? [i, height];
    const step = Math.sign(i - from);
    for (let k = from + step; step && k !== i; k += step) put(k, start + (height - start) * (k - from) / (i - from));
    put(i, height);
    last = [i, height];
    return i;
  };
  svg.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    svg.setPointerCapture(event.pointerId);
    last = null;
    choose(draw(event));
  });
  svg.addEventListener("pointermove", (event) => {
    if (svg.hasPointerCapture(event.pointerId)) draw(event);
  });
}

// utils/handprop/check/sketchpad/answer_cell.js
function takenBy(el, name, line) {
  const told2 = new CustomEvent("handprop-answer", { bubbles: true, composed: true, cancelable: true, detail: { name, line } });
  if (!el.dispatchEvent(told2)) return true;
  const view = editors(el).filter((one) => found(one, name)).pop();
  if (!view) return false;
  const { index, text } = found(view, name);
  view.dispatch({ changes: { from: index, to: index + text.length, insert: line }, userEvent: "input" });
  return true;
}
function assignment(source, name) {
  const match = new RegExp(`^${name} *=(?!=) *(?:\\[[^\\]]*\\]|.*)`, "m").exec(source);
  return match && { index: match.index, text: match[0] };
}
var found = (view, name) => assignment(view.state.doc.toString(), name);
function editors(el) {
  const notebook = el.closest(".jp-Notebook") ?? document;
  const above = (node) => node.compareDocumentPosition(el) & Node.DOCUMENT_POSITION_FOLLOWING;
  return [...notebook.querySelectorAll(".cm-content")].filter(above).flatMap((node) => {
    const part = node.cmTile ?? node.cmView;
    const view = (part?.root ?? part?.rootView)?.view;
    return view && !view.state.readOnly ? [view] : [];
  });
}

// utils/handprop/check/sketchpad/sketchpad.js
var rounded = (height) => Number(height.toPrecision(3));
function render({ model, el }) {
  el.classList.add("hp-predict", "hp-sketchpad");
  el.addEventListener("keydown", (event) => event.stopPropagation());
  const { name, curve, given } = model.get("spec");
  const form = make(el, "form");
  const field = curveField(form, { curve });
  given.forEach((height, i) => height !== null && field.put(i, height));
  const line = make(el, "code", { class: "hp-line", tabindex: "0", "aria-label": tr("The answer, as code") });
  const buttons = make(el, "div", { class: "hp-buttons" });
  const write = make(buttons, "button", { type: "button" }, tr("Write it into the answer"));
  const note = make(el, "p", { role: "status" });
  const answer = () => `${name} = [${JSON.parse(field.value()).map(rounded).join(", ")}]`;
  const show = () => {
    write.disabled = !field.value();
    line.hidden = !field.value();
    line.textContent = field.value() && answer();
    note.textContent = "";
  };
  form.addEventListener("input", show);
  write.addEventListener("click", async () => {
    if (takenBy(el, name, answer())) note.textContent = tr("It stands in the answer above. Run that cell, then the check.");
    else {
      getSelection().selectAllChildren(line);
      const copied = await navigator.clipboard?.writeText(answer()).then(() => true, () => false);
      note.textContent = copied ? tr("Copied: paste this line into the answer, run it, then the check.") : tr("Copy this line into the answer, run it, then the check.");
    }
  });
  show();
}
var sketchpad_default = { render };
export {
  sketchpad_default as default
};
