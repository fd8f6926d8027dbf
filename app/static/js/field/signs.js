// The small signs of a case: lamps (colour, shape and words), states, urgency.
import { icon } from "../lib/dom.js";
import { kindOf, leftOf } from "./lamp.js";
import { drawing, el } from "./parts.js";
import { labels, say } from "./said.js";

const GLYPHS = {
  green: [["circle", { class: "g-green", cx: 8, cy: 8, r: 5.5 }]],
  yellow: [
    ["path", { class: "g-yellow", d: "M8 1.5 15 14H1z" }],
    ["path", { class: "g-mark", d: "M8 6v3.5M8 11.7v.1" }],
  ],
  red: [
    ["rect", { class: "g-red", x: 1.5, y: 1.5, width: 13, height: 13, rx: 1.5 }],
    ["path", { class: "g-cut", d: "M8 4.3v4.5M8 11.6v.1" }],
  ],
  off: [3, 9.5].map((x) => ["rect", { class: "g-off", x, y: 2, width: 3.5, height: 12, rx: 1 }]),
};
/** The six families of states (cases/labels.py; a test holds the two together). */
export const FAMILIES = {
  reported: "wait",
  verifying: "wait",
  filed: "wait",
  dispatched: "wait",
  in_progress: "work",
  handled: "judge",
  in_review: "judge",
  closed: "done",
  disputed: "knot",
  suspended: "knot",
  rework: "knot",
  conference: "knot",
  merged: "gone",
  rejected: "gone",
  void: "gone",
};
const STATE_ICONS = { wait: "clock", work: "tool", judge: "ballot", done: "check", knot: "fork", gone: "x" };
let office = null; // the office hours that the words of working clocks are reckoned by

/** From now on lamps are told by these office hours (the set "calendar"). */
export const tellBy = (calendar) => void (office = calendar ?? null);

/** A lamp with words of one's own. */
export const lampOf = (kind, words) =>
  el("span", `lamp lamp-${kind}`, drawing("", "0 0 16 16", GLYPHS[kind]), el("span", "", words));

/** The lamp of a case line; null without a clock. */
export function lampChip(lamp, now, { short = false } = {}) {
  return lamp ? lampOf(kindOf(lamp, now), say(...leftOf(lamp, now, { short, calendar: office }))) : null;
}

/** The chip of a state. */
export function stateChip(state) {
  const family = FAMILIES[state] ?? "wait";
  return el(
    "span",
    `state state-${family}`,
    icon(state === "suspended" ? "pause" : STATE_ICONS[family]),
    labels.states?.[state] ?? state,
  );
}

/** The tag of what cannot wait; null for what can. */
export function urgencyTag({ urgency }) {
  return urgency && urgency !== "normal" ? el("span", "tag tag-strong", labels.urgency?.[urgency] ?? urgency) : null;
}
