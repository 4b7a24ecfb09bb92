// The picture of a step: what is computed by now, and on its way what is being computed.

import { box, make, place, say, writer } from "../frame/drawing.js";
import { between, drawToken, eased, see, within } from "../frame/motion.js";
import { minus, shown } from "../frame/numbers.js";
import { tr } from "../frame/tr.js";

/** Draws into `parent`; `show` takes what is known (see `known`) and the time, also between two sub-steps.
 * @param {HTMLElement} parent @param {any} spec @param {any} places from layout.js */
export function stepPicture(parent, spec, places) {
  const size = { viewBox: `0 0 ${places.width} ${places.height}`, style: `--hp-width: ${places.width}px; --hp-height: ${places.height}px` };
  const svg = make(parent, "svg", { ...size, role: "img", class: `hp-picture hp-step hp-${places.name}` });
  const [lines, labels, boxes, tokens] = ["lines", "labels", "units", "tokens"].map((name) => make(svg, "g", { class: `hp-${name}` }));
  const layers = { lines, labels, tokens };
  const edges = places.edges.flatMap((rows, k) =>
    rows.flatMap((row, i) => row.map((spot, j) => drawEdge(layers, spec, places, k + 1, i, j, spot))),
  );
  const units = places.nodes.flatMap((column, k) => column.map((spot, j) => drawUnit(boxes, spec, places, k, j, spot)));
  const results = places.results.map((spot, j) => drawResult(boxes, spec, spot, places, j));
  return {
    svg,
    show(now, time) {
      [...edges, ...units, ...results].forEach((part) => part(now, time));
      svg.setAttribute("aria-label", minus(`${spec.title}. ${now.words}`));
    },
  };
}

// The name of what a line computes, as a key.
export const key = (...parts) => parts.join();

/** The numbers of every sub-step by what is computed, and the sub-step that computes it. */
export function known(stops) {
  const [value, when, named] = [{}, {}, {}];
  stops.forEach(({ lines }, n) => lines.forEach((line) => {
    value[key(...line.at)] = line.value;
    when[key(...line.at)] = n;
    named[key(...line.at)] = line.name;
  }));
  const done = (name, time) => within(time - (when[name] ?? Infinity) + 1);
  // Being computed in the sub-step of now, also at its end, where nothing moves any more.
  const isNow = (name, time) => time > when[name] - 1 && time <= when[name];
  return { value, when, named, done, isNow };
}

// ---- lines ----

function drawEdge({ lines, labels, tokens }, spec, places, k, i, j, spot) {
  const stroke = spec.colours.weights[(k - 1) % spec.colours.weights.length];
  const [[x1, y1], [x2, y2]] = [spot.start, spot.end];
  const line = make(lines, "line", { x1, y1, x2, y2, stroke, class: "hp-wire" });
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
    line.setAttribute("stroke-width", (1.5 + (7 * Math.abs(weight)) / now.largest).toFixed(2));
    line.setAttribute("stroke-dasharray", weight < 0 ? "9 6" : "none");
    label(now, time, { k, i, j, weight, before, moved });
    const below = k > 1 ? value[key("a", k - 1, i)] ?? value[key("z", k - 1, i)] : now.x[i];
    const delta = value[key("delta", k, j)];
    travel(forth, { t: done(keys.product, time), path: [spot.start, spot.arrival], turn: spot.turn, first: below, then: value[keys.product] });
    leave(forth, done(key("z", k, j), time), spot.arrival, [to.x, to.y]);
    travel(back, { t: done(keys.back, time), path: [spot.end, spot.back], turn: 1 - spot.turn, first: delta, then: value[keys.back] });
    leave(back, done(value[joined] === undefined ? key("delta", k - 1, i) : joined, time), spot.back, [from.x, from.y]);
    const meeting = done(keys.slope, time);
    [[meetForth, spot.start, below], [meetBack, spot.end, delta]].forEach(([token, start, number]) => {
      travel(token, { t: meeting, path: [start, spot.label], turn: 2, first: number, then: number });
      if (meeting === 1) see(token.group, 0);
    });
  };
}

// Two lines in a box: the weight, and its gradient; a bar below is as long as the gradient is large.
/** @param {number[]} centre @param {number[]} size */
function drawLabel(parent, name, centre, size, stroke) {
  const [[x, y], [width, height]] = [centre, size];
  const group = make(parent, "g", { class: "hp-weight-label" });
  const frame = box(group, x, y, width, height, { class: "hp-label", stroke, rx: 6 });
  const write = writer(group);
  const edge = width / 2 - 6;
  const top = y - height / 2;
  write(x - edge, top + 15, "weight hp-left", name);
  const weightText = write(x + edge, top + 15, "weight hp-right", "");
  const kind = write(x - edge, top + 31, "slope hp-left", "∂");
  const slopeText = write(x + edge, top + 31, "slope hp-right", "");
  const bar = make(group, "rect", { x: x - edge, y: y + height / 2 - 7, height: 4, rx: 0, class: "hp-gradient-bar" });
  return (now, time, { k, i, j, weight, before, moved }) => {
    const { value, done, isNow } = now.known;
    const spot = `W${k},${i},${j}`;
    const mean = done(`mean ${spot}`, time) === 1;
    const slope = mean ? value[`mean ${spot}`] : value[spot];
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
    place(bar, { width: (2 * edge * Math.abs(slope ?? 0)) / now.steepest || 0 });
    see(bar, there);
  };
}

