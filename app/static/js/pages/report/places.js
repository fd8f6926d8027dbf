// Where it is: an estate or address first, then a tap on the map, the keyboard, or the device's position.
import { one } from "../../lib/dom.js";
import { combo } from "../../lib/combo.js";
import { pointMap, unpin } from "../../lib/pointmap.js";

/** Wire the place part of the report form; changed() is called when a point or an estate was chosen. */
export async function places(box, form, said, changed) {
  searchField(box, form, said, changed);
  await pointMap(box, form, said, changed);
}

function searchField(box, form, said, changed) {
  const field = one("[data-place-search]", box);
  const input = one("input", field);
  field.hidden = false;
  one("[data-place-plain]", box).hidden = true;
  const { estate, building, address } = form.elements;
  if (estate.value) input.value = address.value || estate.selectedOptions[0].text;
  combo(input, one("[role=listbox]", field), {
    find: async (text) => (await fetch(`${box.dataset.places}?q=${encodeURIComponent(text)}`)).json(),
    count: (n) => (one("[data-place-count]", field).textContent = n ? said.found.replace("{n}", n) : said.nothing),
    take(hit) {
      select(estate, hit.estate, hit.label);
      select(building, hit.place, hit.label);
      address.value = hit.label;
      unpin(form);
      box.dispatchEvent(new CustomEvent("place", { detail: [hit.lon, hit.lat] }));
      changed();
    },
  });
  // Typing on after a choice takes the choice back: the words in the field would no longer be its name.
  input.addEventListener("input", () => {
    select(estate, null);
    select(building, null);
  });
}

function select(list, id, text = "") {
  if (!list) return;
  const value = id === null ? "" : String(id);
  if (value && ![...list.options].some((option) => option.value === value)) list.add(new Option(text, value));
  list.value = value;
}
