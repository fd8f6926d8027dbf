// The page of a case: the small map, and no second send.
import { one, words } from "../lib/dom.js";
import { littleMap } from "../lib/littlemap.js";
import { wire } from "../lib/staffform.js";

const box = one("[data-case-map]");

async function showMap() {
  const answer = await fetch(box.dataset.grids).catch(() => null);
  const collection = answer?.ok ? await answer.json() : { features: [] };
  const id = (key) => Number(box.dataset[key]) || null;
  const where = { point: [Number(box.dataset.lon), Number(box.dataset.lat)], place: id("finest"), home: id("home") };
  const redraw = () => littleMap(box, collection, where);
  redraw();
  new ResizeObserver(redraw).observe(box);
}

if (box) showMap();
wire(document, words());
