// The page as a notebook: out as a real .ipynb, and back in; notes of the learner's own.

import { cells, keepCell, keepNotes, saveNow, state } from "./cells.js";
import { all, button, find, make, page, ready } from "./dom.js";
import { lasting } from "./outputs.js";
import { tr } from "../../explore/frame/tr.js";

const NOTE = "handprop-note";

export function tendNotebook() {
  const field = find(".tools input");
  ready(find(".tools .export"), exported);
  ready(find(".tools .import"), () => field.click());
  field.addEventListener("change", async () => {
    const before = written();
    const { said, taken } = await imported(field.files[0]);
    field.value = "";
    say(said);
    if (!taken) return;
    find(".tools .told").append(" ");
    button(find(".tools .told"), tr("Take it back"), async () => {
      restore(before);
      await saveNow();
      say(tr("The page is as it was before the import."));
      find(".tools .import").focus();
    });
  });
  tendAnswers();
  tendNotes();
}

const say = (words) => { find(".tools .told").textContent = words; };

const areas = () => all("textarea[data-cell], .notes textarea");

// All that the learner has written on the page: an import may put it away.
const written = () => ({ code: [...cells.values()].map((cell) => [cell, cell.source]), words: areas().map((area) => [area, area.value]) });

function restore({ code, words }) {
  code.forEach(([cell, source]) => cell.set(source));
  words.filter(([area, before]) => area.value !== before).forEach(([area, before]) => {
    area.value = before;
    area.dispatchEvent(new Event("input"));
  });
}

// Answers in words: cells of text that the learner writes.
function tendAnswers() {
  all("[data-answer]").forEach((place) => {
    const area = make(null, "textarea", { "aria-label": tr("Your answer"), rows: "4" });
    area.dataset.cell = place.dataset.cell;
    place.after(area);
    area.value = state.cells[place.dataset.cell]?.source ?? "";
    area.addEventListener("input", () => keepCell(place.dataset.cell, { source: area.value }));
  });
}

function tendNotes() {
  const box = make(null, "details", { class: "notes" });
  find(".turn").before(box);
  make(box, "summary", {}, tr("Your notes"));
  const area = make(box, "textarea", { "aria-label": tr("Your notes on this page"), rows: "6" });
  area.value = state.notes ?? "";
  box.open = Boolean(area.value);
  area.addEventListener("input", () => keepNotes(area.value));
}

/** What another tab wrote. */
export function showNotes(notes) {
  find(".notes textarea").value = notes;
}

export function showAnswer(id, words) {
  const area = find(`textarea[data-cell="${id}"]`);
  if (area) area.value = words;
}

const lines = (text) => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

async function whole() {
  const notebook = await (await fetch(page.file)).json();
  notebook.cells.forEach((cell) => {
    const mine = cells.get(cell.id);
    const words = state.cells[cell.id]?.source;
    if (mine) {
      cell.source = lines(mine.source);
      if (mine.outputs) {
        cell.outputs = lasting(mine.outputs);
        cell.execution_count = mine.number ?? null;
      }
    } else if (words) cell.source = lines(words);
  });
  if (state.notes) notebook.cells.push({ cell_type: "markdown", id: NOTE, metadata: {}, source: lines(state.notes) });
  return notebook;
}

async function exported() {
  await saveNow();
  try {
    const data = new Blob([JSON.stringify(await whole(), null, 1)], { type: "application/x-ipynb+json" });
    const link = make(null, "a", { href: URL.createObjectURL(data), download: page.file });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    say(tr("{file} is in your downloads.", { file: page.file }));
  } catch {
    say(tr("The notebook could not be made without a network. Try again when it is back: your answers are kept."));
  }
}

const text = (cell) => (Array.isArray(cell.source) ? cell.source.join("") : String(cell.source ?? ""));
const gradeId = (cell) => cell.metadata?.nbgrader?.grade_id;

/** Take the answers of a notebook; what became of it, as a sentence. */
async function imported(file) {
  let notebook;
  let own;
  try {
    notebook = JSON.parse(await file.text());
    if (!Array.isArray(notebook.cells)) throw new Error("no cells");
  } catch {
    return { said: tr("{file} is not a notebook. Choose a file that ends in .ipynb.", { file: file.name }) };
  }
  try {
    own = await (await fetch(page.file)).json();
  } catch {
    return { said: tr("A notebook cannot be taken in without a network. Try again when it is back.") };
  }
  let taken = 0;
  let known = 0;
  own.cells.forEach((cell) => {
    const theirs = notebook.cells.find((one) => (gradeId(cell) ? gradeId(one) === gradeId(cell) : one.id && one.id === cell.id));
    const mine = cells.get(cell.id);
    if (theirs) known += 1;
    if (!theirs || (mine?.locked)) return;
    if (mine && text(theirs) !== mine.source) {
      mine.set(text(theirs));
      taken += 1;
    }
    const area = find(`textarea[data-cell="${cell.id}"]`);
    if (area && text(theirs) !== text(cell)) {
      area.value = text(theirs);
      area.dispatchEvent(new Event("input"));
      taken += 1;
    }
  });
  const note = notebook.cells.find((one) => one.id === NOTE);
  if (note && text(note) !== state.notes) {
    taken += 1;
    showNotes(text(note));
    keepNotes(text(note));
  }
  await saveNow();
  const from = { taken, file: file.name };
  if (!known) return { said: tr("{file} belongs to another page. Open that page and import it there.", from) };
  if (!taken) return { said: tr("Nothing in {file} differs from this page.", from) };
  const said = taken === 1
    ? tr("{taken} cell taken from {file}. Run it to see what it gives.", from)
    : tr("{taken} cells taken from {file}. Run them to see what they give.", from);
  return { said, taken };
}
