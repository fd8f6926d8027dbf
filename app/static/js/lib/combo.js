// A text field that suggests: arrows walk, Enter takes, Escape closes. Nothing is taken by itself.
import { make } from "./dom.js";

const WAIT = 200;

/** find(text) gives [{ label, … }]; take(hit) is called with the one chosen; count(n) tells how many were found. */
export function combo(input, list, { find, take, count = () => {} }) {
  let hits = [];
  let now = -1;
  let timer = 0;
  let asked = 0;

  function close() {
    list.hidden = true;
    now = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }
  function mark(index) {
    now = index;
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === index)));
    if (index < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", list.children[index].id);
    list.children[index].scrollIntoView({ block: "nearest" });
  }
  function choose(index) {
    input.value = hits[index].label;
    take(hits[index]);
    close();
  }
  function show(found) {
    hits = found;
    list.replaceChildren(
      ...found.map((hit, i) => make("li", { role: "option", id: `${list.id}-${i}`, "aria-selected": "false" }, hit.label)),
    );
    list.hidden = found.length === 0;
    input.setAttribute("aria-expanded", String(found.length > 0));
    count(found.length);
    now = -1;
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    const text = input.value.trim();
    if (!text) return close();
    timer = setTimeout(async () => {
      const mine = ++asked;
      const found = await find(text).catch(() => []);
      if (mine === asked) show(found); // an answer that was overtaken is dropped
    }, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) mark((now + step + hits.length) % hits.length);
    else if (event.key === "Enter" && now >= 0) choose(now);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps its focus
  list.addEventListener("click", (event) => {
    const index = [...list.children].indexOf(event.target.closest("li"));
    if (index >= 0) choose(index);
  });
  input.addEventListener("blur", () => setTimeout(close, 150));
}
