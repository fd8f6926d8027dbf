// Lists of what waits beside the cases: by keys from one to the next; what was done leads on to the one after it.
import { all, on, one } from "../lib/dom.js";
import { keys, press } from "../lib/keys.js";

const KEPT = `lingrid-at ${location.pathname}`;
const items = all("[data-item]");
let now = Math.min(Number(sessionStorage.getItem(KEPT) ?? 0), items.length - 1);
sessionStorage.removeItem(KEPT);

function mark(focus) {
  items.forEach((item, n) => item.toggleAttribute("aria-current", n === now));
  items[now]?.setAttribute("aria-current", "true");
  if (focus) items[now]?.focus();
}

function walk(step) {
  now = Math.max(0, Math.min(now + step, items.length - 1));
  mark(true);
}

keys({
  j: () => walk(1),
  k: () => walk(-1),
  s: () => walk(1),
  e: () => press("data-act", items[now]),
  x: () => press("data-other", items[now]),
  o: () => press("data-open", items[now]),
  g: () => one("[data-kinds] a")?.click(),
});

on(document, "focusin", "[data-item]", (_event, item) => {
  now = items.indexOf(item);
  mark(false);
});
on(document, "submit", "[data-item] form", () => sessionStorage.setItem(KEPT, String(now)));
mark(false);
