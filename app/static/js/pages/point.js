// A form with degrees: a tap on the map fills them in, and what is typed moves the pin.
import { all, words } from "../lib/dom.js";
import { once } from "../lib/once.js";
import { pointMap } from "../lib/pointmap.js";

for (const box of all("[data-point]")) {
  const form = box.closest("form");
  const { lon, lat } = form.elements;
  pointMap(box, form, words());
  for (const field of [lon, lat]) {
    field.addEventListener("change", () => {
      const point = [Number(lon.value), Number(lat.value)];
      if (lon.value && lat.value && point.every(Number.isFinite)) box.dispatchEvent(new CustomEvent("place", { detail: point }));
    });
  }
  once(form);
}
