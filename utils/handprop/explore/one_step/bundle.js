// utils/handprop/explore/frame/numbers.js
var TIES = Array.from({ length: 16 }, (_, count) => new RegExp(`^(-?\\d\\.\\d{${Math.max(count - 2, 0)}}[02468])50+e`));
function digits(value, count = 4) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  if (value === 0) return "0";
  const kept = Number(value.toExponential(30).replace(TIES[count], "$1e"));
  const [head, power] = kept.toExponential(count - 1).split("e");
  const exponent = Number(power);
  if (exponent >= -4 && exponent < count) return String(Number(kept.toFixed(count - 1 - exponent)));
  const sign = exponent < 0 ? "-" : "+";
  return `${Number(head)}e${sign}${String(Math.abs(exponent)).padStart(2, "0")}`;
}
var minus = (text) => text.replace(/-(?=[\d.i])/g, "−");
var shown = (value) => minus(digits(value));
function bracketed(value, count = 4) {
  const text = digits(value, count);
  return text.startsWith("-") ? `(${text})` : text;
}
function enough(summed2, total, largest2) {
  const lastDigit = total ? 10 ** (Math.floor(Math.log10(Math.abs(total))) - 3) : 0;
  const allowed = lastDigit * (1 + 1e-9) + 1e-15 * largest2;
  for (let count = 4; count < 15; count += 1) {
    const printed = summed2((value) => Number(digits(value, count)));
    if (Math.abs(printed - Number(digits(total))) <= allowed) return count;
  }
  return 15;
}
function exact(value, count = 15) {
  const rounded = Number(value.toPrecision(count));
  const [head, power] = rounded.toExponential().split("e");
  const exponent = Number(power);
  if (exponent >= -4 && exponent < count) return String(rounded);
  return `${head}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

// utils/handprop/explore/frame/drawing.js
function make(parent, tag, attributes = {}, text = "") {
  const space = tag === "svg" || parent instanceof SVGElement ? "http://www.w3.org/2000/svg" : null;
  const node = space ? document.createElementNS(space, tag) : document.createElement(tag);
  Object.entries(attributes).forEach(([key2, value]) => node.setAttribute(key2, value));
  if (text) node.textContent = text;
  parent.append(node);
  return node;
}
function box(parent, x, y, width, height, attributes) {
  const place2 = { x: x - width / 2, y: y - height / 2, width, height };
  return make(parent, "rect", { rx: 12, ...place2, ...attributes });
}
function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
var writer = (parent) => (x, y, kind, text) => make(parent, "text", { x, y, class: `hp-${kind}` }, text);
var place = (node, attributes) => Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));

// utils/handprop/explore/frame/buttons.js
var button = (parent, words) => make(parent, "button", { type: "button", class: "hp-button" }, words);
var keepKeys = (node) => node.addEventListener("keydown", (event) => event.stopPropagation());
function moveTo(model, values) {
  Object.entries(values).forEach(([name, value]) => model.set(name, value));
  model.save_changes();
}

// utils/handprop/explore/frame/tr.js
var tr = (text, values = {}, written3 = String) => (
  /** @type {any} */
  (globalThis.handpropWords?.[text] ?? text).replace(/\{(\w+)\}/g, (place2, name) => name in values ? written3(values[name]) : place2)
);

// utils/handprop/explore/frame/controls.js
function keepDigits(slider) {
  if (slider.handpropExact) return;
  const { set } = slider;
  slider.set = (value, fire) => set(value, fire, true);
  slider.updateOptions = ({ start }, fire) => set(start, fire, true);
  slider.handpropExact = true;
}
function followHand(slider, model, name, { options, digits: digits2, power }) {
  const follow = ([place2]) => {
    const value = power ? power ** place2 : place2;
    model.set(name, options ? Math.round(place2) : Number(value.toPrecision(digits2)));
    model.save_changes();
  };
  slider.on("slide", follow);
  slider.on("change", follow);
}
function addFineKeys(handle, model, name, { options, power, digits: digits2, start, notch, ends }) {
  const ways = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 };
  if (options || notch >= 1) return;
  handle.addEventListener("keydown", (event) => {
    const way2 = ways[event.key];
    if (!event.shiftKey || !way2) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const now = model.get(name);
    const moved = power ? now * (1 + notch / start) ** (way2 / 10) : now + way2 * notch / 10;
    model.set(name, Number(Math.min(Math.max(moved, ends[0]), ends[1]).toPrecision(digits2)));
    model.save_changes();
  }, true);
}
function tendControls(root, model, spec) {
  Object.entries(spec.controls).forEach(([name, control]) => {
    const { label } = control;
    root.querySelectorAll(`.hp-control-${name} .noUi-target`).forEach((target) => {
      const handle = target.querySelector(".noUi-handle");
      if (!handle || !target.noUiSlider || target.noUiSlider.handpropExact) return;
      keepDigits(target.noUiSlider);
      followHand(target.noUiSlider, model, name, control);
      addFineKeys(handle, model, name, control);
      handle.setAttribute("aria-label", label);
      const readout = target.closest(".widget-slider").querySelector(".widget-readout");
      readout?.setAttribute("role", "textbox");
      readout?.setAttribute("aria-label", tr("{label}: type a number", { label }));
    });
  });
}
function speakValues(root, model, spec) {
  Object.keys(spec.controls).forEach((name) => {
    const value = model.get(name);
    const text = spec.controls[name].options?.[value] ?? value;
    root.querySelectorAll(`.hp-control-${name} .noUi-handle`).forEach((handle) => {
      handle.setAttribute("aria-valuenow", String(value));
      handle.setAttribute("aria-valuetext", typeof text === "string" ? text : shown(text));
    });
  });
}
var chosen = (model, spec, name) => spec.controls[name].options[model.get(name)];
function readNames(model, names) {
  if (Array.isArray(names)) return names.map((part) => readNames(model, part));
  return typeof names === "string" ? model.get(names) : names;
}

// utils/handprop/explore/frame/fold.js
var KEY = "s";
function foldControls(bar, el, open = false) {
  const fold = button(bar, "");
  const root = () => el.closest(".handprop-explorer");
  const folds = open ? "hp-folded" : "hp-unfolded";
  const unfolded = () => (root()?.classList.contains(folds) ?? false) !== open;
  const follow = () => {
    fold.setAttribute("aria-expanded", String(unfolded()));
    say(fold, unfolded() ? tr("Fold the sliders") : tr("Change the numbers"));
    el.querySelectorAll("[data-hold]").forEach((node) => node.handpropOffer(!unfolded()));
  };
  const turn = () => {
    root()?.classList.toggle(folds);
    follow();
  };
  fold.classList.add("hp-fold");
  fold.setAttribute("aria-keyshortcuts", KEY);
  if (!open) el.classList.add("hp-folds");
  fold.addEventListener("click", turn);
  el.addEventListener("keydown", (event) => {
    if (event.key !== KEY || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
    turn();
    event.preventDefault();
    event.stopPropagation();
  });
  follow();
}

// utils/handprop/explore/frame/ledger.js
function tellLine(row, text) {
  if (row.textContent === text) return;
  const [head, result] = text.split(/ (?=[=≈] \S+$)/);
  row.replaceChildren(result ? `${head} ` : head);
  if (result) make(row, "span", { class: "hp-whole" }, result);
}

// utils/handprop/explore/frame/keep.js
var nobody = (id) => ({
  comm_id: id,
  send: () => "",
  close: () => "",
  on_msg() {
  },
  on_close() {
  },
  nobody: true
});
function accompany(part) {
  if (part.comm_live) return;
  part.comm = nobody(part.model_id);
  part.comm_live = true;
}
function leave(part) {
  if (!part.comm?.nobody) return;
  part.comm_live = false;
  part.comm = void 0;
}
var deaf = () => {
};
function letGo(part) {
  if (part.handpropLetsGo) return;
  part.handpropLetsGo = true;
  part.once("destroy", () => {
    part.comm?.on_msg?.(deaf);
    part.comm?.on_close?.(deaf);
  });
}
function keepFamily(model) {
  let ended = false;
  const found = [];
  const manager = model.widget_manager;
  (model.get("family") ?? []).forEach(async (id) => {
    if (!manager?.has_model?.(id)) return;
    const part = await manager.get_model(id);
    if (ended) return;
    const follow = () => accompany(part);
    letGo(part);
    part.on("comm_live_update", follow);
    found.push([part, follow]);
    follow();
  });
  return () => {
    ended = true;
    found.forEach(([part, follow]) => {
      part.off("comm_live_update", follow);
      leave(part);
    });
  };
}

// utils/handprop/explore/frame/moved.js
var way = (before, after, up = "up", down = "down") => {
  if (after === before || !Number.isFinite(before) || !Number.isFinite(after)) return "";
  return after > before ? up : down;
};
function movedWords(model, spec, effects) {
  const ordered = ({ start, options = [] }) => typeof start === "number" && options.every((one) => Number.isFinite(Number(one)));
  const names = Object.keys(spec.controls).filter((name) => name !== "time" && ordered(spec.controls[name]));
  const look = () => [names.map((name) => model.get(name)), effects()];
  let [places, numbers] = look();
  return () => {
    const [newPlaces, newNumbers] = look();
    const moved = names.filter((_, i2) => places[i2] !== newPlaces[i2]);
    const i = names.indexOf(moved[0]);
    const did = newNumbers.map(([name, value, up, down], k) => [name, way(numbers[k]?.[1], value, up, down)]);
    const told2 = did.filter(([, words]) => words).map((words) => words.join(" "));
    const sentence2 = moved.length === 1 ? `${spec.controls[moved[0]].short} ${way(places[i], newPlaces[i])}: ${told2.join(", ") || tr("nothing changes")}. ` : "";
    [places, numbers] = [newPlaces, newNumbers];
    return sentence2;
  };
}

// utils/handprop/explore/frame/one_panel.js
function turnPanels(stage) {
  const titles = [...stage?.querySelectorAll(":scope > .hp-panel > .hp-panel-title") ?? []];
  if (titles.length < 2 || stage.matches(".hp-equations")) return () => {
  };
  const bar = make(stage, "div", { class: "hp-which", role: "group", "aria-label": tr("Panel in view") });
  keepKeys(bar);
  const buttons = titles.map(() => button(bar, ""));
  const turn = (one) => {
    stage.dataset.one = String(one + 1);
    buttons.forEach((node, n) => node.setAttribute("aria-pressed", String(n === one)));
  };
  buttons.forEach((node, n) => node.addEventListener("click", () => turn(n)));
  turn(0);
  return () => buttons.forEach((node, n) => say(node, titles[n].textContent));
}

// utils/handprop/explore/frame/rooms.js
function rooms(el, kind = "") {
  const room = (name) => make(el, "div", { class: name });
  return {
    stage: room(`hp-stage ${kind}`),
    lists: room("hp-lists"),
    said: room("hp-said"),
    tools: room("hp-tools"),
    below: room("hp-below")
  };
}
function boxesAround(root) {
  const boxes = [];
  for (let box2 = root?.parentElement; box2?.closest(".jp-Cell"); box2 = box2.parentElement) boxes.push(box2);
  return boxes;
}
var CONTROL = 80;
function belowTheSliders(el, root) {
  const below = el.querySelector(":scope > .hp-below");
  const stage = (
    /** @type {HTMLElement | null} */
    el.querySelector(":scope > .hp-stage")
  );
  const measure = new ResizeObserver(() => {
    const loose = stage.offsetHeight > innerHeight - CONTROL;
    stage.classList.toggle("hp-loose", loose);
    root()?.style.setProperty("--hp-staged", loose ? "0px" : `${stage.offsetHeight}px`);
  });
  let opened = [];
  return {
    place() {
      if (stage) measure.observe(stage);
      if (below && below.parentElement === el && root()) root().append(below);
      opened = boxesAround(root());
      opened.forEach((box2) => box2.classList.add("hp-opened"));
    },
    end() {
      below?.remove();
      measure.disconnect();
      opened.forEach((box2) => box2.classList.remove("hp-opened"));
    }
  };
}

// utils/handprop/explore/frame/mount.js
var QUIET_MS = 600;
var mount = (draw) => ({ render: ({ model, el }) => render(draw, model, el) });
function render(draw, model, el) {
  el.classList.add("handprop-view");
  const explorer = draw(model, el, () => schedule());
  make(el, "style", {}, `.${model.get("still")} { display: none; }`);
  const nameTurns = turnPanels(el.querySelector(":scope > .hp-stage"));
  const spoken = make(el, "div", { class: "hp-spoken", "aria-live": "polite" });
  const spec = model.get("spec");
  let frame = 0;
  let timer = 0;
  let observer = null;
  const root = () => el.closest(".handprop-explorer");
  const below = belowTheSliders(el, root);
  const tend = () => {
    if (!root()) return;
    tendControls(root(), model, spec);
    explorer.tend?.(root());
  };
  const show = () => {
    frame = 0;
    explorer.show();
    nameTurns();
    if (!root()) return;
    if (!observer) {
      observer = watch(root(), tend);
      if (observer) below.place();
    }
    speakValues(root(), model, spec);
  };
  const schedule = () => {
    if (!frame) frame = requestAnimationFrame(show);
    clearTimeout(timer);
    timer = setTimeout(() => say(spoken, didWhat() + explorer.spoken()), QUIET_MS);
  };
  const names = Object.keys(spec.controls).map((name) => `change:${name}`);
  names.forEach((name) => model.on(name, schedule));
  explorer.show();
  nameTurns();
  const didWhat = explorer.effects ? movedWords(model, spec, explorer.effects) : () => "";
  const waiting = setInterval(() => {
    if (!el.isConnected || root() && !controlsIn(root())) return;
    clearInterval(waiting);
    schedule();
  }, 30);
  const endKeeping = keepFamily(model);
  return () => {
    endKeeping();
    below.end();
    explorer.end?.();
    model.off();
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    clearInterval(waiting);
    observer?.disconnect();
  };
}
var controlsIn = (root) => root.querySelector(".handprop-controls");
function watch(root, tend) {
  const controls = controlsIn(root);
  if (!controls) return null;
  tend();
  const observer = new MutationObserver(tend);
  observer.observe(controls, { childList: true, subtree: true, attributeFilter: ["class"] });
  return observer;
}

// utils/handprop/explore/frame/tables.js
function table(parent, caption, heads) {
  const node = make(parent, "table");
  make(node, "caption", {}, caption);
  const row = make(make(node, "thead"), "tr");
  heads.forEach((head) => make(row, "th", { scope: "col" }, head));
  return make(node, "tbody");
}
function fill(body, rows) {
  while (body.rows.length < rows.length) {
    const row = make(body, "tr");
    make(row, "th", { scope: "row" });
    rows[0].slice(1).forEach(() => make(row, "td"));
  }
  rows.forEach((cells2, r) => cells2.forEach((cell, c) => say(body.rows[r].cells[c], cell)));
}
function foldedTable(parent, caption, heads) {
  const folded = make(parent, "details", { class: "hp-tables" });
  make(folded, "summary", {}, tr("All numbers as a table"));
  return table(folded, caption, heads);
}

// utils/handprop/explore/frame/time_line.js
var PACE = { step: 1100, rest: 650, hurry: 900 };
var calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
function timeLine(parent, { phases, name, go, draw }) {
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
    clock.jump(clock.goal);
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
      ArrowRight: 1,
      ArrowUp: 1,
      ArrowLeft: -1,
      ArrowDown: -1,
      Home: -last,
      End: last,
      PageUp: first(phases[Math.round(clock.goal)]) - clock.goal,
      PageDown: -4
    }[event.key];
    if (event.key === " ") playing(!clock.running);
    else if (jump === void 0) return;
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
    end: () => clock.end()
  };
}
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
function clockOf(last, { go, draw, ended }) {
  let [shown2, frame, before, timer] = [0, 0, 0, 0];
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
      [shown2, clock.goal] = [time, time];
      draw(time);
    },
    hold(time) {
      clock.held = true;
      shown2 = time;
      draw(time);
      if (Math.round(time) !== clock.goal) go(Math.round(time));
    },
    release() {
      clock.held = false;
      go(Math.round(shown2));
      start();
    },
    play(on) {
      clock.running = on;
      clearTimeout(timer);
      if (!on) return;
      if (clock.goal === last) clock.jump(0);
      go(clock.goal % last + 1);
    },
    end() {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    }
  };
  const start = () => {
    if (frame) return;
    before = performance.now();
    frame = requestAnimationFrame(tick);
  };
  const tick = (time) => {
    frame = 0;
    const far = clock.goal - shown2;
    const speed = Math.max(1 / PACE.step, Math.abs(far) / PACE.hurry);
    const way2 = Math.min(Math.abs(far), speed * Math.min(Math.max(time - before, 0), 60));
    before = time;
    shown2 = Math.abs(far) < 1e-3 ? clock.goal : shown2 + Math.sign(far) * way2;
    if (!clock.held) draw(shown2);
    if (!clock.held && shown2 !== clock.goal) frame = requestAnimationFrame(tick);
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

// utils/handprop/explore/frame/address.js
function written(controls, get) {
  const moved = Object.entries(controls).flatMap(([name, { start, options, digits: digits2 }]) => {
    const write = (value) => {
      if (typeof value === "string") return value;
      return options ? options[value] : exact(value, digits2);
    };
    return write(get(name)) === write(start) ? [] : [`${name}=${encodeURIComponent(write(get(name)))}`];
  });
  return moved.length ? `#${moved.join("&")}` : "";
}

