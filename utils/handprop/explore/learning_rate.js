// ---- the learning rate explorer: steps of gradient descent on the loss curve ----
// Its numbers and sentences have their authority in learning_rate.py.

const pairs = (list) => list.slice(1).map((after, i) => [list[i], after]);

export function descent(landscape, learningRate, steps, start) {
  const scaled = (value) => (Array.isArray(value) ? value.map(scaled) : start * value);
  const { activations, x, y } = landscape;
  const params = Object.fromEntries(Object.entries(landscape.params).map(([name, value]) => [name, scaled(value)]));
  let net = { params, activations, loss: "half_squared", frozen: [] };
  const run = { places: [], losses: [], errors: [], dead_at: -1 };
  for (let step = 0; step <= steps; step += 1) {
    const values = forward(net, x);
    const [prediction] = values.prediction;
    const lossNow = loss(net, values, y);
    run.places.push(activations.length === 1 ? net.params.W1[0][0] : prediction);
    run.losses.push(lossNow);
    run.errors.push(prediction - y[0]);
    if (!Number.isFinite(lossNow)) break;
    const gradients = backward(net, values, y);
    const moves = Object.keys(net.params).some((name) => gradients[name].flat().some((slope) => slope !== 0));
    if (run.dead_at < 0 && lossNow > 0 && !moves) run.dead_at = step;
    net = update(net, gradients, learningRate);
  }
  const [behaviour, words] = verdict(run.losses, run.errors, run.dead_at);
  return { ...run, behaviour, words };
}

export function verdict(losses, errors, deadAt) {
  const n = losses.length - 1;
  const [first, last] = [losses[0], losses[n]];
  const after = `After ${n} step${n === 1 ? "" : "s"}`;
  if (first === 0) return ["minimum", "The start is the minimum: the slope is 0, and no step moves."];
  if (deadAt >= 0) {
    const when = deadAt ? `after step ${deadAt}` : "at the start";
    return ["dead", `Dead: ${when} no gate is open, every gradient is 0, the loss stays at ${digits(last)}.`];
  }
  if (n === 0) return ["start", `No step yet: the loss is ${digits(first)}.`];
  if (!Number.isFinite(last)) return ["diverging", `Diverging: after step ${n} the loss is too large to compute.`];
  if (pairs(losses).every(([a, b]) => b > a * (1 + 1e-9))) {
    const grown = `from ${digits(first)} to ${digits(last)}`;
    return ["diverging", `Diverging: each step jumps over the minimum, and farther; the loss went ${grown}.`];
  }
  if (pairs(errors).some(([a, b], i) => a * b < 0 && losses[i + 1] > 1e-12 * first)) {
    const end = `${after} the loss is ${digits(last)}.`;
    if (settles(losses)) return ["oscillating", `Oscillating: steps jump over the minimum, nearer and nearer. ${end}`];
    return ["without end", `Oscillating without end: steps jump over the minimum and come no nearer. ${end}`];
  }
  const left = `${after} ${digits((100 * last) / first)} % of the loss is left: ${digits(last)}.`;
  if ((last / first) ** (1 / n) > 0.95) return ["slow", `Slow: a step takes less than 5 % off the loss. ${left}`];
  return ["good", `Good: the steps walk straight down. ${left}`];
}

function settles(losses) {
  const after = losses.slice(1);
  if (after.length < 3) return losses[losses.length - 1] < losses[losses.length - 2];
  const highs = pairs(after).map(([a, b]) => Math.max(a, b));
  const bottom = 1e-12 * losses[0];
  const falls = pairs(highs).every(([a, b]) => b <= a * (1 + 1e-9) + bottom);
  return falls && highs[highs.length - 1] < highs[0] * (1 - 1e-9);
}

// ---- its two pictures ----

const FRAME = [58, 26, 428, 270];
const ROUND = (r) => `M${-r},0a${r},${r} 0 1 0 ${2 * r},0a${r},${r} 0 1 0 ${-2 * r},0`;
const WEDGE = { up: "M-6,5L6,5L0,-6Z", right: "M-5,-6L-5,6L6,0Z", left: "M5,-6L5,6L-6,0Z" };
const held = (value, low, high) => Math.min(Math.max(value, low), high);

