// The screen lock of a shared tablet: a PIN is set at the first sign-in, asked for after five minutes of rest.
import { make } from "../lib/dom.js";
import { tell } from "./act.js";
import { tell as tellTab } from "./bus.js";
import { logout, me } from "./device.js";
import { setPin, unlock } from "./lock.js";
import { counts } from "./outbox.js";
import { button, crumb, el, notice } from "./parts.js";
import { go } from "./router.js";
import { say } from "./said.js";
import { keep } from "./store.js";

const RIGHT = /^\d{4,6}$/;

/** Ask for the PIN; open() is called once it is right. */
export function showLock(root, open) {
  root.className = "wrap lock";
  const told = el("div", "");
  const form = pinForm(say("unlock"), [["pin", say("pin")]], async ({ pin }) => {
    const answer = await unlock(pin).catch(notOut);
    if (answer === true) return open();
    if (answer !== false) return; // out: said on the page that comes
    told.replaceChildren(notice("error", say("pinWrong")));
    form.elements.pin.value = "";
    form.elements.pin.focus();
  });
  const forgotten = button(say("pinForgotten"), { css: "btn-quiet btn-wide", act: () => (more.hidden = !more.hidden) });
  const more = make(
    "div",
    { class: "card stack-s", hidden: "" },
    el("p", "", say("pinForgottenNext")),
    button(say("signOut"), { css: "btn-warn", sign: "logout", act: signOut }),
  );
  root.replaceChildren(
    make("h1", { tabindex: "-1" }, say("locked")),
    el("p", "meta", say("lockedWho", { name: me()?.name ?? "" })),
    el("div", "sec-0 stack", told, form, forgotten, more),
  );
  form.elements.pin.dataset.first = "";
}

/** Set a PIN: at the first sign-in (may be put off once) or from the menu. done() is called afterwards. */
export function showSetPin(root, { first = false, done }) {
  root.className = "wrap lock";
  const told = el("div", "");
  const fields = [
    ["pin", say("pinNew")],
    ["again", say("pinAgain")],
  ];
  const form = pinForm(say("pinSet"), fields, async ({ pin, again }) => {
    const wrong = !RIGHT.test(pin) ? say("pinShape") : pin !== again ? say("pinDiffers") : "";
    if (wrong) {
      told.replaceChildren(notice("error", wrong));
      return form.elements[RIGHT.test(pin) ? "again" : "pin"].focus();
    }
    await setPin(pin);
    tellTab("told", { words: say("pinKept"), kind: "ok", next: true });
    await done();
  });
  const once = `lingrid-field-pin-later-${me()?.id}`; // outlives a sign-out: put off once, not each time
  const later = async () => {
    await keep("pin-later", true);
    localStorage.setItem(once, "yes");
    await done();
  };
  const way = first ? [say("pinLater"), later] : [say("pinNotNow"), done];
  const off =
    first && localStorage.getItem(once) ? null : button(way[0], { css: "btn-quiet btn-wide", act: () => way[1]() });
  root.replaceChildren(
    make("h1", { tabindex: "-1" }, say("pinTitle")),
    el("p", "", say("pinWhy")),
    el("div", "sec-0 stack", told, form, ...(off ? [off] : [])),
  );
}

const notOut = () => void tell(say("signOutFailed"), "error");
const signOut = () => logout().catch(notOut);

/** Log out: what waits is said first. */
export async function showLogout(root) {
  const { waiting, parked } = await counts();
  const n = waiting + parked;
  root.className = "wrap";
  root.replaceChildren(
    crumb("#/", say("day"), el("span", "", say("signOut"))),
    make("h1", { tabindex: "-1" }, say("signOutTitle")),
    n ? notice("warn", say("signOutUnsent", { n }), say("signOutUnsentNext")) : el("p", "", say("signOutClean")),
    el("p", "meta sec-0", say("signOutWhat")),
    el(
      "div",
      "dock cluster",
      button(say("signOut"), { css: "btn-warn btn-tall btn-grow", sign: "logout", act: signOut }),
      button(say("signOutNot"), { css: "btn-tall btn-quiet", act: () => go("#/") }),
    ),
  );
  return {};
}

function pinForm(words, fields, send) {
  const form = make("form", { class: "stack", novalidate: "" });
  for (const [name, label] of fields) {
    const input = make("input", {
      class: "input pin",
      type: "password",
      inputmode: "numeric",
      pattern: "[0-9]*",
      maxlength: "6",
      id: `p-${name}`,
      name,
      autocomplete: "one-time-code", // nobody's password: no browser offers to keep it
    });
    form.append(el("div", "field", make("label", { class: "label", for: `p-${name}` }, label), input));
  }
  form.append(make("button", { class: "btn btn-main btn-tall btn-wide" }, words));
  let busy = false; // an impatient thumb: one PIN is tried once
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    const given = [...new FormData(form)].map(([name, value]) => [name, value.trim()]);
    await send(Object.fromEntries(given)).finally(() => (busy = false));
  });
  return form;
}