// utils/handprop/explore/frame/as_code.js
var option = (text) => /^-?\d+(\.\d+)?$/.test(text) ? text : JSON.stringify(text);
function asCode(call, controls, get) {
  const moved = Object.entries(controls).flatMap(([name, { start, options, digits: count }]) => {
    const write = (value) => {
      if (typeof value === "string") return JSON.stringify(value);
      return options ? option(options[value]) : exact(value, count);
    };
    const text = write(get(name));
    return text === write(start) ? [] : [`${name}=${text}`];
  });
  return moved.length ? `${call}.at(${moved.join(", ")})` : call;
}
function shareButtons(bar, model, spec) {
  const get = (name) => model.get(name);
  const kinds = [[tr("Share as code"), tr("This state as one line of Python"), () => asCode(model.get("call"), spec.controls, get)]];
  if (model.get("page")) {
    kinds.push([tr("Share as link"), tr("This state as an address"), () => model.get("page") + written(spec.controls, get)]);
  }
  const openers = kinds.map(([words]) => button(bar, words));
  const row = make(bar, "span", { class: "hp-share" });
  const field = make(row, "input", { class: "hp-code", readonly: "" });
  const note = make(row, "span", { class: "hp-copied", role: "status" });
  keepKeys(field);
  let open = -1;
  const unfold = (index) => {
    open = index;
    row.hidden = index < 0;
    openers.forEach((opener, i) => opener.setAttribute("aria-expanded", String(i === index)));
    say(note, "");
  };
  const follow = () => {
    if (open < 0) return;
    const [, label, text] = kinds[open];
    field.setAttribute("aria-label", label);
    field.value = text();
    say(note, "");
  };
  const copy = () => {
    field.focus();
    field.select();
    const byHand = () => say(note, tr("Copy it with Ctrl+C or Cmd+C."));
    if (navigator.clipboard) navigator.clipboard.writeText(field.value).then(() => say(note, tr("Copied.")), byHand);
    else byHand();
  };
  Object.keys(spec.controls).forEach((name) => model.on(`change:${name}`, follow));
  openers.forEach((opener, i) => opener.addEventListener("click", () => {
    unfold(open === i ? -1 : i);
    follow();
    if (open >= 0) copy();
  }));
  unfold(-1);
}

