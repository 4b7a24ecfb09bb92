// The derivation of one gradient, line by line: formulas from handprop.symbolic, numbers of now.

import { keepKeys } from "../frame/buttons.js";
import { freshId, make, say } from "../frame/drawing.js";
import { sum } from "../frame/engine.js";
import { digits, enough, minus } from "../frame/numbers.js";
import { phrase } from "./numbers.js";
import { knows } from "./phases.js";
import { tr } from "../frame/tr.js";

const OPERATIONS = {
  "*": (parts) => parts.reduce((a, b) => a * b),
  "+": sum,
  "-": ([a]) => -a,
  "/": ([a, b]) => a / b,
  "^": ([a, b]) => a ** b,
  gate: ([z]) => (z > 0 ? 1 : 0),
};

// The number that a tree stands for; `look` finds the number of a symbol.
export function valueOf(tree, look) {
  if (typeof tree === "number") return tree;
  if (typeof tree === "string") return look(tree);
  const [operation, ...parts] = tree;
  return OPERATIONS[operation](parts.map((part) => valueOf(part, look)));
}

function enoughFor(tree, look) {
  const summed = (rounded) => valueOf(tree, (name) => rounded(look(name)));
  const sizes = tree.slice(1).map((part) => Math.abs(valueOf(part, look)));
  return enough(summed, valueOf(tree, look), Math.max(...sizes));
}

const SUMS = ["+", "-", "/"];

// The tree with numbers put in, as on paper: sums and negative numbers in brackets.
export function numbersOf(tree, look, least = 4) {
  if (!Array.isArray(tree) || tree[0] === "gate") return digits(valueOf(tree, look), least);
  const [operation, ...parts] = tree;
  const count = operation === "+" ? Math.max(least, enoughFor(tree, look)) : least;
  const factor = (part, kinds = SUMS) => {
    const text = numbersOf(part, look, count);
    return (Array.isArray(part) && kinds.includes(part[0])) || text.startsWith("-") ? `(${text})` : text;
  };
  const term = (text, i) => {
    if (!i) return text;
    return text.startsWith("-") ? ` - ${text.slice(1)}` : ` + ${text}`;
  };
  return {
    "*": () => parts.map((part, i) => (i || Array.isArray(part) ? factor(part) : numbersOf(part, look, count))).join(" · "),
    "+": () => parts.map((part) => numbersOf(part, look, count)).map(term).join(""),
    "-": () => `-${factor(parts[0])}`,
    "/": () => `${factor(parts[0])} / ${factor(parts[1], ["*", ...SUMS])}`,
    "^": () => `${factor(parts[0])}${parts[1] === 2 ? "²" : `^${parts[1]}`}`,
  }[operation]();
}

// "=" where four digits are the whole number, "≈" where they are not.
const equals = (value) => (Math.abs(Number(digits(value)) - value) <= 1e-12 * Math.abs(value) ? "=" : "≈");

// A line with the numbers of now: "∂L/∂w1 = δ · w5 · [z1 > 0] · x1 = -0.7963 · 0.11 · 1 · 2 ≈ -0.1752".
export function derivationLine({ formula, tree }, look) {
  if (tree === null || typeof tree === "number") return formula;
  const value = valueOf(tree, look);
  const [put, end] = [numbersOf(tree, look), digits(value)];
  return put === end ? `${formula} ${equals(value)} ${end}` : `${formula} = ${put} ${equals(value)} ${end}`;
}

const lookUp = (now, places) => (name) => places[name].reduce((part, key) => part[key], now);

// Follows the pointer in the picture and on the sliders, the keyboard's focus, and buttons of its own.
export function derivationPanel(parent, model, spec, picture, announce) {
  if (model.get("derivations") === undefined || spec.crowded) return { show() {}, tend() {}, spoken: () => "" };
  const panel = make(parent, "div", { class: "hp-derivation" });
  const choices = gradientChoices(panel, spec);
  const board = make(panel, "div", { class: "hp-board" });
  const hint = make(board, "p", { class: "hp-advice" });
  const list = make(board, "ol", { class: "hp-lines" });
  let [name, now, aloud] = ["", null, false];

  const reserve = roomForTheLongest(board, list);
  const draw = () => {
    const { lines, places } = model.get("derivations");
    const known = knows(now.phase, "backward");
    const told = name && lines && known ? lines[name] : [];
    say(hint, hintWords(name, lines, known));
    hint.hidden = told.length > 0;
    reserve(lines, lookUp(now, places));
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

// As high as the longest derivation, so that pointing at another moves nothing on the page; measured again where
// the width is another one.
function roomForTheLongest(board, list) {
  let measured = "";
  return (lines, look) => {
    const width = board.clientWidth;
    if (!lines || !width || measured === String(width)) return;
    measured = String(width);
    const heights = Object.values(lines).map((told) => {
      writeLines(list, told, look);
      return list.offsetHeight;
    });
    const line = list.lastElementChild?.offsetHeight ?? 0; // with other numbers, one more line may break
    board.style.minHeight = `${Math.max(...heights) + line}px`;
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
