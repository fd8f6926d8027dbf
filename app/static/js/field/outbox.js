// What was done and not yet heard of by the server. Nothing leaves it but by a receipt, or by its person's own hand.
import { tellAll } from "./bus.js";
import { db } from "./database.js";
import { notes } from "./notes.js";
import { hold } from "./reserve.js";
import { specs } from "./said.js";
import { openOp, openPhoto } from "./sealed.js";
import { line, user } from "./store.js";
import { NotParked, write } from "./writing.js";

export { NotParked, OutboxFull, Unreadable } from "./writing.js";

const TIGHT = 64 * 1024 * 1024; // bytes left, where the browser tells the truth about them
const GIB = 1024 ** 3; // Chromium promises whole ones beyond what is used, whatever the disk says: that tells nothing
const UNSENT = ["waiting", "parked"];
const NOTHING_SAID = { message: "", faults: {}, todo: "", news: [], receipt: "" };

/** Keep an operation with its pictures, instead of the draft of it; gives its id once both are on the disk, sealed.
 *  Throws OutboxFull, Unreadable, Shut. */
export const add = (op, { draft } = {}) =>
  write(user(), [{ ...op, happened_at: new Date().toISOString() }], { draft });

/** This person's operations, oldest first. One that does not open (another key, a broken disk) stays and is counted. */
export async function list() {
  const rows = await db.ops.where({ user: user() ?? -1 }).sortBy("n");
  const opened = await Promise.all(rows.map((row) => openOp(row).catch(() => null)));
  return opened.filter(Boolean).map((op) => ({ ...NOTHING_SAID, ...op }));
}

/** { waiting, parked } of this person; others: what this person cannot open, a number and nothing else. */
export async function counts() {
  const found = { waiting: 0, parked: 0, others: 0 };
  const keys = await db.keys.where({ user: user() ?? -1 }).toArray();
  const open = new Set(keys.filter((key) => key.open).map((key) => key.kid));
  await db.ops.each(({ kid, status }) => {
    if (UNSENT.includes(status)) found[open.has(kid) ? status : "others"] += 1;
  });
  return found;
}

/** How much of somebody's is unsent, whether it can be opened or not. */
export const unsent = (userId) => db.ops.where({ user: userId }).and((row) => UNSENT.includes(row.status)).count();

/** A picture of this person's operations; null for one that is not there, or cannot be read any more. */
export async function blob(hash) {
  for (const op of await list()) {
    const at = op.photos.findIndex((photo) => photo.sha256 === hash);
    if (at < 0) continue;
    const row = db.photos.get([op.id, at]);
    const bytes = await row.then((found) => openPhoto(op.user, found)).catch(() => null);
    return bytes && new Blob([bytes], { type: op.photos[at].type });
  }
  return null;
}

/** Send a parked one again as mended, in its old place; pictures may be named by their sha256. Gives the new id.
 *  Throws NotParked where it has gone another way. */
export const replace = (id, op) => instead(id, () => [op]);

/** Send words and pictures of a parked one as notes to its case, as many as its pictures need. Gives the first id.
 *  Throws NotParked. */
export const asNote = (id) =>
  instead(id, async (old) => {
    if (old.case === null) throw new Error("a report has no case to note it in");
    const seen = (await line(old.case))?.seen ?? old.seen;
    return notes(old, specs[old.do]).map((note) => ({ ...note, case: old.case, seen }));
  });

/** Keep a parked one without counting it as such. */
export async function setAside(id) {
  await db.ops.where({ id }).and((row) => row.status === "parked").modify({ status: "set_aside" });
  tellAll("outbox");
}

/** { usage, quota, left } in bytes; left is Infinity where the browser does not tell. tight: send first. */
export async function room() {
  const { usage = 0, quota = Infinity } = (await navigator.storage?.estimate?.()) ?? {};
  const left = (quota - usage) % GIB === 0 ? Infinity : Math.max(0, quota - usage);
  return { usage, quota, left, tight: left < TIGHT || (user() !== null && !(await hold())) };
}

// What was done keeps the moment at which it was done.
async function instead(id, make) {
  const old = (await list()).find((op) => op.id === id);
  if (!old || old.status === "waiting") throw new NotParked(id);
  const { happened_at } = old;
  const ops = (await make(old)).map(async (op) => ({ ...op, happened_at, photos: await withBytes(op.photos ?? []) }));
  return write(user(), await Promise.all(ops), { old });
}

const withBytes = (photos) =>
  Promise.all(photos.map(async (photo) => (photo.blob ? photo : { ...photo, blob: await blob(photo.sha256) })));
