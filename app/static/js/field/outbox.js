// What was done and not yet heard of by the server. Nothing leaves it but by a receipt, or by its person's own hand.
import { tellAll } from "./bus.js";
import { db, isFull } from "./database.js";
import { sha256, small } from "./images.js";
import { notes } from "./notes.js";
import { hold, orFromReserve } from "./reserve.js";
import { openOp, openPhoto, sealOp, sealPhoto } from "./sealed.js";
import { line, user } from "./store.js";

const TIGHT = 64 * 1024 * 1024; // bytes left, where the browser tells the truth about them
const UNSENT = ["waiting", "parked"];
const NOTHING_SAID = { message: "", faults: {}, todo: "", news: [], receipt: "" };

/** Adding did not fit on this tablet; nothing of it was kept. */
export class OutboxFull extends Error {}

/** Keep an operation with its pictures; gives its id once both are on the disk, sealed. Throws OutboxFull, Shut. */
export const add = (op) => write([{ ...op, happened_at: new Date().toISOString() }]);

/** This person's operations, oldest first. One that does not open (another key, a broken disk) stays, and is counted. */
export async function list() {
  const rows = await db.ops.where({ user: user() ?? -1 }).sortBy("n");
  const opened = await Promise.all(rows.map((row) => openOp(row).catch(() => null)));
  return opened.filter(Boolean).map((op) => ({ ...NOTHING_SAID, ...op }));
}

/** { waiting, parked } of this person; others: what this person cannot open, a number and nothing else. */
export async function counts() {
  const found = { waiting: 0, parked: 0, others: 0 };
  const open = new Set((await db.keys.toArray()).filter((key) => key.open && key.user === user()).map((key) => key.kid));
  await db.ops.each(({ kid, status }) => {
    if (UNSENT.includes(status)) found[open.has(kid) ? status : "others"] += 1;
  });
  return found;
}

/** How much of somebody's is unsent, whether it can be opened or not. */
export const unsent = (userId) => db.ops.where({ user: userId }).and((row) => UNSENT.includes(row.status)).count();

/** A picture of this person's operations, or null. */
export async function blob(hash) {
  for (const op of await list()) {
    const at = op.photos.findIndex((photo) => photo.sha256 === hash);
    if (at >= 0) return new Blob([await openPhoto(op.user, await db.photos.get([op.id, at]))], { type: op.photos[at].type });
  }
  return null;
}

/** Send a parked one again as mended, in its old place; pictures may be named by their sha256. Gives the new id. */
export async function replace(id, op) {
  const old = await settled(id);
  return write([{ ...op, happened_at: old.happened_at }], old);
}

/** Send the words and pictures of a parked one as notes to its case, as many as its pictures need. Gives the first id. */
export async function asNote(id) {
  const old = await settled(id);
  if (old.case === null) throw new Error("a report has no case to note it in");
  const seen = (await line(old.case))?.seen ?? old.seen;
  return write(notes(old).map((note) => ({ ...note, case: old.case, seen, happened_at: old.happened_at })), old);
}

/** Keep a parked one without counting it as such. */
export async function setAside(id) {
  await db.ops.where({ id }).and((row) => row.status === "parked").modify({ status: "set_aside" });
  tellAll("outbox");
}

/** { usage, quota, left } in bytes as the browser says; tight: send before another picture is taken. */
export async function room() {
  const { usage = 0, quota = Infinity } = (await navigator.storage?.estimate?.()) ?? {};
  const left = Math.max(0, quota - usage);
  return { usage, quota, left, tight: left < TIGHT || (user() !== null && !(await hold())) };
}

// Sealing comes first: a transaction of the database does not wait for it. What is `old` goes as the new ones come; the
// first of them takes its place in the order.
async function write(ops, old = null) {
  const owner = user();
  const rows = [];
  const pictures = [];
  for (const [i, op] of ops.entries()) {
    const made = await sealed(owner, op, i === 0 ? old : null, old);
    rows.push(made.row);
    pictures.push(...made.pictures);
  }
  await commit(rows, pictures, old);
  tellAll("outbox", { added: rows.map((row) => row.id) });
  return rows[0].id;
}

async function sealed(owner, { do: verb, case: about = null, seen = null, fields = {}, photos = [], happened_at }, place, from) {
  const id = crypto.randomUUID();
  const found = await Promise.all(photos.map((photo) => pictureOf(photo, from)));
  const facts = found.map(({ bytes: _bytes, ...fact }) => fact);
  const op = { do: verb, case: about, seen, happened_at, fields, photos: facts };
  const row = await sealOp({ ...op, id, user: owner, status: "waiting", n: place?.n });
  return { row, pictures: await Promise.all(found.map(({ bytes }, at) => sealPhoto(owner, id, at, bytes))) };
}

async function commit(rows, pictures, old) {
  try {
    await orFromReserve(() => put(rows, pictures, old));
  } catch (error) {
    throw isFull(error) ? new OutboxFull("the tablet is full", { cause: error }) : error;
  }
}

const put = (rows, pictures, old) =>
  db.transaction("rw", db.ops, db.photos, async () => {
    if (old) await db.photos.where({ op: old.id }).delete();
    await db.ops.bulkPut(rows);
    await db.photos.bulkAdd(pictures);
  });

async function pictureOf({ field, sha256: hash, blob: given, taken_at = null, lon = null, lat = null, accuracy = null }, old) {
  const picture = given ? await small(given) : await blob(hash);
  if (!picture) throw new Error(`no picture ${hash} of ${old?.id}`);
  const bytes = await picture.arrayBuffer();
  const facts = { field, taken_at, lon, lat, accuracy, size: picture.size, type: picture.type };
  return { ...facts, sha256: await sha256(bytes), bytes };
}

async function settled(id) {
  const found = (await list()).find((op) => op.id === id);
  if (!found || found.status === "waiting") throw new Error(`${id} is not parked`);
  return found;
}