// utils/handprop/explore/frame/toolbar.js
function toolBar(parent, model, spec) {
  const bar = make(parent, "div", { class: "hp-bar" });
  const starts = Object.entries(spec.controls).map(([name, { start }]) => [name, start]);
  button(bar, tr("Reset")).addEventListener("click", () => moveTo(model, Object.fromEntries(starts)));
  presetButtons(bar, model);
  if (model.get("call")) shareButtons(bar, model, spec);
  return bar;
}
function presetButtons(bar, model) {
  const presets = Object.entries(model.get("presets") ?? {});
  if (!presets.length) return;
  const group = make(bar, "span", { class: "hp-presets", role: "group", "aria-label": tr("Presets") });
  make(group, "span", { "aria-hidden": "true" }, tr("Presets:"));
  presets.forEach(([name, values]) => button(group, name).addEventListener("click", () => moveTo(model, values)));
}

// utils/handprop/explore/frame/engine.js
var sigmoid = (z) => 0.5 * (1 + Math.tanh(0.5 * z));
var largest = (z) => Math.max(...z);
var sum = (terms) => terms.reduce((total, term) => total + term, 0);
var softmax = (z) => {
  const e = z.map((v) => Math.exp(v - largest(z)));
  return e.map((v) => v / sum(e));
};
var each = (f) => (z) => z.map(f);
var ACTIVATIONS = {
  linear: { f: each((z) => z), back: (da) => da },
  relu: { f: each((z) => Math.max(z, 0)), back: (da, z) => z > 0 ? da : 0 },
  leaky_relu: { f: each((z) => Math.max(z, 0.01 * z)), back: (da, z) => z > 0 ? da : 0.01 * da },
  sigmoid: { f: each(sigmoid), back: (da, z, a) => da * a * (1 - a) },
  tanh: { f: each(Math.tanh), back: (da, z, a) => da * (1 - a * a) },
  softmax: { f: softmax }
};
var crossEntropy = (z, y) => Math.max(z, 0) - y * z + Math.log1p(Math.exp(-Math.abs(z)));
var LOSSES = {
  half_squared: (z, a, y) => sum(a.map((v, j) => 0.5 * (v - y[j]) ** 2)),
  binary_cross_entropy: (z, a, y) => sum(z.map((v, j) => crossEntropy(v, y[j]))),
  categorical_cross_entropy: (z, a, y) => {
    const top = largest(z);
    return Math.log(sum(z.map((v) => Math.exp(v - top)))) - sum(z.map((v, j) => y[j] * (v - top)));
  }
};
function forward(net, x) {
  const values = { x };
  let a = x;
  net.activations.forEach((name, index) => {
    const k = index + 1;
    const W = net.params[`W${k}`];
    const b = net.params[`b${k}`];
    const z = W[0].map((_, j) => sum(a.map((v, i) => v * W[i][j])) + (b ? b[j] : 0));
    a = ACTIVATIONS[name].f(z);
    values[`z${k}`] = z;
    values[`a${k}`] = a;
  });
  return { ...values, prediction: a };
}
function loss(net, values, y) {
  return LOSSES[net.loss](values[`z${net.activations.length}`], values.prediction, y);
}
function backward(net, values, y) {
  const gradients = {};
  const last = net.activations.length;
  const slope = (k, da) => da.map((v, j) => ACTIVATIONS[net.activations[k - 1]].back(v, values[`z${k}`][j], values[`a${k}`][j]));
  let delta = values.prediction.map((v, j) => v - y[j]);
  if (net.loss === "half_squared") delta = slope(last, delta);
  for (let k = last; k >= 1; k -= 1) {
    const W = net.params[`W${k}`];
    const below = k > 1 ? values[`a${k - 1}`] : values.x;
    const now = delta;
    gradients[`delta${k}`] = now;
    gradients[`W${k}`] = below.map((v) => now.map((d) => v * d));
    if (net.params[`b${k}`]) gradients[`b${k}`] = now;
    const da = below.map((_, i) => sum(now.map((d, j) => d * W[i][j])));
    delta = k > 1 ? slope(k - 1, da) : da;
  }
  return { ...gradients, x: delta };
}
function update(net, gradients, learningRate) {
  const step = (value, slope) => Array.isArray(value) ? value.map((v, i) => step(v, slope[i])) : value - learningRate * slope;
  const moved = Object.entries(net.params).map(([name, value]) => [
    name,
    net.frozen.includes(name) ? value : step(value, gradients[name])
  ]);
  return { ...net, params: Object.fromEntries(moved) };
}
var mean = (parts) => Array.isArray(parts[0]) ? parts[0].map((_, i) => mean(parts.map((part) => part[i]))) : sum(parts) / parts.length;
function batch(net, x, y) {
  const samples = x.map((row, i) => {
    const values = forward(net, row);
    return { loss: loss(net, values, y[i]), gradients: backward(net, values, y[i]), prediction: values.prediction };
  });
  const gradients = Object.keys(net.params).map((name) => [name, mean(samples.map((one) => one.gradients[name]))]);
  return {
    loss: mean(samples.map((one) => one.loss)),
    gradients: Object.fromEntries(gradients),
    predictions: samples.map((one) => one.prediction)
  };
}

// utils/handprop/explore/frame/words.js
var written2 = (value) => {
  if (typeof value === "string") return value;
  return Array.isArray(value) ? value.map(written2).join(", ") : digits(value);
};
var phrases = (texts) => (key2, values = {}) => tr(texts[key2], values, written2);

// utils/handprop/explore/network/words.json
var words_default = {
  results: "Prediction {prediction}, target {target}, error {error}, loss {loss}.",
  "too large": "One step with learning rate {rate} would make the loss too large to compute.",
  leave: "One step with learning rate {rate} would leave the loss at {before}.",
  lower: "One step with learning rate {rate} would lower the loss from {before} to {after}.",
  raise: "One step with learning rate {rate} would raise the loss from {before} to {after}.",
  "lower a little": "One step with learning rate {rate} would lower the loss by less than four digits can show: it stays at {before}.",
  "raise a little": "One step with learning rate {rate} would raise the loss by less than four digits can show: it stays at {before}.",
  forward: "Phase 1 of 4, forward: the values go from left to right. The prediction is {prediction}.",
  "forward results": "Prediction {prediction}.",
  error: "Phase 2 of 4, error: the prediction minus the target is {error}, the loss is {loss}.",
  backward: "Phase 3 of 4, backward: the gradients go from right to left. The steepest of {count} is that of {name}: {slope}.",
  "backward 0": "Phase 3 of 4, backward: the gradients go from right to left. Every one is 0.",
  update: "Phase 4 of 4, update: every parameter minus η times its gradient. {words}",
  closed: "Gate closed: {names}. ",
  beyond: "The step would take {name} to {value}, beyond its slider. Try a smaller η, or reset.",
  choose: "Choose a weight here, or point at it in the picture: its path to the loss lights up, and its gradient is worked out.",
  "not yet": "The gradients come in phase 3, backward.",
  wait: "The derivation comes from Python as soon as it has time.",
  writing: "Python is writing the step out.",
  "no answer": "Python has not answered yet. If this cell was not run since the page was opened, run it, then press the button again.",
  "moved since": "The numbers have moved since. Write it out again for those of now.",
  legend: "Drag a number in the picture to the right to make it larger, or click it and press the arrow keys; the key s folds the sliders away. A wide line is a large weight; a dashed line, a negative one. The arrow back along a line is its gradient ∂: the longer, the larger. δ is the derivative of the loss with respect to z. A gate is open where z is above 0.",
  "loss over": "The loss over {name}, all else as it is: at {value} it is {loss}, and its slope there is {slope}."
};

// utils/handprop/explore/network/numbers.js
var phrase = phrases(words_default);

// utils/handprop/explore/network/step.js
var at = (source, [name, ...spot]) => spot.reduce((part, index) => part[index], source[name]);
function takeStep(model, spec, now) {
  const after = spec.parameters.map(([control, ...spot]) => [control, at(now.params_after, spot)]);
  const outside = after.find(([control, value]) => !(Math.abs(value) <= spec.controls[control].bound));
  if (outside) return minus(phrase("beyond", { name: outside[0], value: outside[1] }));
  moveTo(model, Object.fromEntries(after));
  return "";
}

// utils/handprop/explore/frame/motion.js
var within = (t) => Math.min(Math.max(t, 0), 1);
var between = (from, to, t) => from.map((v, n) => v + t * (to[n] - v));
var eased = (t) => t * t * (3 - 2 * t);
var see = (node, part) => place(node, { opacity: within(part).toFixed(3), visibility: part > 0 ? "visible" : "hidden" });
function drawToken(parent, size, side, tall = false) {
  const [width, height] = size;
  const group = make(parent, "g", { class: `hp-token ${side > 0 ? "hp-forth" : "hp-back"}` });
  const [w, h] = [width / 2, height / 2];
  const [tip, wide] = [side * (w + 7), side * -w];
  const along = `M${wide},${-h}H${side * w}L${tip},0L${side * w},${h}H${wide}Z`;
  const down = `M${-w},${side * -h}V${side * h}L0,${side * (h + 6)}L${w},${side * h}V${side * -h}Z`;
  make(group, "path", { d: tall ? down : along });
  return { group, text: make(group, "text", { y: 5 }) };
}

