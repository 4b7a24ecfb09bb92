// What anywidget calls: the picture follows the controls, one frame at a time.

import { speakValues, tendControls } from "./controls.js";
import { make, say } from "./drawing.js";
import { keepFamily } from "./keep.js";
import { movedWords } from "./moved.js";
import { turnPanels } from "./one_panel.js";
import { belowTheSliders } from "./rooms.js";
import "./front.css";

const QUIET_MS = 600; // a screen reader hears the numbers once the hand rests

// The module that anywidget takes; `draw` builds the picture and returns how to show and to speak it.
export const mount = (draw) => ({ render: ({ model, el }) => render(draw, model, el) });

function render(draw, model, el) {
  el.classList.add("handprop-view");
  const explorer = draw(model, el, () => schedule());
  // The still picture is for where no view lives.  It may come later than the view, and elsewhere in the page.
  make(el, "style", {}, `.${model.get("still")} { display: none; }`);
  const nameTurns = turnPanels(el.querySelector(":scope > .hp-stage"));
  const spoken = make(el, "div", { class: "hp-spoken", "aria-live": "polite" });
  const spec = model.get("spec");
  let frame = 0;
  let timer = 0;
  let observer = null;
  const root = () => el.closest(".handprop-explorer");
  const below = belowTheSliders(el, root);
  const tend = () => {
    if (!root()) return; // the cell is being run again
    tendControls(root(), model, spec);
    explorer.tend?.(root());
  };

  const show = () => {
    frame = 0;
    explorer.show();
    nameTurns();
    if (!root()) return;
    if (!observer) {
      observer = watch(root(), tend);
      if (observer) below.place();
    }
    speakValues(root(), model, spec);
  };
  const schedule = () => {
    if (!frame) frame = requestAnimationFrame(show);
    clearTimeout(timer);
    timer = setTimeout(() => say(spoken, didWhat() + explorer.spoken()), QUIET_MS);
  };
  const names = Object.keys(spec.controls).map((name) => `change:${name}`);
  names.forEach((name) => model.on(name, schedule));
  explorer.show();
  nameTurns();
  const didWhat = explorer.effects ? movedWords(model, spec, explorer.effects) : () => "";
  const waiting = setInterval(() => {
    if (!el.isConnected || (root() && !controlsIn(root()))) return;
    clearInterval(waiting);
    schedule();
  }, 30);

  const endKeeping = keepFamily(model);

  return () => {
    endKeeping();
    below.end();
    explorer.end?.();
    model.off(); // all that this view has asked for
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    clearInterval(waiting);
    observer?.disconnect();
  };
}

// The controls are views of their own and may come later than the picture.
const controlsIn = (root) => root.querySelector(".handprop-controls");

function watch(root, tend) {
  const controls = controlsIn(root);
  if (!controls) return null;
  tend();
  const observer = new MutationObserver(tend);
  // ipywidgets names a control, by a class, after it has put it in its place.
  observer.observe(controls, { childList: true, subtree: true, attributeFilter: ["class"] });
  return observer;
}
