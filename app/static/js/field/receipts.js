// What a final receipt does to the operation it is for.
import { tellAll } from "./bus.js";
import { db, isFull } from "./database.js";
import { freed, orFromReserve } from "./reserve.js";
import { sealOp } from "./sealed.js";

/** After a final receipt of "done": the case as it is now is kept and the operation goes, both or neither. */
export async function finish(op, receipt) {
  await remove(op, receipt.line).catch((error) => {
    if (!isFull(error)) throw error;
    return remove(op, null); // a full tablet makes room; the line comes with the next bundle
  });
  freed();
  tellAll("outbox", { done: [receipt] });
}

/** What the server does not take stays here with everything, and with what the server said. */
export async function park(op, { message, fields: faults = {}, todo = "", news = [], receipt = "", line = null }) {
  const row = await sealOp({ ...op, message, faults, todo, news, receipt, status: "parked" });
  const tables = [db.ops, db.cases, db.meta];
  await orFromReserve(() =>
    db.transaction("rw", tables, async () => {
      await putLine(op, line);
      if (await db.ops.where({ id: op.id }).count()) await db.ops.put(row);
    }),
  );
  tellAll("outbox", { parked: [op.id] });
}

const remove = (op, line) =>
  db.transaction("rw", [db.ops, db.photos, db.cases, db.meta], async () => {
    await putLine(op, line);
    await db.photos.where({ op: op.id }).delete();
    await db.ops.where({ id: op.id }).delete();
  });

// A receipt that comes after its person has gone, or after a newer line, changes nothing on the shelf.
async function putLine(op, now) {
  if (!now || (await db.meta.get("person"))?.who.id !== op.user) return;
  const shown = await db.cases.get(now.id);
  if (!shown || shown.seen <= now.seen) await db.cases.put(now);
}
