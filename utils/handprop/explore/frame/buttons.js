// Buttons, and what they do to the controls.

import { make } from "./drawing.js";

export const button = (parent, words) => make(parent, "button", { type: "button", class: "hp-button" }, words);

// JupyterLab would take keys for its cells: arrows, and letters as shortcuts.
export const keepKeys = (node) => node.addEventListener("keydown", (event) => event.stopPropagation());

// Every move of several controls at once: one frame, one message.
export function moveTo(model, values) {
  Object.entries(values).forEach(([name, value]) => model.set(name, value));
  model.save_changes();
}
