// The phases of one step; phases.py is the authority for the sentences.

import { button, keepKeys, moveTo } from "../frame/buttons.js";
import { make, say } from "../frame/drawing.js";
import { phrase } from "./numbers.js";
import { at, takeStep } from "./step.js";
import { tr } from "../frame/tr.js";

export function phaseTold(now, phase, spec) {
  const { prediction } = now.values;
  const words = {
    all: now.words,
    forward: phrase("forward", { prediction }),
    error: phrase("error", now),
    backward: backwardWords(now, spec),
    update: phrase("update", now),
  };
  return { results: phase === "forward" ? phrase("forward results", { prediction }) : now.results, words: words[phase] };
}

function backwardWords(now, spec) {
  const slopes = spec.parameters.map(([name, ...spot]) => [name, at(now.gradients, spot)]);
  const size = ([, slope]) => Math.abs(slope);
  const [name, slope] = slopes.reduce((best, one) => (size(one) > size(best) ? one : best));
  return slope === 0 ? phrase("backward 0") : phrase("backward", { count: slopes.length, name, slope });
}

// What is known in a phase: the error from phase 2 on, gradients from phase 3 on, new parameters in phase 4.
const ORDER = ["forward", "error", "backward", "update"];
export const knows = (phase, what) => phase === "all" || ORDER.indexOf(phase) >= ORDER.indexOf(what);

// The four phases in a row, with the way back and forward; the arrow keys walk too.
export function phaseBar(parent, model, spec, now, warn) {
  const { options } = spec.controls.phase;
  const bar = make(parent, "div", { class: "hp-phases", role: "group", "aria-label": tr("Phases of one step") });
  keepKeys(bar);
  const back = button(bar, tr("Back"));
  const list = make(bar, "ol");
  const items = spec.phases.map((name) => make(list, "li", { "data-words": name }, name));
  const next = button(bar, tr("Next phase"));
  const whole = button(bar, tr("All at once"));
  const walk = phaseWalk(model, spec, now);
  const act = (move) => () => warn(move());
  back.addEventListener("click", act(walk.back));
  next.addEventListener("click", act(walk.next));
  whole.addEventListener("click", act(() => walk.go("all")));
  bar.addEventListener("keydown", (event) => {
    const move = { ArrowLeft: walk.back, ArrowRight: walk.next }[event.key];
    if (!move) return;
    event.preventDefault();
    act(move)();
  });
  return (phase) => {
    items.forEach((item, i) => {
      if (options[i + 1] === phase) item.setAttribute("aria-current", "step");
      else item.removeAttribute("aria-current");
    });
    say(next, phase === "update" ? tr("Take the step") : tr("Next phase"));
    // Not `disabled`: that would take the focus from a hand on the keyboard.
    [back, whole].forEach((one) => one.setAttribute("aria-disabled", String(phase === "all")));
  };
}

// Round and round: after the update the step is taken and the next one begins; back undoes it.
function phaseWalk(model, spec, now) {
  const { options } = spec.controls.phase;
  const taken = []; // the parameters before and after each step
  const read = () => Object.fromEntries(spec.parameters.map(([name]) => [name, model.get(name)]));
  const same = (a, b) => Object.keys(a).every((name) => a[name] === b[name]);
  const go = (phase, values = {}) => {
    moveTo(model, { ...values, phase: options.indexOf(phase) });
    return "";
  };
  const round = () => {
    const before = read();
    const refused = takeStep(model, spec, now());
    if (refused) return refused;
    taken.push([before, read()]);
    return go("forward");
  };
  const undo = () => {
    const [before, after] = taken.pop() ?? [];
    // Once a slider has been moved by hand, there is no step to undo.
    return before && same(after, read()) ? go("update", before) : go("all");
  };
  const place = () => model.get("phase");
  return {
    go,
    next: () => (place() === options.length - 1 ? round() : go(options[place() + 1])),
    back: () => (options[place()] === "forward" ? undo() : go(options[Math.max(place() - 1, 0)])),
  };
}
