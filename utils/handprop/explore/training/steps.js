// Steps of training that come out the same to the last digit in the browser and in Python; steps.py says why, and has
// the same additions and multiplications in the same order.  All parameters of a network with `n` hidden units
// stand in one row of numbers: W1 row by row, b1, W2, b2.

const LN2 = [6.93147180369123816490e-1, 1.90821492927058770002e-10];
const HALVES = [1];
while (HALVES.length < 1075) HALVES.push(HALVES.at(-1) / 2);

/** @param {number} z */
export function sigmoid(z) {
  const size = Math.min(Math.abs(z), 700);
  const halvings = Math.floor(size / LN2[0] + 0.5);
  const rest = size - halvings * LN2[0] - halvings * LN2[1];
  let power = 1;
  for (let k = 15; k > 0; k -= 1) power = 1 - (power * rest) / k;
  power *= HALVES[halvings];
  return (z < 0 ? power : 1) / (1 + power);
}

/** What one sample does in a network: sums, values, error, deltas.
 * @param {Float64Array} p @param {number} at where the row begins @param {number} n @param {boolean} gated ReLU, not sigmoid */
export function trace(p, at, n, gated, [x1, x2], y) {
  const [z, h, back] = [new Array(n), new Array(n), new Array(n)];
  let sum = 0;
  for (let j = 0; j < n; j += 1) {
    z[j] = x1 * p[at + j] + x2 * p[at + n + j] + p[at + 2 * n + j];
    h[j] = gated ? Math.max(z[j], 0) : sigmoid(z[j]);
    sum += h[j] * p[at + 3 * n + j];
  }
  const out = sum + p[at + 4 * n];
  const prediction = sigmoid(out);
  const [error, slope] = [prediction - y, prediction * (1 - prediction)];
  const delta = error * slope;
  for (let j = 0; j < n; j += 1) {
    const arrived = delta * p[at + 3 * n + j];
    back[j] = gated ? (z[j] > 0 ? arrived : 0) : arrived * (h[j] * (1 - h[j]));
  }
  return { z, h, out, prediction, error, slope, delta, back };
}

/** The mean gradient of each parameter, in the order of the row, and the mean loss. */
export function gradients(p, at, n, gated, x, y) {
  const mean = new Float64Array(4 * n + 1);
  let loss = 0;
  x.forEach(([x1, x2], s) => {
    const { h, error, delta, back } = trace(p, at, n, gated, x[s], y[s]);
    for (let j = 0; j < n; j += 1) {
      mean[j] += back[j] * x1;
      mean[n + j] += back[j] * x2;
      mean[2 * n + j] += back[j];
      mean[3 * n + j] += delta * h[j];
    }
    mean[4 * n] += delta;
    loss += 0.5 * error * error;
  });
  for (let q = 0; q <= 4 * n; q += 1) mean[q] /= x.length;
  return { mean, loss: loss / x.length };
}

/** One training, epoch by epoch, in one long row; beside each epoch what was least and most until then.
 * @param {number[]} start @param {number} most epochs */
export function runOf(start, n, gated, x, y, rate, most) {
  const size = 4 * n + 1;
  const made = { params: new Float64Array((most + 2) * size), losses: new Float64Array(most + 1), low: new Float64Array(most + 1), high: new Float64Array(most + 1), reach: new Float64Array(most + 1), length: 0 };
  made.params.set(start);
  return {
    ...made,
    grow() {
      const [k, at] = [this.length, this.length * size];
      const { mean, loss } = gradients(made.params, at, n, gated, x, y);
      let reach = k ? made.reach[k - 1] : 0;
      for (let q = 0; q < size; q += 1) {
        reach = Math.max(reach, Math.abs(made.params[at + q]));
        made.params[at + size + q] = made.params[at + q] - rate * mean[q];
      }
      made.losses[k] = loss;
      made.reach[k] = reach;
      made.low[k] = k ? Math.min(made.low[k - 1], loss) : loss;
      made.high[k] = k ? Math.max(made.high[k - 1], loss) : loss;
      this.length += 1;
    },
  };
}