// A number with more characters than there is room for is set smaller.
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
  const written = shown(eased(t) < turn ? first : then);
  say(text, written);
  text.classList.toggle("hp-long", written.length > most);
}

// Into the unit: there it becomes part of a sum.
/** @param {{ group: any }} token @param {number[]} from @param {number[]} to */
function leave(token, t, from, to) {
  const { group } = token;
  if (!t) return;
  see(group, 1 - t);
  const [x, y] = between(from, to, eased(t));
  place(group, { transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})` });
}

// ---- units ----

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
  /** @param {number[]} spot */
  const put = (spot, kind, text) => write(spot[0], spot[1], kind, text);
  const field = (cell, caption) => [put(cell.caption, `caption ${cell.side}`, caption), put(cell.value, `value ${cell.side}`, "")];
  const z = field(spots.z, linear ? tr("sum") : "");
  const a = linear ? null : field(spots.a, name);
  const da = k < spec.units.length - 1 ? field(spots.da, `∂${name}`) : null;
  const delta = field(spots.delta, "");
  make(group, "line", { ...spots.middle, class: "hp-lane" });
  const gate = spec.facts[activation].gate ? drawGate(group, spots.door) : null;
  // The same gate on the way back, between what comes and δ.
  const doors = gate ? [gate, ...(da ? [drawGate(group, spots.doorBack)] : [])] : [];
  if (!gate && !linear && !stacked) put(spots.symbol, "caption", spec.facts[activation].symbol);
  write(x - width / 2 + 2, y - height / 2 - 7, "title hp-left", name);
  const above = gate && places.close && !spec.names[`b${k}`];
  const [fx, fy, fside] = above ? [x + width / 2 - 2, y - height / 2 - 7, "right"] : [...spots.factor, places.tall ? "right" : "left"];
  const factor = put([fx, fy], `factor hp-${fside}`, "");
  const bias = drawBias(group, spec, places, k, j, spots.bias);
  // What meets the gate on the way back: a sum, or what one line alone brings; that is seen once it is in the unit.
  const alone = spec.units[k + 1]?.length === 1;
  const whole = { z: key("z", k, j), a: key("a", k, j), delta: key("delta", k, j), da: alone ? key("back", k + 1, j, 0) : key("da", k, j) };
  const ofBias = ["", "mean ", "new "].map((what) => `${what}b${k},${j}`);
  return (now, time) => {
    const { value, done, when, named, isNow } = now.known;
    if (!linear) say(z[0], named[whole.z] ?? "");
    say(delta[0], named[whole.delta] ?? "");
    Object.entries({ z, a, da, delta }).forEach(([what, cell]) => {
      if (!cell) return;
      const name = whole[what];
      if (value[name] !== undefined) tellIn(cell[1], value[name], 8);
      const seen = what === "da" && alone ? done(whole.delta, time) - 0.3 : done(name, time) - 0.75;
      cell.forEach((node) => see(node, seen * 4));
    });
    const slope = now.slopes[key(k, j)];
    say(factor, slope === undefined ? "" : `${gate ? tr("gate") : tr("slope")} × ${shown(slope)}`);
    factor.classList.toggle("hp-long", places.tall && factor.textContent.length > 14);
    see(factor, slope === undefined ? 0 : done(key("delta", k, j), time) * 3);
    const open = value[key("z", k, j)] > 0;
    doors.forEach((door) => door.classList.toggle("hp-shut", !open && done(whole.a, time) > 0));
    frame.classList.toggle("hp-closed", Boolean(gate) && !open && time >= when[key("a", k, j)]);
    frame.classList.toggle("hp-now", [...["z", "a", "da", "delta"].map((what) => key(what, k, j)), ...ofBias].some((one) => isNow(one, time)));
    bias(now, time);
  };
}

// Where the numbers of a unit stand: above what goes forward, below what comes back.
function cells({ name, rows, cell, pad }, { x, y, width, height }, k) {
  const [left, top] = [x - width / 2, y - height / 2];
  const below = [left + 2, top + height + 16];
  if (name === "wide") {
    const spot = (dx, dy) => ({ caption: [x + dx, y + dy - 9], value: [x + dx, y + dy + 9], side: "" });
    const aside = rows[k].length > 2 ? 48 : 0; // a sum and its delta alone stand in the middle
    return {
      z: spot(-aside, -25), a: spot(48, -25), delta: spot(-aside, 25), da: spot(48, 25),
      middle: { x1: left, x2: left + width, y1: y, y2: y },
      door: { x, top, side: "down" }, doorBack: { x, top: y, side: "down" },
      symbol: [x, y - 34], factor: below, bias: below,
    };
  }
  const edge = (n) => top + pad + cell * n;
  const line = (n) => ({ caption: [left + 9, edge(n + 0.5) + 5], value: [left + width - 9, edge(n + 0.5) + 5], side: "hp-row" });
  const back = rows[k].indexOf("delta");
  const across = (n) => ({ x, top: edge(n), side: "across", width });
  /** @type {Record<string, any>} */
  const spots = Object.fromEntries(rows[k].map((what, n) => [what, line(n)]));
  return {
    z: spots.z, a: spots.a, delta: spots.delta, da: spots.da,
    middle: { x1: left, x2: left + width, y1: edge(back), y2: edge(back) },
    door: across(1), doorBack: across(back + 1),
    symbol: [x, y], factor: spots.factor?.value ?? below, bias: spots.bias?.caption ?? below,
  };
}

// Two posts, and a door that closes the way between them.
/** @param {SVGElement} parent @param {{ x: number, top: number, side: string, width?: number }} spot */
function drawGate(parent, { x, top, side, width = 0 }) {
  const at = (from, to) => (side === "across" ? { x1: x + from * width, x2: x + to * width, y1: top, y2: top } : { x1: x, x2: x, y1: top + from, y2: top + to });
  const [ends, posts] = side === "across" ? [[-0.5, 0.5], [-0.33, 0.33]] : [[0, 50], [12, 38]];
  [0, 1].forEach((n) => make(parent, "line", { ...at(ends[n], posts[n]), class: "hp-post" }));
  return make(parent, "line", { ...at(posts[0], posts[1]), class: `hp-bolt hp-${side}` });
}

// The bias stands above its unit; where there is little room, its gradient stands below or in the unit.
function drawBias(parent, spec, { tall, close, nodes, line }, k, j, spot) {
  const name = spec.names[`b${k}`]?.[j];
  if (!name) return () => {};
  const { x, y, width, height } = nodes[k][j];
  const apart = tall || close;
  const write = writer(parent);
  const aside = [14, 16][nodes[k].length - 1] ?? 6; // from the line that comes in, as far as its neighbour allows
  const text = write(x + width / 2 + (tall ? aside : 0), y - height / 2 - 7, "bias hp-right", "");
  const lines = tall || spec.activations[k - 1] === "linear" ? 0 : 1; // that of the slope
  const more = write(spot[0], spot[1] + lines * line, "bias hp-left", "");
  return (now, time) => {
    const { value, done } = now.known;
    const [at, before] = [`b${k},${j}`, now.params[`b${k}`][j]];
    const [moved, mean] = [`new ${at}`, `mean ${at}`].map((one) => done(one, time) === 1);
    const slope = value[mean ? `mean ${at}` : at];
    const own = apart ? name : ""; // its first line is farther away
    const second = moved ? `${own} ${tr("was {before}", { before: shown(before) })}`.trim() : done(at, time) === 1 ? `∂${own} ${shown(slope)}` : "";
    const first = `${name} ${shown(moved ? value[`new ${at}`] : before)}`;
    say(text, apart || !second ? first : `${first}  ${second}`);
    text.classList.toggle("hp-long", tall && text.textContent.length > 8); // the line stands beside it
    say(more, apart ? second : "");
  };
}

// ---- error and loss ----

// The target is there from the start; the error opens between it and the prediction; the loss is the triangle on it.
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
  // Below its output it needs no number.
  const symbol = (name) => (spec.units.at(-1).length > 1 && !below ? `${name} ${j + 1}` : name);
  return (now, time) => {
    const { value, done } = now.known;
    const [goal, guess] = [now.y[j], now.prediction[j]];
    const [low, high] = [Math.min(0, goal, guess), Math.max(0, goal, guess)];
    const at = (v) => left + 6 + ((v - low) / (high - low || 1)) * (result.width - 12);
    say(targetText, `${symbol(tr("target"))}  ${shown(goal)}`);
    place(target, { d: `M${at(goal)},${y - 9}v18` });
    place(out, { cx: at(guess) });
    const open = eased(done(key("error", j), time));
    place(bar, { x1: at(goal), x2: at(goal) + open * (at(guess) - at(goal)) });
    see(out, open > 0 ? 1 : 0);
    see(bar, open);
    say(errorText, `${symbol(tr("error"))}  ${shown(value[key("error", j)])}`);
    see(errorText, (done(key("error", j), time) - 0.7) * 4);
    const grown = eased(done("loss", time));
    const leg = at(guess) - at(goal);
    place(triangle, { points: `${at(goal)},${y} ${at(guess)},${y} ${at(guess)},${y + grown * Math.min(Math.abs(leg), result.reach)}` });
    see(triangle, spec.loss === "half_squared" ? grown : 0);
    if (!total) return;
    say(total, tr("loss  {loss}", { loss: shown(value.loss) }));
    see(total, (done("loss", time) - 0.7) * 4);
  };
}
