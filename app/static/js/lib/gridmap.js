// The street's grid on a map without tiles: land is quiet, names are few, cases and pins speak.
/* global L */
import { inside, toLeaflet } from "./geo.js";

const TIERS = ["street", "residential", "micro"];
const CSS = { street: "m-street", residential: "m-resi", micro: "m-micro" };
const SUFFIX = /(商区市场微网格|微网格|居民区)$/;
const NAMES_FROM = { residential: 14, micro: 15.5 };

/** The boundaries as the server sends them, or null when they cannot be had. */
export async function fetchGrids(url) {
  try {
    const answer = await fetch(url);
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

/** Draw the grids; mine: ids of grids to tint. Gives { map, layers: Map of id to layer, bounds }. */
export function gridMap(element, collection, { mine = new Set(), words, ...options } = {}) {
  const map = L.map(element, { zoomSnap: 0.25, attributionControl: false, zoomControl: false, maxZoom: 20, ...options });
  L.control.zoom({ position: "topleft", zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
  L.control.attribution({ prefix: false }).addAttribution(words.schematic).addTo(map);
  const layers = new Map();
  for (const tier of TIERS) {
    for (const feature of collection.features.filter((f) => f.properties.tier === tier)) {
      const own = mine.has(feature.properties.id);
      const className = `${CSS[tier]}${own ? (tier === "micro" ? " m-micro-on" : " m-mine") : ""}`;
      const layer = L.geoJSON(feature, { interactive: false, style: { className } }).addTo(map);
      if (tier !== "street") name(layer, feature.properties, own);
      layers.set(feature.properties.id, layer);
    }
  }
  const bounds = L.featureGroup([...layers.values()]).getBounds();
  map.fitBounds(bounds, { padding: [8, 8] });
  map.setMinZoom(map.getZoom() - 1).setMaxBounds(bounds.pad(0.5));
  const showNames = () => {
    for (const tier of ["residential", "micro"]) element.classList.toggle(`names-${tier}`, map.getZoom() >= NAMES_FROM[tier]);
  };
  map.on("zoomend", showNames);
  showNames();
  // Large type and a turned tablet change the frame: the middle must stay the middle.
  if (typeof ResizeObserver === "function") new ResizeObserver(() => map.invalidateSize({ pan: false })).observe(element);
  return { map, layers, bounds };
}

/** The grids that hold [longitude, latitude], finest first: hints for the reader, the server decides. */
export function gridsAt(collection, point) {
  const holds = (shape) =>
    shape.type === "Polygon" ? inside(point, shape.coordinates[0]) : shape.coordinates.some((p) => inside(point, p[0]));
  return collection.features
    .filter((f) => holds(f.geometry))
    .map((f) => f.properties)
    .sort((a, b) => TIERS.indexOf(b.tier) - TIERS.indexOf(a.tier));
}

/** A pin; the drawing lies in the page's own style sheet. */
export function pinAt(point) {
  const html =
    '<svg viewBox="-14 -38 28 40" aria-hidden="true"><path class="m-pin" d="M0 0C-9-11-13-17-13-24a13 13 0 0 1 26 0C13-17 9-11 0 0z"/><circle class="m-pin-dot" cx="0" cy="-24" r="4.5"/></svg>';
  return L.marker(toLeaflet(point), {
    icon: L.divIcon({ html, className: "m-marker", iconSize: [32, 44], iconAnchor: [16, 42] }),
    interactive: false,
    keyboard: false,
  });
}

function name(layer, { name: full, tier }, own) {
  const className = `m-tip m-tip-${own && tier === "residential" ? "mine" : tier}`;
  layer.bindTooltip(full.replace(SUFFIX, ""), { permanent: true, direction: "center", className, interactive: false });
}
