// The lines of a tab in the order in which to go: by lamp, then by distance; or by distance alone. Pure.
import { byLamp, kindOf, worst } from "./lamp.js";
import { standing } from "./moves.js";

/** Every line with what it is now: [{ line, at, lamp }]; first: moves in the order in which one is the main one. */
export function itemsOf(lines, operations, first, now) {
  return lines.map((line) => {
    const at = standing(line, operations, first);
    return { line, at, lamp: worst(line, now, at.stopped) };
  });
}

/** Sorted and numbered; far(line) gives metres or null; onlyFar: by distance alone. */
export function ordered(items, { far, onlyFar, now }) {
  const late = byLamp(now);
  const distance = ({ line }) => far(line) ?? Infinity;
  const shape = ({ lamp }) => (lamp ? kindOf(lamp, now) : "");
  const order = (a, b) => {
    const nearer = distance(a) - distance(b) || 0; // of two without a place neither is nearer
    return onlyFar || shape(a) === shape(b) ? nearer || late(a, b) : late(a, b);
  };
  return [...items].sort(order).map((item, i) => ({ ...item, no: i + 1 }));
}
