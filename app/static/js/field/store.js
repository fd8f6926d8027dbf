// The bundle and the small settings of the person who is signed in.
import { db } from "./database.js";
import { orFromReserve } from "./reserve.js";

let open_ = null;

/** From now on the store is this person's (an id); null shuts it. */
export const open = (userId) => void (open_ = userId);

/** The id of the person whose store is open, or null. */
export const user = () => open_;

/** A case line by its id, or undefined. */
export const line = (id) => db.cases.get(Number(id));

/** Every case line. */
export const lines = () => db.cases.toArray();

/** A set of the bundle: "grids", "places", …; also "mine", "me", "street", "at" and "cut" (cases were left out). Undefined before a bundle came. */
export const set = async (name) => (await db.sets.get(name))?.value;

/** The ids of this person's grids. */
export const mine = async () => (await set("mine")) ?? [];

/** A setting of this person, or undefined. */
export const kept = async (key) => (open_ === null ? undefined : (await db.settings.get([open_, key]))?.value);

/** Keep a setting of this person; null takes it away. Gone at log-out. */
export async function keep(key, value) {
  if (open_ === null) throw new Error("nobody is signed in");
  await (value == null ? db.settings.delete([open_, key]) : db.settings.put({ user: open_, key, value }));
}

/** Bundle, settings and open keys go, at a stroke; what is sealed stays.
 *  owed: whose sign-out the server must yet hear of. */
export async function wipe({ owed = null } = {}) {
  await orFromReserve(() => emptied(owed)); // a full disk writes nothing, not even what is to go
  open_ = null;
}

const emptied = (owed) =>
  db.transaction("rw", [db.cases, db.sets, db.settings, db.keys, db.meta], async () => {
    await Promise.all([db.cases, db.sets, db.settings].map((table) => table.clear()));
    await db.meta.bulkDelete(["person", "bundle"]);
    await db.keys.toCollection().modify((row) => void delete row.open);
    if (owed !== null) await db.meta.put({ key: "owed", user: owed });
  });
