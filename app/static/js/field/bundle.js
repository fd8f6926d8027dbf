// What the server hands out for the day: fetched since the last time, laid on the shelf whole or not at all.
import { tellAll } from "./bus.js";
import { db } from "./database.js";
import { OtherPerson, ask, newToken } from "./door.js";

const WAIT = 60_000;

/** Fetch what changed and lay it on the shelf; tells "bundle" with the ids that are newly to do. */
export async function refresh(device) {
  const shelf = await db.meta.get("bundle");
  const asked = new URLSearchParams({ device, ...(shelf ? { since: shelf.cursor } : {}) });
  const told = await ask(`/field/bundle?${asked}`, { wait: WAIT });
  const fresh = await lay(told);
  if (!fresh) throw new OtherPerson();
  newToken(told.csrf);
  tellAll("bundle", { fresh });
}

/** Lay a bundle on the shelf in one transaction; gives the ids newly to do (none of a first bundle), or null where
 *  it is not of the person who is signed in: somebody went or came in between. */
export async function lay(told) {
  return db.transaction("rw", [db.cases, db.sets, db.meta], async () => {
    const who = (await db.meta.get("person"))?.who;
    if (who?.id !== told.me.id) return null;
    const first = !(await db.meta.get("bundle"));
    const before = new Set(first ? told.cases.map((line) => line.id) : await toDo());
    if (told.full) await Promise.all([db.cases.clear(), db.sets.clear()]);
    await db.cases.bulkDelete(told.gone);
    await db.cases.bulkPut(told.cases);
    await db.sets.bulkPut(setsOf(told));
    await db.meta.put({ key: "bundle", cursor: told.cursor });
    return told.cases.filter((line) => line.tab === "todo" && !before.has(line.id)).map((line) => line.id);
  });
}

const toDo = async () => (await db.cases.toArray()).filter((line) => line.tab === "todo").map((line) => line.id);

function setsOf({ sets, mine, me, street, at, cut }) {
  const changed = Object.entries(sets).map(([name, { value }]) => ({ name, value }));
  return [...changed, ...Object.entries({ mine, me, street, at, cut }).map(([name, value]) => ({ name, value }))];
}
