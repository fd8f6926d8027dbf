// What may go now: in a case in the order made, one case never waiting for another. Pure.

/** What an operation keeps its order with: its case; a report stands alone. */
export const keyOf = (op) => op.case ?? op.id;

/** Of the unsent, oldest first: `batch` that may go at once, and `bring`, the first whose pictures must come before it.
 *  held: keys that stand still for now; whole: hashes that the server has. */
export function next(ops, { held, whole, most }) {
  const shut = new Set(held);
  const batch = [];
  let bring = null;
  for (const op of ops) {
    const key = keyOf(op);
    if (shut.has(key) || op.status === "set_aside") continue;
    const complete = op.photos.every((photo) => whole.has(photo.sha256));
    if (op.status === "waiting" && complete && batch.length < most) batch.push(op);
    else shut.add(key); // what comes later in this case waits for it
    if (op.status === "waiting" && !complete) bring ??= op;
  }
  return { batch, bring };
}

/** How long to wait after so many failures in a row, in ms: 2 s doubling to 60 s, spread by chance (0 to 1). */
export function backOff(failures, chance = Math.random()) {
  const full = Math.min(60_000, 2_000 * 2 ** Math.max(0, failures - 1));
  return Math.round(full * (0.5 + chance / 2));
}

/** An operation as it travels. */
export function onTheWire({ id, do: verb, case: about, seen, happened_at, fields, photos }) {
  const byField = {};
  for (const { field, sha256, taken_at, lon, lat, accuracy } of photos) {
    (byField[field] ??= []).push({ sha256, taken_at, lon, lat, accuracy });
  }
  return { id, do: verb, case: about, seen, happened_at, fields, photos: byField };
}
