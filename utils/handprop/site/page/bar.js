// The line at the foot of the window that says what Python does.

import { button, find, make, ready } from "./dom.js";
import * as python from "./python.js";
import { tr } from "../../explore/frame/tr.js";

const MB = 1e6;
const TEXTS = { starting: tr("Python starts."), running: tr("Python runs."), ready: tr("Python is ready."), off: "" };

export function barOf({ runAll, stop }) {
  ready(find(".tools .run-all"), runAll);
  const bar = make(document.body, "div", { class: "python", role: "region", "aria-label": "Python" });
  bar.hidden = true;
  const warning = make(bar, "p", { role: "alert", class: "warning" });
  const text = make(bar, "span", { role: "status" });
  const meter = make(bar, "progress", { "aria-label": tr("Loading Python") });
  const halt = button(bar, tr("Stop"), stop);
  const close = button(bar, tr("Close"), () => { bar.hidden = true; warning.textContent = ""; });
  let timer = 0;
  const hide = () => { bar.hidden = !warning.textContent; };
  const say = (words, seconds = 0) => {
    clearTimeout(timer);
    text.textContent = words;
    hide();
    if (words) bar.hidden = false;
    if (seconds) timer = window.setTimeout(() => { text.textContent = ""; hide(); }, 1000 * seconds); // it covers the text
  };
  // A warning stays until it is closed, whatever Python does meanwhile.
  const warn = (words) => {
    if (!words || words === warning.textContent) return;
    warning.textContent = words;
    bar.hidden = false;
    bar.classList.remove("ready");
  };
  python.watch(({ state, done, total, text: words }) => {
    const loading = state === "loading" && total;
    meter.hidden = !loading;
    halt.hidden = !["loading", "starting", "running"].includes(state);
    close.hidden = !halt.hidden;
    if (loading) {
      meter.max = total;
      meter.value = done;
    }
    if (words) say(words);
    else if (state === "loading") say(total ? tr("Python is loaded: {done} of {total} MB, kept for next time.", { done: (done / MB).toFixed(0), total: (total / MB).toFixed(0) }) : tr("Python is loaded."));
    else say(TEXTS[state], state === "ready" ? 2 : 0);
    bar.classList.toggle("ready", state === "ready" && !warning.textContent); // it would cover what the cell says
    document.body.dataset.python = state;
  });
  return { say, warn };
}
