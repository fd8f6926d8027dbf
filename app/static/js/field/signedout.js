// Nobody is signed in on this tablet: a calm page, and a number for what waits of others.
import { make } from "../lib/dom.js";
import { toSignIn } from "./device.js";
import { counts } from "./outbox.js";
import { button, el, notice } from "./parts.js";
import { say } from "./said.js";

/**
 * Show the way in. away: there is no signal to sign in by; revoked: this tablet was shut out; odd: somebody is signed
 * in and the street does not let them in here.
 */
export async function showSignedOut(root, { away = false, revoked = false, odd = false } = {}) {
  const { waiting, parked, others } = await counts();
  const signIn = async () => (await toSignIn()) || showSignedOut(root, { away: true, revoked });
  const unsent = waiting + parked + others;
  root.className = "wrap signed-out";
  root.replaceChildren(
    make("h1", { tabindex: "-1" }, say(revoked ? "revokedTitle" : "welcome")),
    el("p", "", say(revoked ? "revokedNext" : "welcomeNext")),
    ...(odd ? [el("div", "sec-0", notice("warn", say("welcomeOdd"), button(say("toPages"), { href: "/" })))] : []),
    ...(away ? [el("div", "sec-0", notice("warn", say("welcomeAway")))] : []),
    el("div", "sec-0", button(say("signIn"), { css: "btn-main btn-tall btn-wide", sign: "login", act: signIn })),
    ...(unsent ? [el("p", "card sec-0", say("othersWait", { n: unsent }))] : []),
  );
}
