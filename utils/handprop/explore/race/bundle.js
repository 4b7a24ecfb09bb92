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
  Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, value));
  if (text) node.textContent = text;
  parent.append(node);
  return node;
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
    const told = did.filter(([, words]) => words).map((words) => words.join(" "));
    const sentence = moved.length === 1 ? `${spec.controls[moved[0]].short} ${way(places[i], newPlaces[i])}: ${told.join(", ") || tr("nothing changes")}. ` : "";
    [places, numbers] = [newPlaces, newNumbers];
    return sentence;
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
  for (let box = root?.parentElement; box?.closest(".jp-Cell"); box = box.parentElement) boxes.push(box);
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
      opened.forEach((box) => box.classList.add("hp-opened"));
    },
    end() {
      below?.remove();
      measure.disconnect();
      opened.forEach((box) => box.classList.remove("hp-opened"));
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

// utils/handprop/explore/frame/plot.js
function canvas(parent, width, height) {
  const size = { viewBox: `0 0 ${width} ${height}`, style: `--hp-width: ${width}px`, preserveAspectRatio: "xMinYMid" };
  const svg = make(parent, "svg", { ...size, role: "img", class: "hp-picture" });
  new ResizeObserver(([{ contentRect }]) => keepLegible(svg, contentRect.width / width, contentRect.height / height)).observe(svg);
  return svg;
}
var LEAST = 11;
function keepLegible(svg, across, down) {
  const scale = Math.min(across, down);
  if (scale > 0) svg.style.setProperty("--hp-least", `${(LEAST / scale).toFixed(2)}px`);
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
  rows.forEach((cells, r) => cells.forEach((cell, c) => say(body.rows[r].cells[c], cell)));
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

// utils/handprop/explore/frame/words.js
var written2 = (value) => {
  if (typeof value === "string") return value;
  return Array.isArray(value) ? value.map(written2).join(", ") : digits(value);
};
var phrases = (texts) => (key, values = {}) => tr(texts[key], values, written2);

// utils/handprop/explore/race/words.json
var words_default = {
  title: "Nudge every weight, or walk back once",
  nudges: "nudge every weight",
  walk: "one walk back",
  start: "Both clocks stand at 0. {weights} weights, and a machine that multiplies a million times a second.",
  running: "After {clock}: the walk back is on its way, nudges have {nudged} of {weights} slopes.",
  waiting: "After {clock}: the walk back has had all {weights} slopes since {walk}, nudges have {nudged}.",
  end: "The walk back took {walk}, nudges took {nudges}: {ratio} times as long for the same {weights} slopes.",
  legend: "Counted are multiplications in a network of two layers with one output. A forward pass takes one for each weight; nudges take one pass to start with and one for each weight. The walk back takes one pass forward, and then one multiplication for each weight and one more for each hidden unit. The clocks show how long that is on a machine that multiplies a million times a second."
};

// utils/handprop/explore/race/numbers.js
var phrase = phrases(words_default);
var LAST = 10;
var UNITS = [[3600, "h"], [60, "min"], [1, "s"], [1e-3, "ms"], [1e-6, "µs"]];
function seconds(value) {
  const [size, unit] = UNITS.find(([size2]) => value >= size2) ?? [1, "s"];
  return `${digits(value / Number(size))} ${unit}`;
}
var grouped = (value) => String(Number.isInteger(value) ? value : Number(digits(value))).replace(/\B(?=(\d{3})+$)/g, " ");
var each = (all, value) => Object.fromEntries(Object.keys(all).map((name) => [name, value(name)]));
function kindOf(time, walking) {
  if (time === 0 || time === LAST) return time ? "end" : "start";
  return walking ? "running" : "waiting";
}
function state(spec, weights, time) {
  const totals = spec.totals[weights];
  const now = totals.nudges * time / LAST;
  const done = each(totals, (name) => Math.min(now, totals[name]));
  const clocks = each(totals, (name) => seconds(done[name] / spec.speed));
  const nudged = Math.min(Math.max(Math.floor(now / Number(weights)) - 1, 0), Number(weights));
  const words = phrase(kindOf(time, done.walk < totals.walk), {
    weights: grouped(Number(weights)),
    nudged: grouped(nudged),
    clock: seconds(now / spec.speed),
    ratio: grouped(totals.nudges / totals.walk),
    ...clocks
  });
  return { shares: each(totals, (name) => done[name] / totals[name]), clocks, words };
}

// utils/handprop/explore/race/explorer.js
var LENGTH = 480;
function lanes(parent, { colours }) {
  const svg = canvas(parent, 640, 190);
  const write = writer(svg);
  const all = ["nudges", "walk"].map((name, k) => {
    const y = 90 * k;
    write(6, y + 30, "lane hp-left", phrase(name));
    make(svg, "rect", { class: "hp-lane-all", x: 6, y: y + 40, width: LENGTH, height: 30, rx: 0 });
    const done = make(svg, "rect", { class: "hp-lane-done", x: 6, y: y + 40, height: 30, rx: 0, style: `fill: ${k ? "var(--hp-ink)" : colours.nudge}` });
    return { name, done, clock: write(LENGTH + 18, y + 61, "value hp-left hp-clock", "") };
  });
  return (now) => {
    all.forEach(({ name, done, clock }) => {
      place(done, { width: (LENGTH * now.shares[name]).toFixed(2) });
      say(clock, now.clocks[name]);
    });
    svg.setAttribute("aria-label", minus(`${phrase("title")}. ${now.words}`));
  };
}
function race(model, el) {
  const spec = model.get("spec");
  const { stage, said, tools, below } = rooms(el);
  const size = () => chosen(model, spec, "weights");
  let now = null;
  const line = timeLine(stage, {
    phases: spec.phases,
    name: () => now ? minus(now.words) : "",
    go: (goal) => moveTo(model, { time: goal }),
    draw: (moment) => {
      if (now) paint(state(spec, size(), moment));
    }
  });
  const paint = lanes(stage, spec);
  const sentence = make(said, "p", { class: "hp-words hp-two-lines" });
  toolBar(tools, model, spec);
  make(below, "p", { class: "hp-legend" }, phrase("legend"));
  const body = foldedTable(below, phrase("title"), [tr("way"), tr("clock"), tr("done")]);
  const show = () => {
    const at = Math.round(model.get("time"));
    now = state(spec, size(), at);
    say(sentence, minus(now.words));
    fill(body, Object.keys(now.shares).map((name) => [phrase(name), now.clocks[name], `${shown(100 * now.shares[name])} %`]));
    line.set(at);
    if (at === 0) paint(now);
  };
  return { show, spoken: () => minus(now.words), end: () => line.end() };
}
var explorer_default = mount(race);
export {
  explorer_default as default
};
