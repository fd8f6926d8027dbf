// A screen lock for a tablet that passes from hand to hand: a PIN of 4 to 6 digits, known to this tablet only.
import { bus, tell, tellAll } from "./bus.js";
import * as device from "./device.js";
import * as door from "./door.js";
import { orFromReserve } from "./reserve.js";
import { keep, kept } from "./store.js";

const PIN = /^\d{4,6}$/;
const ROUNDS = 250_000;
const TRIES = 5;
const UNTOUCHED = 5 * 60_000;
const LOOK_EVERY = 10_000;
let touchedAt = Date.now();
let missed = 0; // wrong PINs in a row, also where the disk is too full to write them down

/** Whether this person has a PIN on this tablet. */
export const hasPin = async () => Boolean(await kept("pin"));

/** Whether the screen is locked: at the start, and after five minutes without a touch. */
export let locked = await hasPin();

/** Take a PIN of 4 to 6 digits; throws RangeError for anything else. */
export async function setPin(pin) {
  if (!PIN.test(pin)) throw new RangeError("4 to 6 digits");
  const salt = crypto.getRandomValues(new Uint8Array(16));
  await keep("pin", { salt, rounds: ROUNDS, proof: await proofOf(pin, salt, ROUNDS) });
  await keep("pinTries", null);
  open();
}

/** Open the screen; "out" where the fifth wrong PIN has signed its person out. The tries outlive a reload. */
export async function unlock(pin) {
  const known = await kept("pin");
  if (known && !same(await proofOf(pin, known.salt, known.rounds), known.proof)) return wrong();
  await keep("pinTries", null).catch(() => {}); // a full disk keeps nobody out
  open();
  return true;
}

/** Lock the screen now, where there is a PIN, in every tab. */
export async function lock() {
  if (await hasPin()) tellAll("lock", { shut: true });
}

/** Somebody uses the tablet. */
export function touch() {
  touchedAt = Date.now();
  door.touch();
}

function open() {
  locked = false;
  missed = 0;
  touch();
  tell("lock");
}

async function wrong() {
  missed = Math.max(missed, (await kept("pinTries")) ?? 0) + 1;
  await orFromReserve(() => keep("pinTries", missed)).catch(() => {});
  if (missed < TRIES) return false;
  tell("pin-out");
  await device.logout();
  return "out";
}

async function proofOf(pin, salt, iterations) {
  const secret = await crypto.subtle.importKey("raw", new TextEncoder().encode(pin), "PBKDF2", false, ["deriveBits"]);
  const rule = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  return new Uint8Array(await crypto.subtle.deriveBits(rule, secret, 256));
}

const same = (a, b) => a.reduce((differs, byte, i) => differs | (byte ^ b[i]), 0) === 0;

// A tablet that slept runs no timers: what counts is the time that went by, or the clock that somebody set.
const isIdle = () => Math.abs(Date.now() - touchedAt) >= UNTOUCHED;
// This tab only: in another somebody may be at work.
const look = async () => !locked && isIdle() && (await hasPin()) && tell("lock", { shut: true });
setInterval(look, LOOK_EVERY);
document.addEventListener("visibilitychange", look);
bus.addEventListener("lock", ({ detail }) => detail.shut && (locked = true));
bus.addEventListener("person", async () => {
  locked = locked && (await hasPin()); // nobody, or somebody new, has no PIN here
  tell("lock");
});
