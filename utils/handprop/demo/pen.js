// A pen over the whole screen; what is drawn goes with the next step.

import { make } from "../explore/frame/drawing.js";

export function makePen(parent) {
  const svg = make(parent, "svg", { class: "demo-pen", "aria-hidden": "true" });
  let line = null;
  const at = ({ clientX, clientY }) => `${clientX.toFixed(1)},${clientY.toFixed(1)} `;
  svg.addEventListener("pointerdown", (event) => {
    svg.setPointerCapture(event.pointerId);
    line = make(svg, "polyline", { points: at(event) });
  });
  svg.addEventListener("pointermove", (event) => {
    if (line) line.setAttribute("points", line.getAttribute("points") + at(event));
  });
  const end = () => { line = null; };
  ["pointerup", "pointercancel"].forEach((name) => svg.addEventListener(name, end));
  return {
    toggle: () => parent.classList.toggle("demo-writes"),
    clear: () => svg.replaceChildren(),
  };
}
