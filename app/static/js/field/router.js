// Screens by the part of the address after #: /, /tab/others, /case/7, /case/7/handle, /report, /outbox …

/** The words of a hash: "#/case/7/handle" → ["case", "7", "handle"]; ["day"] for none. */
export function read(hash) {
  const words = hash.replace(/^#\/?/, "").split("/").filter(Boolean).map(decodeURIComponent);
  return words.length ? words : ["day"];
}

/** Another screen. */
export const go = (hash) => void (location.hash = hash);

/** Call show(words) now and whenever the address changes; gives a function that shows the screen again. */
export function follow(show) {
  const again = () => show(read(location.hash));
  addEventListener("hashchange", again);
  return again;
}
