// A picture to the server, in pieces that a bad link lets through; it goes on where it was cut off.
import { Away, Refused, ask } from "./door.js";

const CHUNK = 256 * 1024; // bytes
const SMALLEST = 16 * 1024; // on a link that does not carry more in the time that a request has
let size = CHUNK; // of the next piece: halved by each failure, doubled by each success

/** How many steps a picture of so many bytes takes. */
export const steps = (bytes) => Math.max(1, Math.ceil(bytes / CHUNK));

/** Bring a picture of somebody's (`as`, an id) to the server, whole; sent(n) after each piece, in steps. Throws Refused
 *  where the server does not want it, OtherPerson where somebody else came in between two pieces. */
export async function bring(sha256, blob, as, sent = () => {}) {
  const path = `/field/photos/${sha256}`;
  let { have, whole } = await ask(path, { as });
  for (let afresh = 1; !whole; ) {
    const before = have;
    try {
      ({ have, whole } = await put(path, blob, have, as));
      sent((have - before) / CHUNK);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.status === 409 && error.told.have !== have) ({ have, whole } = error.told);
      else if (error.status === 422 && afresh--) have = 0; // the pieces do not make it: once more from the start
      else throw error;
    }
  }
}

async function put(path, blob, offset, as) {
  const body = blob.slice(offset, offset + size);
  try {
    const where = `${path}?offset=${offset}&size=${blob.size}`;
    const told = await ask(where, { method: "PUT", body, type: "application/octet-stream", as });
    size = Math.min(CHUNK, size * 2);
    return told;
  } catch (error) {
    if (error instanceof Away) size = Math.max(SMALLEST, size / 2);
    throw error;
  }
}
