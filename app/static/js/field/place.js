// Where a point lies and what is near it, from the stored polygons and lists: no signal needed. Pure.
import { metres } from "../lib/geo.js";
import { gridsAt } from "../lib/gridmap.js";

const NEAR_ESTATE = 400; // metres: further away a suggestion would be a guess
const SHOWN = 8;

/** { inside, micro, residential, mine }: the grids that hold a [lon, lat] point (properties or null). */
export function gridOf(collection, point, mine = []) {
  const grids = collection ? gridsAt(collection, point) : [];
  const of = (tier) => grids.find((grid) => grid.tier === tier) ?? null;
  return {
    inside: grids.length > 0,
    micro: of("micro"),
    residential: of("residential"),
    mine: grids.some((grid) => mine.includes(grid.id)),
  };
}

/** The nearest building (within 60 m) or estate (within 400 m) of a point, as a hit of search(); or null. */
export function nearestPlace(places, point) {
  const building = nearest(places?.buildings ?? [], point, ([, , , lon, lat]) => [lon, lat], 60);
  if (building) return hitOfBuilding(places, building);
  const estate = nearest(places?.estates ?? [], point, ([, , lon, lat]) => [lon, lat], NEAR_ESTATE);
  return estate && hitOfEstate(estate);
}

/** Estates and buildings whose name holds every word of the text: [{ label, estate, building, point }]. */
export function searchPlaces(places, text) {
  const wanted = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  if (!wanted.length || !places) return [];
  const estates = places.estates.map(hitOfEstate);
  const buildings = places.buildings.map((row) => hitOfBuilding(places, row));
  return [...estates, ...buildings]
    .filter(({ label }) => wanted.every((word) => label.toLowerCase().includes(word)))
    .slice(0, SHOWN);
}

function hitOfEstate([id, name, lon, lat]) {
  return { label: name, estate: id, building: null, point: pointOf(lon, lat) };
}

function hitOfBuilding(places, [id, estate, name, lon, lat]) {
  const of = places.estates.find((row) => row[0] === estate);
  return { label: `${of ? `${of[1]} ` : ""}${name}`, estate, building: id, point: pointOf(lon, lat) };
}

const pointOf = (lon, lat) => (lon === null || lon === undefined ? null : [lon, lat]);

function nearest(rows, point, at, within) {
  let best = null;
  let far = within;
  for (const row of rows) {
    const where = at(row);
    if (where[0] === null || where[0] === undefined) continue;
    const distance = metres(point, where);
    if (distance <= far) [best, far] = [row, distance];
  }
  return best;
}
