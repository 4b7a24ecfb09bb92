// The sliders fold away and come back: the picture is what one looks at.

import { button } from "./buttons.js";
import { say } from "./drawing.js";
import "./fold.css";
import { tr } from "./tr.js";

const KEY = "s";

/** A button that folds and unfolds the sliders of the explorer that `el` is the view of; so does the key s.
 * `open` says whether they stand there at first. */
export function foldControls(bar, el, open = false) {
  const fold = button(bar, "");
  const root = () => el.closest(".handprop-explorer");
  const folds = open ? "hp-folded" : "hp-unfolded"; // what a root has that differs from its start
  const unfolded = () => (root()?.classList.contains(folds) ?? false) !== open;
  const follow = () => {
    fold.setAttribute("aria-expanded", String(unfolded()));
    say(fold, unfolded() ? tr("Fold the sliders") : tr("Change the numbers"));
    el.querySelectorAll("[data-hold]").forEach((node) => node.handpropOffer(!unfolded())); // hold.js
  };
  const turn = () => {
    root()?.classList.toggle(folds);
    follow();
  };
  fold.classList.add("hp-fold");
  fold.setAttribute("aria-keyshortcuts", KEY);
  if (!open) el.classList.add("hp-folds");
  fold.addEventListener("click", turn);
  el.addEventListener("keydown", (event) => {
    if (event.key !== KEY || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
    turn();
    event.preventDefault();
    event.stopPropagation();
  });
  follow();
}
