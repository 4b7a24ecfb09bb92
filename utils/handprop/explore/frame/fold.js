// The sliders fold away and come back: the picture is what one looks at.

import { button } from "./buttons.js";
import { say } from "./drawing.js";
import "./fold.css";
import { tr } from "./tr.js";

/** A button that unfolds the sliders of the explorer that `el` is the view of. */
export function foldControls(bar, el) {
  const fold = button(bar, tr("Change the numbers"));
  const unfolded = () => el.closest(".handprop-explorer")?.classList.contains("hp-unfolded") ?? false;
  const follow = () => {
    fold.setAttribute("aria-expanded", String(unfolded()));
    say(fold, unfolded() ? tr("Fold the sliders") : tr("Change the numbers"));
  };
  fold.classList.add("hp-fold");
  el.classList.add("hp-folds");
  fold.addEventListener("click", () => {
    el.closest(".handprop-explorer")?.classList.toggle("hp-unfolded");
    follow();
  });
  follow();
}
