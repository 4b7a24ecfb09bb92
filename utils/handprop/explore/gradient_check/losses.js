// The two losses with 17 decimals: what they share is quiet, where they differ is underlined.

import { make, say } from "../frame/drawing.js";
import { tr } from "../frame/tr.js";

export function lossTable(parent) {
  const node = make(parent, "table", { class: "hp-losses" });
  make(node, "caption", { class: "hp-spoken" }, tr("The two losses with 17 decimals"));
  const body = make(node, "tbody");
  const rows = [0, 1].map(() => {
    const row = make(body, "tr");
    const head = make(row, "th", { scope: "row" });
    const cell = make(row, "td");
    return [head, make(cell, "span", { class: "hp-shared" }), make(cell, "span", { class: "hp-apart" })];
  });
  return (now, sides) => {
    const names = [tr("loss at w + h"), sides === "central" ? tr("loss at w − h") : tr("loss at w")];
    [now.up, now.down].forEach((value, i) => {
      const text = value.toFixed(17);
      const cut = text.indexOf(".") + 1 + now.shared;
      [names[i], text.slice(0, cut), text.slice(cut)].forEach((part, j) => say(rows[i][j], part));
    });
  };
}
