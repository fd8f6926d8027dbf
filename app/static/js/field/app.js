// The tablet: one page, whatever the network says. Who is here, which screen, and what to draw again when something happens.
import { one } from "../lib/dom.js";
import { heard, read as readNews, unlockSound } from "./announce.js";
import { closeMenus, drawBar } from "./bar.js";
import { bus } from "./bus.js";
import { me } from "./device.js";
import { followIfAllowed } from "./here.js";
import { hasPin, locked, touch } from "./lock.js";
import { showLock, showLogout, showSetPin } from "./lockpage.js";
import { applyLook } from "./look.js";
import { tellBy } from "./signs.js";
import { follow, go } from "./router.js";
import { say } from "./said.js";
import { start, state } from "./send.js";
import { showSignedOut, showWait } from "./signedout.js";
import { kept, set } from "./store.js";
import { drawStrips, sayDone } from "./strips.js";
import { register } from "./worker.js";
import * as casePage from "./casepage.js";
import * as formPage from "./formpage.js";
import * as outboxPage from "./outboxpage.js";
import * as report from "./report.js";
import * as todo from "./todo.js";

const FIRST = "[data-first], .notice[tabindex='-1'], .has-error :is(input:not([hidden]), select, textarea)";
let root = one("#main"); // each screen is drawn into one of its own, off the page, and takes the place of the former
let screen = null; // { stand, refresh, leave } of what is shown
let shown = ""; // its address
let ahead = ""; // the name of the page that is to stand in front of the screens, "" for none
let asked = false; // whether the server was asked who is here, since the page was opened
let turn = 0; // the last screen that was asked for
let stood = 0; // the one that stands
let missed = false; // something happened while one was being drawn

function screenOf(words) {
  const [name, , third] = words;
  if (name === "case") return third ? formPage : casePage;
  return { outbox: outboxPage, report, pin: { show: pin }, out: { show: showLogout } }[name] ?? todo;
}

function pin(place) {
  showSetPin(place, { done: async () => go("#/") });
  return {};
}

// What stands in front of the screens, or null: a revoked tablet, nobody here, a lock, the first PIN.
async function inFront() {
  if (state.revoked) return ["revoked", (place) => showSignedOut(place, { revoked: true })];
  if (!me()) return asked ? ["nobody", showSignedOut] : ["wait", showWait];
  if (locked) return ["locked", (place) => showLock(place, again)];
  const first = !(await hasPin()) && !(await kept("pin-later"));
  return first ? ["first-pin", (place) => showSetPin(place, { first: true, done: again })] : null;
}

async function show(words, mine) {
  const front = await inFront();
  tellBy(await set("calendar"));
  if (mine !== turn) return;
  ahead = front?.[0] ?? "";
  await drawBar({ open: !front || ahead === "first-pin" });
  if (mine !== turn) return;
  if (!front && words[0] === "case") readNews(Number(words[1]));
  const place = root.cloneNode(false);
  for (const name of ["class", "data-screen"]) place.removeAttribute(name);
  const made = await (front ? front[1](place) : screenOf(words).show(place, words));
  if (mine === turn) stand(place, made, front ? ahead : words.join("/"));
  else made?.leave?.();
}

// The former screen stands until the next is whole; one that is drawn too late stands nowhere.
function stand(place, made, address) {
  const [fresh, held] = [address !== shown, root.contains(document.activeElement)];
  screen?.leave?.();
  if (fresh) sayDone(null);
  root.replaceWith(place);
  [root, screen, shown, stood] = [place, made, address, turn];
  screen?.stand?.();
  root.dataset.screen = address; // drawn: for whoever waits for it
  document.title = `${one("h1", root)?.textContent || say("day")} · ${say("brand")}`;
  if (fresh) scrollTo(0, 0);
  if (fresh || held) arrive();
  if (missed) soon();
}

// A new screen begins at its title, for eyes and ears, or at what it says is to be done first.
function arrive() {
  const first = one(FIRST, root) ?? one("h1", root);
  if (!root.contains(document.activeElement)) first?.focus({ preventScroll: true });
}

const again = follow((words) => {
  const mine = ++turn;
  show(words, mine).catch((error) => {
    console.error(error);
    if (mine === turn) stood = turn; // the former screen goes on
  });
});

let drawing = null;
// Events come in swarms; one look at the end of a swarm is enough.
function soon() {
  drawing ??= setTimeout(async () => {
    drawing = null;
    const front = (await inFront())?.[0] ?? "";
    tellBy(await set("calendar"));
    missed = stood !== turn; // one that is being drawn is left alone, and looked at when it stands
    if (front !== ahead) again();
    else await Promise.all([drawBar(), missed || screen?.refresh?.()]);
    await drawStrips();
  }, 30);
}

for (const name of ["outbox", "bundle", "send", "lock", "person", "version"]) bus.addEventListener(name, soon);
bus.addEventListener("bundle", ({ detail }) => heard(detail.fresh ?? []));
bus.addEventListener("told", ({ detail }) => sayDone(detail));
bus.addEventListener("pin-out", () => sayDone({ words: say("pinOut"), kind: "error", next: true }));
for (const type of ["pointerdown", "keydown"]) addEventListener(type, touch, { passive: true });
setInterval(soon, 60_000); // lamps burn on while nothing happens

// The skip link is a place on the page, not a screen.
one(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  root.focus();
});

applyLook();
closeMenus();
unlockSound();
followIfAllowed();
again();
drawStrips();
start().finally(() => {
  asked = true;
  soon();
});
register();
