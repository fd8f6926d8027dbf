// A pin that can be moved on the map of the grids: by a tap, by dragging, or by the keyboard with the middle of the map.
/* global L */
import { fromLeaflet, toLeaflet } from "../lib/geo.js";
import { gridMap, pinAt } from "../lib/gridmap.js";
import { leaflet } from "./leaflet.js";
import { words } from "./said.js";

const NEAR = 17;

/** Draw into `box`; set(point) is told when the pin was moved by hand. Gives { show(point), centre() } or null. */
export async function spotMap(box, grids, set) {
  if (!grids?.features.length || !(await leaflet()) || !box.isConnected) return null;
  const { map } = gridMap(box, grids, { words, scrollWheelZoom: false });
  let pin = null;

  function show(point, { near = true } = {}) {
    pin?.remove();
    if (!point) return;
    const { icon } = pinAt(point).options;
    pin = L.marker(toLeaflet(point), {
      icon,
      draggable: true,
      autoPan: true,
      keyboard: false,
      title: words.pinMove,
    }).addTo(map);
    pin.on("dragend", () => set(fromLeaflet(pin.getLatLng())));
    if (near) map.setView(toLeaflet(point), Math.max(map.getZoom(), NEAR), { animate: false });
  }
  map.on("click", ({ latlng }) => set(fromLeaflet(latlng)));
  const centre = () => set(fromLeaflet(map.getCenter()));
  map.getContainer().addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target !== map.getContainer()) return;
    event.preventDefault();
    centre();
  });
  return { show, centre, close: () => map.remove() };
}
