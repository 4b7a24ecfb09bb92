// Cells that can be edited and run.

import { assignment } from "../../check/sketchpad/answer_cell.js";
import * as answers from "./answers.js";
import { all, button, find, make, page } from "./dom.js";
import { barOf } from "./bar.js";
import { connect } from "./comms.js";
import { showAnswer, showNotes, tendNotebook } from "./notebook.js";
import { draw, lasting, take } from "./outputs.js";
import { pass } from "./place.js";
import * as python from "./python.js";
import { keep as keepSmall, read as readSmall } from "./small.js";
import { tr } from "../../explore/frame/tr.js";

/** @type {Map<string, Cell>} */
export const cells = new Map();
export let state = { cells: {}, notes: "" };
let bar = null;

// Files beside the notebook: a right answer links to the next lesson where it is there.
const names = all("#contents .lessons a").map((link) => link.dataset.file).filter(Boolean);

// Files of Python's that are kept in this browser, for all pages.
const known = () => Object.fromEntries(["progress", "practice"].map((name) => [name, readSmall(name, "")]));

// scikit-learn and SciPy come only when they are asked for.
const IMPORT = /^(from|import) (handprop|numpy|sympy|matplotlib)\b.*$/gm;

// Whoever goes into a cell is going to run it. Before that Python stays asleep: it takes half a gigabyte of a phone.
const wake = () => void python.wake(names, known);

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
    const what = this.question ? tr("Check") : tr("Run");
    this.button = button(line, what, () => run(this), { "aria-label": tr("{what} this cell", { what }) });
    this.button.addEventListener("pointerdown", wake);
    if (this.locked) return;
    this.input.setAttribute("role", "button");
    this.input.setAttribute("aria-label", tr("Code: press Enter to edit"));
    this.input.addEventListener("click", () => this.edit());
    this.input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.target !== this.input) return;
      event.preventDefault();
      if (event.shiftKey || event.ctrlKey || event.metaKey) run(this);
      else this.edit();
    });
    this.undo = button(line, tr("Undo changes"), () => this.set(this.first), { class: "quiet" });
    this.undo.hidden = this.source === this.first;
  }

  async edit() {
    if (this.editor) return this.editor.focus();
    const { edit } = await import("./editor.js").catch(() => ({ edit: null }));
    if (!edit) return bar.warn(tr("The editor could not be loaded without a network: go on when it is back."));
    if (this.editor) return null;
    wake();
    this.input.replaceChildren();
    ["role", "tabindex", "aria-label"].forEach((name) => this.input.removeAttribute(name));
    this.editor = edit(this.input, this.source, tr("Code of the cell; Escape leaves it"), {
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
  keepCell(cell.id, Object.keys(kept).length ? kept : null);
}

/** Keep what stands in a cell, of code or of words; null where it is as it came. */
export function keepCell(id, kept) {
  if (kept) state.cells[id] = kept;
  else delete state.cells[id];
  save({ cells: { [id]: kept } });
}

export function keepNotes(notes) {
  state.notes = notes;
  save({ notes });
}

let timer = 0;
let changed = null; // what is not in the database yet
function save(part) {
  changed = { ...changed, ...part, cells: { ...changed?.cells, ...part.cells } };
  clearTimeout(timer);
  timer = window.setTimeout(saveNow, 200);
}

export async function saveNow() {
  clearTimeout(timer);
  if (!changed) return;
  const mine = changed;
  const refused = await answers.keep(mine);
  // Not before: a tab that hears of it may be loaded again at once, and read what is kept.
  Object.entries(mine.cells).forEach(([cell, kept]) => answers.tell({ cell, kept }));
  if ("notes" in mine) answers.tell({ notes: mine.notes });
  if (refused) bar?.warn(refused); // and it is tried again with the next change
  else if (changed === mine) changed = null;
}

const goOn = (cell) => {
  const list = [...cells.values()];
  const next = list[list.indexOf(cell) + 1];
  if (next?.locked) next.button.focus();
  else next?.edit();
};

const sentence = (fault) => ({ output_type: "stream", name: "stderr", text: fault.message });

/** Run a cell, and before it those above that this Python has not run yet; checks run only when asked for. */
export async function run(cell) {
  const above = [...cells.values()];
  const before = above.slice(0, above.indexOf(cell)).filter((one) => one.ran !== python.session.number && !one.question);
  for (const one of before) {
    const fault = await runOne(one, true);
    if (fault) return cell.show([sentence(fault)]);
  }
  return runOne(cell);
}

export async function runAll() {
  for (const cell of cells.values()) if (await runOne(cell)) return;
}

/** A step of the network explorer written out, from the line of code that opens it. */
export const writeOut = (line) => python.writeOut(line, names, known);

/** What ended Python before the cell was through, if anything; one that is `quiet` does not say it. */
async function runOne(cell, quiet = false) {
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
    const { ok, number, kept } = await python.run(cell.source, cell.id, names, known, hear);
    cell.ran = python.session.number;
    cell.number = number;
    Object.entries(kept).forEach(([name, text]) => keepSmall(name, text));
    if (cell.question) pass(page.lesson, cell.question, ok);
    return null;
  } catch (fault) {
    if (!quiet) outputs.push(sentence(fault));
    return /** @type {Error} */ (fault);
  } finally {
    cancelAnimationFrame(waiting);
    if (outputs.length || cell.ran === python.session.number) {
      cell.show(outputs);
      note(cell);
      saveNow();
    }
    cell.place.classList.remove("running");
  }
}

/** What was drawn below a cell goes into the nearest cell above that sets the variable. */
function takeAnswer(event) {
  const { name, line } = event.detail;
  const above = (cell) => cell.place.compareDocumentPosition(event.target) & Node.DOCUMENT_POSITION_FOLLOWING;
  const mine = (cell) => !cell.locked && above(cell) && assignment(cell.source, name);
  const cell = [...cells.values()].filter(mine).pop();
  if (!cell) return;
  const { index, text } = assignment(cell.source, name);
  cell.set(cell.source.slice(0, index) + line + cell.source.slice(index + text.length));
  event.preventDefault();
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
  const sources = [...cells.values()].map(({ first }) => first).join("\n");
  python.bring([...new Set(sources.match(IMPORT))]);
  bar = barOf({ runAll, stop: python.stop });
  connect();
  tendNotebook();
  answers.listen(hear);
  addEventListener("handprop-answer", takeAnswer);
  addEventListener("pagehide", () => changed && answers.keepAtOnce(changed));
  document.body.dataset.ready = "";
}

// What changed in another tab with this page.
function hear({ cell: id, kept, notes }) {
  if (id === undefined) return showNotes(state.notes = notes);
  if (kept) state.cells[id] = kept;
  else delete state.cells[id];
  const cell = cells.get(id);
  if (!cell) return showAnswer(id, kept?.source ?? "");
  if (cell.editor?.hasFocus) return null;
  cell.set(kept?.source ?? cell.first, true);
  if (kept?.outputs) cell.show(kept.outputs);
  return bar.warn(tr("This page is open in another tab too; what you changed there is here now."));
}
