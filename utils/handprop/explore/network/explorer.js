// ---- the network explorer: its numbers and sentences, and what its buttons do ----

function stepWords(learningRate, before, after) {
  const start = `One step of size ${digits(learningRate)} would`;
  if (!Number.isFinite(after)) return `${start} make the loss too large to compute.`;
  const [from, to] = [digits(before), digits(after)];
  if (after === before) return `${start} leave the loss at ${from}.`;
  const verb = after < before ? "lower" : "raise";
  if (from === to) return `${start} ${verb} the loss by less than four digits can show: it stays at ${from}.`;
  return `${start} ${verb} the loss from ${from} to ${to}.`;
}

function resultWords(values, error, y, lossNow) {
  const list = (numbers) => numbers.map(digits).join(", ");
  return (
    `Prediction ${list(values.prediction)}, target ${list(y)}, error ${list(error)}, ` +
    `loss ${digits(lossNow)}.`
  );
}

// Every number that the network explorer shows; handprop.explore.network.state is its twin.
export function state(net, x, y, learningRate) {
  const values = forward(net, x);
  const gradients = backward(net, values, y);
  const lossNow = loss(net, values, y);
  const after = update(net, gradients, learningRate);
  const lossAfter = loss(net, forward(after, x), y);
  const error = values.prediction.map((v, j) => v - y[j]);
  return {
    values,
    gradients,
    error,
    loss: lossNow,
    params_after: after.params,
    loss_after: lossAfter,
    results: resultWords(values, error, y, lossNow),
    words: stepWords(learningRate, lossNow, lossAfter),
  };
}

function readControls(model, spec) {
  const read = (names) => (Array.isArray(names) ? names.map(read) : model.get(names));
  const params = Object.fromEntries(Object.entries(spec.names).map(([name, names]) => [name, read(names)]));
  return { params, x: read(spec.inputs), y: spec.targets.length ? read(spec.targets) : spec.fixed_target, learningRate: model.get("learning_rate") };
}

function networkExplorer(model, el, announce) {
  const spec = model.get("spec");
  const showPhase = phaseBar(el, model, spec, () => now, (text) => say(note, text));
  const frame = make(el, "div", { class: "hp-scroll", tabindex: "0", role: "group", "aria-label": "Picture" });
  const picture = networkPicture(frame, spec);
  const results = make(el, "p", { class: "hp-results" });
  const sentence = make(el, "p", { class: "hp-words hp-may-wrap" });
  const bar = toolBar(el, model, spec);
  const step = button(bar, "Take one step");
  bar.prepend(step);
  const note = make(el, "p", { class: "hp-note", role: "status" });
  step.addEventListener("click", () => say(note, takeStep(model, spec, now)));
  const derivation = derivationPanel(el, model, spec, picture, announce);
  make(el, "p", { class: "hp-legend" }, spec.legend);
  const showTables = networkTables(el, spec);
  let now = null;

  const show = () => {
    const { params, x, y, learningRate } = readControls(model, spec);
    const net = { params, activations: spec.activations, loss: spec.loss, frozen: spec.frozen };
    const phase = chosen(model, spec, "phase");
    const numbers = state(net, x, y, learningRate);
    now = { ...numbers, params, target: y, phase, ...phaseTold(numbers, phase, spec) };
    picture.show(now);
    say(results, minus(now.results));
    say(sentence, minus(now.words));
    sentence.classList.toggle("hp-two-lines", phase !== "all");
    say(note, "");
    showPhase(phase);
    derivation.show(now);
    showTables(now);
  };
  const spoken = () => minus(`${now.results} ${closedWords(spec, now)}${now.words}${derivation.spoken()}`);
  return { show, spoken, tend: derivation.tend };
}

// One parameter of a source that has the network's shapes: params, gradients, params_after.
const at = (source, [name, ...spot]) => spot.reduce((part, index) => part[index], source[name]);

// Moves every parameter by one step; returns why not, where a slider would be left.
function takeStep(model, spec, now) {
  const after = spec.parameters.map(([control, ...spot]) => [control, at(now.params_after, spot)]);
  const outside = after.find(([control, value]) => !(Math.abs(value) <= spec.controls[control].bound));
  if (outside) return beyond(...outside);
  moveTo(model, Object.fromEntries(after));
  return "";
}

function beyond(control, value) {
  return minus(`The step would take ${control} to ${digits(value)}, beyond its slider. Try a smaller η, or reset.`);
}

function closedWords(spec, now) {
  const shut = spec.activations.flatMap((activation, index) =>
    activation === "relu" ? now.values[`z${index + 1}`].map((z, j) => (z > 0 ? "" : spec.units[index + 1][j])) : [],
  );
  const names = shut.filter(Boolean);
  return names.length ? `Gate closed: ${names.join(", ")}. ` : "";
}

EXPLORERS.network = networkExplorer;
