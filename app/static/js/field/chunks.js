// A picture to the server, in pieces that a bad link lets through; it goes on where it was cut off.
import { Refused, ask } from "./door.js";

export const CHUNK = 256 * 1024; // bytes

/** How many steps a picture of so many bytes takes. */
export const steps = (size) => Math.max(1, Math.ceil(size / CHUNK));

/** Bring a picture to the server, whole; sent(n) after each piece. Throws Refused where the server does not want it. */
export async function bring(sha256, blob, sent = () => {}) {
  const path = `/field/photos/${sha256}`;
  let { have, whole } = await ask(path);
  for (let afresh = 1; !whole; ) {
    try {
      ({ have, whole } = await put(path, blob, have));
      sent();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.status === 409 && error.told.have !== have) ({ have, whole } = error.told);
      else if (error.status === 422 && afresh--) have = 0; // the pieces do not make it: once more from the start
      else throw error;
    }
  }
}

const put = (path, blob, offset) =>
  ask(`${path}?offset=${offset}&size=${blob.size}`, {
    method: "PUT",
    body: blob.slice(offset, offset + CHUNK),
    type: "application/octet-stream",
  });
