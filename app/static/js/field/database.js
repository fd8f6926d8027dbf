// What the tablet keeps and how it is laid out: one IndexedDB, by Dexie.
import "../../vendor/dexie/dexie.min.js";

const { Dexie } = globalThis;

/** Whole or not at all, and on the disk before a promise is kept ("strict"); nothing is held in memory beside it. */
export const db = new Dexie("lingrid-field", { chromeTransactionDurability: "strict", cache: "disabled" });

// A later layout is a further db.version(n).stores({ what changed }).upgrade((tx) => …) below this one, which stays as
// it is: a tablet that was off for a month opens its old data with a new program and goes through every step. What is
// sealed cannot be read in an upgrade (its key may be shut), so a change inside it is met where it is opened
// (sealed.js, `layout`).
db.version(1).stores({
  ops: "++n, &id, user", // { n, id, user, case, status, kid, iv, sealed }: in clear only what order and counting need
  photos: "[op+at], op", // { op, at, kid, iv, sealed }: the at-th picture of an operation
  keys: "kid, user", // { kid, user, made, wrapped, iv, open }: open only while its person is signed in
  cases: "id", // the lines of the bundle, of one person at a time
  sets: "name", // { name, value }: the sets of the bundle
  settings: "[user+key]", // { user, key, value }: small things of one person, gone at log-out
  reserve: "key", // { key, bytes }: room kept free (reserve.js)
  meta: "key", // device, person, bundle (its cursor), owed (a sign-out that the server has not heard of)
});

db.version(2)
  .stores({
    drafts: "[user+key+part], [user+key], at", // { user, key, part, at, kid, iv, sealed }: what is begun (draft.js)
  })
  .upgrade((tx) =>
    // In the former layout they lay open among the settings. They cannot be sealed here, and were kept for a day only.
    tx
      .table("settings")
      .filter(({ key }) => key.startsWith("draft-"))
      .delete(),
  );

/** Who is signed in on this tablet, as the database knows it (every tab sees the same); null for nobody. */
export const person = async () => (await db.meta.get("person"))?.who ?? null;

/** Whether a failed write failed because the disk, or our share of it, is full. */
export function isFull(error) {
  for (let cause = error; cause; cause = cause.inner ?? cause.cause) {
    if (cause.name === "QuotaExceededError") return true;
  }
  return false;
}
