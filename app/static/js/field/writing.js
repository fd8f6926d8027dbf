// Into the outbox: sealed first, since a transaction of the database waits for nothing else; then all of it or nothing.
import { tellAll } from "./bus.js";
import { db, isFull } from "./database.js";
import { dropped, mendKey } from "./draft.js";
import { sha256, small } from "./images.js";
import { orFromReserve } from "./reserve.js";
import { sealOp, sealPhoto } from "./sealed.js";

/** It did not fit on this tablet; nothing of it was kept. */
export class OutboxFull extends Error {}
/** What is to be replaced is no longer parked: mended or noted meanwhile, by another press or in another tab. */
export class NotParked extends Error {}
/** A picture that this browser cannot read any more. */
export class Unreadable extends Error {}

/** Write operations of a person, in their order; `old` goes as they come, and the first of them takes its place.
 *  draft: the key of the draft that goes with them: what was put down is not found a second time as begun.
 *  Gives the id of the first once all are on the disk. Throws OutboxFull, NotParked, Unreadable, Shut. */
export async function write(owner, ops, { old = null, draft = "" } = {}) {
  const rows = [];
  const pictures = [];
  for (const [i, op] of ops.entries()) {
    const made = await sealed(owner, op, i === 0 ? old?.n : undefined);
    rows.push(made.row);
    pictures.push(...made.pictures);
  }
  const drafts = [draft, old && mendKey(old.id)].filter(Boolean);
  await orFromReserve(() => put({ owner, rows, pictures, old, drafts })).catch(asOutboxFull);
  tellAll("outbox", { added: rows.map((row) => row.id) });
  return rows[0].id;
}

async function sealed(owner, { do: verb, case: about = null, seen = null, fields = {}, photos = [], happened_at }, n) {
  const id = crypto.randomUUID();
  const found = [];
  for (const photo of photos) found.push(await pictureOf(photo)); // one after the other: each takes 48 MB
  const facts = found.map(({ bytes: _bytes, ...fact }) => fact);
  const op = { do: verb, case: about, seen, happened_at, fields, photos: facts };
  const row = await sealOp({ ...op, id, user: owner, status: "waiting", n });
  return { row, pictures: await Promise.all(found.map(({ bytes }, at) => sealPhoto(owner, id, at, bytes))) };
}

async function pictureOf({ field, blob, taken_at = null, lon = null, lat = null, accuracy = null }) {
  if (!blob) throw new Unreadable(field);
  const picture = await small(blob);
  const bytes = await picture.arrayBuffer().catch((cause) => {
    throw new Unreadable(field, { cause });
  });
  const { size, type } = picture;
  return { field, taken_at, lon, lat, accuracy, size, type, sha256: await sha256(bytes), bytes };
}

const put = ({ owner, rows, pictures, old, drafts }) =>
  db.transaction("rw", [db.ops, db.photos, db.drafts], async () => {
    if (old && (await db.ops.get(old.n))?.id !== old.id) throw new NotParked(old.id);
    if (old) await db.photos.where({ op: old.id }).delete();
    await db.ops.bulkPut(rows);
    await db.photos.bulkAdd(pictures);
    await dropped(owner, drafts);
  });

function asOutboxFull(error) {
  throw isFull(error) ? new OutboxFull("the tablet is full", { cause: error }) : error;
}
