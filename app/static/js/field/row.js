// A case as a line of the list and as the chosen card: two faces of the same words.
import { make } from "../lib/dom.js";
import { metres } from "../lib/geo.js";
import { moveButton } from "./act.js";
import { freshIds } from "./announce.js";
import { when } from "./dates.js";
import { position } from "./here.js";
import { button, el, farWords } from "./parts.js";
import { lampChip, stateChip, urgencyTag } from "./signs.js";
import { labels, named, say } from "./said.js";

/** What a line is called: its category, else that it has none yet. */
export const nameOf = (line, categories) => named(categories.get(line.category)) || say("noCategory");

/** Metres from the device to a case, null where either is not known. */
export function farFrom(line) {
  const here = position();
  return here && typeof line.lon === "number" ? metres(here.point, [line.lon, line.lat]) : null;
}

const doWords = (at) => (at.do === "sent" ? say("doSent") : (labels.do?.[at.do] ?? at.do));
const whereWords = (line) => line.where || say("noPlace");

/** A row: number, what to do and where, lamp and distance. item: { line, at, lamp, no }. */
export function row({ line, at, lamp, no }, { categories, now, chosen, tab }) {
  const unsent = at.unsent ? el("span", "tag tag-unsent", say("unsentOn", { n: at.unsent })) : null;
  const other = tab !== "todo" && (line.unit || line.owner);
  const link = make("a", {
    class: "todo",
    href: `#/case/${line.id}`,
    "data-case": line.id,
    "data-key": `row-${line.id}`,
  });
  if (line.id === chosen) link.setAttribute("aria-current", "true");
  const title = el("span", "", el("span", "do", doWords(at)), "　", nameOf(line, categories));
  const fresh = freshIds().includes(line.id) ? el("span", "tag tag-fresh", say("freshTag")) : null;
  const tags = [fresh, urgencyTag(line), line.relapse ? el("span", "tag", say("relapse")) : null, unsent].filter(
    Boolean,
  );
  const where = make("span", { class: "at", dir: "auto" }, whereWords(line), ...(other ? [` · ${other}`] : []));
  const left = lampChip(lamp, now, { short: true }) ?? el("span", "meta", labels.states?.[at.state] ?? at.state);
  link.append(
    el("span", "no", el("span", "", String(no))),
    el("span", "", title, ...tags.flatMap((tag) => [" ", tag]), make("br"), where),
    el("span", "left", left, make("br"), el("span", "far", farWords(farFrom(line)))),
  );
  return el("li", "", link);
}

/** The card of the chosen line beside the map, with its first moves. */
export function peek({ line, at, lamp, no }, { categories, now }) {
  const far = farFrom(line);
  const facts = [
    whereWords(line),
    far === null ? "" : farWords(far),
    lamp && !lamp.paused ? say("dueAt", { at: when(lamp.due_at, now) }) : "",
  ].filter(Boolean);
  const moves = [
    moveButton(at.main, line, { main: true }),
    moveButton(
      at.more.find((verb) => verb !== "note"),
      line,
    ),
  ].filter(Boolean);
  const shown = lampChip(lamp, now, { short: true });
  const head = el(
    "div",
    "cluster",
    el("h2", "", `${no}　${nameOf(line, categories)}`),
    stateChip(at.state),
    shown ? el("span", "push", shown) : null,
  );
  const unsent = at.unsent ? el("p", "meta", say("unsentOnCase", { n: at.unsent })) : null;
  const all = button(say("openCase"), { href: `#/case/${line.id}`, key: `open-${line.id}` });
  const card = make("section", { class: "peek card card-lift stack-s", "aria-label": say("chosenCase") });
  card.append(
    ...[
      head,
      make("p", { class: "meta", dir: "auto" }, facts.join(" · ")),
      unsent,
      el("div", "cluster", ...moves, all),
    ].filter(Boolean),
  );
  return card;
}
