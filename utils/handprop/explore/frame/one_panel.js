// Where a page is low and narrow, as at 200 % zoom, three panels beside each other are too small to read: one is shown
// at a time, in the whole width, with buttons to turn to the others.  plot.css says where that is.

import { button, keepKeys } from "./buttons.js";
import { make, say } from "./drawing.js";
import { tr } from "./tr.js";

/** Buttons for the panels of `stage`, if it has several; returns how to keep their words up to date.
 * @param {HTMLElement | null} stage @returns {() => void} */
export function turnPanels(stage) {
  const titles = [...(stage?.querySelectorAll(":scope > .hp-panel > .hp-panel-title") ?? [])];
  if (titles.length < 2 || stage.matches(".hp-equations")) return () => {};
  const bar = make(stage, "div", { class: "hp-which", role: "group", "aria-label": tr("Panel in view") });
  keepKeys(bar);
  const buttons = titles.map(() => button(bar, ""));
  const turn = (one) => {
    stage.dataset.one = String(one + 1);
    buttons.forEach((node, n) => node.setAttribute("aria-pressed", String(n === one)));
  };
  buttons.forEach((node, n) => node.addEventListener("click", () => turn(n)));
  turn(0);
  return () => buttons.forEach((node, n) => say(node, titles[n].textContent));
}
