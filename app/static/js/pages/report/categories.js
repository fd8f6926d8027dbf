// Find a category by typing, or by what was written; nothing is ever chosen by itself.
import { all, make, on, one } from "../../lib/dom.js";

const GUESSES = 3;

/** Search, guess, and say which was chosen. */
export function categories(box, text, said) {
  const tags = all("[data-name]", box);
  const count = one("[data-category-count]");
  const search = one("[data-category-search]", box);
  search.hidden = false;
  one("input", search).addEventListener("input", (event) => {
    const shown = filter(box, tags, event.target.value.trim().toLowerCase());
    count.textContent = shown ? said.found.replace("{n}", shown) : said.noCategory;
  });
  text.addEventListener("input", () => guess(box, tags, text.value));
  on(box, "click", "[data-choose]", (_event, button) => {
    const radio = document.getElementById(button.dataset.choose);
    radio.checked = true;
    radio.dispatchEvent(new Event("change", { bubbles: true }));
    const group = radio.closest("details");
    if (group) group.open = true;
    radio.focus();
  });
  box.addEventListener("change", () => {
    const chosen = one("input[name=category]:checked", box);
    for (const button of all("[data-choose]", box)) button.setAttribute("aria-pressed", String(button.dataset.choose === chosen?.id));
    if (chosen) count.textContent = said.chosen.replace("{name}", chosen.labels[0].textContent.trim());
  });
  guess(box, tags, text.value);
}

function filter(box, tags, wanted) {
  let shown = 0;
  for (const tag of tags) {
    tag.hidden = Boolean(wanted) && !tag.dataset.name.includes(wanted);
    shown += tag.hidden ? 0 : 1;
  }
  for (const group of all("details", box)) {
    const some = all("[data-name]", group).some((tag) => !tag.hidden);
    group.hidden = !some;
    group.open = wanted ? some : all("input:checked", group).length > 0;
  }
  return shown;
}

function guess(box, tags, text) {
  const pairs = new Set(bigrams(text));
  const scored = tags.map((tag) => [bigrams(tag.dataset.name).filter((pair) => pairs.has(pair)).length, tag]);
  const best = scored.filter(([score]) => score > 0).sort((a, b) => b[0] - a[0]);
  const buttons = best.slice(0, GUESSES).map(([, tag]) => {
    const radio = one("input", tag);
    const button = make("button", { type: "button", class: "btn", "data-choose": radio.id, "aria-pressed": String(radio.checked) });
    button.textContent = one("label", tag).textContent.trim();
    return button;
  });
  one("[data-guesses]", box).replaceChildren(...buttons);
  one("[data-guess]", box).hidden = buttons.length === 0;
}

function bigrams(text) {
  const runs = text.match(/[\u3400-\u9fff]{2,}/g) ?? [];
  return runs.flatMap((run) => [...run].slice(0, -1).map((_, i) => run.slice(i, i + 2)));
}
