// Where the device is: asked once, then followed while the app is open. Works without signal.
import { metres } from "../lib/geo.js";

const LOOK_FOR = { enableHighAccuracy: true, timeout: 15_000, maximumAge: 30_000 };
const FRESH = 60_000;
const STEP = 10; // metres: less is the device trembling
const places = new EventTarget();
let last = null;
let watch = 0;

/** The last position: { point: [lon, lat], accuracy, at } or null. */
export const position = () => last;

/** A position not older than a minute, else null. */
export const fresh = () => (last && Math.abs(Date.now() - last.at) < FRESH ? last : null);

/** Tell whenever the device has moved; gives a function that ends it. */
export function moved(tell) {
  places.addEventListener("moved", tell);
  return () => places.removeEventListener("moved", tell);
}

/** Ask the device; the position, or null when it is not to be had. */
export function locate() {
  if (!navigator.geolocation) return Promise.resolve(null);
  return new Promise((done) => {
    navigator.geolocation.getCurrentPosition(
      (found) => {
        take(found);
        follow();
        done(last);
      },
      () => done(null),
      LOOK_FOR,
    );
  });
}

/** Follow from the start where the person has allowed it already: no question on the first screen. */
export async function followIfAllowed() {
  const state = await navigator.permissions?.query({ name: "geolocation" }).catch(() => null);
  if (state?.state === "granted") follow();
}

function follow() {
  if (!watch) watch = navigator.geolocation.watchPosition(take, () => {}, LOOK_FOR);
}

function take({ coords }) {
  const before = last;
  last = { point: [coords.longitude, coords.latitude], accuracy: Math.round(coords.accuracy), at: Date.now() };
  if (!before || metres(before.point, last.point) > STEP) places.dispatchEvent(new Event("moved"));
}
