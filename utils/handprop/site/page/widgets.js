// Live widgets: those whose state the page holds, and those that Python makes later.
//
// ipywidgets' own manager and controls, without JupyterLab around them. The explorers are anywidgets; their code
// comes as files of the site.

import * as base from "@jupyter-widgets/base";
import { ManagerBase } from "@jupyter-widgets/base-manager";
import * as controls from "@jupyter-widgets/controls";
import { Widget } from "@lumino/widgets";
import { read as stateOf, written } from "../../explore/frame/address.js";
import { asCode } from "../../explore/frame/as_code.js";
import { all, button, find, make, parts, pause, root, style, styleBelow } from "./dom.js";
import { keep, read } from "./small.js";
import { tr } from "../../explore/frame/tr.js";

// At each number each slider measured whether it fits, for a shadow below it: the whole page was laid out for it each time.
/** @type {any} */ (controls.BaseIntSliderView).prototype.readout_overflow = () => false;

class AnyModel extends base.DOMWidgetModel {}

class AnyView extends base.DOMWidgetView {
  async render() {
    const part = this.model.get("handprop_part") || partOf(this.model.get("_anywidget_id") ?? "");
    if (!part) throw new Error(tr("This widget is not one of the course."));
    const [module] = await Promise.all([import(`${root}assets/${part}.js`), style(`${part}.css`)]);
    this.end = await module.default.render({ model: heardBy(this), el: this.el });
  }

  remove() {
    this.end?.();
    super.remove();
  }
}

// What a view asks for ends with it; another view of the same widget goes on. So it is in anywidget.
function heardBy(view) {
  return new Proxy(view.model, {
    get(model, name) {
      if (name === "on") return (event, act) => model.on(event, act, view);
      if (name === "off") return (event = null, act = null) => model.off(event, act, view);
      const found = Reflect.get(model, name);
      return typeof found === "function" ? found.bind(model) : found;
    },
  });
}

// The same as exporter.part_of.
function partOf(name) {
  if (name.endsWith("box.Box")) return "predict";
  if (name.endsWith(".Sketchpad")) return "check/sketchpad";
  const found = /\.(\w+)View$/.exec(name);
  return found && `explore/${found[1].replace(/(?<=[a-z])(?=[A-Z])/g, "_").toLowerCase()}`;
}

const MODULES = {
  "@jupyter-widgets/base": base,
  "@jupyter-widgets/controls": controls,
  anywidget: { AnyModel, AnyView },
};

const FRAMES_MS = 400;
const AT_ONCE = 8; // models or views

class Manager extends ManagerBase {
  /** @type {any} */
  open = null;
  turn = Promise.resolve();
  asked = 0;

  /** Every model and every view asks here for its class: after a few of them, the page has its turn. */
  async loadClass(name, module) {
    if ((this.asked += 1) % AT_ONCE === 0) this.turn = this.turn.then(pause);
    await this.turn;
    const found = MODULES[module]?.[name];
    if (!found) throw new Error(tr("The page knows no {name} of {module}.", { name, module }));
    return found;
  }

  /** Python's side of a widget; set by `speakTo`. */
  async _create_comm(target, id, data, metadata) {
    if (!this.open) throw new Error(tr("There is no Python yet."));
    return this.open(target, id, data, metadata);
  }

  async _get_comm_info() {
    return {};
  }

  callbacks() {
    return {};
  }
}

export const manager = new Manager();
/** @type {any} */ (window).handpropWidgets = manager;

export async function show(id, place) {
  const model = await manager.get_model(id);
  await styleBelow(parts.widgets);
  const view = await manager.create_view(/** @type {any} */ (model));
  const { luminoWidget: shown } = /** @type {any} */ (view);
  const end = () => {
    if (shown.isAttached) Widget.detach(shown);
    whole(view).then(() => view.remove()); // its parts may be on their way
  };
  if (!place.isConnected) { // the cell shows something else by now
    end();
    return model;
  }
  place.replaceChildren();
  place.handpropEnd = end;
  Widget.attach(shown, place);
  await whole(view);
  tendWriting(pictureOf(model));
  return model;
}

// A box is there before its parts are.
async function whole(view) {
  const parts = await Promise.all(view.children_views?.views ?? []);
  await Promise.all(parts.map(whole));
}

// A picture takes its form once it knows its width, two frames on; in a tab that is not in view there are no frames.
const laidOut = () => new Promise((done) => {
  requestAnimationFrame(() => requestAnimationFrame(done));
  setTimeout(done, FRAMES_MS);
});

