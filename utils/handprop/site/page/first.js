// What live widgets are made of, a step at a time: none of them holds up the page for long.

/** Each loads one part; the last gives what makes the widgets. */
export const STEPS = [
  () => import("jquery"),
  () => import("@lumino/widgets"),
  () => import("@jupyter-widgets/base"),
  () => import("nouislider"),
  () => import("@jupyter-widgets/controls"),
  () => import("./widgets.js"),
];
