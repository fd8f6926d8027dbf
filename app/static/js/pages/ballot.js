// The ballot: how much of the line is left, and no second send.
import { one } from "../lib/dom.js";
import { once } from "../lib/once.js";

const NEAR_THE_END = 15; // letters: before that nobody needs to hear a number with every key
const line = one("[data-count]");
const left = one("[data-left]");

function count() {
  const n = Number(line.dataset.count) - [...line.value].length;
  const said = left.dataset.left.replace("{n}", Math.max(n, 0));
  left.hidden = false;
  left.setAttribute("aria-live", n > NEAR_THE_END ? "off" : "polite");
  if (left.textContent !== said) left.textContent = said;
}

if (line) {
  line.addEventListener("input", count);
  count();
  once(line.form);
}
