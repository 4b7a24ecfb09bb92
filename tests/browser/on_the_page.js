// What tests/browser/test_pages.py asks of a page: places, faults, walks.

const frames = async (count = 2) => {
  for (; count; count -= 1) await new Promise(requestAnimationFrame);
};
const rect = (node) => node.getBoundingClientRect();
const seen = (node) => {
  const { width, height } = rect(node);
  return width > 0 && height > 0 && getComputedStyle(node).visibility !== "hidden";
};
const inputs = () => [...document.querySelectorAll(".handprop-controls input")];
const put = (input, value) => {
  input.value = value;
  input.dispatchEvent(new Event("input", { bubbles: true }));
};
const reset = () => [...document.querySelectorAll("button")].find((one) => one.textContent === "Reset").click();
const written = () => [...document.querySelectorAll("svg.hp-picture text")].filter((node) => node.textContent && seen(node));

function scrollFaults() {
  const faults = document.documentElement.scrollWidth > innerWidth ? ["the page scrolls sideways"] : [];
  document.querySelectorAll(".handprop-explorer *").forEach((node) => {
    const { overflowX, overflowY } = getComputedStyle(node);
    const more = [[overflowX, node.scrollWidth - node.clientWidth], [overflowY, node.scrollHeight - node.clientHeight]];
    if (more.some(([kind, by]) => /auto|scroll/.test(kind) && by > 0)) faults.push(`${node.className} scrolls`);
  });
  return faults;
}

function cutFaults(texts) {
  const out = (own, all) => Math.max(all.left - own.left, own.right - all.right, all.top - own.top, own.bottom - all.bottom);
  const cut = texts.filter((node) => !node.closest("[clip-path]") && out(rect(node), rect(node.ownerSVGElement)) > 2);
  return cut.map((node) => `cut off: ${node.textContent}`);
}

function touchFaults(texts) {
  const touching = ([one, other]) => {
    const [a, b] = [rect(one), rect(other)];
    const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    return width > 0 && height > 0.35 * Math.min(a.height, b.height);
  };
  const pairs = texts.flatMap((one, i) => texts.slice(i + 1).map((other) => [one, other]));
  const beside = pairs.filter(([one, other]) => one.ownerSVGElement === other.ownerSVGElement);
  return beside.filter(touching).map(([one, other]) => `${one.textContent} touches ${other.textContent}`);
}

// What is wrong with the page as it stands, and the places of what must not move.
function look() {
  const texts = written();
  const still = [".hp-stage", ".hp-said", ".hp-tools", ".handprop-controls", ".hp-below"];
  const places = still.map((part) => Math.round(rect(document.querySelector(part)).top + scrollY));
  return [[...scrollFaults(), ...cutFaults(texts), ...touchFaults(texts)], places];
}

// Every preset, then both ends of every slider; `note` is told where.
async function everywhere(note) {
  for (const preset of document.querySelectorAll(".hp-presets button")) {
    preset.click();
    await note(`preset ${preset.textContent}`);
  }
  reset();
  for (const input of inputs()) {
    for (const end of [input.min, input.max]) {
      put(input, end);
      await note(`${input.getAttribute("aria-label")} at ${end}`);
    }
    reset();
  }
}

// Every preset, and every slider at both ends: each fault with the state that shows it first, and all places.
async function walk() {
  const [found, places] = [{}, new Set()];
  const note = async (state) => {
    await frames();
    const [faults, spots] = look();
    faults.forEach((fault) => { found[fault] ??= state; });
    places.add(String(spots));
  };
  scrollTo(0, 0);
  await note("start");
  await everywhere(note);
  return [found, [...places]];
}

// Letters of the pictures that are lower than `least` pixels of the screen: at every preset, both ends of every slider,
// and every sub-step where there are any.
async function small(least) {
  const found = {};
  const high = (node) => parseFloat(getComputedStyle(node).fontSize) * node.getScreenCTM().a;
  const note = async (state) => {
    await frames();
    written().filter((node) => high(node) < least).forEach((node) => { found[node.textContent] ??= `${high(node).toFixed(1)} at ${state}`; });
  };
  await note("start");
  const track = document.querySelector(".hp-track input");
  for (let time = 0; time <= Number(track?.max ?? -1); time += 0.5) {
    put(track, time);
    await note(`sub-step ${time}`);
  }
  await everywhere(note);
  return found;
}

