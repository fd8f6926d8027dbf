// Single keys for whoever does this all day. They mean nothing in a field, can be switched off, and "?" lists them.
import { all, on, one } from "./dom.js";

const KEPT = "lingrid-keys";
const FIELD = "textarea, select, input:not([type=radio]):not([type=checkbox])";
const help = one("[data-keys-help]");
const keysOn = () => localStorage.getItem(KEPT) !== "off";

/** What a key does, by its name; false: it was not meant for us. Enter with Ctrl sends the form one is in. */
export function keys(acts) {
  const known = { "?": () => help?.showModal(), "[": () => turn(-1), "]": () => turn(1), ...acts };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return void event.target.form?.requestSubmit();
    if (!keysOn() || help?.open || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches(FIELD)) return void (event.key === "Escape" && event.target.blur());
    const act = known[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (act && act(event) !== false) event.preventDefault();
  });
  on(document, "click", "[data-keys-open]", () => help?.showModal());
  on(document, "click", "[data-keys-toggle]", () => {
    localStorage.setItem(KEPT, keysOn() ? "off" : "on");
    show();
  });
  for (const bar of all("[data-keys]")) bar.hidden = false;
  show();
}

/** The control that does what its mark says: itself, or the first one within. */
export function press(mark, within) {
  const spot = within && one(`[${mark}]`, within);
  const control = spot?.matches("a, button") ? spot : spot && one("a, button", spot);
  control?.click();
}

function show() {
  for (const button of all("[data-keys-toggle]")) button.setAttribute("aria-pressed", String(keysOn()));
  for (const bar of all("[data-keys]")) bar.classList.toggle("keys-off", !keysOn());
}

// The kinds of what waits stand in one row: to the next of them, or the one before.
function turn(step) {
  const links = all("[data-kinds] a[href]").filter((link) => !link.closest("[data-no-turn]"));
  links[links.findIndex((link) => link.hasAttribute("aria-current")) + step]?.click();
}
