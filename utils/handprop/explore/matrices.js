// ---- the matrices explorer: the network as matrices, each entry traced to its factors ----
// Its numbers and sentences have their authority in matrices.py.

const transposed = (matrix) => matrix[0].map((_, j) => matrix.map((row) => row[j]));
const isTurned = (name) => name.endsWith(".T");
const plainName = (name) => name.replace(".T", "");
const matrixOf = (found, name) => (isTurned(name) ? transposed(found[plainName(name)]) : found[name]);
const asMatrix = (value) => (Array.isArray(value[0]) ? value : [value]);
const total = (matrices) => matrices.reduce((a, b) => a.map((row, i) => row.map((v, j) => v + b[i][j])));
const SLOPES = { relu: (z) => (z > 0 ? 1 : 0), sigmoid: (z, a) => a * (1 - a), tanh: (z, a) => 1 - a * a };

// Every matrix by name; the gradients of a batch are means over its samples.
export function matrixValues(net, x, y) {
  const samples = x.map((row, s) => {
    const values = forward(net, row);
    return { values, slopes: backward(net, values, y[s]) };
  });
  const part = 1 / x.length;
  const rows = (pick) => samples.map(pick);
  const shrunk = (matrix) => matrix.map((row) => row.map((v) => v * part));
  const found = { x, y };
  Object.entries(net.params).forEach(([name, value]) => {
    found[name] = asMatrix(value);
    found[`d${name}`] = shrunk(total(rows(({ slopes }) => asMatrix(slopes[name]))));
  });
  net.activations.forEach((activation, index) => {
    const k = index + 1;
    const [z, a] = [rows(({ values }) => values[`z${k}`]), rows(({ values }) => values[`a${k}`])];
    const delta = shrunk(rows(({ slopes }) => slopes[`delta${k}`]));
    const slope = z.map((row, i) => row.map((v, j) => (SLOPES[activation] ? SLOPES[activation](v, a[i][j]) : 1)));
    Object.assign(found, { [`z${k}`]: z, [`a${k}`]: a, [`delta${k}`]: delta, [`slope${k}`]: slope });
  });
  const last = net.activations.length;
  found[`da${last}`] = shrunk(found[`a${last}`].map((row, i) => row.map((v, j) => v - y[i][j])));
  for (let k = 1; k < last; k += 1) {
    const W = net.params[`W${k + 1}`];
    found[`da${k}`] = found[`delta${k + 1}`].map((row) => W.map((weights) => sum(weights.map((w, j) => w * row[j]))));
  }
  return found;
}

const term = (value) => (digits(value).startsWith("-") ? `(${digits(value)})` : digits(value));

// What an entry is made of: in words, in numbers, and where its factors stand.
function traceEntry(spec, found, step, i, j) {
  const [a, b, c] = step.factors;
  const [A, B] = [matrixOf(found, a), b ? matrixOf(found, b) : null];
  const name = (factor) => spec.labels[factor];
  const activation = spec.activations[Number(step.result.slice(-1)) - 1];
  const here = (m) => [[m, i, j]];
  switch (step.op) {
    case "product": {
      const terms = A[i].map((v, k) => `${digits(v)} · ${term(B[k][j])}`);
      if (c) terms.push(term(found[c][0][j]));
      const how = `row ${i + 1} of ${name(a)} times column ${j + 1} of ${name(b)}${c ? `, plus ${name(c)}` : ""}`;
      const lit = [A[i].map((_, k) => [0, i, k]), B.map((_, k) => [1, k, j]), c ? [[2, 0, j]] : []];
      return [how, terms.join(" + "), lit.flat()];
    }
    case "sum": {
      const column = A.map((row) => row[j]);
      const terms = [digits(column[0]), ...column.slice(1).map(term)];
      return [`the sum of column ${j + 1} of ${name(a)}`, terms.join(" + "), A.map((_, k) => [0, k, j])];
    }
    case "activation":
      return [`${activation} of ${name(a)}`, `${activation}(${digits(A[i][j])})`, here(0)];
    case "slope":
      return [`the slope of ${activation} at ${name(a)}`, `f′(${digits(A[i][j])})`, here(0)];
    case "times": {
      const numbers = `${digits(A[i][j])} · ${term(B[i][j])}`;
      return [`${name(a)} times ${name(b)}, entry by entry`, numbers, [...here(0), ...here(1)]];
    }
    default: {
      const difference = `${digits(A[i][j])} - ${term(B[i][j])}`;
      const lit = [...here(0), ...here(1)];
      if (A.length === 1) return [`${name(a)} minus ${name(b)}`, difference, lit];
      return [`${name(a)} minus ${name(b)}, over ${A.length} samples`, `(${difference}) / ${A.length}`, lit];
    }
  }
}

function entryName(spec, key, i, j) {
  const parameter = key[0] === "d" && spec.names[key.slice(1)] ? key.slice(1) : key;
  const names = spec.names[parameter];
  if (!names) return "";
  return ` (${parameter === key ? "" : "∂"}${Array.isArray(names[0]) ? names[i][j] : names[j]})`;
}

export function sentence(spec, found, made, key, i, j) {
  const start = `${spec.labels[key]}${entryName(spec, key, i, j)}, row ${i + 1}, column ${j + 1}`;
  const value = digits(found[key][i][j]);
  if (!made[key]) return `${start}: ${value}, given.`;
  const [how, numbers] = traceEntry(spec, found, made[key], i, j);
  return `${start}: ${how}: ${numbers} = ${value}.`;
}

