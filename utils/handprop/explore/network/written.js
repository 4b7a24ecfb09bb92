// The step written out as on paper, by Python: the worked solution below the sliders, and a page of it to keep.

import { button, keepKeys } from "../frame/buttons.js";
import { make, say } from "../frame/drawing.js";
import { phrase } from "./numbers.js";
import { tr } from "../frame/tr.js";

const PATIENCE_MS = 8000; // the first time, SymPy is loaded

/** A button in the bar; where there can be no Python, none.
 * @param {(text: string) => void} tell */
export function writeOut(bar, below, model, spec, tell) {
  if (model.get("asked") === undefined) return;
  const opener = button(bar, tr("Write it out"));
  const panel = make(below, "section", { class: "hp-written", tabindex: "-1", "aria-label": tr("The step written out") });
  const line = make(panel, "div", { class: "hp-bar" });
  const link = make(line, "a", { class: "hp-button", download: "worked_solution.html" }, tr("Save as a page"));
  const close = button(line, tr("Close"));
  const note = make(line, "span", { role: "status" });
  const text = make(panel, "div", { class: "hp-scroll" });
  const missing = document.body.dataset.runtime ? null : phrase("no answer"); // a page of the site begins its own
  let timer = 0;
  let mine = false;
  panel.hidden = true;
  keepKeys(panel);
  const show = () => {
    const { page, fault } = model.get("written");
    const wished = mine;
    mine = false;
    clearTimeout(timer);
    if (wished) tell(fault ?? "");
    if (!page) return;
    URL.revokeObjectURL(link.href);
    link.href = URL.createObjectURL(new Blob([page], { type: "text/html" }));
    text.replaceChildren(...new DOMParser().parseFromString(page, "text/html").querySelector("main").children);
    text.querySelectorAll("h1, h2, h3").forEach(lower);
    say(note, "");
    panel.hidden = false;
    if (!wished) return;
    panel.scrollIntoView({ block: "start" });
    panel.focus({ preventScroll: true });
  };
  opener.addEventListener("click", () => {
    clearTimeout(timer);
    mine = true;
    if (missing) timer = window.setTimeout(() => tell(missing), PATIENCE_MS);
    tell(phrase("writing"));
    model.set("write", (model.get("write") ?? 0) + 1);
    model.save_changes();
  });
  close.addEventListener("click", () => {
    panel.hidden = true;
    opener.focus();
  });
  model.on("change:written", show);
  const moved = Object.keys(spec.controls).filter((name) => name !== "phase");
  moved.forEach((name) => model.on(`change:${name}`, () => say(note, phrase("moved since"))));
}

// The lesson's own headings stand above those of the sheet.
function lower(heading) {
  const level = Number(heading.tagName.slice(1)) + 2;
  heading.replaceWith(Object.assign(document.createElement("p"), { className: "hp-heading", role: "heading", ariaLevel: String(level), textContent: heading.textContent }));
}
