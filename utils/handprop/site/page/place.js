// Where the learner is, and what is done: kept in this browser, shown on the start page and in the contents.

import { all, find, page, root } from "./dom.js";
import { keep, read } from "./small.js";
import { tr } from "../../explore/frame/tr.js";

export const passed = () => read("passed", {});

export function pass(lesson, question, yes) {
  const known = passed();
  const of = { ...(known[lesson] ?? {}) };
  if (yes) of[question] = true;
  keep("passed", { ...known, [lesson]: of });
  showProgress();
}

export function showProgress() {
  const known = passed();
  all(".done").forEach((mark) => {
    const count = Object.keys(known[mark.dataset.exercise] ?? {}).length;
    const every = Number(mark.dataset.questions);
    mark.textContent = !count ? "" : count >= every ? tr("✓ all right") : tr("{count} of {every} right", { count, every });
  });
  const last = read("place");
  const link = find(".go-on");
  if (!link || !last) return;
  link.href = root + last.url;
  link.textContent = tr("Go on with {title}", { title: last.title });
  link.hidden = false;
}

// The heading that is nearest to the top of the window.
function heading() {
  const above = all("main h2[id]").filter((one) => one.getBoundingClientRect().top < innerHeight / 2);
  return above.at(-1)?.id ?? "";
}

export function keepPlace() {
  if (!page.lesson) return;
  const url = location.href.split("#")[0].replace(root, "").replace(/index\.html$/, "");
  const places = read("places", {});
  const before = places[url];
  if (before && !location.hash && performance.getEntriesByType("navigation")[0]?.["type"] === "navigate") {
    offer(before);
  }
  let timer = 0;
  const note = () => {
    const at = heading();
    keep("place", { url: url + (at ? `#${at}` : ""), title: find("h1")?.textContent ?? document.title });
    keep("places", { ...read("places", {}), [url]: at });
  };
  addEventListener("scroll", () => { clearTimeout(timer); timer = setTimeout(note, 400); }, { passive: true });
  if (!before) note();
}

// Back where the learner was: a link, not a jump.
function offer(id) {
  const target = document.getElementById(id);
  const tools = find(".tools");
  if (!target || !tools) return;
  const line = document.createElement("p");
  line.className = "go-back";
  const link = document.createElement("a");
  link.href = `#${id}`;
  link.textContent = target.textContent;
  line.append(tr("You were here before, at "), link, ".");
  tools.prepend(line);
}
