// The matrices explorer: equations of tables, one stop for the Tab key, arrow keys inside.

import { button } from "../frame/buttons.js";
import { readNames } from "../frame/controls.js";
import { make, say, tell } from "../frame/drawing.js";
import { sum } from "../frame/engine.js";
import { mount } from "../frame/mount.js";
import { minus } from "../frame/numbers.js";
import { panel } from "../frame/plot.js";
import { rooms } from "../frame/rooms.js";
import { toolBar } from "../frame/toolbar.js";
import { isTurned, matrixOf, phrase, plainName, traced, traceEntry } from "./numbers.js";
import "./style.css";
import { tr } from "../frame/tr.js";

const BETWEEN = { product: "·", times: "∘", error: "−" };
const BEFORE = { activation: "f", sum: tr("column sums of") };

// Parameters and their gradients have the colour of their layer, as their lines have in the network.
function layerStyle({ colours }, key) {
  const own = key.match(/^d?[Wb](\d+)(\.T)?$/);
  return own ? { style: `--hp-layer: ${colours.weights[(Number(own[1]) - 1) % colours.weights.length]}` } : {};
}

function drawMatrix(parent, spec, found, key, part) {
  const matrix = matrixOf(found, key);
  const [rows, columns] = [matrix.length, matrix[0].length];
  const frame = make(parent, "div", { class: "hp-matrix", ...layerStyle(spec, key) });
  const label = make(frame, "span", { class: "hp-matrix-name", "aria-hidden": "true" });
  make(label, "b", {}, spec.labels[key]);
  label.append(` ${rows} × ${columns}`);
  const grid = make(frame, "table", { role: "grid", "aria-label": tr("{labels}, {rows} by {columns}", { labels: spec.labels[key], rows, columns }) });
  const body = make(grid, "tbody", { role: "presentation" });
  return matrix.map((row, i) => {
    const line = make(body, "tr", { role: "row" });
    return row.map((_, j) => {
      const node = make(line, "td", { role: "gridcell", tabindex: "-1" });
      const home = isTurned(key) ? [j, i] : [i, j];
      return { node, key: plainName(key), at: home, spot: [part, i, j] };
    });
  });
}

function drawEquation(parent, spec, found, step) {
  const row = make(parent, "div", { class: "hp-equation" });
  const first = BEFORE[step.op] ? `= ${BEFORE[step.op]}` : "=";
  const signs = [first, BETWEEN[step.op], "+"];
  const grids = [drawMatrix(row, spec, found, step.result, -1)];
  step.factors.forEach((key, part) => {
    const group = make(row, "div", { class: "hp-part" }); // a sign stays with what follows it
    make(group, "span", { class: "hp-sign", "aria-hidden": "true" }, signs[part]);
    grids.push(drawMatrix(group, spec, found, key, part));
  });
  return { step, grids };
}

// How wide the widest equation of a phase is, in rem.
function widest(drawn) {
  const wide = ({ grids }) => sum(grids.map((grid) => 3.55 * grid[0].length + 0.4)) + 1.75 * (grids.length - 1);
  return Math.max(...drawn.map(wide));
}

// Where an arrow key leads: within the matrix, then to its neighbour, up and down to the next equation.
function neighbour(drawn, [e, m, i, j], key) {
  const grid = drawn[e].grids[m];
  const { grids } = drawn[e];
  const into = (equation, matrix, row, column) => {
    const target = drawn[equation].grids[matrix];
    return [equation, matrix, Math.min(row, target.length - 1), Math.min(column, target[0].length - 1)];
  };
  const far = Infinity;
  switch (key) {
    case "ArrowRight":
      if (j + 1 < grid[0].length) return [e, m, i, j + 1];
      return m + 1 < grids.length ? into(e, m + 1, i, 0) : null;
    case "ArrowLeft":
      if (j > 0) return [e, m, i, j - 1];
      return m > 0 ? into(e, m - 1, i, far) : null;
    case "ArrowDown":
      if (i + 1 < grid.length) return [e, m, i + 1, j];
      return e + 1 < drawn.length ? into(e + 1, Math.min(m, drawn[e + 1].grids.length - 1), 0, j) : null;
    case "ArrowUp":
      if (i > 0) return [e, m, i - 1, j];
      return e > 0 ? into(e - 1, Math.min(m, drawn[e - 1].grids.length - 1), far, j) : null;
    case "Home":
      return [e, 0, 0, 0];
    case "End":
      return into(e, grids.length - 1, far, far);
    default:
      return null;
  }
}

// The numbers of now: the names of controls in the spec give way to their values.
function matricesNow(model, spec) {
  const read = (names) => readNames(model, names);
  const params = Object.fromEntries(Object.entries(spec.names).map(([name, names]) => [name, read(names)]));
  const net = { params, activations: spec.activations, loss: spec.loss, frozen: spec.frozen };
  return traced(spec, net, read(spec.x), read(spec.y));
}

