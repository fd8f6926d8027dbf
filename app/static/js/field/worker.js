// The page's side of the service worker: registered here, woken through here, and told when a new version may take over.
import { tell } from "./bus.js";
import { now } from "./send.js";

let next = null;

/** Register the worker; "version" is told when a new one waits. Without workers the app goes on, online only. */
export async function register() {
  const workers = navigator.serviceWorker;
  if (!workers) return;
  workers.addEventListener("message", ({ data }) => data === "send" && now());
  const found = await workers.register("/field/sw.js", { scope: "/field/" }).catch(() => null);
  if (!found) return;
  if (found.waiting) waits(found.waiting);
  found.addEventListener("updatefound", () => {
    const coming = found.installing;
    coming?.addEventListener("statechange", () => coming.state === "installed" && workers.controller && waits(coming));
  });
}

/** Whether a new version waits to be taken. */
export const isNew = () => next !== null;

/** Let the new version take over and open it; what waits in the outbox stays where it is. */
export function takeOver() {
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
  next?.postMessage("take over");
}

function waits(worker) {
  next = worker;
  tell("version");
}

