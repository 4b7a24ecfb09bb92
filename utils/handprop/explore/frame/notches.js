// How far a key or a hand moves a number: notches counted from where the control started.

// How many notches a key is worth: a whole, ten, or with Shift a tenth of one.
export const KEYS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 };
export const FINE = 0.1;

export const exact = (value) => Number(value.toPrecision(15));

/** The place on a notch that is nearest to `place`; `start` lies on one. */
export const snapped = (place, start, notch) => start + Math.round((place - start) / notch) * notch;

/** `value`, or the start itself where it is as good as there: sums of notches miss it by a digit. */
export const home = (value, start, notch) => (Math.abs(value - start) < (FINE * notch) / 2 ? start : value);
