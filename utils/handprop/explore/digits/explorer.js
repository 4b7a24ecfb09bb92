// The explorer of digits: a picture to paint on, ten shares, four trainings epoch by epoch.

import { button, moveTo } from "../frame/buttons.js";
import { chosen } from "../frame/controls.js";
import { make, place, say, writer } from "../frame/drawing.js";
import { mount } from "../frame/mount.js";
import { minus, shown } from "../frame/numbers.js";
import { INK, grey, paintCell, paintedPixels, paintedText, pixelGrid, placeWords, unpackedNet } from "../frame/pixels.js";
import { axes, belowAxis, canvas, panel, polyline, valueList } from "../frame/plot.js";
import { fill, foldedTable } from "../frame/tables.js";
import { rooms, under } from "../frame/rooms.js";
import { toolBar } from "../frame/toolbar.js";
import { drawn, phrase, reachedEpoch, reading } from "./numbers.js";
import "./style.css";
import { tr } from "../frame/tr.js";

// A press turns paper to ink and ink to paper; the cells that a drag enters follow the first one.
function paintPanel(panels, below, model, spec) {
  const node = panel(panels, tr("The picture"));
  let ink = INK;
  const put = (k, how) => {
    const [image, painted] = [model.get("image"), model.get("painted")];
    if (how === "point") ink = drawn(spec, image, painted)[k] >= INK / 2 ? 0 : INK;
    moveTo(model, { painted: paintedText(image, { ...paintedPixels(painted, image), [k]: ink }) });
  };
  const { cells, svg } = pixelGrid(node, tr("The picture"), put);
  make(below, "p", { class: "hp-legend hp-hint" }, tr("Press on a pixel, or Enter on it, to paint or to erase. Drag to paint more."));
  return (now) => {
    cells.forEach((cell, k) => paintCell(cell, grey(now.pixels[k] / INK), tr("{placeWords}: ink {pixels} of 16", { placeWords: placeWords(k), pixels: now.pixels[k] })));
    svg.setAttribute("aria-label", tr("The picture, label {now}", { now: now.label }));
  };
}

const BARS = { left: 24, top: 10, high: 25, long: 60 };

function sharesPanel(panels, spec) {
  const node = panel(panels, tr("32 hidden units, ten shares"));
  node.classList.add("hp-share-panel");
  const showHidden = hiddenBars(node);
  const svg = canvas(node, 300, 272);
  const { left, top, high, long } = BARS;
  const rows = Array.from({ length: 10 }, (_, k) => {
    const y = top + high * k;
    const write = writer(svg);
    const name = write(left - 12, y + 17, "weight hp-bar-name hp-right", String(k));
    make(svg, "line", { x1: left, x2: left, y1: y, y2: y + high, class: "hp-axis" });
    const bar = make(svg, "rect", { x: left, y: y + 3, height: high - 6, rx: 2, class: "hp-share-bar" });
    return { name, bar, value: write(0, y + 17, "bar-text hp-left") };
  });
  return (now) => {
    showHidden(now);
    rows.forEach(({ name, bar, value }, k) => {
      const width = Math.max(long * now.shares[k], 0.5);
      bar.setAttribute("width", width);
      bar.style.fill = k === now.said ? spec.colours.prediction : "var(--hp-quiet)";
      const words = [k === now.said ? tr("said") : "", k === now.label ? tr("label") : ""].filter(Boolean).join(", ");
      say(value, `${now.shares[k].toFixed(3)}${words ? ` ← ${words}` : ""}`);
      value.setAttribute("x", left + width + 6);
      [name, value].forEach((part) => part.classList.toggle("hp-strong", k === now.said || k === now.label));
    });
    svg.setAttribute("aria-label", minus(tr("Ten shares: {shares}", { shares: now.shares.map((share, k) => `${k}: ${share.toFixed(3)}`).join(", ") })));
  };
}

function hiddenBars(parent) {
  const svg = canvas(parent, 300, 78);
  const bars = Array.from({ length: 32 }, (_, k) => make(svg, "rect", { x: 7 + 9 * k, width: 7, rx: 0, class: "hp-hidden-bar" }));
  make(svg, "line", { x1: 4, x2: 296, y1: 66, y2: 66, class: "hp-axis" });
  return (now) => {
    const most = Math.max(...now.hidden, 1e-9);
    now.hidden.forEach((a, k) => {
      const height = Math.max((58 * a) / most, a === 0 ? 0 : 0.5);
      place(bars[k], { y: 66 - height, height });
    });
    const silent = now.hidden.filter((a) => a === 0).length;
    svg.setAttribute("aria-label", tr("32 hidden units: {silent} give 0, the largest gives {most}", { silent, most: shown(most) }));
  };
}

// The place of an epoch among the stops: 3 for the stop of that number, 3.5 half way to the next.
function amongStops(stops, epoch) {
  const next = stops.findIndex((stop) => stop > epoch);
  const k = (next < 0 ? stops.length - 1 : next) - 1;
  return k + (epoch - stops[k]) / (stops[k + 1] - stops[k]);
}

