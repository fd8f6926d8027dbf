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
import { tellBy } from "./parts.js";
import { follow, go } from "./router.js";
import { say } from "./said.js";
import { start, state } from "./send.js";
import { showSignedOut } from "./signedout.js";
import { kept, set } from "./store.js";
import { drawStrips, sayDone } from "./strips.js";
import { register } from "./worker.js";
import * as casePage from "./casepage.js";
import * as formPage from "./formpage.js";
import * as outboxPage from "./outboxpage.js";
import * as report from "./report.js";
import * as todo from "./todo.js";

const root = one("#main");
let screen = null; // { refresh, leave } of what is shown
let shown = ""; // its address
let ahead = ""; // the name of the page that stands in front of the screens, "" for none
let asked = false; // whether the server was asked who is here, since the page was opened
let turn = 0;

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
  if (state.revoked) return ["revoked", () => showSignedOut(root, { revoked: true })];
  if (!me()) return asked ? ["nobody", () => showSignedOut(root, { away: !state.online, odd: state.online && !state.needsLogin })] : ["wait", () => root.replaceChildren()];
  if (locked) return ["locked", () => showLock(root, again)];
  const first = !(await hasPin()) && !(await kept("pin-later"));
  return first ? ["first-pin", () => showSetPin(root, { first: true, done: again })] : null;
}

async function show(words) {
  const mine = ++turn;
  const front = await inFront();
  tellBy(await set("calendar"));
  const address = front ? front[0] : words.join("/");
  if (mine !== turn) return;
  screen?.leave?.();
  screen = null;
  const fresh = address !== shown;
  if (fresh) sayDone(null);
  [shown, ahead] = [address, front?.[0] ?? ""];
  await drawBar({ open: !front || ahead === "first-pin" });
  if (front) await front[1]();
  else {
    if (words[0] === "case") readNews(Number(words[1]));
    const made = await screenOf(words).show(root, words);
    if (mine === turn) screen = made;
    else made?.leave?.();
  }
  if (mine !== turn) return;
  root.dataset.screen = address; // drawn: for whoever waits for it
  if (fresh) arrive();
}

// A new screen begins at its title, for eyes and ears.
function arrive() {
  scrollTo(0, 0);
  const title = one("h1", root);
  document.title = `${title?.textContent || say("day")} · ${say("brand")}`;
  if (!root.contains(document.activeElement)) title?.focus({ preventScroll: true });
}

const again = follow((words) => void show(words));

let drawing = null;
// Events come in swarms; one look at the end of a swarm is enough.
function soon() {
  drawing ??= setTimeout(async () => {
    drawing = null;
    const front = (await inFront())?.[0] ?? "";
    tellBy(await set("calendar"));
    if (front !== ahead) again();
    else if (!front) await Promise.all([drawBar({ open: true }), screen?.refresh?.()]); // one that is being drawn is left alone
    await drawStrips();
  }, 30);
}

for (const name of ["outbox", "bundle", "send", "lock", "person", "version"]) bus.addEventListener(name, soon);
bus.addEventListener("bundle", ({ detail }) => heard(detail.fresh ?? []));
bus.addEventListener("told", ({ detail }) => sayDone(detail));
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
