// The state of an explorer as the last part of an address: "#w5=0.3&phase=backward".

import { exact } from "./numbers.js";

/** What is not at its start, as a hash; empty where everything is.
 * @param {Record<string, any>} controls as in the spec of a view
 * @param {(name: string) => any} get the value of a control, as the view has it
 * @returns {string} */
export function written(controls, get) {
  const moved = Object.entries(controls).flatMap(([name, { start, options, digits }]) => {
    const write = (value) => {
      if (typeof value === "string") return value;
      return options ? options[value] : exact(value, digits);
    };
    return write(get(name)) === write(start) ? [] : [`${name}=${encodeURIComponent(write(get(name)))}`];
  });
  return moved.length ? `#${moved.join("&")}` : "";
}

/** The values that a hash gives to all controls, as the view has them: names and values that an explorer does
 * not have are passed over, and what is not named is at its start.
 * @param {Record<string, any>} controls @param {string} hash
 * @returns {Record<string, any>} */
export function read(controls, hash) {
  const named = new URLSearchParams(hash.replace(/^#/, ""));
  return Object.fromEntries(Object.entries(controls).map(([name, control]) => {
    const value = named.has(name) ? taken(control, named.get(name)) : undefined;
    return [name, value ?? control.start];
  }));
}

function taken({ options, start, ends }, text) {
  if (options) return options.includes(text) ? options.indexOf(text) : undefined;
  if (typeof start === "string") return text;
  const value = text.trim() === "" ? NaN : Number(text);
  return value >= ends[0] && value <= ends[1] ? value : undefined;
}
