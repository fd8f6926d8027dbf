// My grids with the cases of the list, from the stored polygons: the same numbers, no signal needed.
/* global L */
import { toLeaflet } from "../lib/geo.js";
import { gridMap } from "../lib/gridmap.js";
import { plate } from "../lib/plates.js";
import { leaflet } from "./leaflet.js";
import { words } from "./said.js";

const TINTED = 8; // whoever holds the whole street needs no tint to find it

/** Draw into `box`; pins: [{ id, no, lon, lat, lamp, title }]. Gives { update, here, centre } or null without a map. */
export async function dayMap(box, { grids, mine, choose }) {
  if (!grids?.features.length || !(await leaflet()) || !box.isConnected) return null;
  const own = new Set(mine.length <= TINTED ? mine : []);
  const drawn = gridMap(box, grids, { mine: own, words, scrollWheelZoom: true });
  const markers = new Map();
  let dot = null;
  let fitted = false;
  let shown = ""; // the pins as they stand
  let former = null; // whoever was chosen then

  // The map stays where somebody moved it, until another case is chosen.
  function update(pins, chosen, room = 16) {
    const wanted = JSON.stringify([pins, chosen]);
    if (wanted !== shown) put(pins, chosen);
    shown = wanted;
    if (!fitted) fit(room);
    else if (chosen !== former && markers.has(chosen))
      drawn.map.panInside(markers.get(chosen).getLatLng(), {
        paddingTopLeft: [48, 72],
        paddingBottomRight: [48, room],
        animate: false,
      });
    former = chosen;
  }
  function put(pins, chosen) {
    const held = [...markers].find(([, marker]) => marker.getElement() === document.activeElement)?.[0];
    for (const marker of markers.values()) marker.remove();
    markers.clear();
    for (const pin of pins) {
      const on = pin.id === chosen;
      const marker = L.marker(toLeaflet([pin.lon, pin.lat]), {
        icon: plate(pin, on),
        alt: pin.title,
        title: pin.title,
        keyboard: true,
        zIndexOffset: on ? 1000 : 0,
      });
      markers.set(
        pin.id,
        marker.addTo(drawn.map).on("click", () => choose(pin.id)),
      );
    }
    markers.get(held)?.getElement().focus({ preventScroll: true });
  }
  function fit(room) {
    fitted = true;
    const wanted = L.latLngBounds([]);
    for (const [id, layer] of drawn.layers) if (own.has(id)) wanted.extend(layer.getBounds());
    for (const marker of markers.values()) wanted.extend(marker.getLatLng());
    drawn.map.fitBounds(wanted.isValid() ? wanted : drawn.bounds, {
      paddingTopLeft: [40, 64],
      paddingBottomRight: [40, room],
      maxZoom: 17,
      animate: false,
    });
  }
  function here({ point, accuracy }) {
    dot?.remove();
    dot = L.layerGroup([
      L.circle(toLeaflet(point), {
        radius: Math.max(accuracy, 30),
        className: "m-near",
        fillOpacity: 1,
        weight: 1,
        interactive: false,
      }),
      L.circleMarker(toLeaflet(point), {
        radius: 8,
        className: "m-me",
        fillOpacity: 1,
        opacity: 1,
        interactive: false,
      }),
    ]).addTo(drawn.map);
  }
  const centre = (point) => drawn.map.panInside(toLeaflet(point), { padding: [60, 60], animate: false });
  const close = () => drawn.map.remove();
  return { update, here, centre, close };
}
