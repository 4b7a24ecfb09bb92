// When a widget of the page is made: as the reader comes near it, or does anything at all; most of a page waits below.

import { all, parts, pause, soon, style, styleBelow } from "./dom.js";
import { tr } from "../../explore/frame/tr.js";

const NEAR = "600px 0px";
const ACTS = ["pointerdown", "pointermove", "keydown", "scroll", "beforeprint"];
const rest = () => new Promise((done) => {
  if ("requestIdleCallback" in window) requestIdleCallback(done, { timeout: 500 });
  else setTimeout(done, 20);
});

// What the widget of a place needs is asked for at once, and comes together.
async function load({ dataset: { part } }) {
  parts.live.forEach(soon);
  styleBelow(parts.widgets);
  if (part) {
    soon(`${part}.js`);
    style(`${part}.css`);
  }
  const { STEPS } = await import("./first.js");
  let made;
  for (const step of STEPS) {
    await pause();
    made = await step();
  }
  return made;
}

// Where the browser lacks what it needs, or the network is lost, the page is there to read; the place says so.
const make = (place) => load(place).then((widgets) => widgets.begin(place)).catch((fault) => {
  console.warn("Handprop:", fault);
  place.textContent = tr("This could not be loaded. Reload the page once the network is back.");
  place.dataset.lost = "";
});

async function makeAll() {
  ACTS.forEach((act) => removeEventListener(act, makeAll));
  for (const place of all(".widget:not([data-live], [data-lost])")) {
    await rest();
    await make(place);
  }
}

export function start() {
  const places = all(".widget");
  if (!places.length) return;
  const near = new IntersectionObserver((seen) => seen.filter((one) => one.isIntersecting).forEach(({ target }) => {
    near.unobserve(target);
    make(target);
  }), { rootMargin: NEAR });
  places.forEach((place) => near.observe(place));
  ACTS.forEach((act) => addEventListener(act, makeAll, { passive: true }));
  const byAddress = () => location.hash.includes("=") && makeAll(); // the state of an explorer
  addEventListener("hashchange", byAddress);
  byAddress();
}
