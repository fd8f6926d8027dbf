// What is being written outlives a tab that is killed, a lock and a log-out: sealed like an operation, for its owner,
// for a day; photos as long as the device has room.
import { db, isFull } from "./database.js";
import { openDraft, sealDraft } from "./sealed.js";
import { user } from "./store.js";

const DAY = 86_400_000;
const WAIT = 400;
const WORDS = ""; // the part that holds the words and names the photos; each photo is a part of its own
const open = new Map(); // by owner and key: the draft of the form that was shown last, which alone may write
const parts = new WeakMap(); // of photos that lie on the disk already: typing does not seal them again

/** The key of what is written while a parked operation is mended. */
export const mendKey = (id) => `mend-${id}`;

/** The draft of a form by its key ("report", "handle-7"): { values, photos } as it was kept, else null. */
export async function restored(key) {
  await open.get(nameOf(user(), key))?.settled();
  const rows = await db.drafts.where({ user: user() ?? -1, key }).toArray();
  const words = rows.find((row) => row.part === WORDS);
  if (!words || Date.now() - words.at >= DAY) return null;
  return opened(words, new Map(rows.map((row) => [row.part, row]))).catch(() => null); // sealed by a key that is lost
}

/** Keeps a draft while its form is there; read() gives { values, photos: { field: [shot] } }. */
export function draft(key, read) {
  const owner = user();
  let timer = 0;
  let over = false;
  let writing = Promise.resolve();
  const mayWrite = () => !over && open.get(nameOf(owner, key)) === kept;

  const kept = {
    key,
    /** Soon: somebody is typing. */
    save() {
      clearTimeout(timer);
      timer = setTimeout(kept.now, WAIT);
    },
    /** At once: a photo, or the form goes. */
    now() {
      clearTimeout(timer);
      timer = 0;
      // Without room for it, the form on the screen still holds everything.
      return (writing = writing.then(() => mayWrite() && write(owner, key, read())).catch(() => {}));
    },
    /** Resolves when what was changed lies on the disk. */
    settled: () => (timer ? kept.now() : writing),
    /** Put the operation down, which takes the draft with it: nothing is kept meanwhile, all of it if that fails. */
    async during(work) {
      clearTimeout(timer);
      [timer, over] = [0, true];
      const done = writing.then(work);
      writing = done.catch(() => {}); // whoever opens the form meanwhile waits for what becomes of it
      try {
        const found = await done;
        if (open.get(nameOf(owner, key)) === kept) open.delete(nameOf(owner, key));
        return found;
      } catch (error) {
        over = false;
        kept.now();
        throw error;
      }
    },
    /** It is not wanted any more. */
    drop: () => kept.during(() => db.transaction("rw", db.drafts, () => dropped(owner, [key]))).catch(() => {}),
  };
  open.set(nameOf(owner, key), kept);
  return kept;
}

/** Take drafts of a person away by their keys, in the transaction that is open. */
export const dropped = (owner, keys) =>
  db.drafts
    .where("[user+key]")
    .anyOf(keys.map((key) => [owner, key]))
    .delete();

const nameOf = (owner, key) => `${owner}/${key}`;

async function opened(words, rows) {
  const { values, photos } = JSON.parse(new TextDecoder().decode(await openDraft(words)));
  const shotOf = async ({ part, type, ...facts }) => {
    const blob = new Blob([await openDraft(rows.get(part))], { type });
    parts.set(blob, part);
    return { ...facts, blob };
  };
  const found = {};
  for (const [name, shots] of Object.entries(photos)) {
    const opening = shots.map((shot) => shotOf(shot).catch(() => null)); // one that is lost takes nothing with it
    found[name] = (await Promise.all(opening)).filter(Boolean);
  }
  return { values, photos: found };
}

async function write(owner, key, form) {
  await sweep();
  const there = (await db.drafts.where({ user: owner, key }).primaryKeys()).map(([, , part]) => part);
  await lay(owner, key, there, form).catch((error) => {
    if (!isFull(error)) throw error; // the words at least, and what lies there already
    const kept = (shots) => shots.filter(({ blob }) => there.includes(parts.get(blob)));
    const photos = Object.entries(form.photos).map(([name, shots]) => [name, kept(shots)]);
    return lay(owner, key, there, { values: form.values, photos: Object.fromEntries(photos) });
  });
}

// Sealed first, since a transaction of the database waits for nothing else; a photo that lies there already stays.
async function lay(owner, key, there, { values, photos }) {
  const blobs = new Map();
  const named = Object.entries(photos).map(([name, shots]) => [name, shots.map((shot) => nameIn(blobs, shot))]);
  const words = new TextEncoder().encode(JSON.stringify({ values, photos: Object.fromEntries(named) }));
  const added = [...blobs].filter(([part]) => !there.includes(part));
  const gone = there.filter((part) => part !== WORDS && !blobs.has(part));
  const rows = await Promise.all([
    sealDraft(owner, key, WORDS, words).then((row) => ({ ...row, at: Date.now() })),
    ...added.map(async ([part, blob]) => sealDraft(owner, key, part, await blob.arrayBuffer())),
  ]);
  await db.transaction("rw", db.drafts, async () => {
    await db.drafts.bulkDelete(gone.map((part) => [owner, key, part]));
    await db.drafts.bulkPut(rows);
  });
}

function nameIn(blobs, { blob, ...facts }) {
  if (!parts.has(blob)) parts.set(blob, crypto.randomUUID());
  blobs.set(parts.get(blob), blob);
  return { ...facts, type: blob.type, part: parts.get(blob) };
}

// Whosever it is: only the words carry a moment, and their photos go with them.
async function sweep() {
  const old = await db.drafts
    .where("at")
    .below(Date.now() - DAY)
    .primaryKeys();
  await db.drafts
    .where("[user+key]")
    .anyOf(old.map(([owner, key]) => [owner, key]))
    .delete();
}

sweep().catch(() => {});