// utils/handprop/explore/one_step/layout.js
var WIDE = { input: [60, 46], unit: [192, 100], row: [168, 132, 118], gap: [206, 246], label: [104, 44], token: [74, 22], least: 0, margin: 10, title: 26 };
var CLOSE = { input: [40, 40], unit: [130, 0], cell: 23, pad: 0, row: [170, 124, 118], gap: [190, 212], label: [107, 44], token: [78, 22], least: 0, margin: 3, title: 20 };
var TALL = { input: [60, 40], unit: [124, 0], cell: 21, pad: 4, row: [220, 141, 130], gap: [46, 60], label: [106, 42], token: [78, 20], least: 380, margin: 6, title: 22 };
var KINDS = { wide: WIDE, close: CLOSE, tall: TALL };
var RESULT = { width: 136, height: 128, reach: 92 };
var NARROW_RESULT = { width: 80, height: 92, reach: 68 };
var CLOSE_RESULT = { width: 58, height: 74, reach: 46 };
var BETWEEN = 5;
var LINE = 17;
var TITLE = { wide: 22, close: 20, tall: 17 };
function rowsOf({ units, activations, names }, k, name) {
  const slope = activations[k - 1] !== "linear";
  const inside = name === "tall";
  return ["z", slope && "a", "delta", inside && slope && "factor", k < units.length - 1 && "da", inside && names[`b${k}`] && "bias"].filter(Boolean);
}
function layout(sizes, name, rows, lines) {
  const [kind, tall, close] = [KINDS[name], name === "tall", name === "close"];
  const single = sizes.at(-1) === 1;
  const below = close || tall && !single;
  const result = close ? CLOSE_RESULT : tall ? NARROW_RESULT : RESULT;
  const under = lines.map((count) => count * LINE);
  const down = (close ? 36 : 46) + (below ? under.at(-1) : 0) + (close ? 8 : 0);
  const last = sizes.length - 1;
  const full = sizes.map((_, k) => {
    const [width, height] = k ? kind.unit : kind.input;
    return [width, k && name !== "wide" ? kind.cell * rows[k].length + 2 * kind.pad : height];
  });
  const rowOf = full.map(([, height], k) => {
    const row = kind.row[Math.min(tall ? sizes[k] : Math.max(...sizes), 4) - 2] ?? kind.row[0];
    if (tall || !k) return row;
    const error = close ? height + down + TITLE.close : 46;
    return Math.max(row, height + TITLE[name] + under[k] + (under[k] > LINE ? 4 : 0), k === last ? error + result.reach : 0);
  });
  const across = Math.max(...sizes.map((count, k) => (count - 1) * rowOf[k] + full[k][tall ? 0 : 1]), kind.unit[tall ? 0 : 1]);
  const side = Math.max(across + 2 * kind.margin + (tall ? 0 : kind.title), kind.least);
  const middle = side / 2 + (tall ? 0 : kind.title / 2);
  const nodes = [];
  const edges = [];
  let along = kind.margin + (tall ? kind.title : 0);
  sizes.forEach((count, k) => {
    const [width, height] = full[k];
    const place2 = (gap2) => Array.from({ length: count }, (_, i) => {
      const [a, b] = [along + gap2 + (tall ? height : width) / 2, middle + rowOf[k] * (i - (count - 1) / 2)];
      return tall ? { x: b, y: a, width, height } : { x: a, y: b, width, height };
    });
    const { gap, lines: made } = k ? spread(kind, nodes[k - 1], place2, k, name) : { gap: 0, lines: null };
    nodes.push(place2(gap));
    if (made) edges.push(made);
    along += gap + (tall ? height : width);
  });
  const results = nodes.at(-1).map(({ x, y, width, height }) => {
    if (below) return { x: close ? x - width / 2 + result.width / 2 : x, y: y + height / 2 + down };
    return { x: x + width / 2 + 22 + result.width / 2, y: tall ? y - 12 : y };
  });
  const end = along + (below ? close ? 0 : down + result.height : tall ? Math.max(results.at(-1).y + result.height - along, 0) : 22 + result.width) + kind.margin;
  const feet = nodes.flatMap((column, k) => column.map(({ y, height }) => y + height / 2 + (k ? under[k] : 0) + (close ? 5 : 10)));
  const low = Math.max(...results.map(({ y }) => y + result.height), ...feet);
  return {
    name,
    tall,
    close,
    nodes,
    results,
    edges,
    label: kind.label,
    token: kind.token,
    line: LINE,
    result,
    below,
    rows,
    cell: kind.cell,
    pad: kind.pad,
    width: tall ? Math.max(side, results.at(-1).x + result.width / 2 + kind.margin) : end,
    height: tall ? end : Math.max(side, low)
  };
}
var ORDERS = [
  ([i, j]) => 10 * i + j,
  ([i, j]) => 10 * j + i,
  ([i, j], [m, n]) => 10 * Math.abs(i / (m || 1) - j / (n || 1)) + i / 10,
  // the straight lines first
  ([i, j], [m, n]) => -10 * Math.abs(i / (m || 1) - j / (n || 1)) + i / 10
];
function spread(kind, from, place2, k, name) {
  let best = null;
  const last = [from.length, place2(0).length].map((count) => count - 1);
  for (let wider = 0; wider <= 400 && best?.covered !== 0; wider += 10) {
    const gap = kind.gap[k > 1 ? 1 : 0] + wider;
    ORDERS.forEach((order) => {
      const { lines, covered, hidden } = labelled(kind, from, place2(gap), k, name, (one) => order(one, last));
      if (!best || covered < best.covered || covered === best.covered && gap === best.gap && hidden < best.hidden) best = { gap, lines, covered, hidden };
    });
  }
  return best;
}
function labelled(kind, from, to, k, name, order) {
  const [tall, close] = [name === "tall", name === "close"];
  const made = from.map((start, i) => to.map((end, j) => edge(kind, [start, i, from.length], [end, j, to.length], tall)));
  const waiting = close || tall ? made.flat().flatMap(({ arrival, back }) => k > 1 ? [arrival, back] : [arrival]) : [];
  const taken = waiting.map((spot) => ({ spot, size: kind.token.map((side, n) => (side + kind.label[n]) / 2 + 3 * n) }));
  let [covered, hidden] = [0, 0];
  const straight = made.flat();
  const cells2 = made.flatMap((row, i) => row.map((_, j) => [i, j])).sort((one, other) => order(one) - order(other));
  cells2.forEach(([i, j]) => {
    const crossings = straight.map((other) => crossing(made[i][j], other)).filter(Boolean);
    const spot = labelSpot(kind, made[i][j], taken, crossings, k, tall, close);
    taken.push({ spot: spot.label, size: kind.label.map((side) => side + BETWEEN) });
    covered += spot.covered;
    hidden += spot.hidden;
    made[i][j] = { ...made[i][j], ...spot };
  });
  return { lines: made, covered, hidden };
}
function crossing({ start, end }, { start: from, end: to }) {
  const [[a, b], [c, d]] = [[end[0] - start[0], end[1] - start[1]], [to[0] - from[0], to[1] - from[1]]];
  const turn = a * d - b * c;
  if (Math.abs(turn) < 1e-9) return null;
  const [s, t] = [((from[0] - start[0]) * d - (from[1] - start[1]) * c) / turn, ((from[0] - start[0]) * b - (from[1] - start[1]) * a) / turn];
  return [s, t].every((way2) => way2 > 0.02 && way2 < 0.98) ? between(start, end, s) : null;
}
function labelSpot(kind, { start, end }, taken, crossings, k, tall, close) {
  const axis = tall ? 1 : 0;
  const long = end[axis] - start[axis];
  const half = kind.label[axis] / 2;
  const token = kind.token[axis] + 10;
  const title = tall ? TITLE.tall : 0;
  const [first, last] = close ? [half + 3, long - half - 3] : [half + (k > 1 ? token : 8), long - half - token - title];
  const tries = Array.from({ length: 40 }, (_, n) => first + n / 39 * Math.max(last - first, 0));
  const tight = last < first ? 1 : 0;
  const spots = tries.map((way2) => {
    const label = between(start, end, way2 / long);
    const over = taken.filter(({ spot, size }) => label.every((v, n) => Math.abs(v - spot[n]) < size[n])).length;
    const hidden = crossings.filter((spot) => label.every((v, n) => Math.abs(v - spot[n]) < kind.label[n] / 2 + 3)).length;
    return { label, turn: way2 / long, covered: over + tight, hidden };
  });
  const worse = ({ covered, hidden }) => covered + 0.1 * hidden;
  return spots.reduce((best, one) => worse(one) < worse(best) ? one : best);
}
function edge(kind, [from, i, rows], [to, j, columns], tall) {
  const start = tall ? [from.x, from.y + from.height / 2] : [from.x + from.width / 2, from.y];
  const end = tall ? [to.x, to.y - to.height / 2] : [to.x - to.width / 2, to.y];
  return { start, end, arrival: slot(kind, end, -1, i, rows, tall), back: slot(kind, start, 1, j, columns, tall) };
}
function slot(kind, port, side, index, count, tall) {
  const [x, y] = port;
  const [width, height] = kind.token;
  if (!tall) return [x + side * (width / 2 + 6), y + (index - (count - 1) / 2) * (height + 2)];
  return [x, y + side * (height / 2 + 8 + index * (height + 8)) - (side < 0 ? TITLE.tall : 0)];
}

