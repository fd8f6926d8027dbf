// The tablet's worker: keeps the files of one version, all or none, and opens the app without a network.
// It keeps nothing that a person has to do with, and sends nothing of theirs: it has no key to what waits.
const VERSION = {{ version | tojson }};
const FILES = {{ files | tojson }};
const SHELL = FILES[0];
const PATIENCE = 3000; // milliseconds for the shell on a bad link
const KEPT = new Set(FILES.map(pathOf));
// What goes past the worker where the browser can be told so: it need not be woken for it, and one that is to be
// replaced is not kept alive by it (Chromium lets it live for minutes while it is asked something).
const DOORS = ["/field/me", "/field/bundle", "/field/photos/*", "/field/sync", "/field/devices"];
const UNSTAMPED = ["/static/js/*", "/static/icons/*"].map((pathname) => ({ pathname, search: "" }));
const PAST = [
  ...DOORS.map((pathname) => ({ condition: { urlPattern: { pathname } }, source: "network" })),
  ...UNSTAMPED.map((urlPattern) => ({ condition: { urlPattern }, source: { cacheName: VERSION } })),
];

function pathOf(url) {
  return new URL(url, self.location.origin).pathname;
}

async function pages() {
  const open = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  return open.filter((client) => pathOf(client.url).startsWith("/field/"));
}

// All or nothing: one file that fails keeps this version from being installed, and the former goes on.
async function install() {
  const cache = await caches.open(VERSION);
  await cache.addAll([...new Set(FILES)].map((url) => new Request(url, { cache: "no-cache" })));
  if (!(await pages()).length) await self.skipWaiting();
}

async function activate() {
  const former = (await caches.keys()).filter((name) => name !== VERSION);
  await Promise.all(former.map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function kept(url) {
  return (await caches.open(VERSION)).match(url, { ignoreSearch: true, ignoreVary: true });
}

// The network's shell keeps language and look fresh. One of another version is fetched whole in the background
// (the browser looks for a new worker at each opening); until then what opens is of one piece: the shell that is kept.
async function shell(event) {
  const patience = new Promise((tired) => setTimeout(tired, PATIENCE));
  const answer = await Promise.race([fetch(event.request).catch(() => null), patience]);
  if (!answer || answer.status >= 500) return (await kept(SHELL)) ?? Response.error();
  if (answer.ok && pathOf(event.request.url) === pathOf(SHELL)) return fresh(event, answer);
  return answer;
}

async function fresh(event, answer) {
  const copy = answer.clone();
  if (!(await answer.clone().text()).includes(VERSION)) return (await kept(SHELL)) ?? answer;
  event.waitUntil(caches.open(VERSION).then((cache) => cache.put(SHELL, copy)));
  return answer;
}

// Something of the table in which the page writes what it owes the server (device.js); undefined where there is none.
function meta(mode, ask) {
  return new Promise((found, failed) => {
    const opening = indexedDB.open("lingrid-field");
    opening.addEventListener("upgradeneeded", () => opening.transaction.abort()); // it is not the worker's to make
    opening.addEventListener("error", () => found());
    opening.addEventListener("success", () => {
      const transaction = opening.result.transaction("meta", mode);
      const asked = ask(transaction.objectStore("meta"));
      transaction.addEventListener("complete", () => found(asked.result));
      transaction.addEventListener("abort", () => failed(transaction.error));
      opening.result.close();
    });
  });
}

const owes = async (userId) => String((await meta("readonly", (rows) => rows.get("owed")))?.user) === userId;

// Signed out while there was no network: said as soon as there is one, and only of that person's session. What the page
// has said meanwhile is not said again: they may have come back.
async function signOut(userId) {
  if (!(await owes(userId))) return;
  const told = await fetch("/field/me", { headers: { Accept: "application/json" } });
  if (!told.ok) return;
  const who = await told.json();
  if (String(who.id) !== userId || !(await owes(userId))) return;
  const body = new URLSearchParams({ csrf_token: who.csrf });
  const { status } = await fetch("/sign-out", { method: "POST", redirect: "manual", body });
  if (status < 300) await meta("readwrite", (rows) => rows.delete("owed")); // 0: it leads to the sign-in page
}

self.addEventListener("install", (event) => {
  event.waitUntil(install());
  event.waitUntil(event.addRoutes?.(PAST).catch(() => {}));
});
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => {
  if (event.data === "take over") event.waitUntil(self.skipWaiting());
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate" && url.pathname.startsWith("/field/")) event.respondWith(shell(event));
  else if (KEPT.has(url.pathname)) event.respondWith(kept(url).then((file) => file ?? fetch(request)));
});
self.addEventListener("sync", (event) => {
  if (event.tag === "outbox") event.waitUntil(pages().then((open) => open.forEach((page) => page.postMessage("send"))));
  else if (event.tag.startsWith("sign-out:")) event.waitUntil(signOut(event.tag.slice("sign-out:".length)));
});
