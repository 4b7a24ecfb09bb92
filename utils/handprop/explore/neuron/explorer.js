// ---- the neuron explorer; handprop.explore.neuron.state is the authority for what it shows ----

const signed = (value) => (digits(value).startsWith("-") ? `(${digits(value)})` : digits(value));

const APPLIED = {
  linear: (z) => digits(z),
  relu: (z) => `max(0, ${digits(z)})`,
  sigmoid: (z) => `1 / (1 + exp(${digits(-z)}))`,
  tanh: (z) => `tanh(${digits(z)})`,
};

export function neuronState(x, w, b, activation, names) {
  const net = { params: { W1: w.map((v) => [v]), b1: [b] }, activations: [activation] };
  const values = forward(net, x);
  const [z, a] = [values.z1[0], values.a1[0]];
  const products = w.map((v, i) => v * x[i]);
  const steps = [
    ...w.map((v, i) => [`w${i + 1} · x${i + 1}`, `${digits(v)} · ${signed(x[i])}`, digits(products[i])]),
    ["bias b", "", digits(b)],
    ["weighted sum z", [digits(products[0]), signed(products[1]), signed(b)].join(" + "), digits(z)],
    [`a = f(z), ${names[activation]}`, APPLIED[activation](z), digits(a)],
  ];
  return { products, z, a, steps, words: neuronWords(activation, names[activation], z, a) };
}

function neuronWords(activation, name, z, a) {
  if (activation === "linear") return `A linear neuron passes on its weighted sum: a = z = ${digits(z)}.`;
  if (activation === "relu" && z > 0) return `z = ${digits(z)} is above 0, so ReLU lets it through: a = ${digits(a)}.`;
  if (activation === "relu") return `z = ${digits(z)} is not above 0, so ReLU gives 0: the gate is closed.`;
  const ends = activation === "sigmoid" ? "0 and 1" : "-1 and 1";
  return `${name[0].toUpperCase()}${name.slice(1)} squeezes z = ${digits(z)} to a = ${digits(a)}, between ${ends}.`;
}

// The neuron itself: inputs, products, sum, activation.
function neuronPicture(parent, spec) {
  const svg = canvas(parent, 500, 270);
  const { colours } = spec;
  const write = writer(svg);
  const [blue, orange] = colours.weights;
  const heights = [80, 210];
  const lines = heights.map((y) => make(svg, "line", { x1: 82, y1: y, x2: 256, y2: 145, stroke: blue }));
  const biasLine = make(svg, "line", { x1: 302, y1: 54, x2: 302, y2: 116, stroke: orange });
  make(svg, "line", { x1: 348, y1: 145, x2: 384, y2: 145, class: "hp-wire" });
  const inputs = heights.map((y, i) => {
    box(svg, 44, y, 76, 52, { class: "hp-unit", stroke: colours.input, rx: 14 });
    write(44, y - 34, "title", `input x${i + 1}`);
    return write(44, y + 6, "input");
  });
  const labels = heights.map((y, i) => neuronLabel(svg, write, 169, i ? 178 : 112, `w${i + 1}`, `w${i + 1} · x${i + 1}`, blue));
  box(svg, 302, 34, 104, 40, { stroke: orange, rx: 6 });
  write(258, 40, "weight hp-left", "b");
  const bias = write(346, 40, "weight hp-right");
  const sumText = neuronBox(svg, write, 302, "z", "currentColor");
  const outText = neuronBox(svg, write, 436, "a", colours.prediction);
  write(302, 197, "title", "weighted sum");
  const name = write(436, 197, "title");
  return (now, { x, w, b, activation }) => {
    const strongest = Math.max(...now.products.map(Math.abs), Math.abs(b), 1e-300);
    inputs.forEach((node, i) => tell(node, x[i]));
    lines.forEach((line, i) => neuronLine(line, now.products[i] / strongest, w[i]));
    neuronLine(biasLine, b / strongest, b);
    labels.forEach((show, i) => show(w[i], now.products[i]));
    tell(bias, b);
    tell(sumText, now.z);
    tell(outText, now.a);
    say(name, activation === "relu" ? `ReLU · gate ${now.z > 0 ? "open" : "closed"}` : spec.names[activation]);
    svg.setAttribute("aria-label", minus(`A neuron with two inputs. ${now.words}`));
  };
}