// utils/handprop/explore/one_step/words.json
var words_default2 = {
  half_squared: "half the squared error",
  binary_cross_entropy: "cross-entropy",
  categorical_cross_entropy: "cross-entropy",
  place: "{phase}, sub-step {number} of {count}. {words}",
  "place start": "Before the step. {words}",
  start: "Inputs, weights and target are known. Nothing is computed yet.",
  products: "Each number is multiplied by the weight of its line.",
  sums: "What arrives at a unit is added up.",
  "sums bias": "What arrives at a unit is added up, and its bias with it.",
  activations: "Each sum goes through the activation of its unit, {name}.",
  "activations gate": "The sum meets the gate: above 0 it passes, otherwise 0 goes on.",
  "activations together": "All sums go through {name} together.",
  error: "The error appears: prediction minus target.",
  loss: "The loss is half the square of the error: the area of the triangle.",
  "loss several": "Each error gives half its square, the area of a triangle. The loss is their sum.",
  "loss other": "The loss is the {name} of prediction and target.",
  delta: "The way back begins. The output has no activation, so its δ is the error.",
  "delta slope": "The way back begins: the error times the slope of {name} is the δ of the output.",
  "delta partner": "The way back begins. With this loss the slope of {name} cancels, and δ is the error.",
  gradients: "Each line takes the δ at its end times the number that went into it: the gradient of its weight.",
  "gradients bias": "Each line takes the δ at its end times the number that went into it: the gradient of its weight. A bias takes δ itself.",
  back: "δ goes back along each line and is multiplied by the weight of that line.",
  "back alone": "δ goes back along each line, times the weight of that line. At {unit} that is ∂{unit}, short for ∂L/∂{unit}.",
  joined: "Lines that part on the way forward meet on the way back: what arrives is added up. At {unit} the sum is ∂{unit}, short for ∂L/∂{unit}.",
  gates: "There is no activation to pass: what arrives is the δ of the unit.",
  "gates gate": "What came back meets the gate: × 1 where it is open, × 0 where it is closed. This is the δ of the unit.",
  "gates slope": "What came back is multiplied by the slope of {name} at the unit's own sum. This is the δ of the unit.",
  mean: "Each of the {count} samples gives gradients of its own. The step takes their mean.",
  update: "Only now the weights move: minus η times the gradient. Forward again, the loss would be {after}.",
  beyond: "The step would take {name} to {value}, beyond its slider. Try a smaller η, or reset.",
  more: "and {count} more of this kind",
  all: "Every calculation so far",
  legend: "A wide line has a large weight, a dashed one a negative weight. A number on its way points where it goes; the frame of one that comes back is dashed. In a unit, what came forward stands above the line, what came back below it; a gate is drawn on both ways. The bar below a weight is the size of its gradient. A thick frame: computed in this sub-step."
};

// utils/handprop/explore/one_step/numbers.js
var phrase2 = phrases(words_default2);
var line = (name, at3, terms, value, call = "", over = 1) => ({ name, at: at3, terms, call, over, value });
var PHASES = { forward: tr("forward"), error: tr("error"), backward: tr("backward"), update: tr("update") };
var stop = (kind, phase, layer, lines) => ({ kind, phase, layer, lines });
var grid = (W, make2) => W[0].flatMap((_, j) => W.map((_row, i) => make2(i, j)));
function timeline(net, spec, x, y, learningRate, sample) {
  const walk = walkOf(net, spec, x, y, sample);
  const layers = net.activations.map((_, index) => index + 1);
  return [
    stop("start", "start", 0, []),
    ...layers.flatMap((k) => goForward(walk, k)),
    ...openError(walk),
    outputDelta(walk),
    ...layers.reverse().flatMap((k) => goBack(walk, k)),
    ...x.length > 1 ? [meanOf(walk)] : [],
    moveAll(walk, learningRate)
  ];
}
function walkOf(net, spec, x, y, sample) {
  const { units, names, facts } = spec;
  const values = forward(net, x[sample]);
  const each2 = x.map((row, n) => backward(net, forward(net, row), y[n]));
  const last = net.activations.length;
  const before = (k) => units.slice(1, k).reduce((count, column) => count + column.length, 0);
  const many = units[last].length > 1;
  const numbered = (name, j, first = 0) => many ? `${name}${first + j + 1}` : name;
  return {
    net,
    spec,
    units,
    names,
    values,
    each: each2,
    last,
    many,
    y: y[sample],
    gradients: each2[sample],
    mean: batch(net, x, y).gradients,
    a: (k) => k ? values[`a${k}`] : values.x,
    z: (k, j) => net.activations[k - 1] === "linear" ? units[k][j] : `z${before(k) + j + 1}`,
    delta: (k, j) => k === last ? numbered("δ", j, before(last)) : `δ${before(k) + j + 1}`,
    error: (j) => [numbered(many ? `${tr("error")} ` : tr("error"), j), values.prediction[j] - y[sample][j]],
    target: (j) => numbered("y", j),
    slope(k, j) {
      const name = net.activations[k - 1];
      if (name === "linear") return [];
      const slope = ACTIVATIONS[name].back(1, values[`z${k}`][j], values[`a${k}`][j]);
      return [[facts[name].gate ? tr("gate") : tr("slope"), slope]];
    }
  };
}
function goForward(walk, k) {
  const { net, units, names, values } = walk;
  const [W, b, below] = [net.params[`W${k}`], net.params[`b${k}`], walk.a(k - 1)];
  const pair = (i, j) => [[units[k - 1][i], below[i]], [names[`W${k}`][i][j], W[i][j]]];
  const product = (i, j) => [pair(i, j).map(([name2]) => name2).join(" · "), below[i] * W[i][j]];
  const products = grid(W, (i, j) => line(product(i, j)[0], ["product", k, i, j], [pair(i, j)], product(i, j)[1]));
  const sums = W[0].map((_, j) => {
    const bias = b ? [[[names[`b${k}`][j], b[j]]]] : [];
    const terms = [...W.map((_row, i) => [product(i, j)]), ...bias];
    return line(walk.z(k, j), ["z", k, j], terms, values[`z${k}`][j]);
  });
  const made = [stop("products", "forward", k, products), stop("sums", "forward", k, sums)];
  const name = net.activations[k - 1];
  if (name === "linear") return made;
  const z = values[`z${k}`].map((value, j) => [[walk.z(k, j), value]]);
  const outs = z.map(
    (own, j) => line(units[k][j], ["a", k, j], walk.spec.facts[name].alone ? [own] : z, values[`a${k}`][j], walk.spec.facts[name].label)
  );
  return [...made, stop("activations", "forward", k, outs)];
}
function openError(walk) {
  const { net, values, units, last, y } = walk;
  const out = (j) => [units[last][j], values.prediction[j]];
  const errors = y.map((target, j) => {
    const [name, value] = walk.error(j);
    return line(name, ["error", j], [[out(j)], [[`−${walk.target(j)}`, -target]]], value);
  });
  const squares = y.map((_, j) => [["½", 0.5], walk.error(j), walk.error(j)]);
  const half = net.loss === "half_squared";
  const terms = half ? squares : y.map((_, j) => [out(j)]);
  const total = line("loss", ["loss"], terms, loss(net, values, y), half ? "" : phrase2(net.loss));
  return [stop("error", "error", 0, errors), stop("loss", "error", 0, [total])];
}
function outputDelta(walk) {
  const { net, last } = walk;
  const lines = walk.gradients[`delta${last}`].map((delta, j) => {
    const slope = net.loss === "half_squared" ? walk.slope(last, j) : [];
    return line(walk.delta(last, j), ["delta", last, j], [[walk.error(j), ...slope]], delta);
  });
  return stop("delta", "backward", last, lines);
}
function goBack(walk, k) {
  const { net, units, names, gradients } = walk;
  const [W, b, below] = [net.params[`W${k}`], net.params[`b${k}`], walk.a(k - 1)];
  const sent = (j) => [walk.delta(k, j), gradients[`delta${k}`][j]];
  const slopes = W[0].flatMap((_, j) => [
    ...W.map((_row, i) => {
      const into = [units[k - 1][i], below[i]];
      return line(`∂${names[`W${k}`][i][j]}`, [`W${k}`, i, j], [[sent(j), into]], gradients[`W${k}`][i][j]);
    }),
    ...b ? [line(`∂${names[`b${k}`][j]}`, [`b${k}`, j], [[sent(j)]], sent(j)[1])] : []
  ]);
  const path = (i, j) => [sent(j), [names[`W${k}`][i][j], W[i][j]]];
  const came = (i, j) => W[i].length > 1 ? path(i, j).map(([name]) => name).join(" · ") : `∂${units[k - 1][i]}`;
  const product = (i, j) => [came(i, j), sent(j)[1] * W[i][j]];
  const products = grid(W, (i, j) => line(product(i, j)[0], ["back", k, i, j], [path(i, j)], product(i, j)[1]));
  const made = [stop("gradients", "backward", k, slopes)];
  return k === 1 ? made : [...made, stop("back", "backward", k, products), ...gates(walk, k, W, product)];
}
function gates(walk, k, W, product) {
  const under = walk.gradients[`delta${k - 1}`];
  const joined = W.map((row, i) => {
    const terms = row.map((_, j) => [product(i, j)]);
    const value = terms.reduce((total, [[, part]]) => total + part, 0);
    return line(`∂${walk.units[k - 1][i]}`, ["da", k - 1, i], terms, value);
  });
  const lines = W.map((_row, i) => {
    const came = [joined[i].name, joined[i].value];
    return line(walk.delta(k - 1, i), ["delta", k - 1, i], [[came, ...walk.slope(k - 1, i)]], under[i]);
  });
  const last = stop("gates", "backward", k - 1, lines);
  return W[0].length > 1 ? [stop("joined", "backward", k - 1, joined), last] : [last];
}
var at2 = (source, [name, ...spot]) => spot.reduce((part, index) => part[index], source[name]);
function meanOf({ spec, each: each2, mean: mean2 }) {
  const lines = spec.parameters.map(([label, ...spot]) => {
    const terms = each2.map((one, n) => [[tr("∂{label} of {n}", { label, n: n + 1 }), at2(one, spot)]]);
    return line(tr("mean ∂{label}", { label }), [`mean ${spot[0]}`, ...spot.slice(1)], terms, at2(mean2, spot), "", each2.length);
  });
  return stop("mean", "update", 0, lines);
}
function moveAll({ net, spec, each: each2, mean: mean2 }, learningRate) {
  const after = update(net, mean2, learningRate).params;
  const moving = spec.parameters.filter(([, name]) => !net.frozen.includes(name));
  const lines = moving.map(([label, ...spot]) => {
    const slope = [each2.length > 1 ? tr("mean ∂{label}", { label }) : `∂${label}`, at2(mean2, spot)];
    const terms = [[[label, at2(net.params, spot)]], [["−η", -learningRate], slope]];
    return line(tr("new {label}", { label }), [`new ${spot[0]}`, ...spot.slice(1)], terms, at2(after, spot));
  });
  return stop("update", "update", 0, lines);
}
function state(net, spec, x, y, learningRate, time, sample) {
  const stops = timeline(net, spec, x, y, learningRate, sample);
  const after = update(net, batch(net, x, y).gradients, learningRate);
  const losses = { loss: batch(net, x, y).loss, loss_after: batch(after, x, y).loss };
  return { stops, params_after: after.params, ...losses, lines: stops[time].lines.map(told), words: wordsOf(net, spec, stops, time, x.length, losses) };
}
function wordsOf(net, spec, stops, time, count, losses) {
  const { layer, phase, kind } = stops[time];
  const words = phrase2(sentence(net, spec, stops[time]), {
    name: layer ? spec.facts[net.activations[layer - 1]].label : phrase2(net.loss),
    count,
    after: losses.loss_after,
    unit: spec.units[kind === "back" ? layer - 1 : layer][0]
  });
  if (!time) return phrase2("place start", { words });
  const named = PHASES[phase][0].toUpperCase() + PHASES[phase].slice(1);
  return phrase2("place", { phase: named, number: time, count: stops.length - 1, words });
}
function sentence(net, spec, { kind, layer }) {
  const name = net.activations[layer - 1] ?? net.activations.at(-1);
  const { gate, alone } = spec.facts[name];
  const half = net.loss === "half_squared";
  const bias = net.params[`b${layer}`] ? " bias" : "";
  const slope = name === "linear" ? "" : " slope";
  const special = {
    sums: bias,
    gradients: bias,
    activations: gate ? " gate" : alone ? "" : " together",
    loss: !half ? " other" : spec.units.at(-1).length > 1 ? " several" : "",
    back: spec.units[layer].length > 1 ? "" : " alone",
    delta: half ? slope : " partner",
    gates: gate ? " gate" : slope
  };
  return kind + (special[kind] ?? "");
}
function calculation(one) {
  const parts = [one.name, one.over === 1 ? formula(one) : "", numbersOf(one)];
  return parts.filter((part, k) => part && part !== digits(one.value) && parts.indexOf(part) === k).join(" = ");
}
function told(one) {
  const result = digits(one.value);
  const whole = Math.abs(Number(result) - one.value) <= 1e-12 * Math.abs(one.value);
  return `${calculation(one)} ${whole ? "=" : "≈"} ${result}`;
}
var summed = (terms) => terms.map((term) => term.join(" · ")).join(" + ").replaceAll("+ −", "− ");
var divided = ({ over }, text) => over === 1 ? text : `(${text}) / ${over}`;
function formula(one) {
  if (one.call) return `${one.call}(${one.terms.map(([[name]]) => name).join(", ")})`;
  return summed(one.terms.map((term) => term.map(([name]) => name)));
}
function numbersOf(one) {
  const { terms, value, call } = one;
  if (call) return `${call}(${terms.map(([[, number]]) => digits(number)).join(", ")})`;
  if (!Number.isFinite(value)) return "";
  const count = digitsFor(one);
  const written3 = terms.map(
    (term, n) => term.map(([name, number], k) => {
      if (name.startsWith("−")) return `−${bracketed(-number, count)}`;
      return n || k ? bracketed(number, count) : digits(number, count);
    })
  );
  return divided(one, summed(written3));
}
function digitsFor({ terms, value, over }) {
  if (terms.length === 1) return 4;
  const products = terms.map((term) => term.map(([, number]) => number));
  const times = (numbers) => numbers.reduce((product, number) => product * number, 1);
  const largest2 = Math.max(...products.map((numbers) => Math.abs(times(numbers)))) / over;
  const sum2 = (rounded) => products.reduce((total, numbers) => total + times(numbers.map(rounded)), 0) / over;
  return enough(sum2, value, largest2);
}

