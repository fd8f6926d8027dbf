// The list of cases: filters folded on a phone, "/" goes to the search.
import { one } from "../lib/dom.js";

if (!matchMedia("(min-width: 62rem)").matches) one("[data-filters]").open = false; // on a phone the list comes first

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.target.matches("textarea, select, input")) return;
  event.preventDefault();
  one("[data-filters]").open = true;
  one("[data-search]").focus();
});
