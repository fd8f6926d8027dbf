// The one loop that empties the outbox and fetches the bundle. It runs in one tab at a time, and never gives up.
import { bus, tell } from "./bus.js";
import * as bundle from "./bundle.js";
import { person as remembered } from "./database.js";
import * as device from "./device.js";
import * as door from "./door.js";
import { sendAll, tellUnsent } from "./delivery.js";
import { Shut } from "./keys.js";
import { backOff } from "./order.js";
import { counts } from "./outbox.js";

const SOON = 30_000; // while something waits
const BUNDLE_AGE = 60_000; // so old may what is to do become while somebody looks
const PATIENCE = 3; // changes of person in a row before it is a server in trouble

/** Read only; "send" is told at each change. nextAt: when it is tried again by itself (ms), or null. */
export const state = {
  online: navigator.onLine,
  sending: false,
  needsLogin: false,
  revoked: false,
  lastAt: null,
  nextAt: null,
  progress: { done: 0, total: 0 },
};
let failures = 0;
let wanted = false;
let asked = false;
let beaten = false; // another tab was at it: what it met is not known here
let running = null;
let timer = 0;
let fetchedAt = 0;

/** Send when the app opens, when a network comes, when somebody looks, when something is added, and by the clock. */
export function start() {
  addEventListener("online", () => {
    change({ online: true }); // until it is met otherwise
    wake();
  });
  addEventListener("offline", () => change({ online: false }));
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && wake());
  bus.addEventListener("outbox", ({ detail }) => detail.added && added());
  return now();
}

/** Try at once, whatever failed before, and fetch what is new; resolves when that is done. */
export function now() {
  asked = true;
  return wake();
}

/** Try again, whatever failed before. */
export function wake() {
  failures = 0;
  return turn();
}

function added() {
  device.later("outbox");
  if (!failures) turn(); // adding does not shorten the pause after a failure
}

function turn() {
  wanted = true;
  return (running ??= loop());
}

async function loop() {
  try {
    while (wanted) {
      wanted = false;
      beaten = await navigator.locks.request("lingrid-send", { ifAvailable: true }, (lock) => !lock || work());
      if (!wanted) await plan();
    }
  } finally {
    running = null; // in one go with the last look at `wanted`: no wish is lost between
  }
}

async function work() {
  const who = device.me()?.id;
  change({ sending: true });
  try {
    await device.hello();
    change({ needsLogin: false, revoked: false, online: true });
    const missed = Math.abs(Date.now() - fetchedAt) < BUNDLE_AGE ? null : await fetched().catch((error) => error);
    const { stale, held } = await sendAll((progress) => change({ progress }));
    if (missed) throw missed; // what waits went out first
    if (stale || asked) await fetched();
    failures = held ? failures + 1 : 0;
    change({ lastAt: Date.now() });
  } catch (error) {
    await heard(error, who);
  } finally {
    change({ sending: false, progress: { done: 0, total: 0 } });
  }
}

async function fetched() {
  await bundle.refresh(await device.id());
  fetchedAt = Date.now();
  asked = false;
}

async function heard(error, asker) {
  if (error instanceof door.NeedsLogin) {
    door.forget();
    change({ needsLogin: true, online: true });
  } else if (error instanceof door.Revoked) {
    const who = error.user ?? device.me()?.id; // they are told what it keeps: it may never come back
    if (who !== undefined) await tellUnsent(who).catch(() => {});
    await device.forget();
    change({ revoked: true, needsLogin: false, online: true });
  } else if (error instanceof door.OtherPerson) {
    // Before anything is asked in the name of the new one; who came in by another tab meanwhile is known, and stays.
    if ((await remembered())?.id === asker) await device.forget();
    door.forget();
    wanted = (failures += 1) < PATIENCE;
  } else {
    failures += 1;
    change({ online: navigator.onLine && error.reached !== false });
    if (![door.Away, door.Refused, Shut].some((kind) => error instanceof kind)) console.error(error);
  }
}

async function plan() {
  clearTimeout(timer);
  const owed = await device.owes();
  // A sign-out is told without anybody being here.
  const resting = !beaten && (state.revoked || (state.needsLogin && !owed));
  const pause = failures ? backOff(failures) : beaten || owed || (await counts()).waiting ? SOON : BUNDLE_AGE;
  state.nextAt = resting ? null : Date.now() + pause;
  if (!resting) timer = setTimeout(turn, pause);
  tell("send");
}

bus.addEventListener("person", ({ detail }) => {
  if (detail.id !== null) return;
  fetchedAt = 0;
  change({ needsLogin: true });
  if (!running) plan();
});

function change(what) {
  Object.assign(state, what);
  tell("send");
}