// On a small screen one phase is shown at a time, and a button for each; on a large one, both.
function drawPhases(panels, tools, spec, now) {
  const bar = make(tools, "div", { class: "hp-one-phase", role: "group", "aria-label": tr("Phase that is shown") });
  const turn = (phase) => {
    panels.dataset.phase = phase;
    [...bar.children].forEach((one) => one.setAttribute("aria-pressed", String(one.textContent.toLowerCase() === phase)));
  };
  [["forward", tr("Forward")], ["backward", tr("Backward")]]
    .forEach(([phase, name]) => button(bar, name).addEventListener("click", () => turn(phase)));
  turn("forward");
  return ["forward", "backward"].flatMap((phase) => {
    const node = panel(panels, phase === "forward" ? tr("Forward: values") : tr("Backward: gradients"));
    const steps = spec.equations.filter((step) => step.phase === phase);
    const drawn = steps.map((step) => drawEquation(node, spec, now.values, step));
    node.style.setProperty("--hp-wide", `${widest(drawn).toFixed(1)}rem`);
    return drawn;
  });
}

// Which factor of the traced entry a cell is, or -1.  The equation that is pointed at comes first; a
// hidden one lights its factor wherever it stands.
function factorFinder(drawn, step, lit) {
  const row = drawn.findIndex((equation) => equation.step === step);
  return (cell) => {
    const found = lit.find(([part, i, j]) => {
      const home = isTurned(step.factors[part]) ? [j, i] : [i, j];
      const same = cell.key === plainName(step.factors[part]) && String(cell.at) === String(home);
      return same && (row < 0 || (cell.place[0] === row && cell.spot[0] === part));
    });
    return found ? found[0] : -1;
  };
}

function lightUp(cells, current, factorOf) {
  cells.forEach((cell) => {
    const part = factorOf(cell);
    const same = cell.key === current.key && String(cell.at) === String(current.at);
    const marks = { first: part === 0, second: part > 0, same, here: cell === current };
    Object.entries(marks).forEach(([name, on]) => cell.node.classList.toggle(`hp-${name}`, on));
    cell.node.tabIndex = cell === current ? 0 : -1;
  });
}

// Where one phase is shown at a time, the keys turn to the other one.
function focusOn(node) {
  const own = node.closest(".hp-panel");
  const turns = own.closest(".hp-stage").parentElement.querySelectorAll(".hp-one-phase button");
  if (!own.offsetParent) turns[[...own.parentElement.children].indexOf(own)].click();
  node.focus();
}

function walk(drawn, cells, cell, event) {
  const next = neighbour(drawn, cell.place, event.key);
  if (next) focusOn(cells.find(({ place: spot }) => String(spot) === String(next)).node);
  // JupyterLab would take an arrow key for a walk through its cells.
  if (!next && !event.key.startsWith("Arrow")) return;
  event.preventDefault();
  event.stopPropagation();
}

function matricesExplorer(model, el) {
  const spec = model.get("spec");
  const made = Object.fromEntries(spec.equations.map((step) => [step.result, step]));
  let now = matricesNow(model, spec);
  const { stage, said, tools, below } = rooms(el, "hp-panels hp-equations");
  const words = make(said, "p", { class: "hp-words hp-two-lines" });
  const drawn = drawPhases(stage, tools, spec, now);
  const cells = drawn.flatMap(({ grids }, e) =>
    grids.flatMap((grid, m) => grid.flatMap((row, i) => row.map((cell, j) => ({ ...cell, place: [e, m, i, j] })))),
  );
  toolBar(tools, model, spec);
  make(below, "p", { class: "hp-legend" }, phrase("legend"));
  let current = cells[0];
  const light = () => {
    const { key, at } = current;
    const lit = made[key] ? traceEntry(spec, now.values, made[key], ...at)[2] : [];
    lightUp(cells, current, factorFinder(drawn, made[key], lit));
    say(words, minus(now.words[key][at[0]][at[1]]));
  };
  const point = (cell) => {
    current = cell;
    light();
  };
  cells.forEach((cell) => {
    cell.node.addEventListener("focus", () => point(cell));
    cell.node.addEventListener("mouseenter", () => point(cell));
    cell.node.addEventListener("keydown", (event) => walk(drawn, cells, cell, event));
  });
  const show = () => {
    now = matricesNow(model, spec);
    cells.forEach(({ node, key, at: [i, j] }) => {
      tell(node, now.values[key][i][j]);
      node.setAttribute("aria-label", minus(now.words[key][i][j]));
    });
    light();
  };
  const last = spec.activations.length;
  const errors = (values) => (values[`a${last}`] ?? values[`z${last}`]).flatMap((row, i) => row.map((v, j) => Math.abs(v - values.y[i][j])));
  const effects = () => [[tr("size of the error"), sum(errors(now.values))]];
  return { show, effects, spoken: () => words.textContent };
}

export default mount(matricesExplorer);
