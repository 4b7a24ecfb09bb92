// The rooms of an explorer, in the one order that all have: the picture, which stays in view while a slider is
// moved; lists of values; the sentence; phases and buttons; the sliders; and below them what is read at leisure.

import { make } from "./drawing.js";

/** @param {HTMLElement} el @param {string} kind a class for the stage, where its panels need one */
export function rooms(el, kind = "") {
  const room = (name) => make(el, "div", { class: name });
  return {
    stage: room(`hp-stage ${kind}`),
    lists: room("hp-lists"),
    said: room("hp-said"),
    tools: room("hp-tools"),
    below: room("hp-below"),
  };
}

/** Put what is read at leisure behind the sliders, once they are there; returns how to take it away again.
 * @param {HTMLElement} el @param {() => Element | null} root */
export function belowTheSliders(el, root) {
  const below = el.querySelector(":scope > .hp-below");
  return {
    place() {
      if (below && below.parentElement === el && root()) root().append(below);
    },
    end: () => below?.remove(),
  };
}
