// The numbers of the network as tables.

import { make } from "../frame/drawing.js";
import { shown } from "../frame/numbers.js";
import { fill, table } from "../frame/tables.js";
import { knows } from "./phases.js";
import { at } from "./step.js";
import { tr } from "../frame/tr.js";

export function networkTables(parent, spec) {
  const folded = make(parent, "details", { class: "hp-tables" });
  make(folded, "summary", {}, tr("All numbers as tables"));
  const units = table(folded, tr("Units"), [tr("unit"), "z", "a", tr("δ = ∂loss/∂z")]);
  const weights = table(folded, tr("Weights and biases"), [tr("name"), tr("value"), tr("gradient"), tr("after one step")]);
  const unitRow = (now, k, j) => {
    const name = spec.units[k][j];
    if (k === 0) return [name, "", shown(now.values.x[j]), ""];
    const delta = knows(now.phase, "backward") ? shown(now.gradients[`delta${k}`][j]) : "";
    return [name, ...["z", "a"].map((key) => shown(now.values[`${key}${k}`][j])), delta];
  };
  return (now) => {
    fill(units, spec.units.flatMap((column, k) => column.map((_, j) => unitRow(now, k, j))));
    const sources = [["forward", now.params], ["backward", now.gradients], ["update", now.params_after]];
    fill(weights, spec.parameters.map(([control, ...spot]) => [
      control,
      ...sources.map(([phase, source]) => (knows(now.phase, phase) ? shown(at(source, spot)) : "")),
    ]));
  };
}
