// Cells that can be edited and run.

import * as answers from "./answers.js";
import { all, button, find, make, page } from "./dom.js";
import { barOf } from "./bar.js";
import { connect } from "./comms.js";
import { tendNotebook } from "./notebook.js";
import { draw, lasting, take } from "./outputs.js";
import { pass } from "./place.js";
import * as python from "./python.js";
import { keep as keepSmall, read as readSmall } from "./small.js";

/** @type {Map<string, Cell>} */
export const cells = new Map();
export let state = { cells: {}, notes: "" };
let bar = null;

// Files beside the notebook: a right answer links to the next lesson where it is there.
const names = all("#contents .lessons a").map((link) => link.dataset.file).filter(Boolean);

class Cell {
  constructor(place) {
    this.place = place;
    this.id = place.dataset.cell;
    this.locked = "locked" in place.dataset;
    this.question = place.dataset.question ?? "";
    this.input = find(".input", place);
    this.output = find(".output", place);
    this.first = find("pre", this.input).textContent.replace(/\n$/, "");
    this.source = this.first;
    this.outputs = null;
    this.ran = 0; // the number of the session in which it ran last
    this.editor = null;
    this.number = null;
  }

  /** Its buttons, and the way into the editor. */
  tend() {
    const line = make(null, "div", { class: "cell-tools" });
    this.output.before(line);
    const what = this.question ? "Check" : "Run";
    this.button = button(line, what, () => run(this), { "aria-label": `${what} this cell` });
    if (this.locked) return;
    this.input.setAttribute("role", "button");
    this.input.setAttribute("aria-label", "Code: press Enter to edit");
    this.input.addEventListener("click", () => this.edit());
    this.input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.target !== this.input) return;
      event.preventDefault();
      if (event.shiftKey || event.ctrlKey || event.metaKey) run(this);
      else this.edit();
    });
    this.undo = button(line, "Undo changes", () => this.set(this.first), { class: "quiet" });
    this.undo.hidden = this.source === this.first;
  }

  async edit() {
    if (this.editor) return this.editor.focus();
    const { edit } = await import("./editor.js");
    if (this.editor) return null;
    this.input.replaceChildren();
    ["role", "tabindex", "aria-label"].forEach((name) => this.input.removeAttribute(name));
    this.editor = edit(this.input, this.source, "Code of the cell; Escape leaves it", {
      change: (text) => this.changed(text),
      run: () => run(this),
      runAndGoOn: () => { run(this); goOn(this); },
      leave: () => this.button.focus(),
    });
    return this.editor.focus();
  }

  changed(text) {
    if (text === this.source) return;
    this.source = text;
    this.ran = 0;
    this.undo.hidden = text === this.first;
    note(this);
  }

  /** Take another source, from an import or another tab. */
  set(text, quietly = false) {
    if (text === this.source) return;
    if (this.editor) this.editor.dispatch({ changes: { from: 0, to: this.editor.state.doc.length, insert: text } });
    else find("pre", this.input).textContent = text;
    this.source = text;
    this.ran = 0;
    if (this.undo) this.undo.hidden = text === this.first;
    if (!quietly) note(this);
  }

  show(outputs) {
    this.outputs = outputs;
    draw(this.output, outputs);
  }
}

/** What is kept of a cell: only what differs from the page as it came. */
function note(cell) {
  const kept = {};
  if (cell.source !== cell.first) kept.source = cell.source;
  if (cell.outputs) Object.assign(kept, { outputs: lasting(cell.outputs), number: cell.number });
  if (Object.keys(kept).length) state.cells[cell.id] = kept;
  else delete state.cells[cell.id];
  answers.tell({ cell: cell.id, source: cell.source });
  save();
}

let timer = 0;
export function save() {
  clearTimeout(timer);
  timer = window.setTimeout(saveNow, 200);
}

export async function saveNow() {
  clearTimeout(timer);
  const refused = await answers.keep(state);
  if (refused) bar?.say(refused);
}

const goOn = (cell) => {
  const list = [...cells.values()];
  const next = list[list.indexOf(cell) + 1];
  if (next?.locked) next.button.focus();
  else next?.edit();
};

/** Run a cell, and before it those above that this Python has not run yet; checks run only when asked for. */
export async function run(cell) {
  const above = [...cells.values()];
  const before = above.slice(0, above.indexOf(cell)).filter((one) => one.ran !== python.session.number && !one.question);
  for (const one of [...(python.session.number ? before : above.slice(0, above.indexOf(cell)).filter((each) => !each.question)), cell]) {
    if (!(await runOne(one))) return;
  }
}

export async function runAll() {
  for (const cell of cells.values()) if (!(await runOne(cell))) return;
}

async function runOne(cell) {
  const outputs = [];
  let waiting = 0;
  cell.place.classList.add("running");
  const show = () => {
    waiting = 0;
    cell.show(outputs);
  };
  const hear = (message) => {
    take(outputs, message);
    waiting ||= requestAnimationFrame(show);
  };
  try {
    const progress = () => readSmall("progress", "");
    const { ok, number, progress: kept } = await python.run(cell.source, cell.id, names, progress, hear);
    cell.ran = python.session.number;
    cell.number = number;
    if (kept) keepSmall("progress", kept);
    if (cell.question) pass(page.lesson, cell.question, ok);
    return true;
  } catch (fault) {
    take(outputs, { kind: "stream", name: "stderr", text: /** @type {Error} */ (fault).message });
    return false;
  } finally {
    cancelAnimationFrame(waiting);
    cell.show(outputs);
    cell.place.classList.remove("running");
    note(cell);
  }
}

export async function start() {
  state = await answers.read();
  state.cells ??= {};
  all(".cell.code").forEach((place) => {
    const cell = new Cell(place);
    cells.set(cell.id, cell);
    const kept = state.cells[cell.id];
    if (kept?.source !== undefined) cell.set(kept.source, true);
    cell.tend();
    if (kept?.outputs) {
      cell.number = kept.number;
      cell.show(kept.outputs);
    }
  });
  bar = barOf({ runAll, stop: python.stop });
  connect();
  tendNotebook();
  answers.listen(({ cell: id, source }) => {
    const cell = cells.get(id);
    if (!cell || cell.editor?.hasFocus || cell.source === source) return;
    cell.set(source, true);
    bar.say("This page is open in another tab too; what you changed there is here now.");
  });
  addEventListener("pagehide", () => { saveNow(); });
  document.body.dataset.ready = "";
}