const begun = new Map();
const tended = new WeakSet();
const stored = () => JSON.parse(find("#widgets")?.textContent ?? "{}");
/** @type {Record<string, any>} */
let known = null;

/** Show the widget of a place whose state the page holds, once. */
export function begin(place) {
  if (!begun.has(place)) begun.set(place, first(place));
  return begun.get(place);
}

async function first(place) {
  known ??= stored();
  const id = place.dataset.model;
  if (!known[id]) return;
  await manager.set_state({ version_major: 2, version_minor: 0, state: stateFor(id) });
  const model = await show(id, place);
  if (model.get("handprop_part") === "predict") keepPrediction(model);
  else if (pictureOf(model)) tendAddress(pictureOf(model), place);
  await laidOut();
  place.dataset.live = "";
}

const named = (model) => [...JSON.stringify(model.state).matchAll(/IPY_MODEL_(\w+)/g)].map(([, id]) => id);

// What a widget is made of, and the links between these, as far as they are not there yet.
function stateFor(id) {
  const wanted = new Set([id]);
  for (const one of wanted) named(known[one] ?? { state: {} }).forEach((part) => wanted.add(part));
  const isLink = ([, model]) => model.model_name.endsWith("LinkModel") && wanted.has(named(model)[0]);
  Object.entries(known).filter(isLink).forEach(([link]) => wanted.add(link));
  return Object.fromEntries([...wanted].filter((one) => known[one] && !manager.has_model(one)).map((one) => [one, known[one]]));
}

function keepPrediction(model) {
  const name = `predict.${model.get("key")}`;
  const kept = read(name);
  if (kept) {
    model.set(kept);
    model.trigger("change:said");
  }
  const note = () => keep(name, { said: model.get("said"), seen: model.get("seen") });
  model.on("change:said change:seen", note);
}


// An explorer is a box of sliders with a picture, and the picture has all numbers.
const pictureOf = (model) => (model.get("children") ?? []).find((part) => part.get("spec")?.controls);

// Where no Python stands behind it, a step is written out from the line of code that opens it.
function tendWriting(picture) {
  if (!picture || tended.has(picture)) return;
  tended.add(picture);
  picture.on("change:write", async () => {
    if (picture.comm_live && !picture.comm.nobody) return;
    const wish = picture.get("write");
    const line = asCode(picture.get("call"), picture.get("spec").controls, (name) => picture.get(name));
    const { writeOut } = await import("./cells.js");
    const written = await writeOut(line).catch((fault) => ({ fault: fault.message }));
    picture.set("written", { wish, ...written });
  });
}

/** @type {{ place: any, controls: any }[]} */
let places = null;

// The explorers that the page came with, in their order.
function explorers() {
  places ??= all(".widget").map((place) => ({ place, controls: controlsOf(place.dataset.model) })).filter((one) => one.controls);
  return places;
}

const controlsOf = (id) => (known[id]?.state.children ?? [])
  .map((part) => known[part.slice("IPY_MODEL_".length)]?.state.spec?.controls).find(Boolean);

// The explorer that the address names by its number, or the first that knows most of what is named.
function meant() {
  const named = new URLSearchParams(location.hash.slice(1));
  const number = Number(named.get("explorer"));
  if (number) return explorers()[number - 1]?.place;
  const knows = ({ controls }) => [...named.keys()].filter((name) => name in controls).length;
  const most = Math.max(0, ...explorers().map(knows));
  return most && explorers().find((one) => knows(one) === most).place;
}

/** The state that the address gives to an explorer of the page, and a link to the state of now. */
function tendAddress(model, place) {
  const { controls: known } = model.get("spec");
  const follow = () => {
    if (meant() !== place) return;
    model.set(stateOf(known, location.hash));
    place.scrollIntoView({ block: "start" });
  };
  follow();
  addEventListener("hashchange", follow);
  const line = make(place, "p", { class: "share-link" });
  const note = make(null, "span", { role: "status" });
  button(line, tr("Copy a link to this state"), async () => {
    const state = written(known, (name) => model.get(name));
    const which = state && explorers().length > 1 ? `&explorer=${1 + explorers().findIndex((one) => one.place === place)}` : "";
    const link = location.href.split("#")[0] + state + which;
    history.replaceState(null, "", link);
    const copied = await navigator.clipboard?.writeText(link).then(() => true, () => false);
    note.textContent = copied ? tr("Copied.") : tr("The link is in the address line: copy it from there.");
  });
  line.append(note);
}
