// A point of a form on the map: a tap, the middle of the map by keyboard, or the device's position.
import { make, on, one } from "./dom.js";
import { fromLeaflet, toLeaflet } from "./geo.js";
import { fetchGrids, gridMap, gridsAt, pinAt } from "./gridmap.js";

const NEAR = 17;
const LOOK_FOR = { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 };

/** Wire the map of `box` to the fields lon, lat (and accuracy, where there is one) of the form; without a map nothing. */
export async function pointMap(box, form, said, changed = () => {}) {
  const collection = typeof L === "object" ? await fetchGrids(box.dataset.grids) : null;
  if (collection?.features.length) mapField(box, form, said, { collection, changed });
}

/** No point any more. */
export function unpin(form) {
  form.elements.lon.value = form.elements.lat.value = "";
  if (form.elements.accuracy) form.elements.accuracy.value = "";
}

function mapField(box, form, said, { collection, changed }) {
  const frame = one("[data-map-box]", box);
  const off = one("[data-unpin]", box);
  frame.hidden = false;
  const { map } = gridMap(one("[data-map]", box), collection, { words: said, scrollWheelZoom: false });
  let pin = null;

  function show(point, accuracy = 0) {
    pin?.remove();
    pin = pinAt(point).addTo(map);
    tell(one("[data-where]", box), gridsAt(collection, point), said, accuracy);
  }
  function set(point, accuracy = 0) {
    [form.elements.lon.value, form.elements.lat.value] = point;
    if (form.elements.accuracy) form.elements.accuracy.value = accuracy ? Math.round(accuracy) : "";
    if (off) off.hidden = false;
    show(point, accuracy);
    changed();
  }

  map.on("click", (event) => set(fromLeaflet(event.latlng)));
  map.getContainer().addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault(); // Enter would send the form
    set(fromLeaflet(map.getCenter()));
  });
  on(box, "click", "[data-centre]", () => set(fromLeaflet(map.getCenter())));
  on(box, "click", "[data-unpin]", () => {
    unpin(form);
    pin?.remove();
    off.hidden = true;
    one("[data-where]", box).hidden = true;
  });
  on(box, "click", "[data-locate]", () => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        map.setView([coords.latitude, coords.longitude], NEAR);
        set(fromLeaflet({ lat: coords.latitude, lng: coords.longitude }), coords.accuracy);
      },
      () => say(one("[data-where]", box), said.noPosition),
      LOOK_FOR,
    );
  });
  box.addEventListener("place", ({ detail: point }) => {
    map.setView(toLeaflet(point), NEAR);
    show(point);
  });
  const { lon, lat } = form.elements;
  if (lon.value && lat.value) {
    set([Number(lon.value), Number(lat.value)], Number(form.elements.accuracy?.value ?? 0));
    map.setView([Number(lat.value), Number(lon.value)], NEAR);
  }
}

function say(note, ...parts) {
  note.replaceChildren(...parts.map((part) => (typeof part === "string" ? make("p", {}, part) : part)));
  note.hidden = false;
}

function tell(note, grids, said, accuracy) {
  const finer = grids.filter((grid) => grid.tier !== "street");
  const names = make("p", { class: "cluster" });
  finer.forEach((grid, i) => {
    if (i) names.append(make("span", { class: "meta" }, said.in));
    names.append(make("b", { class: grid.tier === "micro" ? "tier tier-micro" : "tier tier-resi" }, grid.name));
  });
  const parts = finer.length ? [names] : [said.outside];
  if (accuracy) parts.push(make("p", { class: "hint" }, said.accuracy.replace("{n}", Math.round(accuracy))));
  say(note, ...parts);
}
