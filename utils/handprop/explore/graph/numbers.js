// The way back through a graph, one node at a time; numbers.py is the authority.

import { bracketed, digits } from "../frame/numbers.js";
import { phrases } from "../frame/words.js";
import texts from "./words.json" with { type: "json" };

export const phrase = phrases(texts);

const total = (came) => came.reduce((all, one) => all + one, 0);

/** The nodes that pass something on, in the order in which they do: children before parents. */
export const handed = (nodes) => nodes.map((_, k) => k).reverse().filter((k) => nodes[k].parents.length);

export function state(nodes, expected, time) {
  const order = handed(nodes);
  const arrived = nodes.map(() => []);
  if (time) arrived.at(-1).push(1);
  order.slice(0, Math.max(time - 1, 0)).forEach((k) => {
    const passed = total(arrived[k]);
    nodes[k].parents.forEach((parent, n) => arrived[parent].push(nodes[k].slopes[n] * passed));
  });
  const grads = arrived.map((came, k) => (came.length === expected[k] ? total(came) : null));
  const now = time > 1 ? order[time - 2] : null;
  const words = wordsOf(nodes, grads, time, order.length, now);
  return { arrived, grads, now, words, lines: linesOf(nodes, arrived, expected, now, time) };
}

/** The name in words.json of what an operation does on the way back.
 * @param {string} op */
function rule(op) {
  const known = { "+": "sum", "*": "product", relu: "relu", exp: "exp" };
  return known[op] ?? (op.startsWith("**") ? "power" : "other");
}

function wordsOf(nodes, grads, time, steps, now) {
  if (time === 0) return phrase("before");
  const said = now === null
    ? phrase("start", { name: nodes.at(-1).name })
    : phrase(rule(nodes[now].op), { name: nodes[now].name, op: nodes[now].op, grad: grads[now] });
  return time === steps + 1 ? `${said} ${end(nodes, grads)}` : said;
}

const same = (one, other) => Math.abs(one - other) <= 1e-9 * Math.max(Math.abs(one), Math.abs(other), 1);

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
  const lines = parents.map((p, n) =>
    phrase("passed", { name: nodes[p].name, grad: digits(has), slope: bracketed(slopes[n]), value: digits(slopes[n] * has) }));
  const forks = [...new Set(parents)].filter((p) => expected[p] > 1);
  return [...lines, ...forks.map((p) => joined(nodes[p].name, arrived[p], expected[p]))];
}

function joined(name, came, count) {
  if (came.length < count) return phrase("waits", { name, sum: summed(came), count: count - came.length });
  return phrase("joined", { name, sum: summed(came), value: total(came) });
}

/** What has arrived at a node, as a sum: 3 + 3 + 1. */
export const summed = (came) => came.map((one, n) => (n ? bracketed(one) : digits(one))).join(" + ");