const LOSSES_SHOWN = [["loss", tr("training loss")], ["loss_held", tr("held-out loss")]];

function curvePanel(panels, lists, spec) {
  const node = panel(panels, tr("The training, epoch by epoch"));
  const svg = canvas(node, 320, 278);
  const frame = [40, 26, 298, 222];
  // The stops stand at equal distances, so that a training of 40 epochs and one of 800 fit on one axis.
  const last = spec.stops.length - 1;
  const ends = { x: [0, last], y: [0, spec.highest_loss], xTicks: [], yTicks: [0, 0.5, 1, 1.5, 2, 2.5] };
  const { at: inSteps, inside } = axes(svg, { frame, ...ends, xName: tr("epoch"), yName: tr("loss") });
  const at = (epoch, loss) => inSteps(amongStops(spec.stops, epoch), loss);
  const named = spec.stops.filter((_, k) => k === 0 || k % 2 === 1); // all of them would touch
  named.forEach((stop) => belowAxis(svg)(at(stop, 0)[0], frame[3], 1, "tick", String(stop)));
  const marks = LOSSES_SHOWN.map((_, i) => ({ stroke: spec.colours.error, "stroke-width": 3, "stroke-dasharray": i ? "7 4" : "none" }));
  const lines = marks.map((mark) => make(inside, "polyline", { class: "hp-run", ...mark }));
  const cursor = make(svg, "line", { y1: frame[1], y2: frame[3], class: "hp-cursor" });
  const dots = marks.map(({ stroke }) => make(svg, "circle", { r: 6, class: "hp-dot", fill: stroke }));
  const list = valueList(under(lists, 3), tr("At this epoch"), [...LOSSES_SHOWN.map(([, words], i) => [words, marks[i]]), [tr("right, of 500"), null], [tr("stuck units, of 32"), null]]);
  const reached = {}; // the curves appear as far as the training has been: what comes next is to be guessed
  return (now, training, stop) => {
    const curves = spec.curves[training];
    const epoch = reachedEpoch(spec, training, stop);
    reached[training] = Math.max(reached[training] ?? 0, epoch);
    lines.forEach((line, i) => {
      const values = curves[LOSSES_SHOWN[i][0]].slice(0, reached[training] + 1);
      line.setAttribute("points", polyline(values.map((value, k) => at(k, value))));
    });
    const values = [now.loss, now.loss_held];
    dots.forEach((dot, i) => {
      const [cx, cy] = at(epoch, values[i]);
      place(dot, { cx, cy });
    });
    place(cursor, { x1: at(epoch, 0)[0], x2: at(epoch, 0)[0] });
    list([...values, String(now.right), String(now.stuck)]);
    svg.setAttribute("aria-label", minus(tr("Loss over epochs. {training_words}", { training_words: now.training_words })));
  };
}

function digitsExplorer(model, el) {
  const spec = model.get("spec");
  const nets = new Map();
  const netOf = (training, stop) => {
    const key = `${training} ${stop}`;
    const place = spec.stops.indexOf(reachedEpoch(spec, training, stop));
    if (!nets.has(key)) nets.set(key, unpackedNet(spec.networks[training][place]));
    return nets.get(key);
  };
  const { stage, lists, said, tools, below } = rooms(el, "hp-panels hp-digits");
  const sentence = make(said, "p", { class: "hp-words hp-two-lines" });
  const more = make(said, "p", { class: "hp-reason" });
  const shows = [paintPanel(stage, below, model, spec), sharesPanel(stage, spec), curvePanel(stage, lists, spec)];
  const bar = toolBar(tools, model, spec);
  const erase = button(bar, tr("As it was written"));
  erase.addEventListener("click", () => moveTo(model, { painted: "" }));
  make(below, "p", { class: "hp-legend" }, phrase("legend"));
  const body = foldedTable(below, tr("Hidden units"), [tr("hidden unit"), tr("value")]);
  let now = null;
  const show = () => {
    const [training, stop] = [chosen(model, spec, "training"), model.get("epoch")];
    now = reading(spec, netOf(training, stop), training, stop, model.get("image"), model.get("painted"));
    shows.forEach((draw) => draw(now, training, stop));
    say(sentence, now.words);
    say(more, minus(now.training_words));
    erase.disabled = !model.get("painted");
    fill(body, now.hidden.map((a, k) => [`h${k + 1}`, shown(a)]));
  };
  const effects = () => [["loss", now.loss], [tr("pictures right"), now.right], [tr("share of the label"), now.shares[now.label]]];
  return { show, effects, tend: tendStops, spoken: () => minus(`${now.words} ${now.training_words}`) };
}

// The words beside a slider over options cannot be typed over.
function tendStops(root) {
  root.querySelectorAll(".hp-control-epoch .widget-readout").forEach((node) => {
    node.removeAttribute("role");
    node.removeAttribute("aria-label");
  });
}

export default mount(digitsExplorer);