// What stands too close, or is cut off, beside the picture: rows of buttons and headings that touch, a choice that has no
// room, a number that stands higher or lower than its name, sliders of a group that do not begin below one another; and
// in the picture the name of an axis on the numbers of its ticks.
async function cramped(longest) {
  scrollTo(0, 0);
  await frames();
  const shown = (what) => [...document.querySelectorAll(what)].filter(seen);
  const said = (node) => (node.textContent || node.getAttribute("aria-label") || node.className).trim().slice(0, 30);
  const faults = [];
  const blocks = shown(".hp-button, .handprop-heading, .hp-native, .hp-phases li, .hp-said p, .hp-legend, .hp-board, .hp-equation");
  const touch = (a, b) => Math.min(a.right, b.right) > Math.max(a.left, b.left) && b.top >= a.top + 1 && b.top < a.bottom + 1;
  const buttons = shown(".hp-button, .hp-native select");
  buttons.forEach((one) => blocks.filter((other) => other !== one && !other.contains(one) && !one.contains(other) && touch(rect(one), rect(other)))
    .forEach((other) => faults.push(`${said(one)} touches ${said(other)}`)));
  const pen = document.createElement("canvas").getContext("2d");
  shown("select").forEach((select) => {
    const style = getComputedStyle(select);
    pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    const room = select.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - 16;
    // A longer one may be cut: it is said below the picture, too.
    [...select.options].filter(({ text }) => text.length < longest && pen.measureText(text).width > room).forEach(({ text }) => faults.push(`no room for the choice ${text}`));
  });
  const middle = (node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()].filter(({ width }) => width);
    return boxes.length ? (boxes.at(-1).top + boxes.at(-1).bottom) / 2 : NaN;
  };
  shown(".hp-values tr, .hp-losses tr").forEach((row) => {
    const [name, number] = [row.querySelector("th"), row.querySelector("td")].map((node) => node && middle(node));
    if (Math.abs(name - number) > 2) faults.push(`${said(row)}: its number stands ${(name - number).toFixed(1)} higher`);
  });
  shown(".hp-native input[type=range]").filter((input) => rect(input).width < 0.25 * rect(input.parentElement).width)
    .forEach((input) => faults.push(`a short slider: ${said(input)}`));
  document.querySelectorAll(".hp-column, .handprop-controls > *").forEach((group) => {
    const starts = [...group.querySelectorAll("input[type=range]")].filter(seen).map((input) => Math.round(rect(input).left));
    const rows = [...group.querySelectorAll("input[type=range]")].filter(seen).map((input) => Math.round(rect(input).top));
    if (new Set(rows).size > 1 && new Set(starts).size > 1) faults.push(`sliders begin at ${starts}`);
  });
  const high = (node) => parseFloat(getComputedStyle(node).fontSize) * node.getScreenCTM().a;
  // A line box reaches from 0.93 above to 0.24 below the line on which letters stand: so they have an eighth of a letter between them.
  written().filter((node) => node.matches(".hp-axis-name, .hp-title")).forEach((name) => {
    const all = written().filter((node) => node !== name && node.ownerSVGElement === name.ownerSVGElement && (name.matches(".hp-title") || node.matches(".hp-tick")));
    all.forEach((other) => {
      const [a, b] = [rect(name), rect(other)];
      const apart = Math.abs(b.top - a.top) - 0.9 * Math.max(high(name), high(other));
      const aside = Math.min(a.right, b.right) <= Math.max(a.left, b.left) || b.top > a.bottom + 20 || a.top > b.bottom + 20;
      if (!aside && apart < 0) faults.push(`${name.textContent} on ${other.textContent}`);
    });
  });
  return faults;
}

