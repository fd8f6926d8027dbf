// What kind of thing it is: what this person reports often, or a search in all names. Nothing is chosen by itself.
import { combo } from "../lib/combo.js";
import { make } from "../lib/dom.js";
import { fault as showFault } from "./fields.js";
import { button, el, redraw } from "./parts.js";
import { english, named, say } from "./said.js";
import { keep, kept } from "./store.js";

const RECENT = 6;
const FOUND = 8;
const KEPT = "recent-categories";

/** The picker: { element, chosen() → the category or null, choose(id), fault(words) }; changed() after each choice. */
export async function categoryField(categories, changed) {
  const mine = categories.filter((one) => one.report !== false);
  const recent = ((await kept(KEPT)) ?? []).map((id) => mine.find((one) => one.id === id)).filter(Boolean);
  const list = make("ul", {
    class: "combo-list",
    role: "listbox",
    id: "f-category-list",
    "aria-label": say("category"),
    hidden: "",
  });
  const input = make("input", {
    class: "input",
    id: "f-category",
    type: "text",
    role: "combobox",
    autocomplete: "off",
    "aria-expanded": "false",
    "aria-controls": "f-category-list",
    "aria-autocomplete": "list",
    "aria-describedby": "f-category-h",
  });
  const count = make("p", { class: "sr", role: "status" });
  const tags = el("div", "picks");
  let chosen = null;

  input.addEventListener("focus", () => input.scrollIntoView({ block: "center" })); // what it suggests must not lie under the dock
  combo(input, list, {
    find: async (text) => search(mine, text).map((one) => ({ label: `${named(one)} · ${majorOf(one)}`, id: one.id })),
    take: ({ id }) => choose(id),
    count: (n) => (count.textContent = n ? say("found", { n }) : say("categoryNone")),
  });
  input.addEventListener("input", () => {
    if (chosen && input.value !== named(chosen)) choose(null, { typed: true });
  });

  function choose(id, { typed = false } = {}) {
    chosen = mine.find((one) => one.id === Number(id)) ?? null;
    if (!typed) input.value = chosen ? named(chosen) : "";
    if (chosen) fault("");
    draw();
    changed(chosen);
  }
  function draw() {
    const shown = recent.length ? recent : mine.slice(0, RECENT);
    redraw(
      tags,
      ...shown.map((one) =>
        button(named(one), {
          key: `cat-${one.id}`,
          "aria-pressed": String(one === chosen),
          act: () => choose(one === chosen ? null : one.id),
        }),
      ),
    );
  }
  const fault = (words) => showFault(element, input, { name: "category", hint: true }, words);
  const element = el(
    "div",
    "field",
    make("label", { class: "label", for: "f-category" }, say("category")),
    make("p", { class: "hint", id: "f-category-h" }, say(recent.length ? "categoryRecent" : "categorySearch")),
    tags,
    el("div", "combo", input, list),
    count,
  );
  draw();
  return { element, chosen: () => chosen, choose, fault, focus: () => input.focus() };
}

/** The category was reported: next time it stands among the first. */
export async function remember(id) {
  const before = ((await kept(KEPT)) ?? []).filter((other) => other !== id);
  await keep(KEPT, [id, ...before].slice(0, RECENT));
}

const majorOf = (one) => (english && one.major_en) || one.major_zh;

function search(categories, text) {
  const wanted = text.toLowerCase();
  const holds = (one) =>
    [one.zh, one.en, one.major_zh, one.major_en].some((name) => name?.toLowerCase().includes(wanted));
  const first = (one) => [one.zh, one.en].some((name) => name?.toLowerCase().includes(wanted));
  return categories
    .filter(holds)
    .sort((a, b) => first(b) - first(a))
    .slice(0, FOUND);
}
