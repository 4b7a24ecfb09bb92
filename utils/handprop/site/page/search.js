// Search in all pages: Pagefind's index, loaded with the first key.

import { find, make, root } from "./dom.js";
import { tr } from "../../explore/frame/tr.js";

let index = null;
const load = async () => (index ??= import(`${root}search/pagefind.js`));

export function tendSearch() {
  const field = find(".search input");
  const found = find(".search .found");
  let asked = 0;
  const close = () => { found.hidden = true; };
  field.addEventListener("focus", () => load().catch(() => {}), { once: true });
  field.addEventListener("input", async () => {
    const mine = (asked += 1);
    const words = field.value.trim();
    if (!words) return close();
    try {
      const { results } = await (await load()).search(words);
      const shown = await Promise.all(results.slice(0, 8).map((one) => one.data()));
      if (mine === asked) show(found, shown);
    } catch {
      found.replaceChildren(make(null, "p", {}, tr("The search could not be loaded. The contents list every page.")));
      found.hidden = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    const typing = /** @type {HTMLElement} */ (event.target).closest?.("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || typing) return;
    event.preventDefault();
    field.focus();
  });
  document.addEventListener("click", ({ target }) => {
    if (!(/** @type {HTMLElement} */ (target).closest(".search"))) close();
  });
}

function show(found, results) {
  found.replaceChildren();
  if (!results.length) make(found, "p", {}, tr("Nothing was found."));
  results.forEach(({ url, meta, sub_results: parts, excerpt }) => {
    const best = parts?.find((part) => part.excerpt === excerpt) ?? parts?.[0];
    const link = make(found, "a", { href: best?.url ?? url });
    make(link, "strong", {}, meta.title + (best && best.title !== meta.title ? `: ${best.title}` : ""));
    const words = make(link, "span");
    words.innerHTML = best?.excerpt ?? excerpt; // Pagefind's own: escaped text with <mark>
  });
  found.hidden = false;
}