export function traced(spec, net, x, y) {
  const found = matrixValues(net, x, y);
  const made = Object.fromEntries(spec.equations.map((step) => [step.result, step]));
  const keys = [...Object.keys(net.params), "x", "y", ...Object.keys(made)];
  const words = keys.map((key) => [key, found[key].map((row, i) => row.map((_, j) => sentence(spec, found, made, key, i, j)))]);
  return { values: Object.fromEntries(keys.map((key) => [key, found[key]])), words: Object.fromEntries(words) };
}

// ---- its picture: equations of tables, one stop for the Tab key, arrow keys inside ----

const BETWEEN = { product: "·", times: "∘", error: "−" };
const BEFORE = { activation: "f", sum: "column sums of" };

function drawMatrix(parent, spec, found, key, part) {
  const matrix = matrixOf(found, key);
  const [rows, columns] = [matrix.length, matrix[0].length];
  const frame = make(parent, "div", { class: "hp-matrix" });
  const label = make(frame, "span", { class: "hp-matrix-name", "aria-hidden": "true" });
  make(label, "b", {}, spec.labels[key]);
  label.append(` ${rows} × ${columns}`);
  const grid = make(frame, "table", { role: "grid", "aria-label": `${spec.labels[key]}, ${rows} by ${columns}` });
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

// How wide the widest equation is, in rem.
function widest(drawn) {
  const wide = ({ grids }) => sum(grids.map((grid) => 4.05 * grid[0].length + 0.4)) + 1.75 * (grids.length - 1);
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

function matricesExplorer(model, el) {
  const spec = model.get("spec");
  const read = (value) => (Array.isArray(value) ? value.map(read) : typeof value === "string" ? model.get(value) : value);
  const compute = () => {
    const params = Object.fromEntries(Object.entries(spec.names).map(([name, names]) => [name, read(names)]));
    const net = { params, activations: spec.activations, loss: spec.loss, frozen: spec.frozen };
    return traced(spec, net, read(spec.x), read(spec.y));
  };
  let now = compute();
  const words = make(el, "p", { class: "hp-words hp-two-lines" });
  const panels = make(el, "div", { class: "hp-panels" });
  const drawn = ["forward", "backward"].flatMap((phase) => {
    const node = panel(panels, phase === "forward" ? "Forward: values" : "Backward: gradients");
    const steps = spec.equations.filter((step) => step.phase === phase);
    return steps.map((step) => drawEquation(node, spec, now.values, step));
  });
  panels.style.setProperty("--hp-wide", `${widest(drawn).toFixed(1)}rem`);
  const cells = drawn.flatMap(({ grids }, e) =>
    grids.flatMap((grid, m) => grid.flatMap((row, i) => row.map((cell, j) => ({ ...cell, place: [e, m, i, j] })))),
  );
  toolBar(el, model, spec);
  make(el, "p", { class: "hp-legend" }, spec.legend);
  const made = Object.fromEntries(spec.equations.map((step) => [step.result, step]));
  let current = cells[0];

  const light = () => {
    const { key, at } = current;
    const step = made[key];
    const lit = step ? traceEntry(spec, now.values, step, ...at)[2] : [];
    const row = drawn.findIndex((equation) => equation.step === step);
    // The equation that is pointed at comes first; a hidden one lights its factor wherever it stands.
    const isFactor = (cell) =>
      lit.findIndex(([part, i, j]) => {
        const home = isTurned(step.factors[part]) ? [j, i] : [i, j];
        const same = cell.key === plainName(step.factors[part]) && String(cell.at) === String(home);
        return same && (row < 0 || (cell.place[0] === row && cell.spot[0] === part));
      });
    cells.forEach((cell) => {
      const found = isFactor(cell);
      const part = found < 0 ? -1 : lit[found][0];
      const same = cell.key === key && String(cell.at) === String(at);
      cell.node.classList.toggle("hp-first", part === 0);
      cell.node.classList.toggle("hp-second", part > 0);
      cell.node.classList.toggle("hp-same", same);
      cell.node.classList.toggle("hp-here", cell === current);
      cell.node.tabIndex = cell === current ? 0 : -1;
    });
    say(words, minus(now.words[key][at[0]][at[1]]));
  };
  const point = (cell) => {
    current = cell;
    light();
  };
  cells.forEach((cell) => {
    cell.node.addEventListener("focus", () => point(cell));
    cell.node.addEventListener("mouseenter", () => point(cell));
    cell.node.addEventListener("keydown", (event) => {
      const next = neighbour(drawn, cell.place, event.key);
      if (next) cells.find(({ place: spot }) => String(spot) === String(next)).node.focus();
      // JupyterLab would take an arrow key for a walk through its cells.
      if (!next && !event.key.startsWith("Arrow")) return;
      event.preventDefault();
      event.stopPropagation();
    });
  });
  const show = () => {
    now = compute();
    cells.forEach(({ node, key, at: [i, j] }) => {
      tell(node, now.values[key][i][j]);
      node.setAttribute("aria-label", minus(now.words[key][i][j]));
    });
    light();
  };
  return { show, spoken: () => words.textContent };
}

EXPLORERS.matrices = matricesExplorer;