// The path of the steps and a dot for each; a triangle at the edge stands for a dot beyond it.
function trail(svg, most, colour) {
  const [left, top, right, bottom] = FRAME;
  const inside = clipped(svg, left, top, right - left, bottom - top);
  const line = make(inside, "polyline", { class: "hp-trail", stroke: colour });
  const dots = Array.from({ length: most + 1 }, () => make(svg, "path", { class: "hp-step", fill: colour, stroke: colour }));
  return (points) => {
    line.setAttribute("points", polyline(points.map((point) => point.map((v) => held(v, -5000, 5000)))));
    dots.forEach((dot, k) => {
      dot.style.display = k < points.length ? "" : "none";
      if (k >= points.length) return;
      const [x, y] = points[k];
      const beyond = x < left ? "left" : x > right ? "right" : y < top ? "up" : "";
      const edge = beyond ? 7 : 0;
      const size = k === points.length - 1 ? 6.5 : 4.5;
      place(dot, {
        d: beyond ? WEDGE[beyond] : ROUND(size),
        transform: `translate(${held(x, left + edge, right - edge).toFixed(2)} ${held(y, top + edge, 5000).toFixed(2)})`,
      });
      dot.classList.toggle("hp-hollow", k === 0);
    });
  };
}

// Everything that changes with the example: the curve, the axes, the minimum.
function drawLandscape(svg, landscape) {
  const group = make(svg, "g");
  const { span, top, minimum } = landscape;
  const ticks = { frame: FRAME, x: span, y: [0, top], xTicks: landscape.ticks, yTicks: landscape.loss_ticks };
  const { at, inside } = axes(group, { ...ticks, xName: landscape.place, yName: "loss" });
  const height = (u) => 0.5 * (landscape.factor * u - landscape.target) ** 2;
  const curve = range(span[0], span[1], 160).map((u) => at(u, height(u)));
  make(inside, "polyline", { points: polyline(curve), class: "hp-valley" });
  const [x, y] = at(minimum, 0);
  make(group, "line", { x1: x, x2: x, y1: FRAME[1], y2: y, class: "hp-thread" });
  writer(group)(x, FRAME[1] - 9, "caption", `minimum ${shown(minimum)}`);
  return { group, at };
}

function drawHistory(svg, landscape, most) {
  const group = make(svg, "g");
  const xTicks = range(0, most, 4);
  const ticks = { frame: FRAME, x: [-1, most + 1], y: [0, landscape.top], xTicks, yTicks: landscape.loss_ticks };
  return { group, at: axes(group, { ...ticks, xName: "step", yName: "loss" }).at };
}

function descentPictures(el, spec) {
  const panels = make(el, "div", { class: "hp-panels" });
  const titles = ["The steps on the loss curve", "The loss, step by step"];
  const canvases = titles.map((title) => canvas(panel(panels, title), 446, 316));
  const each = Object.values(spec.landscapes).map((landscape) => [
    drawLandscape(canvases[0], landscape),
    drawHistory(canvases[1], landscape, spec.most_steps),
  ]);
  const trails = canvases.map((svg) => trail(svg, spec.most_steps, spec.colour));
  return (index, run, words) => {
    each.forEach((drawn, i) => drawn.forEach(({ group }) => { group.style.display = i === index ? "" : "none"; }));
    const [curve, history] = each[index];
    trails[0](run.losses.map((lossNow, k) => curve.at(run.places[k], lossNow)));
    trails[1](run.losses.map((lossNow, k) => history.at(k, lossNow)));
    canvases.forEach((svg, i) => svg.setAttribute("aria-label", minus(`${titles[i]}. ${words}`)));
  };
}

// ---- the explorer ----

function learningRateExplorer(model, el) {
  const spec = model.get("spec");
  const sentence = make(el, "p", { class: "hp-words hp-two-lines" });
  const showPictures = descentPictures(el, spec);
  toolBar(el, model, spec);
  make(el, "p", { class: "hp-legend" }, spec.legend);
  const body = foldedTable(el, "Steps", ["step", "place", "loss"]);
  const names = Object.keys(spec.landscapes);
  let now = null;
  const show = () => {
    const index = model.get("example");
    const [rate, steps, start] = ["learning_rate", "steps", "start"].map((name) => model.get(name));
    now = descent(spec.landscapes[names[index]], rate, Math.round(steps), start);
    say(sentence, minus(now.words));
    showPictures(index, now, now.words);
    fill(body, now.losses.map((lossNow, k) => [String(k), shown(now.places[k]), shown(lossNow)]));
    [...body.rows].forEach((row, k) => { row.hidden = k >= now.losses.length; });
  };
  return { show, spoken: () => minus(now.words) };
}

EXPLORERS.learning_rate = learningRateExplorer;
