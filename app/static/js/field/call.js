// Calling the reporter: why, in one tap; the number comes over the network, is logged there and kept nowhere.
import { icon, make } from "../lib/dom.js";
import { Away, Refused, post } from "./door.js";
import { button, el, notice, redraw } from "./parts.js";
import { say, specs } from "./said.js";

const REASONS = ["callWhere", "callWhat", "callResult"];

/** The card with the call button of a case line. */
export function callSection(line) {
  const answer = el("div", "stack-s");
  const ask = button(say("call"), { css: "btn-wide", sign: "phone", key: "call", act: () => redraw(answer, whys()) });
  const whys = () =>
    el(
      "div",
      "stack-s",
      el("p", "label", say("callWhy")),
      ...REASONS.map((key) => button(say(key), { css: "btn-wide", key, act: () => fetchNumber(say(key)) })),
      el("p", "hint", say("callLogged")),
    );

  async function fetchNumber(why) {
    redraw(answer, make("p", { class: "meta", role: "status" }, say("asking")));
    try {
      const { name, phone } = await post(`/field/cases/${line.id}/phone`, { why });
      show(name, phone);
    } catch (error) {
      redraw(answer, notice(error instanceof Away ? "warn" : "error", wordsFor(error)));
    }
  }
  function show(name, phone) {
    const link = make(
      "a",
      { class: "btn btn-main btn-wide", href: `tel:${phone}` },
      icon("phone"),
      `${name ? `${name} ` : ""}${phone}`,
    );
    const then =
      specs.contact && [line.main, ...line.more].includes("contact")
        ? button(specs.contact.button, { css: "btn-wide", href: `#/case/${line.id}/contact` })
        : null;
    redraw(answer, link, then);
    link.focus();
  }
  return el("section", "card stack-s", el("h2", "", say("reporter")), ask, answer);
}

function wordsFor(error) {
  if (error instanceof Away) return say("callOffline");
  return error instanceof Refused ? error.message : say("callSignIn");
}
