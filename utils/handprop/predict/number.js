// A number as a learner types it: 1,5 and 1/2, 10^8, 100 000, 64 · 32.

const PLAIN = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;
const THOUSANDS = /(?<=\d)[\s'’_](?=\d{3}(?!\d))/g;

const plain = (text) => (PLAIN.test(text) ? Number(text) : NaN);
const power = (text) => text.split("^").map(plain).reduceRight((exponent, base) => base ** exponent);

function product(text) {
  const [first, ...rest] = text.split(/([·×*/])/);
  let value = power(first);
  for (let k = 0; k < rest.length; k += 2) value = rest[k] === "/" ? value / power(rest[k + 1]) : value * power(rest[k + 1]);
  return value;
}

// A comma may part thousands or stand for the point: the reading nearer to the answer counts, for a prediction has
// no points to lose.
export function read(text, answer) {
  const bare = text.trim().replaceAll("−", "-").replaceAll("**", "^").replace(THOUSANDS, "").replace(/\s*([·×*/^])\s*/g, "$1");
  const readings = [bare.replace(",", "."), bare.replace(/,(?=\d{3}(?!\d))/g, "")].map(product).filter(Number.isFinite);
  return readings.reduce((best, one) => (Math.abs(one - answer) < Math.abs(best - answer) ? one : best), readings[0] ?? NaN);
}

// Whole numbers are counts, and shown whole.
export const shown = (number) => String(Number.isInteger(number) ? number : Number(number.toPrecision(4))).replace("-", "−");
