// What every page does: theme, contents, search, the learner's place; and what only some need is loaded by these.

import { all, find, page, root } from "./dom.js";
import { start } from "./live.js";
import { keepPlace, showProgress } from "./place.js";
import { tendSearch } from "./search.js";
import { tr } from "../../explore/frame/tr.js";

function tendTheme() {
  const html = document.documentElement;
  const button = find(".theme");
  const show = () => {
    const dark = html.dataset.theme === "dark";
    button.textContent = dark ? tr("Light") : tr("Dark");
    button.setAttribute("aria-label", dark ? tr("Light colours") : tr("Dark colours"));
  };
  button.addEventListener("click", () => {
    html.dataset.theme = html.dataset.theme === "dark" ? "light" : "dark";
    try {
      localStorage.setItem("handprop.theme", html.dataset.theme);
    } catch { /* it holds for this page only */ }
    show();
  });
  show();
}

function tendContents() {
  const button = find(".open-contents");
  const open = (yes) => {
    document.body.classList.toggle("contents-open", yes);
    button.setAttribute("aria-expanded", String(yes));
  };
  button.addEventListener("click", () => open(!document.body.classList.contains("contents-open")));
  document.addEventListener("keydown", ({ key }) => key === "Escape" && open(false));
  const here = find("details.on-this-page");
  if (here && matchMedia("(max-width: 40rem)").matches) here.open = false;
  here?.setAttribute("data-tended", "");
  find("#contents [aria-current]")?.scrollIntoView({ block: "nearest" });
}

// Where the browser lacks what Python or the explorers need, the page is there to read.
const failed = (fault) => console.warn("Handprop:", fault);

async function keepOffline() {
  await navigator.serviceWorker.register(`${root}sw.js`);
  const { active } = await navigator.serviceWorker.ready;
  const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
  const pictures = all("img").map(({ src }) => src); // those below are loaded when they come near
  active.postMessage({ seen: [location.href.split("#")[0], ...loaded, ...pictures].filter((url) => url.startsWith(root) && !url.includes("/python/")) });
}

// On the start page: the whole course for a journey, or for a room without a network.
function tendKeeping() {
  const line = find(".keep-all");
  if (!line || !("serviceWorker" in navigator && "caches" in window)) return;
  line.hidden = false;
  const told = find("span", line);
  const say = (words) => { told.textContent = words; };
  find("button", line).addEventListener("click", async ({ currentTarget: button }) => {
    button.disabled = true;
    try {
      await (await import("./keep.js")).keepAll(say);
      say(tr("The whole course is on this device now: it opens without a network."));
    } catch (fault) {
      console.warn("Handprop:", fault);
      const full = fault.name === "QuotaExceededError" || fault.message === "full";
      say(full ? tr("There is not enough room on this device. What is kept already stays.") : tr("The network was lost. Press the button again when it is back: what has come is kept."));
      button.disabled = false;
    }
  });
}

tendTheme();
tendKeeping();
tendContents();
tendSearch();
showProgress();
keepPlace();
start();
if (page.runtime && page.file) import("./cells.js").then((cells) => cells.start()).catch(failed);
if ("serviceWorker" in navigator && location.protocol !== "file:") {
  addEventListener("load", () => keepOffline().catch(failed));
}
