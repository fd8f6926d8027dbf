// The worker's day: list and map read as one, by lamp or by distance, the chosen case beside the map.
/* global L */
import { all, on, one, words } from "../lib/dom.js";
import { inWords, metres, toLeaflet } from "../lib/geo.js";
import { fetchGrids, gridMap } from "../lib/gridmap.js";
import { SHAPES, plate } from "../lib/plates.js";

const WIDE = matchMedia("(min-width: 62rem)");
const LOOK_FOR = { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 };
const said = words();
const pins = new Map(JSON.parse(document.getElementById("pins").textContent).map((pin) => [pin.id, pin]));
const list = one("[data-todos]");
const rows = list ? all(".todo", list) : [];
const markers = new Map();
let map = null;
let me = null;
let dot = null;

const idOf = (row) => Number(row.dataset.case);

function choose(id, { move = true } = {}) {
  for (const row of rows) {
    if (idOf(row) === id) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
  }
  const template = one(`template[data-peek="${id}"]`);
  if (template) one("[data-peeks]").replaceChildren(template.content.cloneNode(true));
  for (const [other, marker] of markers) marker.setIcon(plate(pins.get(other), other === id)).setZIndexOffset(other === id ? 1000 : 0);
  if (map && move && pins.has(id)) panTo(pins.get(id));
  showFar();
  history.replaceState(null, "", `${location.pathname}${withCase(id)}`);
}

function withCase(id) {
  const query = new URLSearchParams(location.search);
  query.set("case", id);
  return `?${query}`;
}

// The chosen case must not hide behind the card that tells of it.
function panTo({ lon, lat }) {
  const peek = one(".peek");
  const room = peek && WIDE.matches ? peek.offsetHeight + 24 : 24;
  map.panInside(toLeaflet([lon, lat]), { paddingTopLeft: [48, 72], paddingBottomRight: [48, room], animate: false });
}

function far(row) {
  return me && row.dataset.lon ? metres(me, [Number(row.dataset.lon), Number(row.dataset.lat)]) : null;
}

const farWords = (distance) => inWords(distance, said);

function showFar() {
  for (const row of rows) {
    const distance = far(row);
    one("[data-far]", row).textContent = distance === null ? "" : farWords(distance);
  }
  const current = rows.find((row) => row.hasAttribute("aria-current"));
  const peek = one("[data-peeks] [data-far]");
  const distance = current ? far(current) : null;
  if (peek) peek.textContent = distance === null ? "" : ` · ${farWords(distance)}`;
}

// By lamp first (as the server says), then by distance; or by distance alone. The map is numbered like the list.
function order(byDistanceOnly) {
  const rank = (row) => Object.keys(SHAPES).indexOf(pins.get(idOf(row))?.lamp ?? "off");
  const key = (row) => far(row) ?? Infinity;
  const sorted = [...rows].sort((a, b) => (byDistanceOnly ? 0 : rank(a) - rank(b)) || key(a) - key(b));
  list.append(...sorted.map((row) => row.closest("li")));
  sorted.forEach((row, i) => number(row, i + 1));
  one("[data-order-name]").textContent = byDistanceOnly ? said.byDistance : said.byLamp;
}

function number(row, no) {
  const id = idOf(row);
  one(".no span", row).textContent = no;
  one("[data-no]", one(`template[data-peek="${id}"]`).content).textContent = no;
  const shown = one(`[data-shown="${id}"] [data-no]`);
  if (shown) shown.textContent = no;
  if (!pins.has(id)) return;
  pins.get(id).no = no;
  markers.get(id)?.setIcon(plate(pins.get(id), row.hasAttribute("aria-current")));
}

function locate({ pan = true } = {}) {
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      me = [coords.longitude, coords.latitude];
      dot?.remove();
      dot = L.layerGroup([
        L.circle(toLeaflet(me), { radius: Math.max(coords.accuracy, 30), className: "m-near", fillOpacity: 1, weight: 1, interactive: false }),
        L.circleMarker(toLeaflet(me), { radius: 8, className: "m-me", fillOpacity: 1, opacity: 1, interactive: false }),
      ]).addTo(map);
      if (pan) map.panInside(toLeaflet(me), { padding: [60, 60], animate: false });
      showFar();
      const button = one("[data-order]");
      if (button && list) {
        button.hidden = false;
        order(button.getAttribute("aria-pressed") === "true");
      }
    },
    () => {
      const name = one("[data-order-name]");
      if (name) name.textContent = said.noPosition;
    },
    LOOK_FOR,
  );
}

function drawCases() {
  const current = rows.find((row) => row.hasAttribute("aria-current"));
  for (const pin of pins.values()) {
    const on = current && idOf(current) === pin.id;
    const marker = L.marker(toLeaflet([pin.lon, pin.lat]), { icon: plate(pin, on), alt: pin.title, title: pin.title, keyboard: true, zIndexOffset: on ? 1000 : 0 });
    markers.set(pin.id, marker.addTo(map).on("click", () => choose(pin.id, { move: false })));
  }
}

async function start() {
  const box = one("[data-day-map]");
  const collection = typeof L === "object" ? await fetchGrids(box.dataset.grids) : null;
  if (!collection?.features.length) return;
  const mine = new Set(JSON.parse(box.dataset.mine));
  const drawn = gridMap(box, collection, { mine, words: said, scrollWheelZoom: true });
  map = drawn.map;
  drawCases();
  fit(drawn, mine);
  const state = await navigator.permissions?.query({ name: "geolocation" }).catch(() => null);
  if (state?.state === "granted") locate({ pan: false });
}

// Begin with what is mine: my grids and my cases, clear of the key above and the card below.
function fit({ layers, bounds }, mine) {
  const wanted = L.latLngBounds([]);
  for (const [id, layer] of layers) if (mine.has(id)) wanted.extend(layer.getBounds());
  for (const marker of markers.values()) wanted.extend(marker.getLatLng());
  const peek = one(".peek");
  const room = peek && WIDE.matches ? peek.offsetHeight + 32 : 16;
  map.fitBounds(wanted.isValid() ? wanted : bounds, { paddingTopLeft: [40, 64], paddingBottomRight: [40, room], maxZoom: 17, animate: false });
}

on(document, "click", ".todo", (event, row) => {
  if (!WIDE.matches || event.ctrlKey || event.metaKey || event.shiftKey || event.detail > 1) return; // on a phone a row leads to its case
  event.preventDefault();
  if (row.hasAttribute("aria-current") && event.detail === 0) location.assign(row.href); // the second Enter opens it
  else choose(idOf(row));
});
on(document, "click", "[data-locate]", () => map && locate());
on(document, "click", "[data-order]", (_event, button) => {
  const pressed = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(pressed));
  order(pressed);
});
start();
