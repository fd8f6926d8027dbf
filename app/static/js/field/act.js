// Making a move: into the outbox first, then whatever the network says. The buttons that lead to moves.
import { tell as tellTab } from "./bus.js";
import { OutboxFull, add } from "./outbox.js";
import { button } from "./parts.js";
import { go } from "./router.js";
import { say, specs } from "./said.js";

/** Put an operation into the outbox; the words that tell of it, or an Error with words for a reader. */
export async function put(operation) {
  try {
    await add(operation);
  } catch (error) {
    throw new Error(error instanceof OutboxFull ? say("full") : say("notKept", { why: error.message }), {
      cause: error,
    });
  }
  return say("kept", { what: titleOf(operation.do) });
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

/** The button of a move; null for one that has no form here. One that asks nothing acts at once. */
export function moveButton(verb, line, { main = false, wide = false } = {}) {
  const spec = specs[verb];
  if (!spec) return null;
  const css = [main ? "btn-main" : spec.warn ? "btn-warn" : "", wide ? "btn-wide" : ""].filter(Boolean).join(" ");
  const look = { css, sign: spec.icon, key: `${verb}-${line.id}`, "data-seen": line.seen };
  if (spec.asks) return button(spec.button, { ...look, href: `#/case/${line.id}/${verb}` });
  return button(spec.button, { ...look, act: (pressed) => atOnce(pressed, verb, line) });
}

async function atOnce(pressed, verb, line) {
  if (pressed.getAttribute("aria-busy")) return; // an impatient thumb: the first press counts
  pressed.setAttribute("aria-busy", "true");
  try {
    tell(await put({ do: verb, case: line.id, seen: line.seen, fields: {}, photos: [] }));
  } catch (error) {
    tell(error.message, "error");
  } finally {
    pressed.removeAttribute("aria-busy");
  }
}