// utils/handprop/explore/one_step/picture.js
function stepPicture(parent, spec, places) {
  const size = { viewBox: `0 0 ${places.width} ${places.height}`, style: `--hp-width: ${places.width}px; --hp-height: ${places.height}px` };
  const svg = make(parent, "svg", { ...size, role: "img", class: `hp-picture hp-step hp-${places.name}` });
  const [lines, labels, boxes, tokens] = ["lines", "labels", "units", "tokens"].map((name) => make(svg, "g", { class: `hp-${name}` }));
  const layers = { lines, labels, tokens };
  const edges = places.edges.flatMap(
    (rows, k) => rows.flatMap((row, i) => row.map((spot, j) => drawEdge(layers, spec, places, k + 1, i, j, spot)))
  );
  const units = places.nodes.flatMap((column, k) => column.map((spot, j) => drawUnit(boxes, spec, places, k, j, spot)));
  const results = places.results.map((spot, j) => drawResult(boxes, spec, spot, places, j));
  return {
    svg,
    show(now, time) {
      [...edges, ...units, ...results].forEach((part) => part(now, time));
      svg.setAttribute("aria-label", minus(`${spec.title}. ${now.words}`));
    }
  };
}
var key = (...parts) => parts.join();
function known(stops) {
  const [value, when, named] = [{}, {}, {}];
  stops.forEach(({ lines }, n) => lines.forEach((line2) => {
    value[key(...line2.at)] = line2.value;
    when[key(...line2.at)] = n;
    named[key(...line2.at)] = line2.name;
  }));
  const done = (name, time) => within(time - (when[name] ?? Infinity) + 1);
  const isNow = (name, time) => time > when[name] - 1 && time <= when[name];
  return { value, when, named, done, isNow };
}
function drawEdge({ lines, labels, tokens }, spec, places, k, i, j, spot) {
  const stroke = spec.colours.weights[(k - 1) % spec.colours.weights.length];
  const [[x1, y1], [x2, y2]] = [spot.start, spot.end];
  const line2 = make(lines, "line", { x1, y1, x2, y2, stroke, class: "hp-wire" });
  const label = drawLabel(labels, spec.names[`W${k}`][i][j], spot.label, places.label, stroke);
  const forth = tokenOf(tokens, places, 1);
  const back = tokenOf(tokens, places, -1);
  const [meetForth, meetBack] = [tokenOf(tokens, places, 1), tokenOf(tokens, places, -1)];
  const [from, to] = [places.nodes[k - 1][i], places.nodes[k][j]];
  const keys = { product: key("product", k, i, j), back: key("back", k, i, j), slope: key(`W${k}`, i, j) };
  const joined = key("da", k - 1, i);
  return (now, time) => {
    const { value, done } = now.known;
    const moved = done(`new W${k},${i},${j}`, time);
    const before = now.params[`W${k}`][i][j];
    const weight = before + eased(moved) * ((value[`new W${k},${i},${j}`] ?? before) - before);
    line2.setAttribute("stroke-width", (1.5 + 7 * Math.abs(weight) / now.largest).toFixed(2));
    line2.setAttribute("stroke-dasharray", weight < 0 ? "9 6" : "none");
    label(now, time, { k, i, j, weight, before, moved });
    const below = k > 1 ? value[key("a", k - 1, i)] ?? value[key("z", k - 1, i)] : now.x[i];
    const delta = value[key("delta", k, j)];
    travel(forth, { t: done(keys.product, time), path: [spot.start, spot.arrival], turn: spot.turn, first: below, then: value[keys.product] });
    leave2(forth, done(key("z", k, j), time), spot.arrival, [to.x, to.y]);
    travel(back, { t: done(keys.back, time), path: [spot.end, spot.back], turn: 1 - spot.turn, first: delta, then: value[keys.back] });
    leave2(back, done(value[joined] === void 0 ? key("delta", k - 1, i) : joined, time), spot.back, [from.x, from.y]);
    const meeting = done(keys.slope, time);
    [[meetForth, spot.start, below], [meetBack, spot.end, delta]].forEach(([token, start, number]) => {
      travel(token, { t: meeting, path: [start, spot.label], turn: 2, first: number, then: number });
      if (meeting === 1) see(token.group, 0);
    });
  };
}
function drawLabel(parent, name, centre, size, stroke) {
  const [[x, y], [width, height]] = [centre, size];
  const group = make(parent, "g", { class: "hp-weight-label" });
  const frame = box(group, x, y, width, height, { class: "hp-label", stroke, rx: 6 });
  const write = writer(group);
  const edge2 = width / 2 - 6;
  const top = y - height / 2;
  write(x - edge2, top + 15, "weight hp-left", name);
  const weightText = write(x + edge2, top + 15, "weight hp-right", "");
  const kind = write(x - edge2, top + 31, "slope hp-left", "∂");
  const slopeText = write(x + edge2, top + 31, "slope hp-right", "");
  const bar = make(group, "rect", { x: x - edge2, y: y + height / 2 - 7, height: 4, rx: 0, class: "hp-gradient-bar" });
  return (now, time, { k, i, j, weight, before, moved }) => {
    const { value, done, isNow } = now.known;
    const spot = `W${k},${i},${j}`;
    const mean2 = done(`mean ${spot}`, time) === 1;
    const slope = mean2 ? value[`mean ${spot}`] : value[spot];
    const there = (done(spot, time) - 0.8) * 5;
    tellIn(weightText, weight, 9 - name.length);
    const full = weightText.textContent.length + name.length > 9;
    group.classList.toggle("hp-tight", full);
    group.classList.toggle("hp-tightest", full && name.length > 2);
    say(kind, moved > 0 ? tr("was") : "∂");
    tellIn(slopeText, moved > 0 ? before : slope, moved > 0 ? 7 : 8);
    [kind, slopeText].forEach((node) => see(node, there));
    const made = [key("product", k, i, j), key("back", k, i, j), spot, `mean ${spot}`, `new ${spot}`];
    frame.classList.toggle("hp-now", made.some((one) => isNow(one, time)));
    place(bar, { width: 2 * edge2 * Math.abs(slope ?? 0) / now.steepest || 0 });
    see(bar, there);
  };
}
function tellIn(node, value, most) {
  const text = shown(value);
  say(node, text);
  node.classList.toggle("hp-long", text.length > most);
}
function tokenOf(parent, { token, tall, name }, side) {
  return { ...drawToken(parent, token, side, tall), most: name === "tall" ? 8 : 7 };
}
function travel({ group, text, most }, { t, path, turn, first, then }) {
  see(group, t > 0 ? 1 : 0);
  if (!t) return;
  const [x, y] = between(path[0], path[1], eased(t));
  place(group, { transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})` });
  const written3 = shown(eased(t) < turn ? first : then);
  say(text, written3);
  text.classList.toggle("hp-long", written3.length > most);
}
function leave2(token, t, from, to) {
  const { group } = token;
  if (!t) return;
  see(group, 1 - t);
  const [x, y] = between(from, to, eased(t));
  place(group, { transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})` });
}
function drawUnit(parent, spec, places, k, j, { x, y, width, height }) {
  const group = make(parent, "g");
  const write = writer(group);
  const last = spec.units.length - 1;
  const stroke = k === 0 ? spec.colours.input : k === last ? spec.colours.prediction : "currentColor";
  const frame = box(group, x, y, width, height, { class: "hp-unit", stroke, rx: 12 });
  const name = spec.units[k][j];
  if (k === 0) {
    write(x - width / 2 - 2, y - height / 2 - 6, "title hp-left", name);
    const value = write(x, y + 6, "input", "");
    return (now) => {
      tellIn(value, now.x[j], places.close ? 3 : 6);
      value.classList.toggle("hp-tight", places.close && value.textContent.length > 5);
    };
  }
  const activation = spec.activations[k - 1];
  const linear = activation === "linear";
  const spots = cells(places, { x, y, width, height }, k);
  const stacked = places.tall || places.close;
  const put = (spot, kind, text) => write(spot[0], spot[1], kind, text);
  const field = (cell, caption) => [put(cell.caption, `caption ${cell.side}`, caption), put(cell.value, `value ${cell.side}`, "")];
  const z = field(spots.z, linear ? tr("sum") : "");
  const a = linear ? null : field(spots.a, name);
  const da = k < spec.units.length - 1 ? field(spots.da, `∂${name}`) : null;
  const delta = field(spots.delta, "");
  make(group, "line", { ...spots.middle, class: "hp-lane" });
  const gate = spec.facts[activation].gate ? drawGate(group, spots.door) : null;
  const doors = gate ? [gate, ...da ? [drawGate(group, spots.doorBack)] : []] : [];
  if (!gate && !linear && !stacked) put(spots.symbol, "caption", spec.facts[activation].symbol);
  write(x - width / 2 + 2, y - height / 2 - 7, "title hp-left", name);
  const above = gate && places.close && !spec.names[`b${k}`];
  const [fx, fy, fside] = above ? [x + width / 2 - 2, y - height / 2 - 7, "right"] : [...spots.factor, places.tall ? "right" : "left"];
  const factor = put([fx, fy], `factor hp-${fside}`, "");
  const bias = drawBias(group, spec, places, k, j, spots.bias);
  const alone = spec.units[k + 1]?.length === 1;
  const whole = { z: key("z", k, j), a: key("a", k, j), delta: key("delta", k, j), da: alone ? key("back", k + 1, j, 0) : key("da", k, j) };
  const ofBias = ["", "mean ", "new "].map((what) => `${what}b${k},${j}`);
  return (now, time) => {
    const { value, done, when, named, isNow } = now.known;
    if (!linear) say(z[0], named[whole.z] ?? "");
    say(delta[0], named[whole.delta] ?? "");
    Object.entries({ z, a, da, delta }).forEach(([what, cell]) => {
      if (!cell) return;
      const name2 = whole[what];
      if (value[name2] !== void 0) tellIn(cell[1], value[name2], 8);
      const seen2 = what === "da" && alone ? done(whole.delta, time) - 0.3 : done(name2, time) - 0.75;
      cell.forEach((node) => see(node, seen2 * 4));
    });
    const slope = now.slopes[key(k, j)];
    say(factor, slope === void 0 ? "" : `${gate ? tr("gate") : tr("slope")} × ${shown(slope)}`);
    factor.classList.toggle("hp-long", places.tall && factor.textContent.length > 14);
    see(factor, slope === void 0 ? 0 : done(key("delta", k, j), time) * 3);
    const open = value[key("z", k, j)] > 0;
    doors.forEach((door) => door.classList.toggle("hp-shut", !open && done(whole.a, time) > 0));
    frame.classList.toggle("hp-closed", Boolean(gate) && !open && time >= when[key("a", k, j)]);
    frame.classList.toggle("hp-now", [...["z", "a", "da", "delta"].map((what) => key(what, k, j)), ...ofBias].some((one) => isNow(one, time)));
    bias(now, time);
  };
}
function cells({ name, rows, cell, pad }, { x, y, width, height }, k) {
  const [left, top] = [x - width / 2, y - height / 2];
  const below = [left + 2, top + height + 16];
  if (name === "wide") {
    const spot = (dx, dy) => ({ caption: [x + dx, y + dy - 9], value: [x + dx, y + dy + 9], side: "" });
    const aside = rows[k].length > 2 ? 48 : 0;
    return {
      z: spot(-aside, -25),
      a: spot(48, -25),
      delta: spot(-aside, 25),
      da: spot(48, 25),
      middle: { x1: left, x2: left + width, y1: y, y2: y },
      door: { x, top, side: "down" },
      doorBack: { x, top: y, side: "down" },
      symbol: [x, y - 34],
      factor: below,
      bias: below
    };
  }
  const edge2 = (n) => top + pad + cell * n;
  const line2 = (n) => ({ caption: [left + 9, edge2(n + 0.5) + 5], value: [left + width - 9, edge2(n + 0.5) + 5], side: "hp-row" });
  const back = rows[k].indexOf("delta");
  const across = (n) => ({ x, top: edge2(n), side: "across", width });
  const spots = Object.fromEntries(rows[k].map((what, n) => [what, line2(n)]));
  return {
    z: spots.z,
    a: spots.a,
    delta: spots.delta,
    da: spots.da,
    middle: { x1: left, x2: left + width, y1: edge2(back), y2: edge2(back) },
    door: across(1),
    doorBack: across(back + 1),
    symbol: [x, y],
    factor: spots.factor?.value ?? below,
    bias: spots.bias?.caption ?? below
  };
}
function drawGate(parent, { x, top, side, width = 0 }) {
  const at3 = (from, to) => side === "across" ? { x1: x + from * width, x2: x + to * width, y1: top, y2: top } : { x1: x, x2: x, y1: top + from, y2: top + to };
  const [ends, posts] = side === "across" ? [[-0.5, 0.5], [-0.33, 0.33]] : [[0, 50], [12, 38]];
  [0, 1].forEach((n) => make(parent, "line", { ...at3(ends[n], posts[n]), class: "hp-post" }));
  return make(parent, "line", { ...at3(posts[0], posts[1]), class: `hp-bolt hp-${side}` });
}
function drawBias(parent, spec, { tall, close, nodes, line: line2 }, k, j, spot) {
  const name = spec.names[`b${k}`]?.[j];
  if (!name) return () => {
  };
  const { x, y, width, height } = nodes[k][j];
  const apart = tall || close;
  const write = writer(parent);
  const aside = [14, 16][nodes[k].length - 1] ?? 6;
  const text = write(x + width / 2 + (tall ? aside : 0), y - height / 2 - 7, "bias hp-right", "");
  const lines = tall || spec.activations[k - 1] === "linear" ? 0 : 1;
  const more = write(spot[0], spot[1] + lines * line2, "bias hp-left", "");
  return (now, time) => {
    const { value, done } = now.known;
    const [at3, before] = [`b${k},${j}`, now.params[`b${k}`][j]];
    const [moved, mean2] = [`new ${at3}`, `mean ${at3}`].map((one) => done(one, time) === 1);
    const slope = value[mean2 ? `mean ${at3}` : at3];
    const own = apart ? name : "";
    const second = moved ? `${own} ${tr("was {before}", { before: shown(before) })}`.trim() : done(at3, time) === 1 ? `∂${own} ${shown(slope)}` : "";
    const first = `${name} ${shown(moved ? value[`new ${at3}`] : before)}`;
    say(text, apart || !second ? first : `${first}  ${second}`);
    text.classList.toggle("hp-long", tall && text.textContent.length > 8);
    say(more, apart ? second : "");
  };
}
function drawResult(parent, spec, { x, y }, { result, close, below }, j) {
  const group = make(parent, "g", { class: "hp-result" });
  const write = writer(group);
  const left = x - result.width / 2;
  const [targetText, errorText] = [write(left, y - (close ? 29 : 32), "outcome hp-left", ""), write(left, y - 12, "outcome hp-left", "")];
  make(group, "line", { x1: left, x2: left + result.width, y1: y, y2: y, class: "hp-axis" });
  const triangle = make(group, "polygon", { class: "hp-loss-area" });
  const bar = make(group, "line", { y1: y, y2: y, class: "hp-error-bar", stroke: spec.colours.error });
  const target = make(group, "path", { class: "hp-target-mark", stroke: spec.colours.target });
  const out = make(group, "circle", { cy: y, r: 6, class: "hp-out-mark", fill: spec.colours.prediction });
  const total = j === spec.units.at(-1).length - 1 ? write(left, y + result.reach + (close ? 17 : 20), "outcome hp-left hp-total", "") : null;
  const symbol = (name) => spec.units.at(-1).length > 1 && !below ? `${name} ${j + 1}` : name;
  return (now, time) => {
    const { value, done } = now.known;
    const [goal, guess] = [now.y[j], now.prediction[j]];
    const [low, high] = [Math.min(0, goal, guess), Math.max(0, goal, guess)];
    const at3 = (v) => left + 6 + (v - low) / (high - low || 1) * (result.width - 12);
    say(targetText, `${symbol(tr("target"))}  ${shown(goal)}`);
    place(target, { d: `M${at3(goal)},${y - 9}v18` });
    place(out, { cx: at3(guess) });
    const open = eased(done(key("error", j), time));
    place(bar, { x1: at3(goal), x2: at3(goal) + open * (at3(guess) - at3(goal)) });
    see(out, open > 0 ? 1 : 0);
    see(bar, open);
    say(errorText, `${symbol(tr("error"))}  ${shown(value[key("error", j)])}`);
    see(errorText, (done(key("error", j), time) - 0.7) * 4);
    const grown = eased(done("loss", time));
    const leg = at3(guess) - at3(goal);
    place(triangle, { points: `${at3(goal)},${y} ${at3(guess)},${y} ${at3(guess)},${y + grown * Math.min(Math.abs(leg), result.reach)}` });
    see(triangle, spec.loss === "half_squared" ? grown : 0);
    if (!total) return;
    say(total, tr("loss  {loss}", { loss: shown(value.loss) }));
    see(total, (done("loss", time) - 0.7) * 4);
  };
}

