// The derivation of one gradient, line by line: formulas from handprop.symbolic, numbers of now.

import { keepKeys } from "../frame/buttons.js";
import { freshId, make, say } from "../frame/drawing.js";
import { minus } from "../frame/numbers.js";
import { chainCard } from "./chain.js";
import { derivationLine } from "./formula.js";
import { phrase } from "./numbers.js";
import { knows } from "./phases.js";
import { tr } from "../frame/tr.js";

const NEAR = "25% 0px"; // a quarter of a screen away
const lookUp = (now, places) => (name) => places[name].reduce((part, key) => part[key], now);

// Follows the pointer in the picture and on the sliders, the keyboard's focus, and buttons of its own.
export function derivationPanel(parent, model, spec, picture, announce) {
  if (model.get("derivations") === undefined || spec.crowded) return { show() {}, tend() {}, spoken: () => "" };
  const panel = make(parent, "div", { class: "hp-derivation" });
  const choices = gradientChoices(panel, spec);
  const room = make(panel, "div", { class: "hp-chain-room" });
  const hint = make(room, "p", { class: "hp-advice" }); // in the room of the product, which is empty then
  const card = chainCard(room, spec);
  const board = make(panel, "div", { class: "hp-board" });
  const list = make(board, "ol", { class: "hp-lines" });
  let [name, now, aloud] = ["", null, false];

  const reserve = roomForTheLongest(card, board, list, () => now && draw());
  const draw = () => {
    const { lines, places } = model.get("derivations");
    const known = knows(now.phase, "backward");
    const told = name && lines && known ? lines[name] : [];
    say(hint, hintWords(name, lines, known));
    hint.hidden = told.length > 0;
    reserve(lines, lookUp(now, places));
    card.show(name, told, lookUp(now, places), now);
    writeLines(list, told, lookUp(now, places));
  };
  const choose = (one, isSaid) => {
    if (one === name && !isSaid) return;
    [name, aloud] = [one, isSaid];
    choices[one].checked = true;
    picture.mark(one);
    draw();
    if (aloud) announce();
  };
  Object.entries(choices).forEach(([one, input]) => input.addEventListener("change", () => choose(one, true)));
  picture.onPoint((one) => choose(one, false));
  model.on("change:derivations", () => {
    draw();
    if (aloud) announce(); // it was chosen before its lines were there
  });
  askOnceShown(parent, model);
  return {
    show(numbers) {
      now = numbers;
      draw();
    },
    spoken: () => (aloud ? [...list.children].map((line) => ` ${line.textContent}.`).join("") : ""),
    tend: (root) => followSliders(root, spec, (one) => choose(one, false)),
  };
}

function gradientChoices(panel, spec) {
  const set = make(panel, "fieldset", { class: "hp-choices" });
  keepKeys(set);
  make(set, "legend", {}, tr("Derivation of the gradient of"));
  const group = freshId();
  return Object.fromEntries(spec.parameters.map(([name]) => {
    const label = make(set, "label");
    const input = make(label, "input", { type: "radio", name: group });
    make(label, "span", {}, name);
    return [name, input];
  }));
}

function hintWords(name, lines, known) {
  if (!name) return phrase("choose");
  if (!known) return phrase("not yet");
  return lines ? "" : phrase("wait");
}

// As high as the longest product and the longest derivation, so that pointing at another moves nothing on the page;
// measured as it comes into view, and again where the width is another one.  All are laid out together: one by one,
// each would lay out the page.
function roomForTheLongest(card, board, list, draw) {
  let [measured, width, near] = [0, 0, false]; // these are told: to ask in every frame would lay the page out once more
  new ResizeObserver(([entry]) => {
    if (entry.contentRect.width === width) return;
    width = entry.contentRect.width;
    draw();
  }).observe(board);
  new IntersectionObserver((entries) => {
    near = entries.at(-1).isIntersecting;
    if (near) draw();
  }, { rootMargin: NEAR }).observe(board.parentElement);
  return (lines, look) => {
    if (!lines || !width || !near || measured === width) return;
    measured = width;
    card.node.style.minHeight = "";
    const laid = make(board.parentElement, "div", { "aria-hidden": "true" });
    const copies = Object.entries(lines).map(([one, told]) => {
      card.write(one, told, look);
      writeLines(list, told, look);
      return [card.node, list].map((part) => laid.appendChild(part.cloneNode(true)));
    });
    const [product, derivation] = [0, 1].map((part) => Math.ceil(Math.max(...copies.map((pair) => pair[part].getBoundingClientRect().height))));
    const line = copies.at(-1)[1].lastElementChild?.offsetHeight ?? 0; // with other numbers, one more line may break
    laid.remove();
    card.node.style.minHeight = `${product}px`;
    board.style.minHeight = `${derivation + line}px`;
  };
}

function writeLines(list, lines, look) {
  while (list.children.length > lines.length) list.lastChild.remove();
  while (list.children.length < lines.length) {
    const line = make(list, "li");
    make(line, "span", { class: "hp-formula" });
    make(line, "span", { class: "hp-why" });
  }
  lines.forEach((line, i) => {
    const [formula, reason] = list.children[i].children;
    say(formula, minus(derivationLine(line, look)).replaceAll(" - ", " − "));
    say(reason, ` ${line.reason}`);
  });
}

// A slider under the pointer or with the focus chooses its parameter.
function followSliders(root, spec, choose) {
  spec.parameters.forEach(([name]) => {
    root.querySelectorAll(`.hp-control-${name}`).forEach((slider) => {
      if (slider.handpropFollowed) return;
      slider.handpropFollowed = true;
      ["focusin", "pointerenter"].forEach((event) => slider.addEventListener(event, () => choose(name)));
    });
  });
}

// Python makes the derivations once, after the first view is there: SymPy takes half a second to load.
const ASK_MS = 1500;
function askOnceShown(el, model) {
  if (model.get("derivations").lines) return;
  const waiting = setInterval(() => {
    if (!el.isConnected) return;
    clearInterval(waiting);
    model.set("asked", true);
    model.save_changes();
  }, ASK_MS);
}
