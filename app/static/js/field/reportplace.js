// Where it is: the device's own position, an estate or building of the stored list, a pin moved by hand, or words.
import { combo } from "../lib/combo.js";
import { icon, make } from "../lib/dom.js";
import { fault as showFault } from "./fields.js";
import { locate } from "./here.js";
import { button, el, redraw } from "./parts.js";
import { gridOf, nearestPlace, searchPlaces } from "./place.js";
import { say } from "./said.js";
import { spotMap } from "./spotmap.js";

/**
 * The section of a report. begun: values of a draft; changed(whether by hand) after each change. Gives { element, read(), point(),
 * isInside() → whether it is known to lie in the street, where that can be told; fault(words), focus(), leave() }.
 */
export function placeField({ grids, places, mine }, begun, changed) {
  const at = {
    point: pointOf(begun),
    accuracy: begun?.accuracy?.length ? Number(begun.accuracy[0]) : null,
    estate: begun?.estate?.[0] ?? "",
    building: begun?.building?.[0] ?? "",
  };
  const found = make("p", { class: "well where", role: "status" }, say("locating"));
  const list = make("ul", {
    class: "combo-list",
    role: "listbox",
    id: "f-place-list",
    "aria-label": say("placeSearch"),
    hidden: "",
  });
  const input = make("input", {
    class: "input",
    id: "f-address",
    type: "text",
    role: "combobox",
    autocomplete: "off",
    dir: "auto",
    maxlength: "200",
    "aria-expanded": "false",
    "aria-controls": "f-place-list",
    "aria-autocomplete": "list",
    "aria-describedby": "f-address-h",
  });
  const count = make("p", { class: "sr", role: "status" });
  const box = make("div", { class: "map map-pick", role: "application", "aria-label": say("pinMap") });
  const frame = make(
    "div",
    { class: "map-box stack-s", hidden: "" },
    box,
    el(
      "div",
      "cluster",
      button(say("pinHere"), { sign: "pin", act: () => map?.centre() }),
      el("span", "hint", say("pinHint")),
    ),
  );
  const open = button(say("pinOnMap"), { sign: "map", key: "pin-map", "aria-expanded": "false", act: showMap });
  let map = null;
  let settings = 0; // how often a place was said: one that the device finds later does not push it aside
  input.value = begun?.address?.[0] ?? "";

  input.addEventListener("focus", () => input.scrollIntoView({ block: "center" })); // what it suggests must not lie under the dock
  combo(input, list, {
    find: async (text) => searchPlaces(places, text),
    count: (n) => (count.textContent = n ? say("found", { n }) : say("placeNone")),
    take(hit) {
      takeName(hit);
      if (hit.point) set(hit.point, null);
      else heard();
    },
  });
  input.addEventListener("input", () => {
    [at.estate, at.building] = ["", ""]; // typed on: the words are no longer the name that was chosen
    heard();
  });

  function heard({ byHand = true } = {}) {
    fault("");
    changed(byHand);
  }
  function takeName({ estate, building }) {
    settings += 1;
    [at.estate, at.building] = [estate ?? "", building ?? ""].map(String);
  }
  function set(point, accuracy, { near, byHand } = {}) {
    settings += 1;
    at.point = point;
    at.accuracy = accuracy;
    tell();
    map?.show(point, { near });
    heard({ byHand });
  }
  function tell() {
    if (!at.point) return redraw(found, say("noPlaceYet"));
    const grid = gridOf(grids, at.point, mine);
    const names = [grid.micro, grid.residential]
      .filter(Boolean)
      .map((one) => el("b", `tier tier-${one.tier === "micro" ? "micro" : "resi"}`, one.name));
    const near = input.value ? null : nearestPlace(places, at.point);
    const suggestion = near
      ? button(say("placeNear", { name: near.label }), { key: "near", act: () => takeNear(near) })
      : null;
    const sure =
      at.accuracy !== null
        ? el("span", "meta", say("accuracy", { n: at.accuracy }))
        : el("span", "meta", say("byHand"));
    redraw(found, icon("pin"), ...(names.length ? names : [el("b", "red-t", say("outside"))]), sure, suggestion);
  }
  function takeNear(near) {
    input.value = near.label;
    takeName(near);
    tell();
    heard();
  }
  async function find() {
    const before = settings;
    const here = await locate();
    if (before !== settings) return;
    if (here) set(here.point, here.accuracy, { byHand: false });
    else if (!at.point) redraw(found, say("noPositionReport"));
  }
  async function showMap() {
    frame.hidden = !frame.hidden;
    open.setAttribute("aria-expanded", String(!frame.hidden));
    if (frame.hidden || map) return;
    map = await spotMap(box, grids, (point) => set(point, null, { near: false }));
    if (map) map.show(at.point);
    else box.replaceWith(el("p", "hint", say("noMap")));
  }
  if (at.point) tell();
  else find();
  function isInside() {
    if (at.point) return !grids || gridOf(grids, at.point).inside;
    return Boolean(at.estate || at.building);
  }
  const field = el(
    "div",
    "field",
    make("label", { class: "label", for: "f-address" }, say("placeSearch")),
    make("p", { class: "hint", id: "f-address-h" }, say("placeSearchHint")),
    el("div", "combo", input, list),
    count,
  );
  const fault = (words) => showFault(field, input, { name: "address", hint: true }, words);
  const element = el(
    "div",
    "stack",
    found,
    el("div", "cluster", button(say("locateAgain"), { sign: "locate", key: "locate", act: find }), open),
    frame,
    field,
  );
  const one = (value) => (value || value === 0 ? [String(value)] : []);
  const read = () => ({
    lon: one(at.point?.[0]),
    lat: one(at.point?.[1]),
    accuracy: one(at.accuracy),
    estate: one(at.estate),
    building: one(at.building),
    address: one(input.value.trim()),
  });
  const point = () => at.point;
  return { element, read, point, isInside, fault, focus: () => input.focus(), leave: () => map?.close() };
}

function pointOf(values) {
  const [lon, lat] = [Number(values?.lon?.[0]), Number(values?.lat?.[0])];
  return lon && lat ? [lon, lat] : null;
}