// utils/handprop/explore/one_step/explorer.js
var MOST_ROWS = 6;
var NARROW = 620;
var [SMALL, LOW] = [480, 600];
function read(model, spec) {
  const value = (names) => readNames(model, names);
  const params = Object.fromEntries(Object.entries(spec.names).map(([name, names]) => [name, value(names)]));
  const net = { params, activations: spec.activations, loss: spec.loss, frozen: spec.frozen };
  const sample = spec.controls.sample ? Number(chosen(model, spec, "sample")) - 1 : 0;
  return { net, x: value(spec.x), y: value(spec.y), rate: model.get("learning_rate"), sample };
}
var sizesOf = (values) => values.flat(2).map(Math.abs).filter(Number.isFinite);
function seen(numbers, { net, x, y, sample }, spec) {
  const all = known(numbers.stops);
  const slopes = Object.entries(all.value).filter(([key2]) => /^(mean )?W/.test(key2)).map(([, value]) => value);
  const last = net.activations.length;
  const outs = spec.units[last].map((_, j) => all.value[key("a", last, j)] ?? all.value[key("z", last, j)]);
  const factors = numbers.stops.filter(({ kind }) => kind === "gates" || kind === "delta").flatMap(({ lines }) => lines);
  const factor = ({ terms: [term] }) => term.find(([name]) => name === "gate" || name === "slope")?.[1];
  return {
    known: all,
    params: net.params,
    x: x[sample],
    y: y[sample],
    prediction: outs,
    words: numbers.words,
    largest: Math.max(...sizesOf(Object.entries(net.params).filter(([name]) => name[0] === "W").map(([, W]) => W)), 1e-9),
    steepest: Math.max(...sizesOf(slopes), 1e-12),
    slopes: Object.fromEntries(factors.map((line2) => [key(...line2.at.slice(1)), factor(line2)]))
  };
}
function shorten(lines, room) {
  const shown2 = lines.length > room ? [...lines.slice(0, room - 1), phrase2("more", { count: lines.length - room + 1 })] : lines;
  return Array.from({ length: room }, (_, n) => shown2[n] ?? "");
}
var WIDEST = "−0.08888";
function keepRoom(ledger, stops, room) {
  const ghosts = make(ledger.parentElement, "div", { class: "hp-ghosts", "aria-hidden": "true" });
  const lists = stops.map(({ lines }) => {
    const list = make(ghosts, "ol", { class: "hp-ledger" });
    shorten(lines.map(told), room).forEach((text) => tellLine(make(list, "li"), text.replace(/-?\d+\.\d+(e-\d+)?/g, WIDEST)));
    return list;
  });
  const needed = Math.ceil(Math.max(...lists.map((list) => list.getBoundingClientRect().height))) + 1;
  ghosts.remove();
  if (needed > 1) ledger.style.minHeight = `${needed}px`;
}
function everything(parent) {
  const body = foldedTable(parent, phrase2("all"), [tr("name"), tr("calculation"), tr("value")]);
  const folded = body.closest("details");
  let now = [];
  const write = () => {
    if (!folded.open) return;
    fill(body, now.map((line2) => [line2.name, minus(calculation(line2)), shown(line2.value)]));
    [...body.rows].forEach((row, n) => {
      row.hidden = n >= now.length;
    });
  };
  folded.addEventListener("toggle", write);
  return (stops) => {
    now = stops.flatMap(({ lines }) => lines);
    write();
  };
}
function linesBelow({ units, activations, names, facts }, layout2) {
  if (layout2 === "tall") return units.map(() => 0);
  const bias = (k) => Boolean(names[`b${k}`]) && layout2 !== "wide";
  const slope = (k) => activations[k - 1] !== "linear" && (layout2 !== "close" || bias(k) || !facts[activations[k - 1]].gate);
  return units.map((_, k) => k ? Number(slope(k)) + Number(bias(k)) : 0);
}
function layouts(spec) {
  const made = {};
  const counts = spec.units.map((column) => column.length);
  const get = (name) => made[name] ??= layout(counts, name, spec.units.map((_, k) => k ? rowsOf(spec, k, name) : []), linesBelow(spec, name));
  return (room) => {
    if (spec.hall) return get(room < SMALL ? "tall" : "close");
    if (room < (innerHeight > LOW ? NARROW : SMALL)) return get("tall");
    return get(room < get("wide").width || innerHeight <= LOW ? "close" : "wide");
  };
}
function oneStep(model, el) {
  const spec = model.get("spec");
  let now = null;
  let time = 0;
  let picture = null;
  const { stage, said, tools, below } = rooms(el);
  const line2 = timeLine(stage, {
    phases: spec.phases,
    name: () => now ? minus(now.words) : "",
    go: (goal) => moveTo(model, { time: goal }),
    draw: (moment) => {
      time = moment;
      if (now) picture.show(now.seen, time);
    }
  });
  const frame = make(stage, "div", { class: "hp-step-frame" });
  const sentence2 = make(said, "p", { class: "hp-words hp-step-words" });
  const ledger = make(said, "ol", { class: "hp-ledger", "aria-label": tr("What is computed in this sub-step") });
  const rows = Array.from({ length: Math.min(spec.most_lines, MOST_ROWS) }, () => make(ledger, "li"));
  const bar = toolBar(tools, model, spec);
  const take = button(bar, tr("Take the step"));
  bar.prepend(take);
  foldControls(bar, el);
  const note = make(tools, "p", { class: "hp-note", role: "status" });
  make(below, "p", { class: "hp-legend" }, phrase2("legend"));
  const showAll = everything(below);
  take.addEventListener("click", () => {
    const refused = takeStep(model, spec, now);
    if (!refused) {
      line2.jump(0);
      moveTo(model, { time: 0 });
    }
    say(note, refused);
  });
  const choose = layouts(spec);
  const draw = () => {
    const places = choose(stage.clientWidth || NARROW);
    if (picture?.places === places) return;
    picture?.svg.remove();
    picture = { ...stepPicture(frame, spec, places), places };
    if (now) picture.show(now.seen, time);
  };
  let width = 0;
  const resized = () => {
    draw();
    if (!now || ledger.clientWidth === width) return;
    width = ledger.clientWidth;
    keepRoom(ledger, now.stops, rows.length);
  };
  const observer = new ResizeObserver(resized);
  observer.observe(stage);
  draw();
  const show = () => {
    const given = read(model, spec);
    const at3 = Math.round(model.get("time"));
    const numbers = state(given.net, spec, given.x, given.y, given.rate, at3, given.sample);
    now = { ...numbers, seen: seen(numbers, given, spec) };
    say(sentence2, minus(now.words));
    shorten(now.lines, rows.length).forEach((text, n) => tellLine(rows[n], minus(text)));
    showAll(now.stops.slice(0, at3 + 1));
    say(note, "");
    line2.set(at3);
    picture.show(now.seen, time);
  };
  return { show, effects: () => [[tr("loss"), now.loss]], spoken: () => minus(`${now.words} ${now.lines.join("; ")}`), end: () => {
    observer.disconnect();
    line2.end();
  } };
}
var explorer_default = mount(oneStep);
export {
  explorer_default as default
};
