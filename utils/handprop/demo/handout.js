// The handout: every step on paper, with its picture, a line to write on, and what was to be noticed.

import { make } from "../explore/frame/drawing.js";

const frame = () => new Promise(requestAnimationFrame);

/** Go through the whole story, keep its pictures, and print.
 * @param {HTMLElement} parent @param {HTMLElement} view @param {any[]} stops @param {(values: any) => void} put */
export async function printHandout(parent, view, stops, put) {
  parent.replaceChildren();
  make(parent, "h1", {}, document.querySelector("h1").textContent);
  const list = make(parent, "ol");
  for (const { ask, notice, values } of stops.filter((stop) => stop.notice)) {
    put(values);
    await frame();
    await frame();
    const item = make(list, "li");
    make(item, "p", { class: "demo-asked" }, ask);
    item.append(view.querySelector(".hp-stage").cloneNode(true));
    make(item, "p", {}, notice);
  }
  window.print();
}
