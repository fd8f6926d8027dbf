// A case: what, where, how late, what was promised; my own work on it that is not sent; the moves it allows now.
import { icon, make } from "../lib/dom.js";
import { littleMap } from "../lib/littlemap.js";
import { moveButton, tell, titleOf } from "./act.js";
import { about, signs } from "./casehead.js";
import { callSection } from "./call.js";
import { byId } from "./categories.js";
import { when } from "./dates.js";
import { standing } from "./moves.js";
import { list } from "./outbox.js";
import { button, crumb, el, empty, farWords, redraw } from "./parts.js";
import { gridOf } from "./place.js";
import { farFrom, nameOf } from "./row.js";
import { about as app, say } from "./said.js";
import { line as lineOf, set } from "./store.js";

const RARE = new Set(app.rare ?? []);

/** Show a case by its id. */
export async function show(root, [, id]) {
  root.className = "";
  let call = null; // made once: a number that was asked for stays on the screen until one leaves it
  async function draw() {
    const [line, operations, catalogue, grids] = await Promise.all([
      lineOf(Number(id)),
      list(),
      set("catalogue"),
      set("grids"),
    ]);
    if (!line)
      return gone(
        root,
        operations.filter((op) => op.case === Number(id)),
      );
    const categories = byId(catalogue);
    const at = standing(line, operations, app.first);
    const mine = operations.filter((op) => op.case === line.id);
    call ??= line.contact ? callSection(line) : null;
    const rareOpen = root.querySelector("details.rare")?.open;
    redraw(
      root,
      head(line, at, categories),
      el("div", "case fcase", story(line, at), movesOf(line, at, mine, { call, rareOpen }), placeOf(line, grids)),
    );
    drawMap(root, line, grids);
  }
  await draw();
  return { refresh: draw };
}

function head(line, at, categories) {
  const title = make("h1", { tabindex: "-1", "data-key": "h1" }, nameOf(line, categories));
  return el(
    "div",
    "case-head stack-s",
    crumb("#/", say("day"), el("span", "mono", line.receipt)),
    title,
    signs(line, at),
    make("p", { class: "meta", dir: "auto" }, line.where || say("noPlace")),
  );
}

function story(line, at) {
  return el("div", "case-story", el("section", "card stack-s", about(line, { at })));
}

function movesOf(line, at, mine, { call, rareOpen }) {
  const others = at.more.filter((verb) => !RARE.has(verb)).map((verb) => moveButton(verb, line, { wide: true }));
  const rare = at.more
    .filter((verb) => RARE.has(verb))
    .map((verb) => moveButton(verb, line, { wide: true }))
    .filter(Boolean);
  const moves = [moveButton(at.main, line, { main: true, wide: true }), ...others].filter(Boolean);
  const more = rare.length
    ? make(
        "details",
        { class: "rare stack-0", ...(rareOpen ? { open: "" } : {}) },
        make("summary", { class: "btn btn-quiet" }, icon("chevron"), say("rare", { n: rare.length })),
        listOf(rare),
      )
    : null;
  const far = (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    tell(say("seeAllOffline"), "error");
  };
  const full = button(say("seeAll"), {
    css: "btn-quiet btn-wide",
    sign: "external",
    href: `/cases/${line.id}`,
    key: "all",
  });
  full.addEventListener("click", far);
  return el(
    "div",
    "case-moves",
    mine.length ? unsent(mine) : null,
    el(
      "section",
      "card card-lift",
      el("h2", "", say(at.away ? "movesAway" : moves.length ? "movesNow" : "movesNone")),
      at.away ? el("p", "meta", say("movesAwayNext")) : null,
      listOf(moves),
      more,
    ),
    call,
    el("section", "card", full, el("p", "hint", say("seeAllHint"))),
  );
}

const listOf = (moves) => el("ul", "moves stack-0", ...moves.map((move) => el("li", "", move)));

function unsent(mine) {
  const rows = mine.map((op) => {
    const state = say(`status_${op.status}`);
    return el(
      "li",
      "",
      el("span", "", titleOf(op.do)),
      el("span", op.status === "parked" ? "meta red-t" : "meta", `${when(op.happened_at)} · ${state}`),
    );
  });
  const link = button(say("toOutbox"), { css: "btn-quiet", href: "#/outbox", key: "outbox" });
  return el("section", "card", el("h2", "", say("unsentMine", { n: mine.length })), el("ul", "unsent", ...rows), link);
}

function placeOf(line, grids) {
  const far = farFrom(line);
  const facts = [
    ["where", line.where || say("noPlace")],
    ["far", far === null ? "" : farWords(far)],
    ["estate", line.estate === line.where ? "" : line.estate],
    ["grid", line.grid],
    ["owner", line.owner],
    ["unit", line.unit],
    ["reportedAt", line.reported_at ? when(line.reported_at) : ""],
    ["round", line.round > 1 ? say("roundN", { n: line.round }) : ""],
  ].filter(([, value]) => value);
  const map = grids && typeof line.lon === "number" ? make("div", { class: "map map-m", "data-little": "" }) : null;
  const list = el(
    "dl",
    "facts stack-0",
    ...facts.flatMap(([key, value]) => [el("dt", "", say(key)), make("dd", { dir: "auto" }, value)]),
  );
  return el(
    "div",
    "case-place",
    el("section", "card", el("h2", "", say("place")), map, map ? el("p", "hint", say("schematic")) : null, list),
  );
}

function drawMap(root, line, grids) {
  const box = root.querySelector("[data-little]");
  if (!box || !box.getBoundingClientRect().width) return;
  const point = [line.lon, line.lat];
  const at = gridOf(grids, point);
  littleMap(box, grids, { point, place: (at.micro ?? at.residential)?.id, home: at.residential?.id });
}

function gone(root, mine) {
  root.className = "wrap";
  root.replaceChildren(
    make("h1", { tabindex: "-1" }, say("caseGone")),
    empty(say("caseGone"), say("caseGoneNext"), button(say("toDay"), { href: "#/" })),
    ...(mine.length ? [unsent(mine)] : []),
  );
}
