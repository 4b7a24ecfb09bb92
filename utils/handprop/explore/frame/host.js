// The host of a page: stands in for the notebook around one explorer, and keeps its state in the address.

import explorer from "explorer"; // the page says which one: its import map
import { read, written } from "./address.js";
import { make } from "./drawing.js";
import { Model } from "./model.js";
import { nativeControl } from "./native.js";
import { tr } from "./tr.js";

const told = JSON.parse(document.getElementById("hp-told").textContent);
const { controls } = told.values.spec;
const model = new Model({ ...told.values, page: location.href.split("#")[0] });
const root = document.getElementById("hp-explorer");
const REST_MS = 250; // browsers refuse an address that changes with every frame

function drawColumn(parent, groups) {
  const column = make(parent, "div", { class: "hp-column" });
  groups.forEach(([title, ours]) => {
    make(column, "span", { class: "handprop-heading" }, title);
    ours.forEach((control) => {
      const row = make(column, "div", { class: `hp-native hp-${control.kind} hp-control-${control.name}` });
      if (control.short) make(row, "span", { class: "hp-short", "aria-hidden": "true" }, control.short);
      nativeControl(row, model, control);
    });
  });
}

const place = (hash) => Object.entries(read(controls, hash)).forEach(([name, value]) => model.set(name, value));

function followInAddress() {
  let timer = 0;
  const write = () => {
    const hash = written(controls, (name) => model.get(name));
    if (hash !== location.hash) history.replaceState(null, "", hash || location.pathname + location.search);
  };
  Object.keys(controls).forEach((name) => model.on(`change:${name}`, () => {
    clearTimeout(timer);
    timer = setTimeout(write, REST_MS);
  }));
}

place(location.hash);
const view = make(root, "div");
const panel = make(root, "div", { class: "handprop-controls", role: "group", "aria-label": tr("Sliders") });
told.panel.forEach((groups) => drawColumn(panel, groups));
explorer.render({ model, el: view });
followInAddress();
// Before the event of a new address comes, the last move may have written its own over it.
addEventListener("hashchange", ({ newURL }) => place(new URL(newURL).hash));
