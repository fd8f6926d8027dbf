// What a case is about: where, what was reported, what the handler answered, and its pictures while there is signal.
import { make } from "../lib/dom.js";
import { when } from "./dates.js";
import { worst } from "./lamp.js";
import { el } from "./parts.js";
import { lampChip, stateChip, urgencyTag } from "./signs.js";
import { english, say, words } from "./said.js";

/** State, lamp and what is special about a line. at: moves.standing of it. */
export function signs(line, at = null) {
  const relapse = line.relapse ? el("span", "tag tag-strong", say("relapse")) : null;
  return el(
    "p",
    "cluster",
    stateChip((at ?? line).state),
    lampChip(worst(line, Date.now(), at?.stopped), Date.now()),
    urgencyTag(line),
    relapse,
  );
}

/** What was said and shown of a line; short: as the head of a form, with its signs and place. */
export function about(line, { short = false, at = null } = {}) {
  const where = short ? make("p", { class: "meta", dir: "auto" }, line.where || say("noPlace")) : null;
  const due = short ? null : dueLine(worst(line, Date.now(), at?.stopped), Date.now());
  const said = line.text ? make("p", { class: "well kept-lines", dir: "auto" }, line.text) : null;
  const answered = line.check && (line.check.reply || line.check.outcome) ? checked(line.check) : null;
  return el("div", "stack-s case-about", short ? signs(line, at) : null, where, due, said, answered, pictures(line));
}

function dueLine(lamp, now) {
  if (!lamp || lamp.paused) return null;
  return el("p", "", say("promised", { clock: english ? lamp.words_en : lamp.words_zh, at: when(lamp.due_at, now) }));
}

function checked({ reply, outcome, photo_why: why }) {
  const rows = [
    ["checkOutcome", outcome && (words[`outcome_${outcome}`] ?? outcome)],
    ["checkReply", reply],
    ["checkWhy", why],
  ].filter(([, value]) => value);
  return el(
    "dl",
    "facts card",
    ...rows.flatMap(([key, value]) => [
      el("dt", "", say(key)),
      make("dd", { class: "kept-lines", dir: "auto" }, value),
    ]),
  );
}

/** The pictures of a case: shown from the network and never kept. */
function pictures(line) {
  if (!line.photos?.length) return null;
  if (!navigator.onLine) return el("p", "hint", say("photosOffline", { n: line.photos.length }));
  const shots = line.photos
    .filter((photo) => photo.kind !== "document")
    .map((photo, i) => {
      const address = `/cases/${line.id}/photos/${photo.id}`;
      const kind = words[`photo_${photo.kind}`] ?? photo.kind;
      const image = make("img", { src: `${address}?thumb`, alt: say("photoOf", { kind, n: i + 1 }), loading: "lazy" });
      image.addEventListener("error", () => image.closest("li").remove()); // no signal after all
      return el(
        "li",
        "",
        make(
          "a",
          { href: address, target: "_blank", rel: "noopener", "data-key": `photo-${photo.id}` },
          image,
          el("span", "meta", kind),
        ),
      );
    });
  return shots.length ? el("ul", "papers case-shots", ...shots) : null;
}
