// This tablet, and who is signed in on it: one person at a time, nobody else's work to be read.
import { tell, tellAll, bus } from "./bus.js";
import { db, person as remembered } from "./database.js";
import * as door from "./door.js";
import * as keys from "./keys.js";
import { hold } from "./reserve.js";
import * as store from "./store.js";

const LABEL_MAX = 60;

/** What people will know this tablet by, until somebody gives it a name. */
export const label = await named();

let person = null;
await recall();

/** Who is signed in here: { id, name, roles, street }, also without a network; null for nobody. */
export const me = () => person;

/** The id of this tablet, made at its first use. */
export const id = async () => (await db.meta.get("device"))?.id ?? make();

/** After /field/me: the store of whoever was here before is emptied, theirs is opened with the server's key.
 *  Throws Away, Revoked; then nobody is signed in here, and nothing that waits is lost. */
export async function signedIn({ id: userId, name, roles, street }) {
  const former = await remembered();
  if (former && former.id !== userId) await forget();
  if (!(await keys.isOpen(userId))) await keys.open(userId, await releasedKey(userId));
  person = { id: userId, name, roles, street };
  await db.meta.put({ key: "person", who: person });
  store.open(userId);
  navigator.storage?.persist?.().catch(() => {}); // the browser must not make room at the cost of what waits
  hold().catch(() => {}); // nobody waits for noise: the day comes first
  tellAll("person", { id: userId });
}

async function releasedKey(user) {
  try {
    return (await door.post("/field/devices", { id: await id(), name: label }, { as: user })).key;
  } catch (error) {
    throw Object.assign(error, { user });
  }
}

/** Ask who is signed in, once a page; OtherPerson, NeedsLogin, Away as the door says. */
export async function hello() {
  if (person && door.isKnown()) return;
  await signedIn(await door.me());
}

/** Out: everything that can be read goes at once, the server hears of it now or first of all later. */
export async function logout() {
  const owed = person?.id ?? null;
  await forget({ owed });
  if (owed === null) return;
  later(`sign-out:${owed}`);
  await door.settle().catch(() => {}); // owed until a network comes
}

/** Whether the server has yet to hear of a sign-out. */
export const owes = async () => Boolean(await db.meta.get("owed"));

/** To the sign-in page, once the server has heard of every sign-out: by an old session it would lead past it.
 *  False without a network: the way would lead out of the app, to nothing. */
export async function toSignIn() {
  const reached = await door.me().then(() => true, (error) => !(error instanceof door.Away));
  if (reached) location.assign("/sign-in?next=/field/");
  return reached;
}

/** Bundle, settings and open keys go; what is sealed stays for its owner. */
export async function forget(options) {
  await store.wipe(options);
  person = null;
  tellAll("person", { id: null });
}

/** Where the browser can, its worker is woken with a network even when the app is closed; else nothing. */
export async function later(tag) {
  const worker = await navigator.serviceWorker?.getRegistration("/field/").catch(() => null);
  await worker?.sync?.register(tag).catch(() => {});
}

const make = () =>
  db.transaction("rw", db.meta, async () => {
    const row = (await db.meta.get("device")) ?? { key: "device", id: crypto.randomUUID() }; // another tab was quicker
    await db.meta.put(row);
    return row.id;
  });

async function recall() {
  person = await remembered().catch(() => null);
  store.open(person?.id ?? null);
}

async function named() {
  const hints = navigator.userAgentData;
  const told = await hints?.getHighEntropyValues?.(["model"]).catch(() => null);
  const parts = [told?.model, hints?.platform].filter(Boolean);
  return (parts.join(" · ") || navigator.userAgent).slice(0, LABEL_MAX);
}

// Somebody came or went in another tab.
bus.addEventListener("person", async ({ detail }) => {
  if (!detail.elsewhere) return;
  await recall();
  tell("person", { id: person?.id ?? null });
});
