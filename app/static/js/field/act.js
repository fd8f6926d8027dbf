// Making a move: into the outbox first, then whatever the network says. The buttons that lead to moves.
import { tell as tellTab } from "./bus.js";
import { Shut } from "./keys.js";
import { NotParked, OutboxFull, Unreadable, add, list, replace } from "./outbox.js";
import { button } from "./parts.js";
import { go } from "./router.js";
import { say, specs } from "./said.js";
import { line as lineOf } from "./store.js";

const running = new Set();
const WHY = [
  [OutboxFull, "full"],
  [NotParked, "notParked"],
  [Unreadable, "unreadable"],
  [Shut, "keysShut"],
];

/** Put an operation into the outbox, instead of the parked one of an id where that is told, and of a draft by its key;
 *  the words that tell of it, or an Error with words for a reader. */
export async function put(operation, { instead = null, draft = "" } = {}) {
  try {
    await (instead ? replace(instead, operation) : add(operation, { draft }));
  } catch (error) {
    throw inWords(error);
  }
  return instead ? say("mended") : say("kept", { what: titleOf(operation.do) });
}

/** What kept an operation from being put down, as an Error with words for a reader. */
export function inWords(cause) {
  const known = WHY.find(([kind]) => cause instanceof kind);
  if (!known) console.error(cause);
  return new Error(say(known?.[1] ?? "notKept"), { cause });
}

/** Do a piece of work once, however often its button is pressed or drawn anew meanwhile: the first press counts. */
export async function once(key, pressed, work) {
  if (running.has(key)) return;
  running.add(key);
  pressed.setAttribute("aria-busy", "true");
  try {
    await work();
  } finally {
    running.delete(key);
    pressed.removeAttribute("aria-busy");
  }
}

/** What a verb is called. */
export const titleOf = (verb) => (verb === "report" ? say("report") : (specs[verb]?.button ?? verb));

/** A line for everybody to see and hear: what was just done. It goes with the next screen. */
export const tell = (words, kind = "ok") => tellTab("told", { words, kind });

/** Go to another screen and say it there. */
export function tellAt(hash, words) {
  tellTab("told", { words, kind: "ok", next: hash !== location.hash });
  go(hash);
}

/** Put the operation of a form (its screen is `root`, its draft `kept`) down and go on to the `next` screen; whoever has
 *  gone elsewhere meanwhile is told, and stays there. Gives the words of what went wrong for the form, or "". */
export async function hand(operation, { root, kept, instead, next }) {
  const address = location.hash;
  const left = () => location.hash !== address;
  try {
    const words = await kept.during(() => put(operation, { instead, draft: kept.key }));
    if (left()) tell(words);
    else tellAt(next, words);
  } catch (error) {
    if (!left() && root.isConnected) return error.message;
    tell(error.message, "error");
  }
  return "";
}

/** The button of a move; null for one that has no form here. One that asks nothing acts at once. */
export function moveButton(verb, line, { main = false, wide = false } = {}) {
  const spec = specs[verb];
  if (!spec) return null;
  const css = [main ? "btn-main" : spec.warn ? "btn-warn" : "", wide ? "btn-wide" : ""].filter(Boolean).join(" ");
  const look = { css, sign: spec.icon, key: `${verb}-${line.id}`, "data-seen": line.seen };
  if (spec.asks) return button(spec.button, { ...look, href: `#/case/${line.id}/${verb}` });
  return button(spec.button, { ...look, act: (pressed) => atOnce(pressed, verb, line) });
}

const atOnce = (pressed, verb, line) =>
  once(`${verb}-${line.id}`, pressed, async () => {
    if (await isMade(verb, line).catch(() => false)) return;
    tell(await put({ do: verb, case: line.id, seen: line.seen, fields: {}, photos: [] }));
  }).catch((error) => tell(error.message, "error"));

// The button may be one that has not been drawn anew yet: the move waits already, or was made and the case has gone on.
async function isMade(verb, { id, seen }) {
  const waiting = (await list()).some((op) => op.do === verb && op.case === id && op.status === "waiting");
  return waiting || (await lineOf(id))?.seen !== seen;
}
