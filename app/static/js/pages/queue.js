// The queue of decisions: the pane beside the list, and keys for whoever does this all day.
import { all, on, one, words } from "../lib/dom.js";
import { keys, press } from "../lib/keys.js";
import { wire } from "../lib/staffform.js";

const BONES_AFTER = 300;
const EVERY = 10_000;
const fresh = one("[data-fresh]");
const pane = one("[data-pane-here]");
const said = words();
let asked = 0;
let tag = "";

const queue = () => one("[data-queue]", fresh);
const rows = () => all("[data-row]", fresh);
const current = () => rows().find((row) => row.hasAttribute("aria-current"));

function addressOf(row) {
  const { kind: of, pane: where } = queue().dataset;
  const kind = of ? `?kind=${encodeURIComponent(of)}` : "";
  return `${where}/${row.dataset.row}${kind}`;
}

async function open(row, { focus = false } = {}) {
  if (!row) return;
  for (const other of rows()) other.removeAttribute("aria-current");
  row.setAttribute("aria-current", "true");
  row.scrollIntoView({ block: "nearest" });
  history.replaceState(null, "", here(row.dataset.row));
  const mine = ++asked;
  const bones = setTimeout(() => pane.setAttribute("aria-busy", "true"), BONES_AFTER);
  const answer = await fetch(addressOf(row), { headers: { "X-Piece": "1" } }).catch(() => null);
  clearTimeout(bones);
  pane.removeAttribute("aria-busy");
  if (mine !== asked) return; // overtaken by the next key
  if (!answer?.ok || answer.redirected) return location.assign(addressOf(row));
  pane.innerHTML = await answer.text();
  leadOn(row);
  wire(pane, said);
  if (focus) one("input:not([type=hidden]), select, textarea", pane)?.focus();
}

function here(id) {
  const query = new URLSearchParams(location.search);
  query.set("case", id);
  return `${location.pathname}?${query}`;
}

// After the decision the next one opens, not the first of the list.
function leadOn(row) {
  const next = after(row, 1) ?? after(row, -1);
  const query = new URLSearchParams(location.search);
  if (next) query.set("case", next.dataset.row);
  else query.delete("case");
  for (const field of all("input[name=next]", pane)) field.value = `${location.pathname}${query.size ? `?${query}` : ""}`;
}

function after(row, step) {
  const list = rows();
  return list[list.indexOf(row) + step];
}

function walk(step) {
  const now = current();
  const row = now ? after(now, step) : rows()[0];
  if (!row) return;
  open(row);
  one("a", row).focus({ preventScroll: true });
}

function fill(event) {
  const row = event.target.closest("[data-row]") ?? (event.target === document.body && current());
  if (!row) return false;
  open(row, { focus: true });
}

keys({
  j: () => walk(1),
  k: () => walk(-1),
  s: () => walk(1),
  e: () => press("data-act", pane),
  x: () => press("data-other", pane),
  o: () => press("data-open", pane),
  "/": () => one("[data-search]")?.focus(),
  Enter: fill,
});

on(fresh, "click", "[data-row]", (event, row) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || !matchMedia("(min-width: 62rem)").matches) return;
  event.preventDefault();
  open(row);
});
on(document, "click", "[data-skip]", () => walk(1));

// What is new, without losing the place or what is being written: only the list changes, the pane stays.
async function look() {
  if (document.hidden) return;
  const query = new URLSearchParams(location.search);
  query.delete("case");
  const headers = { "X-Piece": "1", ...(tag && { "If-None-Match": tag }) };
  const answer = await fetch(`${location.pathname}?${query}`, { headers, cache: "no-store" }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  tag = answer.headers.get("ETag") ?? "";
  const mine = current()?.dataset.row;
  const held = document.activeElement?.closest("[data-row]")?.dataset.row;
  const top = queue().scrollTop;
  fresh.innerHTML = await answer.text();
  queue().scrollTop = top;
  for (const row of rows()) row.toggleAttribute("aria-current", false);
  const row = rows().find((one) => one.dataset.row === mine);
  row?.setAttribute("aria-current", "true");
  if (held) one(`[data-row="${held}"] a`, fresh)?.focus({ preventScroll: true });
  if (!mine && rows().length) open(rows()[0]);
}

setInterval(look, EVERY);
document.addEventListener("visibilitychange", look);
open(current());
