// The device key of each person: it seals what waits. Open while they are signed in, else wrapped by a key that only
// the server has and gives to nobody but them.
import { db } from "./database.js";

const AES = { name: "AES-GCM", length: 256 };
const USES = ["encrypt", "decrypt"];

/** The key that would open something is not open here (somebody else's, or one that the server no longer unwraps). */
export class Shut extends Error {}

/** Open this person's keys with the server's (base64 of 32 bytes); makes one where none opens, and keeps the old. */
export async function open(user, serverKey) {
  const raw = Uint8Array.from(atob(serverKey), (char) => char.charCodeAt(0));
  const wrapping = await crypto.subtle.importKey("raw", raw, AES.name, false, ["wrapKey", "unwrapKey"]);
  const rows = await db.keys.where({ user }).toArray();
  const opened = (await Promise.all(rows.map((row) => unwrapped(row, wrapping)))).filter(Boolean);
  if (!opened.length) opened.push(await made(user, wrapping));
  await db.keys.bulkPut(opened);
}

/** Whether this person can seal and unseal now. */
export const isOpen = async (user) => Boolean(await newest(user));

/** Bytes under the person's key, bound to a label: { kid, iv, sealed }. */
export async function seal(user, label, bytes) {
  const row = await newest(user);
  if (!row) throw new Shut(`no open key of ${user}`);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt(bound(iv, label), row.open, bytes);
  return { kid: row.kid, iv, sealed };
}

/** What was sealed under this label, as an ArrayBuffer; Shut without its key. */
export async function unseal({ kid, iv, sealed }, label) {
  const key = (await db.keys.get(kid))?.open;
  if (!key) throw new Shut(`key ${kid} is not open`);
  return crypto.subtle.decrypt(bound(iv, label), key, sealed);
}

const bound = (iv, label) => ({ name: AES.name, iv, additionalData: new TextEncoder().encode(label) });

async function newest(user) {
  const rows = await db.keys.where({ user }).toArray();
  return rows.filter((row) => row.open).sort((a, b) => (a.made < b.made ? 1 : -1))[0];
}

async function made(user, wrapping) {
  const fresh = await crypto.subtle.generateKey(AES, true, USES);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const wrapped = await crypto.subtle.wrapKey("raw", fresh, wrapping, { name: AES.name, iv });
  const row = { kid: crypto.randomUUID(), user, made: new Date().toISOString(), wrapped, iv };
  return unwrapped(row, wrapping); // what is kept open can no longer be taken out of the browser
}

async function unwrapped(row, wrapping) {
  const { wrapped, iv } = row;
  try {
    const key = await crypto.subtle.unwrapKey("raw", wrapped, wrapping, { name: AES.name, iv }, AES, false, USES);
    return { ...row, open: key };
  } catch {
    return null; // wrapped by another key of the server's: it stays as it is, and so does what it sealed
  }
}
