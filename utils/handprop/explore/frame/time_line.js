// The time line: back, play, next, and a track that is dragged; the arrow keys step.

import { button, keepKeys } from "./buttons.js";
import { make, say } from "./drawing.js";
import "./time_line.css";
import { tr } from "./tr.js";

const PACE = { step: 1100, rest: 650, hurry: 900 }; // milliseconds
const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** `go` is called with the sub-step that is wanted, `draw` with the time to be shown, also between two of them. */
export function timeLine(parent, { phases, name, go, draw }) {
  const last = phases.length - 1;
  const bar = make(parent, "div", { class: "hp-time", role: "group", "aria-label": tr("Time line") });
  keepKeys(bar);
  const [back, play, next] = [tr("Back"), tr("Play"), tr("Next")].map((words) => button(bar, words));
  const field = make(bar, "span", { class: "hp-track" });
  const track = make(field, "input", { type: "range", min: 0, max: last, step: "any", "aria-label": tr("Sub-step") });
  const parts = phaseParts(field, phases);
  const clock = clockOf(last, { go, draw: show, ended: () => playing(false) });

  function show(time) {
    if (!clock.held) track.value = String(time);
    parts(Math.round(time));
    draw(time);
  }
  const playing = (on) => {
    say(play, on ? tr("Pause") : tr("Play"));
    clock.play(on);
  };
  const step = (by) => () => {
    playing(false);
    // What is still moving is there at once: the words of the next sub-step must not run ahead of the picture.
    clock.jump(clock.goal);
    // At once: the next key may come before the explorer has told of this one.
    clock.goal = Math.min(Math.max(Math.round(clock.goal) + by, 0), last);
    go(clock.goal);
  };
  back.addEventListener("click", step(-1));
  next.addEventListener("click", step(1));
  play.addEventListener("click", () => playing(!clock.running));
  track.addEventListener("input", () => {
    playing(false);
    clock.hold(Number(track.value));
  });
  track.addEventListener("change", () => clock.release());
  track.addEventListener("keydown", (event) => {
    const first = (phase) => phases.findIndex((other, n) => n > clock.goal && other !== phase);
    const jump = {
      ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, Home: -last, End: last,
      PageUp: first(phases[Math.round(clock.goal)]) - clock.goal, PageDown: -4,
    }[event.key];
    if (event.key === " ") playing(!clock.running);
    else if (jump === undefined) return;
    else step(Number.isFinite(jump) ? jump : last)();
    event.preventDefault();
  });
  return {
    set(time) {
      track.setAttribute("aria-valuetext", name(time));
      [[back, 0], [next, last]].forEach(([one, end]) => one.setAttribute("aria-disabled", String(time === end)));
      clock.set(time);
    },
    jump: (time) => clock.jump(time),
    end: () => clock.end(),
  };
}

// The phases below the track, each as wide as its sub-steps.
function phaseParts(parent, phases) {
  const list = make(parent, "ol", { class: "hp-track-phases" });
  const names = phases.slice(1).filter((name, n, all) => name !== all[n - 1]);
  const items = names.map((name) => {
    const count = phases.filter((other) => other === name).length;
    return make(list, "li", { style: `flex: ${count} ${count} 0` }, tr(name));
  });
  return (time) => items.forEach((item, n) => {
    if (names[n] === phases[time]) item.setAttribute("aria-current", "step");
    else item.removeAttribute("aria-current");
  });
}

// What is shown runs after what is wanted; without motion it is there at once.
function clockOf(last, { go, draw, ended }) {
  let [shown, frame, before, timer] = [0, 0, 0, 0];
  const clock = {
    goal: 0,
    held: false,
    running: false,
    set(time) {
      clock.goal = time;
      if (clock.held) return;
      if (calm()) clock.jump(time);
      else start();
      if (clock.running) rest();
    },
    jump(time) {
      [shown, clock.goal] = [time, time];
      draw(time);
    },
    hold(time) {
      clock.held = true;
      shown = time;
      draw(time);
      if (Math.round(time) !== clock.goal) go(Math.round(time));
    },
    release() {
      clock.held = false;
      go(Math.round(shown));
      start();
    },
    play(on) {
      clock.running = on;
      clearTimeout(timer);
      if (!on) return;
      if (clock.goal === last) clock.jump(0);
      go((clock.goal % last) + 1);
    },
    end() {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    },
  };
  const start = () => {
    if (frame) return;
    before = performance.now();
    frame = requestAnimationFrame(tick);
  };
  const tick = (time) => {
    frame = 0;
    const far = clock.goal - shown;
    const speed = Math.max(1 / PACE.step, Math.abs(far) / PACE.hurry);
    // A frame may have begun before it was asked for: it must not lead back.
    const way = Math.min(Math.abs(far), speed * Math.min(Math.max(time - before, 0), 60));
    before = time;
    shown = Math.abs(far) < 1e-3 ? clock.goal : shown + Math.sign(far) * way;
    if (!clock.held) draw(shown);
    if (!clock.held && shown !== clock.goal) frame = requestAnimationFrame(tick);
  };
  const rest = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (clock.goal < last) go(clock.goal + 1);
      else ended();
    }, PACE.step + PACE.rest);
  };
  return clock;
}
