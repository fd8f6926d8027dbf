// The page's side of the service worker: registered here, woken through here, told when a new version may take over.
import { tell } from "./bus.js";
import { wake } from "./send.js";

const LOOK_AGAIN = 3_600_000; // an app that is never closed still hears of a new version
let next = null;

/** Register the worker; "version" is told when a new one waits. Without workers the app goes on, online only. */
export async function register() {
  const workers = navigator.serviceWorker;
  if (!workers) return;
  workers.addEventListener("message", ({ data }) => data === "send" && wake());
  // A page that was opened from the former files does not go on with the new ones. The first worker takes nothing over.
  if (workers.controller) workers.addEventListener("controllerchange", renew);
  const found = await workers.register("/field/sw.js", { scope: "/field/" }).catch(() => null);
  if (!found) return;
  watch(found);
  let looked = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible" || Math.abs(Date.now() - looked) < LOOK_AGAIN) return;
    looked = Date.now();
    found.update().catch(() => {});
  });
}

/** Whether a new version waits to be taken. */
export const isNew = () => next !== null;

/** Let the new version take over and open it; what waits in the outbox stays where it is. */
export function takeOver() {
  navigator.serviceWorker.addEventListener("controllerchange", renew);
  next?.postMessage("take over");
}

const renew = () => location.reload();

function watch(registration) {
  if (registration.waiting && registration.active) waits(registration.waiting);
  const follow = (coming) =>
    coming?.addEventListener("statechange", () => coming.state === "installed" && registration.active && waits(coming));
  follow(registration.installing); // on its way before anybody listened
  registration.addEventListener("updatefound", () => follow(registration.installing));
}

function waits(worker) {
  next = worker;
  tell("version");
}
