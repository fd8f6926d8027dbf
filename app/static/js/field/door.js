// The one way to the server: time-outs, the CSRF token, and what each kind of answer means for what waits.
import { db, person } from "./database.js";

const WAIT = 20_000;
const A_PERSON_WAS_HERE = 60_000;
let csrf = "";
let touched = Date.now();

/** No answer to be trusted: no network, a time-out, a server in trouble. reached: somebody answered. */
export class Away extends Error {
  constructor(message, { reached = false, cause } = {}) {
    super(message, { cause });
    this.reached = reached;
  }
}
/** Nobody is signed in. */
export class NeedsLogin extends Error {}
/** The server knows this device as lost. */
export class Revoked extends Error {}
/** Somebody else is signed in than the tablet thought, or than whoever asked. */
export class OtherPerson extends Error {}
/** The server understood and does not take it: `status`, and what it `told`. */
export class Refused extends Error {
  constructor({ status, told }) {
    super(told.error ?? String(status));
    Object.assign(this, { status, told });
  }
}

/** Somebody touches the tablet: requests of the next minute count as theirs and keep the session alive. */
export const touch = () => void (touched = Date.now());

/** Whether a token is at hand, so that who is signed in was heard since the page was opened. */
export const isKnown = () => csrf !== "";

/** Who is signed in is not known any more. */
export const forget = () => void (csrf = "");

/** A token that came with something else. */
export const newToken = (token) => void (csrf = token || csrf);

/** Ask the server; gives the JSON it answers, and throws one of the above. A stale token is renewed once. What is written
 *  is `as` somebody's (an id; else whoever is here as it begins), and goes out under nobody else's session. */
export async function ask(path, { method = "GET", body, type, wait = WAIT, as } = {}) {
  await settle();
  const here = (await person())?.id;
  const user = as ?? here;
  if (here !== undefined && here !== user) throw new OtherPerson();
  const what = { method, body, type, wait, user };
  if (method !== "GET" && !csrf) await me(user);
  const first = await call(path, what);
  if (first.status !== 400 || method === "GET") return judged(first);
  await me(user);
  return judged(await call(path, what));
}

/** POST something as JSON. */
export const post = (path, told, more = {}) =>
  ask(path, { method: "POST", body: JSON.stringify(told), type: "application/json", ...more });

/** Who is signed in, with a new token; OtherPerson where it is not the one with this id, or whom this tablet thought of. */
export async function me(id) {
  await settle();
  const known = id ?? (await person())?.id;
  const answer = await call("/field/me", {});
  const who = known === undefined ? judged(answer) : insider(answer);
  csrf = "";
  if (known !== undefined && known !== who.id) throw new OtherPerson();
  csrf = who.csrf;
  return who;
}

/** A sign-out without network is told to the server before anything else; nobody comes in by the old session. */
export async function settle() {
  const owed = await db.meta.get("owed");
  if (!owed) return;
  csrf = "";
  try {
    const who = insider(await call("/field/me", {}));
    if (who.id === owed.user) await signOut(who.csrf);
  } catch (error) {
    if (!(error instanceof NeedsLogin)) throw error; // out already
  }
  await db.meta.delete("owed");
}

// Somebody who may not work on a tablet is not the one who did: those are not signed in any more.
function insider(answer) {
  if (answer.status === 403) throw new NeedsLogin();
  return judged(answer);
}

async function signOut(token) {
  const { status } = await call("/sign-out", { method: "POST", body: new URLSearchParams({ csrf_token: token }) });
  // 0: it leads to the sign-in page.
  if (status !== 0 && status >= 300) throw new Away(`sign-out: ${status}`, { reached: true });
}

async function call(path, { method = "GET", body, type, wait = WAIT, user }) {
  const headers = { Accept: "application/json" };
  if (type) headers["Content-Type"] = type;
  if (method !== "GET") headers["X-CSRFToken"] = csrf;
  if (method !== "GET" && user !== undefined) headers["X-Field-User"] = String(user);
  if (Math.abs(Date.now() - touched) > A_PERSON_WAS_HERE) headers["X-Poll"] = "1"; // asked by itself: no sign of a person
  try {
    const signal = AbortSignal.timeout(wait);
    const answer = await fetch(path, { method, body, headers, signal, redirect: "manual", cache: "no-store" });
    const isJson = answer.headers.get("Content-Type")?.includes("json");
    return { status: answer.status, told: isJson ? await answer.json() : null };
  } catch (cause) {
    throw new Away(`${path}: ${cause.message}`, { cause });
  }
}

function judged({ status, told }) {
  if (status >= 200 && status < 300 && told) return told;
  if (status === 401) throw new NeedsLogin();
  if (status === 403 && told?.code === "revoked") throw new Revoked();
  if (status === 409 && told?.code === "other_person") throw new OtherPerson();
  // Without JSON it is not our server that speaks (a hotel's sign-in page, a proxy).
  const inTrouble = status >= 500 || status === 408 || status === 429;
  if (!told || inTrouble) throw new Away(String(status), { reached: status > 0 });
  throw new Refused({ status, told });
}
