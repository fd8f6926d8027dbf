// Open cases near what is being reported, that may be the same: chosen here, or noted there instead of a new report.
import { make } from "../lib/dom.js";
import { byId } from "./categories.js";
import { when } from "./dates.js";
import { nearby } from "./near.js";
import { button, el, farWords, redraw } from "./parts.js";
import { stateChip } from "./signs.js";
import { nameOf } from "./row.js";
import { say, specs } from "./said.js";

/** The section: { element, look(category, point), chosen(), choose(id) }; changed() when a card was chosen. */
export function nearField(lines, categories, changed) {
  const known = byId({ categories });
  const element = make("section", { class: "sec alike", hidden: "", "aria-labelledby": "near-h" });
  const told = make("p", { class: "sr", role: "status" });
  let chosen = "";
  let shown = "";

  function look(category, point) {
    const hits = nearby(lines, category, categories, point, Date.now());
    const key = hits.map(({ line }) => line.id).join();
    if (key === shown) return;
    shown = key;
    if (!hits.some(({ line }) => String(line.id) === chosen)) chosen = "";
    element.hidden = !hits.length;
    told.textContent = hits.length ? say("nearSaid", { n: hits.length }) : say("nearGone");
    redraw(
      element,
      el("h2", "", say("nearTitle")),
      el(
        "fieldset",
        "stack-s",
        make("legend", { class: "hint", id: "near-h" }, say("nearHint")),
        ...hits.map(card),
        radio("", say("nearNone"), ""),
      ),
    );
  }
  function card({ line, metres }) {
    const facts = `${line.receipt} · ${line.where || say("noPlace")} · ${farWords(metres)} · ${when(line.reported_at)}`;
    const note =
      specs.note && line.more.includes("note")
        ? button(say("nearNote"), { css: "btn-quiet", href: `#/case/${line.id}/note` })
        : null;
    return el(
      "div",
      "twin-near stack-s",
      radio(String(line.id), say("nearSame", { name: nameOf(line, known) }), facts),
      el("div", "cluster", stateChip(line.state), note),
    );
  }
  function radio(value, words, small) {
    const input = make("input", { type: "radio", name: "same_as", id: `same-${value || 0}`, value });
    input.checked = value === chosen;
    input.addEventListener("change", () => {
      chosen = value;
      changed();
    });
    return el(
      "div",
      "choice",
      input,
      make("label", { for: `same-${value || 0}` }, words, ...(small ? [el("small", "", small)] : [])),
    );
  }
  return { element, told, look, chosen: () => chosen, choose: (id) => (chosen = id ?? "") };
}
