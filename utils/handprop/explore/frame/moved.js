// One sentence after a move, of the kind "w5 up: prediction nearer, loss down".

import { tr } from "./tr.js";

/** @typedef {[name: string, value: number, up?: string, down?: string][]} Effects */

const way = (before, after, up = "up", down = "down") => {
  if (after === before || !Number.isFinite(before) || !Number.isFinite(after)) return "";
  return after > before ? up : down;
};

/** What the one control that moved has done; empty where none or several have moved.
 * @param {any} model @param {any} spec @param {() => Effects} effects the numbers that matter, with the words for
 *   more and less of them; moving through time changes none
 * @returns {() => string} the sentence for what happened since it was asked for last */
export function movedWords(model, spec, effects) {
  // A list of numbers, such as epochs, has an up and a down; a list of words has none.
  const ordered = ({ start, options = [] }) => typeof start === "number" && options.every((one) => Number.isFinite(Number(one)));
  const names = Object.keys(spec.controls).filter((name) => name !== "time" && ordered(spec.controls[name]));
  const look = () => [names.map((name) => model.get(name)), effects()];
  let [places, numbers] = look();
  return () => {
    const [newPlaces, newNumbers] = look();
    const moved = names.filter((_, i) => places[i] !== newPlaces[i]);
    const i = names.indexOf(moved[0]);
    const did = newNumbers.map(([name, value, up, down], k) => [name, way(numbers[k]?.[1], value, up, down)]);
    const told = did.filter(([, words]) => words).map((words) => words.join(" "));
    const sentence = moved.length === 1
      ? `${spec.controls[moved[0]].short} ${way(places[i], newPlaces[i])}: ${told.join(", ") || tr("nothing changes")}. `
      : "";
    [places, numbers] = [newPlaces, newNumbers];
    return sentence;
  };
}
