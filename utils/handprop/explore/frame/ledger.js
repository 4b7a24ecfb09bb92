// A list of calculations that keeps its room, so that what stands below does not jump.

import { make } from "./drawing.js";
import { minus } from "./numbers.js";
import "./ledger.css";

// A line that breaks does not leave its result alone: it goes to the next one with its sign.
export function tellLine(row, text) {
  if (row.textContent === text) return;
  const [head, result] = text.split(/ (?=[=≈] \S+$)/);
  row.replaceChildren(result ? `${head} ` : head);
  if (result) make(row, "span", { class: "hp-whole" }, result);
}

/** @param {number} count rows, at most @param {(count: number) => string} more says how many did not find room */
export function ledgerOf(parent, name, count, more) {
  const list = make(parent, "ol", { class: "hp-ledger", "aria-label": name });
  const rows = Array.from({ length: count }, () => make(list, "li"));
  return {
    show(lines) {
      const shown = lines.length > count ? [...lines.slice(0, count - 1), more(lines.length - count + 1)] : lines;
      rows.forEach((row, n) => tellLine(row, minus(shown[n] ?? "")));
      const needed = Math.max(parseFloat(list.style.minHeight) || 0, list.offsetHeight);
      if (needed) list.style.minHeight = `${needed}px`;
    },
    free() {
      list.style.minHeight = "";
    },
  };
}
