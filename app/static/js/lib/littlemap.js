// A small still map around one point: the grid it lies in, its neighbours, a pin. Drawn as SVG, no library.
import { metres } from "./geo.js";

const SVG = "http://www.w3.org/2000/svg";
const TIERS = ["street", "residential", "micro"];
const CSS = { street: "m-street", residential: "m-resi", micro: "m-micro" };
const SUFFIX = /(商区市场微网格|微网格|居民区)$/;
const PIN = "M0 0C-9-11-13-17-13-24a13 13 0 0 1 26 0C13-17 9-11 0 0z";
const ROOM = 1.25;
const LEAST = 350;

/** Draw into `box` (an element with a size); point: [longitude, latitude]; place, home: ids of its finest and residential grid. */
export function littleMap(box, collection, { point, place, home }) {
  const { width, height } = box.getBoundingClientRect();
  const shown = collection.features.find((f) => f.properties.id === home) ?? collection.features.find((f) => f.properties.id === place);
  const view = frame(point, shown && shown.properties.tier !== "street" ? rings(shown).flat() : [], width / height);
  const project = ([lon, lat]) => {
    const x = Math.sign(lon - view.middle[0]) * metres(view.middle, [lon, view.middle[1]]);
    const y = -Math.sign(lat - view.middle[1]) * metres(view.middle, [view.middle[0], lat]);
    return [width / 2 + (x / view.wide) * width, height / 2 + (y / view.wide) * width];
  };
  const svg = draw("svg", { viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" });
  for (const tier of TIERS) {
    for (const feature of collection.features.filter((f) => f.properties.tier === tier)) svg.append(cell(feature, project, { place, home }));
  }
  const pin = project(point);
  for (const feature of collection.features.filter((f) => f.properties.tier !== "street")) {
    const text = name(feature, project, { width, height, pin, home });
    if (text) svg.append(text);
  }
  const mark = draw("g", { transform: `translate(${pin[0].toFixed(1)} ${pin[1].toFixed(1)})` });
  mark.append(draw("path", { class: "m-pin", d: PIN }), draw("circle", { class: "m-pin-dot", cx: 0, cy: -24, r: 4.5 }));
  svg.append(mark);
  box.replaceChildren(svg);
}

// The view: the grid of the place with some room, and always the point itself.
function frame(point, outline, ratio) {
  const all = [point, ...outline];
  const [west, east] = span(all.map((p) => p[0]));
  const [south, north] = span(all.map((p) => p[1]));
  const middle = [(west + east) / 2, (south + north) / 2];
  const across = metres([west, middle[1]], [east, middle[1]]);
  const up = metres([middle[0], south], [middle[0], north]);
  return { middle, wide: Math.max(across, up * ratio, LEAST) * ROOM };
}

const span = (values) => [Math.min(...values), Math.max(...values)];

function rings({ geometry }) {
  return geometry.type === "Polygon" ? geometry.coordinates : geometry.coordinates.flat();
}

function cell(feature, project, { place, home }) {
  const { id, tier } = feature.properties;
  const on = tier === "residential" ? id === home : id === place;
  const more = on && tier !== "street" ? (tier === "micro" ? " m-micro-on" : " m-mine") : "";
  const d = rings(feature).map((ring) => `M${ring.map((p) => project(p).map((n) => n.toFixed(1)).join(",")).join(" ")}z`).join("");
  return draw("path", { class: CSS[tier] + more, d });
}

function name(feature, project, { width, height, pin, home }) {
  const points = rings(feature)[0].slice(0, -1).map(project);
  const [x, y] = [0, 1].map((axis) => points.reduce((sum, p) => sum + p[axis], 0) / points.length);
  const hidden = Math.abs(x - pin[0]) < 40 && y - pin[1] < 20 && pin[1] - y < 50;
  if (x < 24 || y < 14 || x > width - 24 || y > height - 10 || hidden) return null;
  const { tier, id, name: full } = feature.properties;
  const more = tier === "micro" ? " m-name-micro" : id === home ? " m-name-mine" : "";
  const text = draw("text", { class: `m-name${more}`, x: x.toFixed(1), y: y.toFixed(1) });
  text.textContent = full.replace(SUFFIX, "");
  return text;
}

function draw(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}