function neuronBox(svg, write, x, caption, stroke) {
  box(svg, x, 145, 96, 58, { class: "hp-unit", stroke, rx: 14 });
  write(x, 135, "caption", caption);
  return write(x, 158, "value");
}

function neuronLabel(svg, write, x, y, name, product, stroke) {
  box(svg, x, y, 128, 42, { stroke, rx: 6 });
  write(x - 57, y - 4, "weight hp-left", name);
  write(x - 57, y + 15, "slope hp-left", product);
  const [weight, value] = [write(x + 57, y - 4, "weight hp-right"), write(x + 57, y + 15, "slope hp-right")];
  return (w, p) => {
    tell(weight, w);
    tell(value, p);
  };
}

function neuronLine(line, share, weight) {
  place(line, { "stroke-width": (1.5 + 6 * Math.abs(share)).toFixed(2), "stroke-dasharray": weight < 0 ? "9 6" : "none" });
}

// The curve a = f(z); the activations have scales of their own.
function neuronCurve(parent, spec) {
  const svg = canvas(parent, 420, 270);
  const [blue, orange] = spec.colours.weights;
  let drawn = "";
  let parts = null;
  return (now, activation) => {
    if (drawn !== activation) {
      svg.replaceChildren();
      parts = drawActivation(svg, activation, spec.reach, blue, orange);
      drawn = activation;
    }
    const [zx, ay] = parts.at(now.z, now.a);
    const [zero, ground] = parts.at(0, 0);
    place(parts.drop, { points: polyline([[zx, ground], [zx, ay], [zero, ay]]) });
    place(parts.dot, { cx: zx, cy: ay });
    svg.setAttribute("aria-label", minus(`Curve of ${spec.names[activation]}: at z = ${digits(now.z)}, a = ${digits(now.a)}.`));
  };
}

function drawActivation(svg, activation, reach, blue, orange) {
  const [y, yTicks] = neuronScale(activation, reach);
  const half = Math.floor(reach / 2);
  const xTicks = [-2 * half, -half, 0, half, 2 * half];
  const plot = { frame: [46, 26, 408, 226], x: [-reach, reach], y, xTicks, yTicks, xName: "z", yName: "a = f(z)" };
  const { at } = axes(svg, plot);
  const places = range(-reach, reach, 180);
  const heights = ACTIVATIONS[activation].f(places);
  make(svg, "polyline", { points: polyline(places.map((z, i) => at(z, heights[i]))), class: "hp-curve", stroke: blue });
  const drop = make(svg, "polyline", { class: "hp-drop" });
  return { at, drop, dot: make(svg, "circle", { r: 8, fill: orange, class: "hp-dot" }) };
}

function neuronScale(activation, reach) {
  if (activation === "sigmoid") return [[-0.1, 1.1], [0, 0.5, 1]];
  if (activation === "tanh") return [[-1.2, 1.2], [-1, 0, 1]];
  const half = Math.floor(reach / 2);
  return [[-reach, reach], [-2 * half, -half, 0, half, 2 * half]];
}

function neuronExplorer(model, el) {
  const spec = model.get("spec");
  const sentence = make(el, "p", { class: "hp-words hp-may-wrap" });
  const panels = make(el, "div", { class: "hp-panels hp-pairs" });
  const showPicture = neuronPicture(panel(panels, "The neuron"), spec);
  const showCurve = neuronCurve(panel(panels, "Its activation function"), spec);
  const showMap = neuronMap(panel(panels, "Its output for every input"), spec);
  const steps = table(make(panels, "div", { class: "hp-panel hp-tables hp-steps" }), "Step by step", ["step", "computation", "result"]);
  toolBar(el, model, spec);
  make(el, "p", { class: "hp-legend" }, spec.legend);
  let now = null;
  const show = () => {
    const [x1, x2, w1, w2, b] = ["x1", "x2", "w1", "w2", "b"].map((name) => model.get(name));
    const activation = chosen(model, spec, "activation");
    now = neuronState([x1, x2], [w1, w2], b, activation, spec.names);
    showPicture(now, { x: [x1, x2], w: [w1, w2], b, activation });
    showCurve(now, activation);
    showMap(now, [x1, x2], [w1, w2], b, activation);
    say(sentence, minus(now.words));
    fill(steps, now.steps.map((row) => row.map(minus)));
  };
  return { show, spoken: () => minus(now.words) };
}

EXPLORERS.neuron = neuronExplorer;
