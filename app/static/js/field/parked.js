// What the server did not take: why, what to do about it, and the ways out. Nothing is dropped.
import { icon, make } from "../lib/dom.js";
import { inWords, once, tell, titleOf } from "./act.js";
import { byId } from "./categories.js";
import { when } from "./dates.js";
import { faultsOf } from "./form.js";
import { asNote, setAside } from "./outbox.js";
import { button, el } from "./parts.js";
import { nameOf } from "./row.js";
import { labels, say, specs } from "./said.js";
import { lines, set } from "./store.js";

/** Cards of operations that the server refused; again() is called after one of them went another way. */
export async function parkedCards(operations, again) {
  const head = await about();
  return el("ul", "ops", ...operations.map((op) => el("li", "", card(op, head, again))));
}

/** Names for operations: what they are about. */
export async function about() {
  const [all, catalogue] = await Promise.all([lines(), set("catalogue")]);
  const categories = byId(catalogue);
  const known = new Map(all.map((line) => [line.id, line]));
  return (op) => {
    const line = known.get(op.case);
    if (line) return { title: nameOf(line, categories), where: line.where, line };
    const category = categories.get(Number(op.fields.category?.[0]));
    const text = op.fields.text?.[0] ?? "";
    return {
      title: category ? nameOf({ category: category.id }, categories) : say("case"),
      where: op.fields.address?.[0] || text.slice(0, 40),
      line: null,
    };
  };
}

function card(op, head, again) {
  const { title, where, line } = head(op);
  const todo = op.todo ? el("p", "", op.todo) : null;
  const faults = Object.values(faultsOf(op));
  const news = op.news?.length
    ? el(
        "div",
        "",
        el("p", "label", say("newsSince")),
        el("ul", "plain", ...op.news.map(newsLine)),
      )
    : null;
  const photos = op.photos.length ? say("photosN", { n: op.photos.length }) : "";
  const facts = [where, say("madeAt", { at: when(op.happened_at) }), photos].filter(Boolean);
  const made = make("article", { class: "card op op-parked stack-s", "data-op": op.id });
  made.append(
    ...[
      el("h3", "", titleOf(op.do), "　", title),
      make("p", { class: "meta", dir: "auto" }, facts.join(" · ")),
      el(
        "div",
        "notice notice-error",
        icon("warn"),
        el(
          "div",
          "",
          el("p", "", el("strong", "", op.message || say("refused"))),
          ...faults.map((words) => el("p", "", words)),
          todo,
          news,
        ),
      ),
      line ? el("p", "meta", say("standsNow", { state: labels.states?.[line.state] ?? line.state })) : null,
      ways(op, line, again),
    ].filter(Boolean),
  );
  return made;
}

// As the server says it, the moment too: what somebody did, and in their own words why.
function newsLine({ at, what, text, more }) {
  const words = [text, more].filter(Boolean).map((said) => make("p", { class: "meta", dir: "auto" }, said));
  return el("li", "", `${at} ${what}`, ...words);
}

function ways(op, line, again) {
  const goes = (pressed, way, words) =>
    once(`${op.id}-goes`, pressed, async () => {
      await way(op.id);
      tell(words);
      await again();
    }).catch((error) => tell(inWords(error).message, "error"));
  const mend =
    op.do === "report" || specs[op.do]?.asks
      ? button(say("wayMend"), { css: "btn-main", sign: "edit", href: `#/outbox/${op.id}/mend`, key: `mend-${op.id}` })
      : null;
  const note =
    op.case && specs.note
      ? button(say("wayNote"), {
          sign: "message",
          key: `note-${op.id}`,
          act: (pressed) => goes(pressed, asNote, say("notedDown")),
        })
      : null;
  const later =
    op.status === "parked"
      ? button(say("wayLater"), {
          css: "btn-quiet",
          key: `later-${op.id}`,
          act: (pressed) => goes(pressed, setAside, say("putAside")),
        })
      : null;
  const look = line ? button(say("openCase"), { css: "btn-quiet", href: `#/case/${line.id}`, key: `look-${op.id}` }) : null;
  return el("div", "cluster", mend, note, later, look);
}
