// Numbers and sentences as in Python.

// Four significant digits, as format(value, ".4g") gives them.
export function digits(value) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  if (value === 0) return "0";
  // Exactly half a digit: JavaScript rounds it away from 0, Python to the even digit (0.78125 to 0.7812).
  const kept = Number(value.toExponential(30).replace(/^(-?\d\.\d\d[02468])50+e/, "$1e"));
  const [head, power] = kept.toExponential(3).split("e");
  const exponent = Number(power);
  if (exponent >= -4 && exponent < 4) return String(Number(kept.toFixed(3 - exponent)));
  const sign = exponent < 0 ? "-" : "+";
  return `${Number(head)}e${sign}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

// A hyphen before a digit is a minus sign: wider, and spoken as "minus".
export const minus = (text) => text.replace(/-(?=[\d.i])/g, "−");
export const shown = (value) => minus(digits(value));

// A number behind a sign of arithmetic: a negative one in parentheses.
export const bracketed = (value) => (digits(value).startsWith("-") ? `(${digits(value)})` : digits(value));
