// The mistakes of the bank in back-propagation, as stages done differently; handprop/check/mistakes is the authority,
// and a test compares every one of them.

import { each, sigmoid, sum } from "../frame/engine.js";

export const outer = (a, b) => a.map((p) => b.map((q) => p * q));
export const times = (a, b) => a.map((p, i) => p * b[i]);
export const through = (x, W) => W[0].map((_, j) => sum(x.map((v, i) => v * W[i][j])));
export const back = (W, d) => W.map((row) => sum(times(row, d)));
const like = (some, value) => some.map((one, i) => (Array.isArray(one) ? like(one, (j) => value(i, j)) : value(i)));
const error = (v) => v.prediction.map((p, j) => p - v.y[j]);
const ones = (some) => like(some, () => 1);
const plus = (a, b) => a.map((p, i) => p + b[i]);
const share = (v) => sum(v.delta) / (v.W1.flat().length + v.W2.flat().length);
const rows = (v, value) => v.W1.map((row) => row.map((_, j) => value(j)));

/** @type {Record<string, Record<string, (v: Record<string, any>) => any>>} */
export const MISTAKES = {
  "M02-TARGET-MINUS": { delta: (v) => error(v).map((e) => -e) },
  "M03-ABS-ERROR": { delta: (v) => error(v).map(Math.abs) },
  "M11-FACTOR-2": { delta: (v) => error(v).map((e) => 2 * e) },
  "M12-KEEP-HALF": { delta: (v) => error(v).map((e) => 0.5 * e) },
  "M13-LOSS-AS-DELTA": { delta: (v) => error(v).map((e) => 0.5 * e ** 2) },
  "M14-SIGNED-LOSS": { delta: (v) => ones(v.y) },
  "M15-GRAD-OF-OUTPUT": { delta: (v) => ones(v.y) },
  "M16-UPDATED-W": { dh: (v) => back(like(v.W2, (i, j) => v.W2[i][j] - v.lr * v.dW2[i][j]), v.dzo) },
  "M18-OUTER-TRANSPOSED": { dW1: (v) => outer(v.dz, v.x) },
  "M19-ELEMENTWISE-XD": { dW1: (v) => rows(v, (j) => v.x[j] * v.dz[j]) },
  "M21-FWD-COLUMNS": { z: (v) => v.b1.map((b, j) => sum(v.W1.map((row) => v.x[j] * row[j])) + b) },
  "M22-FWD-TRANSPOSED": { z: (v) => plus(back(v.W1, v.x), v.b1) },
  "M23-ADD-ALONG-PATH": { dW1: (v) => like(v.W1, (i, j) => sum(v.dzo) + sum(v.W2[j]) + v.x[i]) },
  "M24-SUM-WEIGHTS": { dh: (v) => like(v.h, () => sum(back(v.W2, v.dzo))) },
  "M25-NO-OUT-WEIGHT": { dh: (v) => like(v.h, () => sum(v.dzo)) },
  "M26-WRONG-WEIGHT": { dh: (v) => v.W1[0].map((w) => sum(v.dzo) * w) },
  "M27-NO-INPUT-FACTOR": { dW2: (v) => v.W2.map(() => v.dzo) },
  "M29-EQUAL-SPLIT": { dW2: (v) => like(v.W2, () => share(v)), dW1: (v) => like(v.W1, () => share(v)) },
  "M30-USE-YHAT": { dW2: (v) => v.W2.map(() => times(v.dzo, v.prediction)) },
  "M31-W-TIMES-DELTA": { dW1: (v) => v.W1.map((row) => times(row, v.dz)) },
  "M33-NO-GATE": { dz: (v) => v.dh },
  "M34-GATE-ON-OUTPUT": { delta: (v) => error(v).map((e, j) => (v.prediction[j] > 0 ? e : 0)) },
  "M35-GATE-ON-DW2": { dW2: (v) => outer(v.z, v.dzo), dz: (v) => v.dh },
  "M36-GRADIENT-RELU": { dz: (v) => v.dh.map((d) => Math.max(0, d)) },
  "M38-RELU-AT-0": { dz: (v) => v.dh.map((d, j) => (v.z[j] >= 0 ? d : 0)) },
  "M39-FORWARD-NO-RELU": { h: (v) => v.z },
  "M40-SIG-DERIV-AT-A": { dz: (v) => v.dh.map((d, j) => d * sigmoid(v.h[j]) * (1 - sigmoid(v.h[j]))) },
  "M41-Z-ONE-MINUS-Z": { dz: (v) => v.dh.map((d, j) => d * v.z[j] * (1 - v.z[j])) },
  "M42-SIG-NO-DERIV": { dz: (v) => v.dh },
  "M43-OUT-NO-DERIV": { dzo: (v) => v.delta },
  "M47-BIAS-ONE": { db2: (v) => ones(v.b2), db1: (v) => ones(v.b1) },
  "M75-SATURATION": { x: (v) => v.x.map((one) => 1000 * one) },
  "M85-VALUE-FOR-SLOPE": { dz: (v) => times(v.dh, v.h) },
  "M86-SLOPE-OF-ERROR": { dzo: (v) => v.delta.map((d) => d * d * (1 - d)) },
  "M86-SLOPE-OF-ERROR 2": { dzo: (v) => v.delta.map((d) => d * (1 - d)) },
  "M87-VALUE-BACK": { dh: (v) => back(v.W2, v.prediction) },
  "M88-RAW-ERROR-BACK": { dh: (v) => back(v.W2, v.delta) },
  "M90-SLOPE-INTO-H": { dW2: (v) => outer(v.h.map((h) => (h > 0 ? 1 : 0)), v.dzo) },
  "M91-BIAS-NO-SLOPE": { db1: (v) => v.dh },
  "M92-BIAS-TIMES-INPUT": { db1: (v) => times(v.dz, v.x) },
  "M93-BIAS-ON-INPUTS": { z: (v) => through(plus(v.x, v.b1), v.W1) },
  "M94-MAX-FOR-RELU": { h: (v) => like(v.z, () => Math.max(...v.z)) },
  "M95-CUT-DECIMALS": { h: (v) => each(v.z[0] < 0 ? Math.trunc : (h) => h)(v.z.map((z) => Math.max(0, z))) },
  "M96-SLOPE-OF-TANH": { dz: (v) => v.dh.map((d, j) => d * (1 - v.h[j] ** 2)) },
  "M96-SLOPE-OF-TANH 2": { dz: (v) => v.dh.map((d, j) => d * (1 - Math.tanh(v.h[j]) ** 2)) },
};
