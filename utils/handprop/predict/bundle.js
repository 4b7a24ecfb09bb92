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

// utils/handprop/explore/frame/numbers.js
var TIES = Array.from({ length: 16 }, (_, count) => new RegExp(`^(-?\\d\\.\\d{${Math.max(count - 2, 0)}}[02468])50+e`));
function digits(value, count = 4) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  if (value === 0) return "0";
  const kept = Number(value.toExponential(30).replace(TIES[count], "$1e"));
  const [head, power2] = kept.toExponential(count - 1).split("e");
  const exponent = Number(power2);
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
function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
var writer = (parent) => (x, y, kind, text) => make(parent, "text", { x, y, class: `hp-${kind}` }, text);
var freshId = () => `hp-${Math.random().toString(36).slice(2)}`;
var place = (node, attributes) => Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));

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

// utils/handprop/explore/frame/tr.js
var tr = (text, values = {}, written = String) => (
  /** @type {any} */
  (globalThis.handpropWords?.[text] ?? text).replace(/\{(\w+)\}/g, (place2, name) => name in values ? written(values[name]) : place2)
);

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

// utils/handprop/predict/curve.js
var SIZE = [480, 300];
var FRAME = [70, 28, 460, 246];
var GUESS = { class: "hp-guess", "stroke-width": 3, "stroke-dasharray": "7 4" };
var REAL = { class: "hp-real", "stroke-width": 3 };
var NEAR = [[0.04, tr("Very near")], [0.1, tr("Near")], [0.25, tr("Not far off")], [Infinity, tr("Far off")]];
var KEYS = { ArrowUp: 0.02, ArrowDown: -0.02, PageUp: 0.1, PageDown: -0.1, Home: -1, End: 1 };
var nearest = (places, spot) => places.reduce((best, place2, i) => Math.abs(place2 - spot) < Math.abs(places[best] - spot) ? i : best, 0);
var clamp = (value, [low, high]) => Math.min(Math.max(value, low), high);
var told = (value, { powers }) => powers ? tr("10 to the power of {value}", { value: shown(Number(value.toFixed(1))) }) : shown(value);
function chart(parent, curve) {
  const { x, y, x_name: xName, y_name: yName, powers } = curve;
  const around = make(parent, "div", { class: "handprop-view hp-draw" });
  const svg = make(around, "svg", { viewBox: `0 0 ${SIZE.join(" ")}`, role: "group", "aria-label": tr("{yName} over {xName}", { yName, xName }) });
  const label = powers ? (power2) => minus(`1e${power2}`) : shown;
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
function showCurves(parent, { curve }, said) {
  parent.replaceChildren();
  const guess = read(said, curve);
  const { around, svg, at } = chart(parent, curve);
  svg.setAttribute("role", "img");
  const lines = [[guess, tr("your guess"), GUESS], [curve.real, tr("what happens"), REAL]].filter(([heights]) => heights);
  lines.forEach(([heights, , look]) => {
    make(svg, "polyline", { ...look, points: polyline(heights.map((height, i) => at(curve.x[i], height))) });
  });
  valueList(around, tr("How the curves are drawn"), lines.map(([, name, look]) => [name, look]))(lines.map(() => ""));
  const body = foldedTable(around, tr("The curves"), [curve.x_name, ...lines.map(([, name]) => name)]);
  const write = (value) => curve.powers ? minus(`1e${shown(Number(value.toFixed(1)))}`) : shown(value);
  fill(body, curve.x.map((spot, i) => [write(spot), ...lines.map(([heights]) => write(heights[i]))]));
}
function nearness({ curve }, said) {
  const guess = read(said, curve);
  if (!guess) return "";
  const offs = guess.map((height, i) => Math.abs(height - curve.real[i]));
  const mean = offs.reduce((total, off) => total + off, 0) / offs.length;
  const furthest = offs.indexOf(Math.max(...offs));
  const [, word] = NEAR.find(([share]) => mean <= share * (curve.y[1] - curve.y[0]));
  const away = curve.powers ? tr("{mean} powers of ten", { mean: shown(Number(mean.toPrecision(2))) }) : shown(Number(mean.toPrecision(2)));
  const there = `${curve.x_name} ${told(curve.x[furthest], curve)}`;
  const [drew, real] = [guess[furthest], curve.real[furthest]].map((height) => told(height, curve));
  return tr("{word}: on average {away} away. The most at {there}: you drew {drew}, it is {real}.", { word, away, there, drew, real });
}

// utils/handprop/predict/number.js
var PLAIN = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;
var THOUSANDS = /(?<=\d)[\s'’_](?=\d{3}(?!\d))/g;
var plain = (text) => PLAIN.test(text) ? Number(text) : NaN;
var power = (text) => text.split("^").map(plain).reduceRight((exponent, base) => base ** exponent);
function product(text) {
  const [first, ...rest] = text.split(/([·×*/])/);
  let value = power(first);
  for (let k = 0; k < rest.length; k += 2) value = rest[k] === "/" ? value / power(rest[k + 1]) : value * power(rest[k + 1]);
  return value;
}
function read2(text, answer) {
  const bare2 = text.trim().replaceAll("−", "-").replaceAll("**", "^").replace(THOUSANDS, "").replace(/\s*([·×*/^])\s*/g, "$1");
  const readings = [bare2.replace(",", "."), bare2.replace(/,(?=\d{3}(?!\d))/g, "")].map(product).filter(Number.isFinite);
  return readings.reduce((best, one) => Math.abs(one - answer) < Math.abs(best - answer) ? one : best, readings[0] ?? NaN);
}
var shown2 = (number) => String(Number.isInteger(number) ? number : Number(number.toPrecision(4))).replace("-", "−");

// utils/handprop/predict/prediction.js
function add(parent, tag, attributes = {}, text = "") {
  const node = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));
  if (text) node.textContent = text;
  parent.append(node);
  return node;
}
var bare = (words) => words.replace(/\.$/, "");
function howNear(spec, said) {
  const { kind, answer } = spec;
  if (!said) return "";
  if (kind === "curve") return nearness(spec, said);
  if (kind === "choice") return said === answer ? tr("You said: {said}. So it is.", { said: bare(said) }) : tr("You said: {said}. It is: {answer}.", { said: bare(said), answer: bare(answer) });
  if (kind !== "number") return tr("You said: {said}. Compare it with what happens.", { said: bare(said) });
  const value = read2(said, answer);
  const off = value - answer;
  if (Math.abs(off) <= 5e-3 * Math.abs(answer)) return tr("You said {said}, and it is {answer}.", { said: shown2(value), answer: shown2(answer) });
  return tr("You said {said}. It is {answer}: you are {off} too {way}.", { said: shown2(value), answer: shown2(answer), off: shown2(Math.abs(off)), way: off > 0 ? tr("high") : tr("low") });
}
var FIELDS = {
  curve: curveField,
  choice(form, { options }, name) {
    const choices = add(form, "div", { class: "hp-choices" });
    const radios = options.map((option) => {
      const label = add(choices, "label");
      const radio = add(label, "input", { type: "radio", name, value: option });
      label.append(` ${option}`);
      return radio;
    });
    return {
      value: () => radios.find((one) => one.checked)?.value ?? "",
      fill: (said) => radios.forEach((one) => {
        one.checked = one.value === said;
      }),
      missing: () => tr("Choose one first, or look without predicting."),
      first: radios[0]
    };
  },
  number(form, { answer }) {
    const field = add(form, "input", { type: "text", inputmode: "decimal", "aria-label": tr("Your prediction, a number") });
    return {
      value: () => Number.isFinite(read2(field.value, answer)) ? field.value.trim() : "",
      fill: (said) => {
        field.value = said;
      },
      missing: () => tr("Type a number first, such as 0.5 or 1/2, or look without predicting."),
      first: field
    };
  },
  words(form) {
    const field = add(form, "input", { type: "text", maxlength: "300", "aria-label": tr("Your prediction, in a few words") });
    return {
      value: () => field.value.trim(),
      fill: (said) => {
        field.value = said;
      },
      missing: () => tr("Type a few words first, or look without predicting."),
      first: field
    };
  }
};
function render({ model, el }) {
  const spec = model.get("spec");
  el.classList.add("hp-predict");
  el.addEventListener("keydown", (event) => event.stopPropagation());
  const form = add(el, "form");
  const group = add(form, "fieldset");
  add(group, "legend", {}, tr("Your prediction"));
  const name = `hp-predict-${Math.random().toString(36).slice(2)}`;
  const field = FIELDS[spec.kind](group, spec, name);
  const buttons = add(group, "div", { class: "hp-buttons" });
  add(buttons, "button", { type: "submit" }, tr("Keep it, then show"));
  const skip = add(buttons, "button", { type: "button" }, tr("Show without predicting"));
  const note = add(el, "p", { role: "status" });
  const outcome = add(el, "div", { class: "hp-outcome", tabindex: "-1" });
  const near = add(outcome, "p", { class: "hp-near" });
  const drawn = add(outcome, "div");
  if (spec.outcome) {
    add(outcome, "p", {}, tr("What happens:"));
    add(outcome, "pre", {}, spec.outcome);
  }
  add(outcome, "p", {}, tr("Run the next cell to see it for yourself. The words below it can be opened, too."));
  const again = add(outcome, "button", { type: "button" }, tr("Predict again"));
  const show = () => {
    const seen = model.get("seen");
    form.hidden = seen;
    outcome.hidden = !seen;
    near.textContent = howNear(spec, model.get("said"));
    near.hidden = !near.textContent;
    if (spec.kind === "curve" && seen) showCurves(drawn, spec, model.get("said"));
  };
  const put = (said, seen) => {
    model.set("said", said);
    model.set("seen", seen);
    model.save_changes();
    note.textContent = "";
    (seen ? outcome : field.first).focus({ preventScroll: true });
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const said = field.value();
    if (said) put(said, true);
    else {
      note.textContent = field.missing();
      field.first.focus();
    }
  });
  skip.addEventListener("click", () => put("", true));
  again.addEventListener("click", () => put(model.get("said"), false));
  model.on("change:said", show);
  model.on("change:seen", show);
  field.fill(model.get("said"));
  show();
  const endKeeping = keepFamily(model);
  return () => {
    endKeeping();
    model.off("change:said", show);
    model.off("change:seen", show);
  };
}
var prediction_default = { render };
export {
  prediction_default as default
};
