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

/** The part of the lists that stands below one panel, where panels stand beside each other.
 * @param {HTMLElement} lists @param {number} panel from 1 on */
export const under = (lists, panel) => make(lists, "div", { class: `hp-under hp-under-${panel}` });

// JupyterLab cuts off what the boxes of a cell do not hold; nothing sticks inside of such a box.
function boxesAround(root) {
  const boxes = [];
  for (let box = root?.parentElement; box?.closest(".jp-Cell"); box = box.parentElement) boxes.push(box);
  return boxes;
}

const CONTROL = 80; // pixels: a slider on a phone, and some air; a picture that leaves less would cover all sliders

/** Put what is read at leisure behind the sliders, once they are there; returns how to take it away again.
 * @param {HTMLElement} el @param {() => HTMLElement | null} root */
export function belowTheSliders(el, root) {
  const below = el.querySelector(":scope > .hp-below");
  const stage = /** @type {HTMLElement | null} */ (el.querySelector(":scope > .hp-stage"));
  const measure = new ResizeObserver(() => {
    const loose = stage.offsetHeight > innerHeight - CONTROL;
    stage.classList.toggle("hp-loose", loose);
    root()?.style.setProperty("--hp-staged", loose ? "0px" : `${stage.offsetHeight}px`);
  });
  let opened = [];
  return {
    place() {
      if (stage) measure.observe(stage); // what the keyboard reaches is scrolled to below the picture
      if (below && below.parentElement === el && root()) root().append(below);
      opened = boxesAround(root());
      opened.forEach((box) => box.classList.add("hp-opened"));
    },
    end() {
      below?.remove();
      measure.disconnect();
      opened.forEach((box) => box.classList.remove("hp-opened"));
    },
  };
}
