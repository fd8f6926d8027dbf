// A reserve on the disk. Browsers no longer say how much a page may keep (they promise 10 GiB to everybody), so some
// room is held by noise: the day it cannot be held the tablet is nearly full, and what is being done still fits.
import { db, isFull } from "./database.js";

const BYTES = 16 * 1024 * 1024; // a report of eight pictures, twice over
const AT_ONCE = 65_536; // as much noise as a browser makes in one go
const A_BIT = 8 * AT_ONCE;

const AGAIN = 60_000; // a full disk is not written to at every look
let fullAt = -Infinity;
let holding = null;

/** Hold the reserve where it is not held; false when there is no room for it. */
export const hold = () => (holding ??= held().finally(() => (holding = null)));

/** Something was taken from the disk: there may be room again. */
export const freed = () => void (fullAt = -Infinity);

async function held() {
  if (await db.reserve.count()) return true;
  if (Math.abs(Date.now() - fullAt) < AGAIN) return false;
  try {
    await db.reserve.put({ key: "noise", bytes: await noise() });
    return true;
  } catch (error) {
    if (!isFull(error)) throw error;
    fullAt = Date.now();
    return false;
  }
}

/** Do a piece of work on the database; where it does not fit, give the reserve up for it and do it again. */
export async function orFromReserve(work) {
  try {
    return await work();
  } catch (error) {
    if (!isFull(error) || !(await db.reserve.count())) throw error;
    await db.reserve.clear();
    return work();
  }
}

// Made bit by bit: a screen that is being drawn comes in between.
async function noise() {
  const bytes = new Uint8Array(BYTES);
  for (let at = 0; at < BYTES; at += AT_ONCE) {
    crypto.getRandomValues(bytes.subarray(at, at + AT_ONCE));
    if (at % A_BIT === 0) await new Promise((later) => setTimeout(later));
  }
  return bytes.buffer;
}
