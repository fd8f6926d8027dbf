// Pictures before they are kept: small enough to travel, known by their hash.
import { shrink } from "../lib/photos.js";

/** The picture made small; a file that is none (a document), or one this browser cannot read, as it is. */
export async function small(blob) {
  if (!blob.type.startsWith("image/")) return blob;
  const file = blob instanceof File ? blob : new File([blob], "photo.jpg", { type: blob.type });
  return shrink(file).catch(() => blob);
}

/** SHA-256 of an ArrayBuffer, in hexadecimal. */
export async function sha256(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
