// Numbers and sentences as in Python.

// Exactly half a digit: JavaScript rounds it away from 0, Python to the even digit (0.78125 to 0.7812).
const TIES = Array.from({ length: 16 }, (_, count) => new RegExp(`^(-?\\d\\.\\d{${Math.max(count - 2, 0)}}[02468])50+e`));

// Four significant digits, as format(value, ".4g") gives them, or as many as asked for, up to 15.
export function digits(value, count = 4) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  if (value === 0) return "0";
  const kept = Number(value.toExponential(30).replace(TIES[count], "$1e"));
  const [head, power] = kept.toExponential(count - 1).split("e");
  const exponent = Number(power);
  if (exponent >= -4 && exponent < count) return String(Number(kept.toFixed(count - 1 - exponent)));
  const sign = exponent < 0 ? "-" : "+";
  return `${Number(head)}e${sign}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

// A hyphen before a digit is a minus sign: wider, and spoken as "minus".
export const minus = (text) => text.replace(/-(?=[\d.i])/g, "−");
export const shown = (value) => minus(digits(value));

// A number behind a sign of arithmetic: a negative one in parentheses.
export function bracketed(value, count = 4) {
  const text = digits(value, count);
  return text.startsWith("-") ? `(${text})` : text;
}

// The digits for the numbers in a sum, so that print gives the sum in print: four, more where terms cancel.
// `summed` makes the sum of numbers that `rounded` has seen; `largest` is the size of its largest term.
export function enough(summed, total, largest) {
  const lastDigit = total ? 10 ** (Math.floor(Math.log10(Math.abs(total))) - 3) : 0;
  const allowed = lastDigit * (1 + 1e-9) + 1e-15 * largest;
  for (let count = 4; count < 15; count += 1) {
    const printed = summed((value) => Number(digits(value, count)));
    if (Math.abs(printed - Number(digits(total))) <= allowed) return count;
  }
  return 15;
}

// So many significant digits, as format(value, ".15g") gives them.
export function exact(value, count = 15) {
  const rounded = Number(value.toPrecision(count));
  const [head, power] = rounded.toExponential().split("e");
  const exponent = Number(power);
  if (exponent >= -4 && exponent < count) return String(rounded);
  return `${head}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
}