// What a slope in a graph lies on: another one, a box, the sum of a fork, the line of another link; or a line that shows through.
function slopes() {
  const svg = document.querySelector("svg.hp-graph");
  const low = (node) => {
    const { left, right, top, bottom, height } = rect(node);
    return { left, right, top: top + 0.2 * height, bottom: bottom - 0.2 * height };
  };
  const over = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  const [labels, strands] = [[...svg.querySelectorAll(".hp-local")], [...svg.querySelectorAll(".hp-strand")]];
  const points = strands.map((path) => Array.from({ length: Math.ceil(path.getTotalLength() / 2) }, (_, k) => path.getPointAtLength(2 * k).matrixTransform(path.getScreenCTM())));
  const solid = [...svg.querySelectorAll(".hp-unit, .hp-fork, .hp-paths")].filter(seen);
  return labels.flatMap((label, n) => {
    const box = low(label);
    const said = label.textContent;
    const inside = ({ x, y }) => x > box.left && x < box.right && y > box.top && y < box.bottom;
    const paper = rect(label.previousElementSibling);
    return [
      ...labels.slice(n + 1).filter((other) => over(box, low(other))).map((other) => `${said} on ${other.textContent}`),
      ...solid.filter((one) => over(box, one.matches("text") ? low(one) : rect(one))).map((one) => `${said} on ${one.getAttribute("class")} ${one.textContent}`),
      ...points.filter((own, k) => k !== n && own.some(inside)).map(() => `${said} on the line of another`),
      ...(points[n].some(({ x, y }) => Math.hypot(x - (box.left + box.right) / 2, y - (box.top + box.bottom) / 2) < 12) ? [] : [`${said} beside its line`]),
      ...(paper.left <= box.left && paper.right >= box.right && strands.every((one) => label.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_PRECEDING) ? [] : [`a line goes through ${said}`]),
    ];
  });
}

// Lists that do not begin below their panel; where one panel is shown, those of another.
function strays() {
  const panels = [...document.querySelectorAll(".hp-panels > .hp-panel")];
  const lists = [...document.querySelectorAll(".hp-lists > .hp-under")].filter(seen);
  const own = (list) => panels[Number(list.className.match(/hp-under-(\d)/)[1]) - 1];
  const beside = panels.filter(seen).length === panels.length && new Set(panels.map((panel) => Math.round(rect(panel).top))).size === 1;
  const shown = lists.filter((list) => list.parentElement.children.length > 1 && !seen(own(list)));
  const aside = lists.filter((list) => beside && Math.abs(rect(list).left - rect(own(list)).left) > 2);
  const wide = lists.filter((list) => rect(list.lastElementChild).right > innerWidth);
  return [[shown, "of another panel"], [aside, "beside its panel"], [wide, "over the edge"]].flatMap(([all, fault]) => all.map((list) => `${list.className} ${fault}`));
}

// Names of phases that stand neither in the middle of their part nor, in a short one, at its end.
function misnamed() {
  return [...document.querySelectorAll(".hp-track-phases li")].filter((part) => {
    const range = document.createRange();
    range.selectNodeContents(part);
    const [own, words] = [rect(part), range.getBoundingClientRect()];
    const off = Math.abs(own.left + own.right - words.left - words.right) / 2;
    return off > 2 && (Math.abs(own.right - words.right) > 2 || words.width < 0.5 * own.width);
  }).map((part) => part.textContent);
}

// Sums of forks on which a line lies, and lines that show between a sum and its box.
function crossedSums() {
  const svg = document.querySelector("svg.hp-graph");
  const points = [...svg.querySelectorAll(".hp-strand")].flatMap((path) => Array.from({ length: Math.ceil(path.getTotalLength()) }, (_, k) => path.getPointAtLength(k).matrixTransform(path.getScreenCTM())));
  return [...svg.querySelectorAll(".hp-paths")].filter((sum) => sum.textContent && seen(sum)).flatMap((sum) => {
    const [words, paper, frame] = [sum, sum.previousElementSibling, sum.parentElement.querySelector(".hp-fork")].map(rect);
    const near = points.filter(({ x, y }) => y > frame.bottom + 3 && y < words.bottom - 0.25 * words.height && x > words.left && x < words.right);
    const bare = near.filter(({ x, y }) => x < paper.left || x > paper.right || y < paper.top || y > paper.bottom);
    const apart = near.filter(({ x }) => Math.abs(x - (words.left + words.right) / 2) > 2);
    return [...(bare.length ? [`a line shows beside ${sum.textContent}`] : []), ...(apart.length ? [`lines part on ${sum.textContent}`] : [])];
  });
}

