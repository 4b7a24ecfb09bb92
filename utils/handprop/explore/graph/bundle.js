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
function box(parent, x, y, width, height, attributes) {
  const place2 = { x: x - width / 2, y: y - height / 2, width, height };
  return make(parent, "rect", { rx: 12, ...place2, ...attributes });
}
function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
function tell(node, value) {
  const text = shown(value);
  say(node, text);
  node.classList.toggle("hp-long", text.length > 8);
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

// utils/handprop/explore/frame/ledger.js
function tellLine(row, text) {
  if (row.textContent === text) return;
  const [head, result] = text.split(/ (?=[=≈] \S+$)/);
  row.replaceChildren(result ? `${head} ` : head);
  if (result) make(row, "span", { class: "hp-whole" }, result);
}
function ledgerOf(parent, name, count, more) {
  const list = make(parent, "ol", { class: "hp-ledger", "aria-label": name });
  const rows = Array.from({ length: count }, () => make(list, "li"));
  return {
    show(lines) {
      const shown2 = lines.length > count ? [...lines.slice(0, count - 1), more(lines.length - count + 1)] : lines;
      rows.forEach((row, n) => tellLine(row, minus(shown2[n] ?? "")));
      const needed = Math.max(parseFloat(list.style.minHeight) || 0, list.offsetHeight);
      if (needed) list.style.minHeight = `${needed}px`;
    },
    free() {
      list.style.minHeight = "";
    }
  };
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
      [[back, 0], [next, last]].forEach(([one, end2]) => one.setAttribute("aria-disabled", String(time === end2)));
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

// utils/handprop/explore/graph/words.json
var words_default = {
  before: "Every number is known, no derivative yet. The way back starts at the output.",
  start: "How fast does {name} change with itself? As fast: its derivative is 1.",
  sum: "A sum passes on what has arrived, {grad}, to each of its parts.",
  product: "A product passes on {grad} times the other factor.",
  power: "A power passes on {grad} times its local slope: the old exponent times the number to a power one lower.",
  relu: "ReLU passes on {grad} if its gate is open, and 0 if it is closed.",
  exp: "exp passes on {grad} times its own value: it is its own slope.",
  other: "{op} passes on {grad} times its local slope.",
  done: "Every number has its derivative now.",
  agree: "Every number has its derivative now, and your objects hold the same.",
  differ: "Every number has its derivative now. Your objects hold others: {name} has {own}.",
  output: "{name}: 1",
  passed: "{name} gets {grad} · {slope} = {value}",
  waits: "{name} is used again: {sum} has arrived, {count} still to come",
  joined: "{name} is a fork, its paths are added: {sum} = {value}",
  more: "and {count} more",
  title: "A computation graph of {count} numbers",
  legend: "Each box is a number; lines lead from left to right, from what it was made from. A box with a second frame is a fork: it is used more than once, and waits until everything has arrived. × is the local slope of a link. A dashed box that points back is a number on its way back.",
  "legend tall": "Each box is a number; lines lead downwards, from what it was made from. A box with a second frame is a fork: it is used more than once, and waits until everything has arrived. × is the local slope of a link. A dashed box that points back is a number on its way back.",
  passing: "What is passed on in this sub-step",
  table: "The numbers of the graph"
};

// utils/handprop/explore/graph/numbers.js
var phrase = phrases(words_default);
var total = (came) => came.reduce((all, one) => all + one, 0);
var handed = (nodes) => nodes.map((_, k) => k).reverse().filter((k) => nodes[k].parents.length);
function state(nodes, expected, time) {
  const order = handed(nodes);
  const arrived = nodes.map(() => []);
  if (time) arrived.at(-1).push(1);
  order.slice(0, Math.max(time - 1, 0)).forEach((k) => {
    const passed = total(arrived[k]);
    nodes[k].parents.forEach((parent, n) => arrived[parent].push(nodes[k].slopes[n] * passed));
  });
  const grads = arrived.map((came, k) => came.length === expected[k] ? total(came) : null);
  const now = time > 1 ? order[time - 2] : null;
  const words = wordsOf(nodes, grads, time, order.length, now);
  return { arrived, grads, now, words, lines: linesOf(nodes, arrived, expected, now, time) };
}
function rule(op) {
  const known = { "+": "sum", "*": "product", relu: "relu", exp: "exp" };
  return known[op] ?? (op.startsWith("**") ? "power" : "other");
}
function wordsOf(nodes, grads, time, steps, now) {
  if (time === 0) return phrase("before");
  const said = now === null ? phrase("start", { name: nodes.at(-1).name }) : phrase(rule(nodes[now].op), { name: nodes[now].name, op: nodes[now].op, grad: grads[now] });
  return time === steps + 1 ? `${said} ${end(nodes, grads)}` : said;
}
var same = (one, other) => Math.abs(one - other) <= 1e-9 * Math.max(Math.abs(one), Math.abs(other), 1);
function end(nodes, grads) {
  if (!nodes.some(({ own }) => own)) return phrase("done");
  const other = nodes.find(({ own }, k) => !same(own, grads[k]));
  return other ? phrase("differ", { name: other.name, own: other.own }) : phrase("agree");
}
function linesOf(nodes, arrived, expected, now, time) {
  if (time === 1) return [phrase("output", { name: nodes.at(-1).name })];
  if (now === null) return [];
  const { parents, slopes } = nodes[now];
  const has = total(arrived[now]);
  const lines = parents.map((p, n) => phrase("passed", { name: nodes[p].name, grad: digits(has), slope: bracketed(slopes[n]), value: digits(slopes[n] * has) }));
  const forks = [...new Set(parents)].filter((p) => expected[p] > 1);
  return [...lines, ...forks.map((p) => joined(nodes[p].name, arrived[p], expected[p]))];
}
function joined(name, came, count) {
  if (came.length < count) return phrase("waits", { name, sum: summed(came), count: count - came.length });
  return phrase("joined", { name, sum: summed(came), value: total(came) });
}
var summed = (came) => came.map((one, n) => n ? bracketed(one) : digits(one)).join(" + ");

// utils/handprop/explore/frame/motion.js
var within = (t) => Math.min(Math.max(t, 0), 1);
var eased = (t) => t * t * (3 - 2 * t);
var see = (node, part) => place(node, { opacity: within(part).toFixed(3), visibility: part > 0 ? "visible" : "hidden" });
function fit(text, room) {
  text.removeAttribute("textLength");
  if (text.getComputedTextLength() > room) place(text, { textLength: room, lengthAdjust: "spacingAndGlyphs" });
}
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

// utils/handprop/explore/graph/links.js
var STEPS = 16;
var [LETTER, HIGH] = [10.4, 19];
var SPARE = 4;
function strand(points, box2, tall, aside, stem = 0) {
  const [along, across] = tall ? [1, 0] : [0, 1];
  const half = box2[along] / 2;
  const shifted = (point, by) => point.map((v, n) => v + (n === along ? by : 0));
  let from = shifted(points[0], half + stem);
  const made2 = stem ? [shifted(points[0], half), from] : [from];
  points.slice(1).forEach((point, n) => {
    const to = shifted(point, -half);
    if (n === points.length - 2) to[across] += aside;
    made2.push(...bend(from, to, along));
    from = shifted(point, half);
    if (n < points.length - 2) made2.push(...Array.from({ length: 4 }, (_, k) => to.map((v, i) => v + (k + 1) / 4 * (from[i] - v))));
  });
  return made2;
}
function bend(from, to, along) {
  const middle = (from[along] + to[along]) / 2;
  const turned = (point) => point.map((v, n) => n === along ? middle : v);
  const [first, second] = [turned(from), turned(to)];
  return Array.from({ length: STEPS }, (_, k) => {
    const t = (k + 1) / STEPS;
    const parts = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t ** 3];
    return from.map((_2, n) => [from, first, second, to].reduce((sum, point, i) => sum + parts[i] * point[n], 0));
  });
}
var pathOf = (points) => `M${points.map((point) => point.map((v) => v.toFixed(1)).join()).join("L")}`;
function labelSpots(strands, words, taken, width) {
  const all = strands.flat();
  const said = words.flat();
  const best = all.map(() => null);
  const place2 = (own) => {
    const wide = said[own].length * LETTER;
    const others = all.filter((_, n) => n !== own);
    const full = [...taken, ...best.flatMap((one, n) => one && n !== own ? [around(one.spot, one.room)] : [])];
    const tries = all[own].slice(1, -1).reverse().filter((_, far) => far > 1);
    const judged = tries.map((spot, far) => {
      const room = Math.min(wide, roomAt(spot, full, width));
      const box2 = around(spot, room);
      const crossed = others.reduce((sum, one) => sum + one.filter((point) => inside(point, box2)).length, 0);
      const covered = full.filter((one) => overlap(one, around(spot, Math.min(room, 24)))).length;
      return { spot, room, cost: 40 * covered + 6 * crossed + 30 * (1 - room / wide) + 0.15 * Math.abs(far - STEPS / 2 + 2) };
    });
    best[own] = judged.reduce((least, one) => one.cost < least.cost ? one : least);
  };
  [...all.keys(), ...all.keys()].forEach(place2);
  let next = 0;
  return strands.map((ofNode) => ofNode.map(() => best[next++]));
}
function roomAt([x, y], taken, width) {
  const level = taken.filter(([, top, , bottom]) => bottom > y - HIGH / 2 && top < y + HIGH / 2);
  const left = Math.max(0, ...level.map(([, , right2]) => right2).filter((right2) => right2 <= x));
  const right = Math.min(width, ...level.map(([one]) => one).filter((one) => one >= x));
  return Math.max(2 * (Math.min(x - left, right - x) - SPARE), 24);
}
var around = ([x, y], wide) => [x - wide / 2, y - HIGH / 2, x + wide / 2, y + HIGH / 2];
var inside = ([x, y], [left, top, right, bottom]) => x > left && x < right && y > top && y < bottom;
var overlap = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

// utils/handprop/explore/graph/picture.js
var BOX = [92, 62];
var WIDE = { level: 170, slot: 92 };
var TALL = { level: 140, slot: 104 };
var LEVELS = [170, 190, 210, 230];
var LEAST_SCALE = 1.5;
var STEM = 21;
var MARGIN = 8;
var APART = 28;
var TOKEN = [54, 21];
function levelFor(places, room) {
  const most = (room / LEAST_SCALE - BOX[0] - 2 * MARGIN) / Math.max(places.levels - 1, 1);
  return LEVELS.filter((one) => one <= most).at(-1) ?? LEVELS[0];
}
function graphPicture(parent, spec, tall, level = WIDE.level) {
  const { places, nodes } = spec;
  const at = placed(tall, level);
  const last = at([places.levels - 1, places.slots - 1]);
  const [width, height] = last.map((v, n) => v + BOX[n] / 2 + MARGIN + (n ? 14 : 0));
  const size = { viewBox: `0 0 ${width} ${height}`, style: `--hp-width: ${width}px` };
  const svg = make(parent, "svg", { ...size, role: "img", class: `hp-picture hp-graph${tall ? " hp-tall" : ""}` });
  const [lines, slopes, boxes, tokens] = ["lines", "slopes", "boxes", "tokens"].map((name) => make(svg, "g", { class: `hp-graph-${name}` }));
  const when = times(spec);
  const strands = nodes.map((node, k) => node.parents.map((_, n) => strand(places.lines[k][n].map(at), BOX, tall, asideOf(spec, k, n, tall), tall && spec.expected[node.parents[n]] > 1 ? STEM : 0)));
  const taken = nodes.flatMap((_, k) => boxesOf(spec, k, at(places.places[k]), tall));
  const spots = labelSpots(strands, nodes.map((node) => node.slopes.map((slope) => `× ${shown(slope)}`)), taken, width);
  const links = nodes.flatMap((node, k) => node.parents.map((_, n) => drawLink({ lines, slopes, tokens }, spec, when, tall, k, n, strands[k][n], spots[k][n])));
  const drawn = nodes.map((_, k) => drawNode(boxes, spec, at(places.places[k]), when, k));
  return {
    svg,
    show(now, time) {
      [...links, ...drawn].forEach((part) => part(now, time));
      svg.setAttribute("aria-label", minus(`${phrase("title", { count: nodes.length })}. ${now.words}`));
    }
  };
}
var placed = (tall, across) => ([level, slot]) => tall ? [MARGIN + BOX[0] / 2 + TALL.slot * slot, MARGIN + BOX[1] / 2 + TALL.level * level] : [MARGIN + BOX[0] / 2 + across * level, MARGIN + BOX[1] / 2 + WIDE.slot * slot];
function times({ nodes, expected }) {
  const order = handed(nodes);
  const { arrived } = state(nodes, expected, order.length + 1);
  const passes = Object.fromEntries(order.map((k, n) => [k, n + 2]));
  const brought = nodes.map((_, k) => k === nodes.length - 1 ? [1] : []);
  order.forEach((k) => nodes[k].parents.forEach((parent) => brought[parent].push(passes[k])));
  return { passes, arrived, brought };
}
var asideOf = ({ places }, k, n, tall) => APART * places.ends[k][n] * (tall ? 1.6 : 1);
function boxesOf(spec, k, centre, tall) {
  const [x, y] = centre;
  const fork = spec.expected[k] > 1 ? 4 : 0;
  const [w, h] = BOX.map((side) => side / 2 + fork);
  const frame = [x - w, y - h, x + w, y + h];
  return fork ? [frame, [x - w + (tall ? 8 : 0), y + h, x + w - (tall ? 8 : 0), y + h + 20]] : [frame];
}
function drawLink({ lines, slopes, tokens }, spec, when, tall, k, n, points, { spot, room }) {
  const local = spec.nodes[k].slopes;
  const path = make(lines, "path", { d: pathOf(points), class: "hp-strand" });
  const paper = make(slopes, "rect", { class: "hp-local-paper", rx: 3 });
  const slope = make(slopes, "text", { x: spot[0], y: spot[1] + 4.5, class: "hp-local" }, `× ${shown(local[n])}`);
  const token = drawToken(tokens, TOKEN, -1, tall);
  const passes = when.passes[k];
  let busy = null;
  return (now, time) => {
    const t = within(time - passes + 1);
    path.classList.toggle("hp-passed", t === 1);
    if (busy !== (now.now === k)) {
      busy = now.now === k;
      slope.classList.toggle("hp-now", busy);
      fit(slope, room);
      const { x, y, width, height } = slope.getBBox();
      place(paper, { x: x - 2, y, width: width + 4, height });
    }
    see(token.group, t > 0 && t < 1 ? 1 : 0);
    if (!t || t === 1) return;
    const spot2 = path.getPointAtLength(path.getTotalLength() * (1 - eased(t)));
    place(token.group, { transform: `translate(${spot2.x.toFixed(1)} ${spot2.y.toFixed(1)})` });
    const has = when.arrived[k].reduce((all, one) => all + one, 0);
    const text = shown(eased(t) < 0.5 ? has : has * local[n]);
    say(token.text, text);
    token.text.classList.toggle("hp-long", text.length > 6);
  };
}
function drawNode(parent, spec, centre, when, k) {
  const [x, y] = centre;
  const node = spec.nodes[k];
  const group = make(parent, "g", { class: "hp-number" });
  const fork = spec.expected[k] > 1;
  if (fork) box(group, x, y, BOX[0] + 8, BOX[1] + 8, { class: "hp-fork", rx: 12 });
  const frame = box(group, x, y, BOX[0], BOX[1], { class: "hp-unit", rx: 8, stroke: "currentColor" });
  const write = writer(group);
  const name = write(x, y - 15, "node-name", minus(node.label));
  name.classList.toggle("hp-long", node.label.length > 9);
  tell(write(x, y + 4, "value", ""), node.data);
  const grad = write(x, y + 23, "node-grad", "");
  const ground = fork ? make(group, "rect", { class: "hp-local-paper", rx: 3 }) : null;
  const sum = fork ? write(x, y + BOX[1] / 2 + 18, "paths", "") : null;
  const roof = y + BOX[1] / 2 + 5.5;
  const { arrived, brought } = { arrived: when.arrived[k], brought: when.brought[k] };
  const all = arrived.reduce((added, one) => added + one, 0);
  return (now, time) => {
    const come = arrived.filter((_, n) => time >= brought[n]);
    const complete = Math.max(...brought);
    say(grad, time >= complete ? `∂ ${shown(all)}` : "");
    grad.classList.toggle("hp-long", grad.textContent.length > 10);
    frame.classList.toggle("hp-now", now.now === k);
    if (!sum) return;
    const missing = come.length < arrived.length ? " + …" : "";
    const told = come.length ? minus(summed(come)) + missing : "";
    if (told !== sum.textContent) {
      say(sum, told);
      sum.classList.toggle("hp-long", told.length > 16);
      fit(sum, BOX[0] + 24);
      const { x: left, y: top, width, height } = sum.getBBox();
      place(ground, { x: left - 3, y: roof, width: width ? width + 6 : 0, height: height ? top + height - 1 - roof : 0 });
    }
    group.classList.toggle("hp-joins", come.length > 0);
  };
}

// utils/handprop/explore/graph/explorer.js
var ROWS = 4;
var NARROW = 620;
var LOW = "(max-height: 34rem)";
var made = (nodes, { op, parents }) => parents.length ? tr("{op} of {parents}", { op: op || "f", parents: parents.map((p) => nodes[p].name).join(", ") }) : "given";
function graph(model, el) {
  const spec = model.get("spec");
  let now = null;
  let time = 0;
  let picture = null;
  const { stage, said, tools, below } = rooms(el);
  const line = timeLine(stage, {
    phases: spec.phases,
    name: () => now ? minus(now.words) : "",
    go: (goal) => moveTo(model, { time: goal }),
    draw: (moment) => {
      time = moment;
      if (now) picture.show(now, time);
    }
  });
  const frame = make(stage, "div", { class: "hp-graph-frame" });
  const sentence = make(said, "p", { class: "hp-words hp-two-lines" });
  const ledger = ledgerOf(said, phrase("passing"), ROWS, (count) => phrase("more", { count }));
  toolBar(tools, model, spec);
  const legend = make(below, "p", { class: "hp-legend" });
  const body = foldedTable(below, phrase("table"), [tr("number"), tr("made by"), tr("value"), tr("derivative")]);
  const draw = () => {
    const tall = (stage.clientWidth || NARROW) < NARROW && !matchMedia(LOW).matches;
    const level = levelFor(spec.places, tall ? 0 : stage.clientWidth);
    if (picture?.tall === tall && picture.level === level) return;
    picture?.svg.remove();
    ledger.free();
    say(legend, phrase(tall ? "legend tall" : "legend"));
    picture = { ...graphPicture(frame, spec, tall, level), tall, level };
    if (now) picture.show(now, time);
  };
  const observer = new ResizeObserver(draw);
  observer.observe(stage);
  draw();
  const show = () => {
    const at = Math.round(model.get("time"));
    now = state(spec.nodes, spec.expected, at);
    say(sentence, minus(now.words));
    ledger.show(now.lines);
    const grad = (k) => now.grads[k] === null ? "–" : shown(now.grads[k]);
    fill(body, spec.nodes.map((node, k) => [minus(node.name), minus(made(spec.nodes, node)), shown(node.data), grad(k)]));
    line.set(at);
    picture.show(now, time);
  };
  return { show, spoken: () => minus(`${now.words} ${now.lines.join("; ")}`), end: () => {
    observer.disconnect();
    line.end();
  } };
}
var explorer_default = mount(graph);
export {
  explorer_default as default
};
