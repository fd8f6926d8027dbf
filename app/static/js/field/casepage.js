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

/** Show a case by its id. What is drawn anew is drawn part by part: a part that stays the same keeps its place. */
export async function show(root, [, id]) {
  const [top, body, map] = [el("div", "case-head stack-s"), frame(), make("div", { class: "map map-m" })];
  let call = null; // made once: a number that was asked for stays on the screen until one leaves it
  let drawn = ""; // what the little map shows
  let found = {};
  async function draw() {
    const [line, operations, catalogue, grids] = await Promise.all([
      lineOf(Number(id)),
      list(),
      set("catalogue"),
      set("grids"),
    ]);
    const mine = operations.filter((op) => op.case === Number(id));
    root.className = line ? "" : "wrap";
    if (!line) return redraw(root, ...caseGone(), mine.length ? unsent(mine) : null);
    const categories = byId(catalogue);
    const at = standing(line, operations, app.first);
    call ??= line.contact ? callSection(line) : null;
    const rareOpen = body.moves.querySelector("details.rare")?.open;
    redraw(root, top, body.all);
    redraw(top, ...head(line, at, categories));
    redraw(body.story, ...about(line, { at }).childNodes);
    redraw(body.moves, ...movesOf(line, at, mine, { call, rareOpen }));
    redraw(body.place, ...placeOf(line, grids && typeof line.lon === "number" ? map : null));
    found = { line, grids };
    drawMap();
  }
  // It needs the size that its box has on the page.
  function drawMap() {
    const { width } = map.getBoundingClientRect();
    if (!width) return;
    const point = [found.line.lon, found.line.lat];
    const { micro, residential } = gridOf(found.grids, point);
    const told = { point, place: (micro ?? residential)?.id, home: residential?.id };
    const key = JSON.stringify([told, width]);
    if (key !== drawn) littleMap(map, found.grids, told);
    drawn = key;
  }
  await draw();
  return { stand: drawMap, refresh: draw };
}

// The parts of the page that stay, whatever is drawn in them.
function frame() {
  const [story, moves, place] = [el("div", "stack-s case-about"), el("div", "case-moves"), el("section", "card")];
  const told = el("div", "case-story", el("section", "card stack-s", story));
  return { all: el("div", "case fcase", told, moves, el("div", "case-place", place)), story, moves, place };
}

function head(line, at, categories) {
  const title = make("h1", { tabindex: "-1", "data-key": "h1" }, nameOf(line, categories));
  return [
    crumb("#/", say("day"), el("span", "mono", line.receipt)),
    title,
    signs(line, at),
    make("p", { class: "meta", dir: "auto" }, line.where || say("noPlace")),
  ];
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
        make("summary", { class: "btn btn-quiet", "data-key": "rare" }, icon("chevron"), say("rare", { n: rare.length })),
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
  return [
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
  ];
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

function placeOf(line, map) {
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
  const list = el(
    "dl",
    "facts stack-0",
    ...facts.flatMap(([key, value]) => [el("dt", "", say(key)), make("dd", { dir: "auto" }, value)]),
  );
  return [el("h2", "", say("place")), map, map ? el("p", "hint", say("schematic")) : null, list];
}

/** What stands where a case is not on this tablet. */
export function caseGone() {
  return [
    make("h1", { tabindex: "-1", "data-key": "h1" }, say("caseGone")),
    empty(say("caseGone"), say("caseGoneNext"), button(say("toDay"), { href: "#/" })),
  ];
}