// Arrows whose tip lies on the label of a weight.
function hiddenHeads() {
  const svg = document.querySelector("svg.hp-picture:not(.hp-away)");
  const labels = [...svg.querySelectorAll(".hp-weight-label > rect")].map(rect);
  return [...svg.querySelectorAll(".hp-gradient:not(.hp-none) .hp-gradient-ink + polygon")].map((head) => {
    const [x, y] = head.getAttribute("points").split(" ")[0].split(",").map(Number);
    const tip = new DOMPoint(x, y).matrixTransform(head.getScreenCTM());
    return [tip.x, tip.y];
  }).filter(([x, y]) => labels.some(({ left, right, top, bottom }) => x > left + 0.5 && x < right - 0.5 && y > top + 0.5 && y < bottom - 0.5));
}

// How much of the width of the stage is drawn on, up to the last letter or line.
function used() {
  const stage = rect(document.querySelector(".hp-stage"));
  const parts = [...document.querySelectorAll(".hp-stage :is(svg.hp-picture :is(text, rect), .hp-equation .hp-matrix)")].filter(seen).map(rect);
  return (Math.max(...parts.map(({ right }) => right)) - Math.min(...parts.map(({ left }) => left))) / stage.width;
}

// The controls that are not on the screen together with the picture while they have the focus.
async function together() {
  const apart = [];
  for (const control of document.querySelectorAll(".hp-native")) {
    control.querySelector("input, select").focus();
    await frames();
    const [stage, own] = [rect(document.querySelector(".hp-stage")), rect(control)];
    // A picture that is too high to stay goes with the page; the control must be there.
    const loose = document.querySelector(".hp-stage.hp-loose");
    const inView = own.top > -1 && own.bottom < innerHeight + 1 && (loose || (stage.top > -1 && stage.bottom < innerHeight + 1));
    const covered = own.top < stage.bottom - 1 && own.bottom > stage.top + 1;
    if (!inView || covered) apart.push([control.className, own.top, own.bottom, stage.top, stage.bottom]);
  }
  return apart;
}

// Numbers and lines that have the colour of the page.
function faint() {
  const ground = getComputedStyle(document.body).backgroundColor;
  const text = written().filter((node) => !node.matches(".hp-on-map, .hp-target-digit, .hp-sign"));
  const unseen = text.filter((node) => getComputedStyle(node).fill === ground).map((node) => node.textContent);
  const lines = [...document.querySelectorAll("svg.hp-picture :is(line, polyline)")].filter((node) =>
    seen(node) && !/halo/.test(node.getAttribute("class")) && !node.closest(".hp-map, [clip-path]"));
  const hidden = lines.filter((node) => getComputedStyle(node).stroke === ground);
  return [ground, [...unseen, ...hidden.map((node) => node.getAttribute("class"))]];
}

// Contrast of every letter and line of the pictures with what they stand on, as the browser has coloured them.
const channels = (colour) => (colour.match(/[\d.]+/g) ?? []).map(Number);
const mixed = ([r, g, b, a = 1], under, share = 1) => [r, g, b].map((v, i) => a * share * v + (1 - a * share) * under[i]);
function luminance(colour) {
  const [r, g, b] = colour.map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
}
function contrast(node, kind, ground) {
  let share = 1;
  for (let up = node; up && up !== document.body; up = up.parentElement) share *= Number(getComputedStyle(up).opacity);
  const own = getComputedStyle(node);
  if (!share) return Infinity; // not there now
  const part = Number(own[`${kind}Opacity`]);
  const [a, b] = [luminance(mixed(channels(own[kind]), ground, share * part)), luminance(ground)];
  return Math.max(a / b, b / a);
}

