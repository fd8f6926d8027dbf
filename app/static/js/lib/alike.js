// Open cases nearby that may be what is being written: asked for after a short pause, shown without moving what is typed.
import { all, make, one } from "./dom.js";

const PAUSE = 700;
const ASKED_BY = ["category", "text", "lon", "lat"];

/** Fill `box` with cards beside `form`; said: the words of the page. Gives a function to call when the place changed. */
export function alike(form, box, said) {
  const note = one("[data-alike-said]", form);
  let near = box.dataset.near.split(",").filter(Boolean); // the point of a place from the list, which the form has not
  let wish = box.dataset.chosen;
  let timer = 0;
  let asked = 0;
  let known = "";

  function wanted() {
    const told = new FormData();
    for (const name of ["csrf_token", ...ASKED_BY]) told.set(name, form.elements[name].value);
    const { estate, building } = form.elements;
    if (!told.get("lon") && near.length && (estate.value || building.value)) near.forEach((degrees, i) => told.set(["lon", "lat"][i], degrees));
    return told;
  }
  // A <template> with the cards, empty where there is nothing to ask; null without an answer.
  async function ask(told) {
    const piece = make("template");
    if (!told.get("category") || !told.get("lon")) return piece;
    const answer = await fetch(box.dataset.alike, { method: "POST", body: told }).catch(() => null);
    if (!answer?.ok || answer.redirected) return null;
    piece.innerHTML = await answer.text();
    return piece;
  }
  async function look() {
    const told = wanted();
    const key = JSON.stringify(ASKED_BY.map((name) => told.get(name)));
    if (key === known) return;
    known = key;
    const mine = ++asked;
    const piece = await ask(told);
    if (mine !== asked) return; // an answer that was overtaken is dropped
    if (piece === null) known = ""; // no network: what is shown stays, the next key asks again
    else hold(() => show(piece.content));
  }
  function show(piece) {
    const before = shown(box);
    const focused = box.contains(document.activeElement) ? document.activeElement.id : "";
    box.replaceChildren(piece);
    box.hidden = !box.firstElementChild;
    const now = shown(box);
    const card = wish && document.getElementById(`same-${wish}`);
    if (card) card.checked = true;
    if (focused) (document.getElementById(focused) ?? document.getElementById("same-0"))?.focus({ preventScroll: true });
    tell(before, now, Boolean(wish) && !card);
    name();
  }
  function tell(before, now, gone) {
    if (gone) {
      wish = "";
      note.textContent = said.alikeGone;
    } else if (before.join() !== now.join()) {
      note.textContent = now.length ? said.alike.replace("{n}", now.length) : said.alikeNone;
    }
  }
  // The button says what will happen.
  function name() {
    const card = one("input[name=same_as]:checked", box);
    const words = one("[data-alike-send]", form);
    words.dataset.plain ??= words.textContent;
    words.textContent = card?.dataset.send ?? words.dataset.plain;
  }
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  };

  box.addEventListener("change", () => {
    wish = one("input[name=same_as]:checked", box)?.value ?? "";
    name();
  });
  one("[data-place]", form).addEventListener("place", ({ detail }) => (near = detail.map(String)));
  for (const event of ["input", "change", "click"]) form.addEventListener(event, soon);
  return soon;
}

const shown = (box) => all("[data-twin]", box).map((card) => card.dataset.twin);

// Whatever has the focus keeps its place on the screen while cards come and go above it, also in a browser without
// scroll anchoring (Safari).
function hold(change) {
  const held = document.activeElement;
  const top = held?.getBoundingClientRect().top;
  change();
  if (held?.isConnected && held !== document.body) scrollBy(0, held.getBoundingClientRect().top - top);
}
