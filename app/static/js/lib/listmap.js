// The map beside the desk's list: the points of the rows shown, numbered like them.
/* global L */
import { all, one } from "./dom.js";
import { toLeaflet } from "./geo.js";
import { fetchGrids, gridMap } from "./gridmap.js";
import { plate } from "./plates.js";

const rowOf = (pin) => one(`[data-row="${pin.id}"]`);

/** Draw the pins into `box`, once; a plate leads to its row, a row to its plate. False when there is no map to be had. */
export async function listMap(box, pins, words) {
  const collection = typeof L === "object" ? await fetchGrids(box.dataset.grids) : null;
  if (!collection?.features.length) return false;
  const { map, bounds } = gridMap(box, collection, { words, scrollWheelZoom: true });
  const markers = new Map();
  let chosen = null;
  const choose = (pin, { scroll = false } = {}) => {
    if (chosen) markers.get(chosen.id)?.setIcon(plate(chosen, false)).setZIndexOffset(0);
    for (const row of all("[data-row][aria-current]")) row.removeAttribute("aria-current");
    chosen = pin;
    rowOf(pin).setAttribute("aria-current", "true");
    markers.get(pin.id).setIcon(plate(pin, true)).setZIndexOffset(1000);
    if (scroll) rowOf(pin).scrollIntoView({ block: "nearest" });
    else map.panInside(toLeaflet([pin.lon, pin.lat]), { padding: [48, 48], animate: false });
  };
  for (const pin of pins) {
    const marker = L.marker(toLeaflet([pin.lon, pin.lat]), { icon: plate(pin, false), alt: pin.title, title: pin.title, keyboard: true });
    const lead = ({ originalEvent: { type, key } }) => (type === "click" || key === "Enter") && choose(pin, { scroll: true });
    markers.set(pin.id, marker.addTo(map).on("click keypress", lead));
    for (const event of ["focusin", "click"]) rowOf(pin).addEventListener(event, () => choose(pin));
  }
  const wanted = L.latLngBounds(pins.map((pin) => toLeaflet([pin.lon, pin.lat])));
  map.fitBounds(wanted.isValid() ? wanted : bounds, { padding: [40, 40], maxZoom: 17, animate: false });
  return true;
}
