// On every page: switches without a reload, copy buttons, the account menu, and the way to the first error.
import { all, on, one } from "../lib/dom.js";

function applyLook(form, button) {
  const name = form.dataset.look;
  const wish = button.value;
  const root = document.documentElement;
  if (wish) root.setAttribute(`data-${name}`, wish);
  else root.removeAttribute(`data-${name}`);
  const raised = name === "size" ? wish === "large" : wish === "dark";
  button.setAttribute("aria-pressed", String(raised));
  button.value = name === "size" ? (raised ? "" : "large") : raised ? "light" : "dark";
}

// The page must not reload: somebody may be in the middle of a form.
on(document, "submit", "form[data-look]", (event, form) => {
  event.preventDefault();
  const button = one("button", form);
  const body = new FormData(form);
  body.append(button.name, button.value);
  applyLook(form, button);
  fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => {});
});

on(document, "click", "[data-copy]", async (_event, button) => {
  const field = document.getElementById(button.dataset.copy);
  const said = one("[data-copied]");
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    field.select(); // without the clipboard the text is at least marked, ready for the hand
    return;
  }
  if (said) said.hidden = false;
});
for (const button of all("[data-copy], [data-print]")) button.hidden = false;
on(document, "click", "[data-print]", () => window.print());
on(document, "focusin", "[data-select]", (_event, field) => field.select());

document.addEventListener("click", (event) => {
  for (const menu of all("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of all("details.menu[open]")) {
    menu.open = false;
    one("summary", menu).focus();
  }
});

const wrong = one("[data-error-summary]") ?? one("[aria-invalid=true], fieldset.has-error");
wrong?.focus();

// Another language without leaving the page: its address may be a secret one, and a draft waits on it.
on(document, "click", "a[data-lang]", async (event, link) => {
  event.preventDefault();
  try {
    await fetch(link.href, { redirect: "manual" });
    location.assign(location.pathname + location.search);
  } catch {
    location.assign(link.href);
  }
});
