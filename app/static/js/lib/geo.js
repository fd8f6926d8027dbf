// The only place where a coordinate changes its order: GeoJSON and the server say longitude first, Leaflet latitude first.

/** Leaflet's pair of a [longitude, latitude] point. */
export const toLeaflet = ([lon, lat]) => [lat, lon];

/** [longitude, latitude] of Leaflet's pair, rounded to about 10 cm. */
export const fromLeaflet = ({ lat, lng }) => [round(lng), round(lat)];

/** Degrees as a form carries them. */
export const round = (degrees) => Number(degrees.toFixed(6));

/** Metres between two [longitude, latitude] points; right to a few centimetres inside a street. */
export function metres([lonA, latA], [lonB, latB]) {
  const rad = Math.PI / 180;
  const x = (lonB - lonA) * rad * Math.cos(((latA + latB) / 2) * rad);
  const y = (latB - latA) * rad;
  return Math.hypot(x, y) * 6_371_000;
}

/** How far that is, as one says it; metres, kilometres: the words, with {n} for the number. */
export function inWords(distance, { metres: near, kilometres: far }) {
  return distance < 1000 ? near.replace("{n}", Math.round(distance / 10) * 10) : far.replace("{n}", (distance / 1000).toFixed(1));
}

/** Is the point inside the ring ([longitude, latitude] pairs)? For hints on the page only: the server decides. */
export function inside([x, y], ring) {
  let hit = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [ax, ay] = ring[i];
    const [bx, by] = ring[j];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) hit = !hit;
  }
  return hit;
}
