// Theme and type size of this device: at once and without signal, told to the server's pages when there is some.
import { ask } from "./door.js";

const KEPT = "lingrid-field-look";
const root = document.documentElement;

const wishes = () => JSON.parse(localStorage.getItem(KEPT) ?? "{}");

/** Show what this device was last told, whatever the kept shell says. */
export function applyLook() {
  for (const [name, wish] of Object.entries(wishes())) put(name, wish);
}

/** Whether "large" type or the "dark" theme is on. */
export const isLarge = () => root.dataset.size === "large";
export const isDark = () =>
  root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;

/** Wish for a look: name "size" ("large" or "") or "theme" ("dark" or "light"). */
export function wishLook(name, wish) {
  localStorage.setItem(KEPT, JSON.stringify({ ...wishes(), [name]: wish }));
  put(name, wish);
  const body = new URLSearchParams({ [name]: wish, next: "/field/" });
  ask("/look", { method: "POST", body, type: "application/x-www-form-urlencoded" }).catch(() => {}); // it stands on this screen either way
}

function put(name, wish) {
  if (wish) root.setAttribute(`data-${name}`, wish);
  else root.removeAttribute(`data-${name}`);
}
