// My day: what is to do by lamp and distance, in hand of others, to look at again, in my grids; list and map as one.
import { make } from "../lib/dom.js";
import { seen } from "./announce.js";
import { byId } from "./categories.js";
import { dock, head, orderBar } from "./dayhead.js";
import { me } from "./device.js";
import { itemsOf, ordered } from "./dayorder.js";
import { locate, moved, position } from "./here.js";
import { kindOf } from "./lamp.js";
import { dayMap } from "./map.js";
import { list } from "./outbox.js";
import { parkedCards } from "./parked.js";
import { button, el, empty, redraw } from "./parts.js";
import { lampOf } from "./signs.js";
import { go } from "./router.js";
import { farFrom, nameOf, peek, row } from "./row.js";
import { about, labels, say } from "./said.js";
import { keep, kept, lines, mine, set } from "./store.js";

const WIDE = matchMedia("(min-width: 62rem)");
const mayReport = () => me()?.roles.some((role) => about.reporters.includes(role));
const chosenOf = {}; // tab → the line that was chosen last, while the app is open

/** Show the day; params: ["day"] or ["tab", name]. */
export async function show(root, [, tab = "todo"]) {
  const [column, top, foot, peeks] = [el("div", "day-list"), el("div", "day-top"), el("div", "day-foot"), el("div", "")];
  const told = make("p", { class: "sr", role: "status" }); // of what is drawn anew, only what was asked for is heard
  const scroll = make("div", {
    class: "day-scroll",
    tabindex: "0",
    role: "region",
    "aria-label": say("listLabel"),
    "data-key": "scroll",
  });
  const mapBox = make("div", { class: "map", role: "application", "aria-label": say("mapLabel") });
  const find = button("", { sign: "locate", "aria-label": say("locate"), act: findMe });
  const lamps = el(
    "div",
    "map-key",
    ...["red", "yellow", "green"].map((kind) => lampOf(kind, labels.lamps?.[kind] ?? kind)),
  );
  const beside = el("div", "day-map", mapBox, lamps, el("div", "map-tools", find), peeks);
  const view = { onlyFar: (await kept("order")) === "far", asMap: false, items: [], map: null, note: "" };
  column.append(top, scroll, foot, told);

  async function draw() {
    const [all, operations, catalogue, cut] = await Promise.all([lines(), list(), set("catalogue"), set("cut")]);
    const now = Date.now();
    const categories = byId(catalogue);
    const every = itemsOf(all, operations, about.first, now);
    const parked = operations.filter((op) => op.status === "parked");
    view.items = ordered(
      every.filter(({ at }) => at.tab === tab),
      { far: farFrom, onlyFar: view.onlyFar, now },
    );
    const ids = view.items.map(({ line }) => line.id);
    if (!ids.includes(chosenOf[tab])) chosenOf[tab] = ids[0];
    const with_ = { categories, now, tab, cut, chosen: WIDE.matches ? chosenOf[tab] : null };
    redraw(top, ...head(every, parked.length, tab, now, draw));
    redraw(scroll, ...(tab === "parked" ? [await attention(parked)] : listed(with_)));
    redraw(foot, dock({ asMap: view.asMap, calm: !view.items.length || !WIDE.matches, swap, reports: mayReport() }));
    scroll.hidden = view.asMap && !WIDE.matches;
    drawChosen(with_);
    if (tab === "todo") seen(ids);
  }
  const attention = (parked) => (parked.length ? parkedCards(parked, draw) : blank());
  const blank = () => el("div", "day-empty", empty(say(`none_${tab}`), say(`none_${tab}_next`)));
  function listed(with_) {
    if (!view.items.length) return [blank()];
    return [
      orderBar(view.onlyFar, view.note, turn),
      el("ul", "", ...view.items.map((item) => row(item, with_))),
      with_.cut ? el("p", "hint day-cut", say("cut")) : null,
    ];
  }
  function drawChosen(with_) {
    const item = view.items.find(({ line }) => line.id === chosenOf[tab]);
    redraw(peeks, item ? peek(item, with_) : null);
    const pins = view.items.filter(({ line }) => typeof line.lon === "number").map((one) => pinOf(one, with_));
    view.map?.update(pins, chosenOf[tab], WIDE.matches ? peeks.offsetHeight + 32 : 16);
  }
  async function turn() {
    view.onlyFar = !view.onlyFar;
    await keep("order", view.onlyFar ? "far" : "lamp");
    await note(view.onlyFar && !position() && !(await locate()) ? say("noPosition") : "");
  }
  async function swap() {
    view.asMap = !view.asMap;
    root.classList.toggle("as-map", view.asMap);
    scrollTo(0, 0);
    await again();
  }
  async function choose(id) {
    chosenOf[tab] = id;
    await draw();
    told.textContent = peeks.querySelector("h2")?.textContent ?? "";
  }
  async function note(words) {
    told.textContent = view.note = words;
    await draw();
  }
  async function findMe() {
    const found = await locate();
    if (found) return view.map?.centre(found.point);
    await note(say("noPosition"));
  }
  async function openMap() {
    const [grids, own] = await Promise.all([set("grids"), mine()]);
    if (view.map || view.opening || !grids || !(WIDE.matches || view.asMap)) return; // before the first bundle there is none
    if (!mapBox.isConnected) return; // it is not measured before it stands
    view.opening = true;
    const made = await dayMap(mapBox, { grids, mine: own, choose });
    if (!mapBox.isConnected) return made?.close();
    [view.map, view.opening] = [made, false];
    if (!made) return mapBox.replaceChildren(el("p", "map-none", say("noMap")));
    if (position()) view.map.here(position());
    await draw();
  }
  const again = () => draw().then(openMap);
  scroll.addEventListener("click", (event) => {
    const link = event.target.closest(".todo");
    if (!link || !WIDE.matches || event.ctrlKey || event.metaKey || event.detail > 1) return; // on a phone a row leads to its case
    event.preventDefault();
    const id = Number(link.dataset.case);
    if (link.hasAttribute("aria-current") && event.detail === 0)
      go(`#/case/${id}`); // the second Enter opens it
    else choose(id);
  });
  const still = moved(() => {
    view.map?.here(position());
    draw();
  });
  WIDE.addEventListener("change", again);
  await draw();
  root.className = "day-cols fday";
  root.replaceChildren(column, beside);
  return {
    stand: openMap,
    refresh: again,
    leave() {
      still();
      WIDE.removeEventListener("change", again);
      view.map?.close();
      [view.map, view.opening] = [null, true]; // what is still being drawn finds no map, and opens none
    },
  };
}

function pinOf({ line, at, lamp, no }, { categories, now }) {
  const title = `${no} ${labels.do?.[at.do] ?? ""} ${nameOf(line, categories)}`;
  return { id: line.id, no, lon: line.lon, lat: line.lat, lamp: lamp ? kindOf(lamp, now) : "off", title };
}
