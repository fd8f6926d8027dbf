// The list of cases: filters folded on a phone, "/" goes to the search, ticks are counted, the map is unfolded.
import { all, on, one, words } from "../lib/dom.js";
import { listMap } from "../lib/listmap.js";

const MAP_KEPT = "lingrid-list-map";

if (!matchMedia("(min-width: 62rem)").matches) one("[data-filters]").open = false; // on a phone the list comes first

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.target.matches("textarea, select, input")) return;
  event.preventDefault();
  one("[data-filters]").open = true;
  one("[data-search]").focus();
});

const ticks = all("input[name=ids]");
const everyTick = one("[data-pick-all]");

function count() {
  const picked = ticks.filter((tick) => tick.checked).length;
  one("[data-picked]").textContent = picked || "";
  everyTick.checked = picked === ticks.length;
  everyTick.indeterminate = picked > 0 && picked < ticks.length;
}

if (everyTick) {
  everyTick.hidden = false;
  everyTick.addEventListener("change", () => {
    for (const tick of ticks) tick.checked = everyTick.checked;
    count();
  });
  on(document, "change", "input[name=ids]", count);
  count();
}

const mapButton = one("[data-map-toggle]");
let drawn = false;

async function showMap(open) {
  one("[data-all-cols]").classList.toggle("with-map", open);
  mapButton.setAttribute("aria-pressed", String(open));
  const box = one("[data-list-map]");
  box.hidden = !open;
  if (!open || drawn) return;
  drawn = true;
  const pins = JSON.parse(document.getElementById("pins").textContent);
  if (!(await listMap(box, pins, words()))) mapButton.hidden = box.hidden = true;
}

if (mapButton) {
  mapButton.hidden = false;
  mapButton.addEventListener("click", () => {
    const open = mapButton.getAttribute("aria-pressed") !== "true";
    localStorage.setItem(MAP_KEPT, open ? "on" : "off");
    showMap(open);
  });
  if (localStorage.getItem(MAP_KEPT) === "on") showMap(true);
}
