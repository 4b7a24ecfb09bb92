// Small things that are kept in this browser: the theme, the place, predictions, which questions are passed.

const memory = new Map();

export function read(name, otherwise = null) {
  try {
    return JSON.parse(localStorage.getItem(`handprop.${name}`)) ?? memory.get(name) ?? otherwise;
  } catch {
    return memory.get(name) ?? otherwise;
  }
}

/** Keep a value; false where the browser keeps nothing, and it lives as long as the page. */
export function keep(name, value) {
  memory.set(name, value);
  try {
    localStorage.setItem(`handprop.${name}`, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}
