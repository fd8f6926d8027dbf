// My day: what is to do by lamp and distance, in hand of others, to look at again, in my grids; list and map as one.
import { make } from "../lib/dom.js";
import { go } from "./router.js";
import { freshIds, seen } from "./announce.js";
import { locate, moved, position } from "./here.js";
import { byLamp, kindOf, worst } from "./lamp.js";
import { dayMap } from "./map.js";
import { standing } from "./moves.js";
import { list } from "./outbox.js";
import { parkedCards } from "./parked.js";
import { button, el, empty, lampOf, redraw } from "./parts.js";
import { farFrom, nameOf, peek, row } from "./row.js";
import { about, labels, say } from "./said.js";
import { keep, kept, lines, set } from "./store.js";

const WIDE = matchMedia("(min-width: 62rem)");
const TABS = ["todo", "others", "recheck", "grid"];
const chosenOf = {}; // tab → the line that was chosen last, while the app is open

/** Show the day; params: ["day"] or ["tab", name]. */
export async function show(root, [, tab = "todo"]) {
  const column = el("div", "day-list");
  const mapBox = make("div", { class: "map", role: "application", "aria-label": say("mapLabel") });
  const peeks = make("div", { "aria-live": "polite" });
  const beside = el("div", "day-map", mapBox, key(), tools(), peeks);
  const view = { tab, far: (await kept("order")) === "far", asMap: false, items: [], map: null };
  root.className = "day-cols fday";
  root.replaceChildren(column, beside);

  function key() {
    return el("div", "map-key", ...["red", "yellow", "green"].map((kind) => lampOf(kind, labels.lamps?.[kind] ?? kind)));
  }
  function tools() {
    const find = button("", { sign: "locate", "aria-label": say("locate"), act: findMe });
    return el("div", "map-tools", find);
  }
  async function findMe() {
    const found = await locate();
    if (found) view.map?.centre(found.point);
    else redraw(note, say("noPosition"));
  }
  const note = make("p", { class: "meta day-note", role: "status" });

  async function draw() {
    const [all, operations, catalogue] = await Promise.all([lines(), list(), set("catalogue")]);
    const now = Date.now();
    const categories = new Map((catalogue?.categories ?? []).map((one) => [one.id, one]));
    const standings = all.map((line) => {
      const at = standing(line, operations, about.first);
      return { line, at, lamp: worst(line, now, at.stopped) };
    });
    const parked = operations.filter((op) => op.status === "parked");
    view.items = sorted(standings.filter(({ at }) => at.tab === tab), view.far, now);
    const ids = view.items.map(({ line }) => line.id);
    if (!ids.includes(chosenOf[tab])) chosenOf[tab] = ids[0];
    const shown = { categories, now, chosen: WIDE.matches ? chosenOf[tab] : null, tab };
    redraw(column, ...head(standings, parked, now), await body(parked, shown), dock());
    beside.hidden = tab === "parked" && !WIDE.matches;
    showChosen(shown);
    if (tab === "todo") seen(ids);
  }
  function head(standings, parked, now) {
    const counts = Object.fromEntries(TABS.map((name) => [name, standings.filter(({ at }) => at.tab === name).length]));
    const hot = standings.some(({ lamp, at }) => at.tab === "todo" && lamp && kindOf(lamp, now) === "red");
    const names = parked.length ? ["todo", "parked", ...TABS.slice(1)] : [...TABS, "parked"]; // what needs attention stands in sight
    const links = names.filter((name) => name !== "recheck" || counts.recheck || tab === name).map((name) => {
      const n = name === "parked" ? parked.length : counts[name];
      const count = n ? el("span", `count${(name === "todo" && hot) || name === "parked" ? " count-hot" : ""}`, String(n)) : "";
      const link = make("a", { href: name === "todo" ? "#/" : `#/tab/${name}`, "data-key": `tab-${name}` }, say(`tab_${name}`), " ", count);
      if (name === tab) link.setAttribute("aria-current", "page");
      return link;
    });
    return [make("h1", { class: "sr", tabindex: "-1" }, say("day")), make("nav", { class: "tabs", "aria-label": say("tabsLabel") }, ...links), news()];
  }
  function news() {
    const n = freshIds().length;
    return n ? make("p", { class: "strip strip-new", role: "status" }, say("fresh", { n })) : null;
  }
  async function body(parked, about) {
    const scroll = make("div", { class: "day-scroll", tabindex: "0", role: "region", "aria-label": say("listLabel"), "data-key": "scroll" });
    if (tab === "parked") scroll.append(...(parked.length ? [await parkedCards(parked, draw)] : [blank()]));
    else if (!view.items.length) scroll.append(blank());
    else scroll.append(orderBar(), el("ul", "", ...view.items.map((item) => row(item, about))));
    scroll.hidden = view.asMap && !WIDE.matches;
    return scroll;
  }
  const blank = () => el("div", "day-empty", empty(say(`none_${tab}`), say(`none_${tab}_next`)));
  function orderBar() {
    const toggle = button(say(view.far ? "byLampFirst" : "byFarOnly"), { css: "btn-quiet", key: "order", "aria-pressed": String(view.far), act: turn });
    return el("div", "group", el("h2", "meta", say(view.far ? "byFar" : position() ? "byLampFar" : "byLamp")), note, toggle);
  }
  async function turn() {
    view.far = !view.far;
    await keep("order", view.far ? "far" : "lamp");
    if (view.far && !position() && !(await locate())) note.textContent = say("noPosition");
    await draw();
  }
  function dock() {
    const both = button(say(view.asMap ? "asList" : "asMap"), { css: "btn-tall only-hand", sign: view.asMap ? "list" : "map", key: "switch", act: swap });
    const report = button(say("report"), { css: `btn-tall btn-grow${view.items.length && WIDE.matches ? "" : " btn-main"}`, sign: "camera", href: "#/report", key: "report" });
    return el("div", "day-dock cluster", report, both);
  }
  async function swap() {
    view.asMap = !view.asMap;
    root.classList.toggle("as-map", view.asMap);
    scrollTo(0, 0);
    await draw();
    await openMap();
  }
  function showChosen(about) {
    const item = view.items.find(({ line }) => line.id === chosenOf[tab]);
    redraw(peeks, ...(item && tab !== "parked" ? [peek(item, about)] : []));
    const pins = view.items.filter(({ line }) => typeof line.lon === "number").map(({ line, at, lamp, no }) => ({
      id: line.id, no, lon: line.lon, lat: line.lat, lamp: lamp ? kindOf(lamp, about.now) : "off",
      title: `${no} ${labels.do?.[at.do] ?? ""} ${nameOf(line, about.categories)}`,
    }));
    view.map?.update(pins, chosenOf[tab], WIDE.matches ? peeks.offsetHeight + 32 : 16);
  }
  async function choose(id) {
    chosenOf[tab] = id;
    await draw();
  }
  async function openMap() {
    const [grids, mine] = await Promise.all([set("grids"), set("mine")]);
    if (view.map || view.opening || !grids || !(WIDE.matches || view.asMap)) return; // before the first bundle there is none
    view.opening = true;
    view.map = await dayMap(mapBox, { grids, mine: mine ?? [], choose });
    view.opening = false;
    if (!view.map) return mapBox.replaceChildren(el("p", "map-none", say("noMap")));
    if (position()) view.map.here(position());
    await draw();
  }
  column.addEventListener("click", (event) => {
    const link = event.target.closest(".todo");
    if (!link || !WIDE.matches || event.ctrlKey || event.metaKey || event.detail > 1) return; // on a phone a row leads to its case
    event.preventDefault();
    const id = Number(link.dataset.case);
    if (link.hasAttribute("aria-current") && event.detail === 0) go(`#/case/${id}`); // the second Enter opens it
    else choose(id);
  });
  const still = moved(() => {
    view.map?.here(position());
    draw();
  });
  await draw();
  const width = () => draw().then(openMap);
  WIDE.addEventListener("change", width);
  openMap();
  return {
    refresh: () => draw().then(openMap),
    leave() {
      still();
      WIDE.removeEventListener("change", width);
      view.map?.close();
    },
  };
}

// By lamp, then by distance within a shape; or by distance alone. Numbered like the map.
function sorted(items, far, now) {
  const late = byLamp(now);
  const distance = ({ line }) => farFrom(line) ?? Infinity;
  const shape = ({ lamp }) => (lamp ? kindOf(lamp, now) : "");
  const order = (a, b) => {
    const near = distance(a) - distance(b) || 0;
    if (far) return near || late(a, b);
    return shape(a) === shape(b) && position() ? near || late(a, b) : late(a, b);
  };
  return items.sort(order).map((item, i) => ({ ...item, no: i + 1 }));
}
