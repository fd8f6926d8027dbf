// The bar: whose tablet this is, the outbox always in sight, and the account's menu.
import { icon, make, one } from "../lib/dom.js";
import { setSound, soundOn } from "./announce.js";
import { me } from "./device.js";
import { hasPin, lock } from "./lock.js";
import { isDark, isLarge, wishLook } from "./look.js";
import { counts } from "./outbox.js";
import { button, el, redraw } from "./parts.js";
import { english, labels, say } from "./said.js";
import { set } from "./store.js";

let isOpen = false;
let last = Promise.resolve();

/** Draw the bar anew, once the drawing before is done. open: somebody is signed in and the screen is not locked; else
 *  as it was. */
export function drawBar({ open } = {}) {
  last = last.catch(() => {}).then(() => draw((isOpen = open ?? isOpen)));
  return last;
}

async function draw(open) {
  const person = me();
  open &&= person !== null; // gone meanwhile
  const [place, chip] = [one("[data-place]"), one("[data-outbox]")];
  const numbers = person ? await counts() : { waiting: 0, parked: 0 };
  place.textContent = open ? await placeWords() : "";
  place.hidden = !place.textContent;
  redraw(chip, ...(person ? [outboxChip(numbers, open)] : []));
  redraw(one("[data-outbox-said]"), person ? toHear(numbers) : "");
  const menu = one("[data-menu]");
  const was = menu.querySelector("details")?.open;
  redraw(menu, open ? await accountMenu(person, Boolean(was)) : onlyLook());
}

async function placeWords() {
  const [grids, mine, who, street] = await Promise.all([set("grids"), set("mine"), set("me"), set("street")]);
  const own = (grids?.features ?? [])
    .map((feature) => feature.properties)
    .filter((grid) => mine?.includes(grid.id) && grid.tier !== "street");
  const homes = own.filter((grid) => grid.tier === "residential");
  const names = (homes.length ? homes : own).map((grid) => grid.name);
  const place =
    names.length && names.length <= 2
      ? names.join(english ? ", " : "、")
      : street
        ? (english && street.name_en) || street.name_zh
        : "";
  return who?.shift ? say("placeShift", { place, from: who.shift[0], to: who.shift[1] }) : place;
}

const parkedWords = (parked) => (parked ? say("chipParked", { n: parked }) : "");

// To the ear not each one that goes, but that all are gone, or that one needs attention.
const toHear = ({ waiting, parked }) => parkedWords(parked) || (waiting ? "" : say("chipClear"));

// Locked it is a number and leads nowhere.
function outboxChip({ waiting, parked }, open) {
  const words =
    [waiting ? say("chipWaiting", { n: waiting }) : "", parkedWords(parked)].filter(Boolean).join(" · ") ||
    say("chipClear");
  const css = parked ? " outbox-stuck" : waiting ? "" : " outbox-clear";
  const way = open ? { href: "#/outbox", "data-key": "outbox" } : {};
  return make(
    open ? "a" : "span",
    { class: `outbox${css}`, ...way },
    icon(parked ? "warn" : waiting ? "arrow-up" : "check"),
    make("span", {}, words),
  );
}

async function accountMenu(person, wasOpen) {
  const roles = (person.roles ?? []).map((role) => labels.roles?.[role] ?? role).join(english ? ", " : "、");
  const summary = make(
    "summary",
    { class: "btn btn-quiet", "data-key": "menu" },
    icon("user"),
    el("span", "only-wide", person.name),
    el("span", "sr", say("account")),
  );
  const sound = await soundOn();
  const pin = await hasPin();
  const list = el(
    "div",
    "menu-list",
    el("p", "", el("b", "", person.name), make("br"), el("span", "meta", roles)),
    button(say(sound ? "soundOff" : "soundOn"), {
      css: "btn-wide",
      sign: "volume",
      key: "sound",
      act: () => setSound(!sound).then(() => drawBar()),
    }),
    ...lookButtons(),
    button(say(pin ? "pinChange" : "pinSet"), { css: "btn-wide", sign: "lock", href: "#/pin", key: "pin" }),
    pin ? button(say("lockNow"), { css: "btn-wide", sign: "lock", key: "lock", act: () => lock() }) : null,
    button(say("signOut"), { css: "btn-wide", sign: "logout", href: "#/out", key: "out" }),
  );
  const menu = make("details", { class: "menu" }, summary, list);
  menu.open = wasOpen;
  list.addEventListener("click", (event) => event.target.closest("a") && (menu.open = false));
  return menu;
}

const onlyLook = () => el("div", "look-only", ...lookButtons("btn-quiet"));

function lookButtons(css = "btn-wide") {
  const [large, dark] = [isLarge(), isDark()];
  const again = (name, wish) => {
    wishLook(name, wish);
    drawBar();
  };
  const other = english ? "zh" : "en";
  const itsName = new Intl.DisplayNames([other], { type: "language" }).of(other); // as those who read it call it
  return [
    button(say("large"), {
      css,
      sign: "text-size",
      key: "large",
      "aria-pressed": String(large),
      act: () => again("size", large ? "" : "large"),
    }),
    button(say("dark"), {
      css,
      sign: dark ? "sun" : "moon",
      key: "dark",
      "aria-pressed": String(dark),
      act: () => again("theme", dark ? "light" : "dark"),
    }),
    button(itsName, { css, sign: "language", key: "lang", lang: other, act: () => toLanguage(other) }),
  ];
}

// Another language is another shell, and that the server writes.
async function toLanguage(code) {
  try {
    await fetch(`/lang/${code}?next=/field/`, { redirect: "manual" });
    location.reload();
  } catch {
    one("[data-menu]").append(make("p", { class: "hint", role: "status" }, say("needsSignal")));
  }
}

/** A menu that is open closes by a press elsewhere and by Escape. */
export function closeMenus() {
  document.addEventListener("click", (event) => {
    const menu = one("details.menu[open]");
    if (menu && !menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    const menu = one("details.menu[open]");
    if (event.key !== "Escape" || !menu) return;
    menu.open = false;
    one("summary", menu).focus();
  });
}
