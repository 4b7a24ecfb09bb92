// The presenter's window: the question, what the class may say, what to notice, what comes next, and a clock.

import { make, say } from "../explore/frame/drawing.js";
import { tr } from "../explore/frame/tr.js";

const STYLE = `
  body { font: 1.25rem/1.45 system-ui, sans-serif; margin: 1.5rem; background: #111; color: #f5f5f5; }
  h2 { font-size: 0.9rem; letter-spacing: 0.05em; margin: 1.2rem 0 0.2rem; text-transform: uppercase; color: #b8c4d4; }
  p, ul { margin: 0; } .clock { font-size: 2.4rem; font-variant-numeric: tabular-nums; }`;
const PARTS = [["ask", tr("Ask")], ["answers", tr("They may say")], ["notice", tr("Notice")], ["next", tr("Next")]];

const two = (number) => String(number).padStart(2, "0");

/** @param {any[]} stops the stops of the story @returns how to open the window, and to show a stop in it */
export function makePresenter(stops) {
  let [other, texts, at, began] = [null, null, 0, 0];
  const tick = () => {
    if (!other || other.closed) return;
    const seconds = Math.floor((Date.now() - began) / 1000);
    const now = new Date();
    say(texts.clock, `${two(Math.floor(seconds / 60))}:${two(seconds % 60)} · ${two(now.getHours())}:${two(now.getMinutes())}`);
    setTimeout(tick, 1000);
  };
  const show = (index) => {
    at = index;
    if (!other || other.closed) return;
    const { step, ask, answers } = stops[at];
    const told = stops.filter((stop) => stop.step === step).at(-1);
    const next = stops.find((stop) => stop.step === step + 1);
    const words = { ask, answers: answers.map((answer) => `“${answer}”`).join(" "), notice: told.notice, next: next?.ask ?? tr("The end.") };
    PARTS.forEach(([part]) => say(texts[part], words[part]));
  };
  const open = () => {
    other = window.open("", "handprop-presenter", "width=720,height=620");
    if (!other) return;
    began ||= Date.now();
    const { head, body } = other.document;
    other.document.title = tr("Presenter · Handprop demo");
    [head, body].forEach((part) => part.replaceChildren());
    make(head, "style", {}, STYLE);
    texts = { clock: make(body, "p", { class: "clock" }) };
    PARTS.forEach(([part, title]) => {
      make(body, "h2", {}, title);
      texts[part] = make(body, "p");
    });
    show(at);
    tick();
  };
  return { open, show };
}
