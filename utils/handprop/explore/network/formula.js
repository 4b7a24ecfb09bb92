// A formula of handprop.symbolic as a tree: its value, and the formula with the numbers of now put in.

import { sum } from "../frame/engine.js";
import { digits, enough } from "../frame/numbers.js";

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