// Letters below 4.5 : 1 and lines below 3 : 1; signs on an area are judged on the lightest and darkest of them.
function dim(areas) {
  const ground = channels(getComputedStyle(document.body).backgroundColor).slice(0, 3);
  const low = (node, kind, least, grounds) => {
    const found = Math.min(...grounds.map((one) => contrast(node, kind, one)));
    return found < least ? [`${node.getAttribute("class")} ${node.textContent} ${found.toFixed(2)}`] : [];
  };
  const texts = written().flatMap((node) => low(node, "fill", 4.5, node.matches(".hp-on-map, .hp-target-digit, .hp-sign") ? areas.map(channels) : [ground]));
  // Halos, grids and the mass of a thousand weights are ground, on which nothing is told apart.
  const there = (node) => rect(node).width + rect(node).height > 0 && getComputedStyle(node).visibility !== "hidden"; // a line may be 0 wide
  const lines = [...document.querySelectorAll("svg.hp-picture :is(line, polyline, path, polygon)")].filter((node) =>
    there(node) && getComputedStyle(node).stroke !== "none" && !node.closest(".hp-map, clipPath")
    && !/halo|grid|lane|all-weights/.test(`${node.getAttribute("class")} ${node.previousElementSibling?.getAttribute("class")}`));
  return [...texts, ...lines.flatMap((node) => low(node, "stroke", 3, node.matches(".hp-boundary") ? areas.map(channels) : [ground]))];
}

// How many arrangements of the page pointing at the weights leads to, and how many lines are derived at last.
async function pointed() {
  const parts = [...document.querySelectorAll(".handprop-explorer, .hp-below > *, .hp-native")];
  const place = () => String([document.documentElement.scrollHeight, ...parts.map((node) => rect(node).top)]);
  const places = new Set([place()]);
  for (const part of document.querySelectorAll("svg:not(.hp-away) [data-parameter]")) {
    part.dispatchEvent(new PointerEvent("pointerenter"));
    await frames(1);
    places.add(place());
  }
  return [places.size, document.querySelectorAll(".hp-lines li").length];
}

// A slider to its end and back, a step for each frame.
async function drive([name, count]) {
  const input = document.querySelector(`.hp-control-${name} input`);
  const [low, high] = [Number(input.min), Number(input.max)];
  for (let k = 0; k < count; k += 1) {
    put(input, low + (high - low) * (0.5 - 0.5 * Math.cos((2 * Math.PI * k) / count)));
    await frames(1);
  }
}

// A slider to a share of its way, and the frame that shows it.
async function moveTo01([name, share]) {
  const input = document.querySelector(`.hp-control-${name} input`);
  put(input, Number(input.min) + share * (Number(input.max) - Number(input.min)));
  await frames();
}

// Milliseconds of each frame while a slider goes to its end and back, and of as many empty frames after it.
async function beside([name, count]) {
  const all = inputs().filter((input) => !name || input.closest(`.hp-control-${name}`));
  const input = all.filter(seen).at(-1);
  const [low, high] = [Number(input.min), Number(input.max)];
  const timed = async (move) => {
    const taken = [];
    let before = await new Promise(requestAnimationFrame);
    for (let k = 0; k < count; k += 1) {
      move(k);
      const now = await new Promise(requestAnimationFrame);
      taken.push(now - before);
      before = now;
    }
    return taken;
  };
  const moved = await timed((k) => put(input, low + (high - low) * (0.5 - 0.5 * Math.cos((2 * Math.PI * k) / count))));
  return [moved, await timed(() => {})];
}

// A slider from end to end, twenty moves for each frame.
async function flip([name, count]) {
  const input = inputs().filter((one) => seen(one) && (!name || one.closest(`.hp-control-${name}`))).at(-1) ?? document.querySelector(".hp-track input");
  for (let k = 0; k < count; k += 1) {
    put(input, k % 2 ? input.min : input.max);
    if (k % 20 === 0) await frames(1);
  }
  await frames();
}

Object.assign(window, { frames, walk, small, cramped, crossedSums, hiddenHeads, misnamed, strays, used, slopes, together, faint, dim, pointed, drive, moveTo01, beside, flip });
