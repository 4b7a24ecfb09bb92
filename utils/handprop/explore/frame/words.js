// The sentences of an explorer stand once, in its words.json; words.py reads the same file.

import { digits } from "./numbers.js";
import { tr } from "./tr.js";

const written = (value) => {
  if (typeof value === "string") return value;
  return Array.isArray(value) ? value.map(written).join(", ") : digits(value);
};

/** A function that fills the places of a sentence: numbers to four digits, lists with commas.
 * @param {Record<string, string>} texts
 * @returns {(key: string, values?: Record<string, any>) => string} */
export const phrases = (texts) => (key, values = {}) =>
  tr(texts[key], values, written);
