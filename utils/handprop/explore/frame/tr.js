// A text in the language of the page: what Python put before the module (language/__init__.py), or English.

/** @param {string} text @param {Record<string, any>} values what stands in its places, {name}
 * @param {(value: any) => string} written @returns {string} */
export const tr = (text, values = {}, written = String) =>
  (/** @type {any} */ (globalThis).handpropWords?.[text] ?? text)
    .replace(/\{(\w+)\}/g, (place, name) => (name in values ? written(values[name]) : place));
