// Nobody is signed in on this tablet: a calm page, and a number for what waits of others.
import { make } from "../lib/dom.js";
import { toSignIn } from "./device.js";
import { counts } from "./outbox.js";
import { button, el, notice, redraw } from "./parts.js";
import { say } from "./said.js";
import { now, state } from "./send.js";

const title = (words) => make("h1", { tabindex: "-1", "data-key": "h1" }, words);

/** The server is being asked who is here. */
export const showWait = (root) => {
  root.className = "wrap signed-out";
  root.replaceChildren(title(say("welcomeWait")), el("p", "", say("welcomeNext")));
};

/** Show the way in, and whether there is signal to go it by. revoked: this tablet was shut out. */
export async function showSignedOut(root, { revoked = false } = {}) {
  let failed = false; // the way in was tried and led nowhere, which the loop has not met yet
  async function signIn() {
    failed = !(await toSignIn());
    if (failed) await Promise.all([draw(), now()]);
  }
  async function draw() {
    const { waiting, parked, others } = await counts();
    const unsent = waiting + parked + others;
    const away = failed || !state.online;
    const odd = !revoked && !away && !state.needsLogin; // signed in, and the street does not let them in here
    if (!state.online) failed = false;
    redraw(
      root,
      title(say(revoked ? "revokedTitle" : "welcome")),
      el("p", "", say(revoked ? "revokedNext" : "welcomeNext")),
      odd ? el("div", "sec-0", notice("warn", say("welcomeOdd"), button(say("toPages"), { href: "/" }))) : null,
      away ? el("div", "sec-0", notice("warn", say("welcomeAway"))) : null,
      el(
        "div",
        "sec-0",
        button(say("signIn"), { css: "btn-main btn-tall btn-wide", sign: "login", key: "sign-in", act: signIn }),
      ),
      unsent ? el("p", "card sec-0", say("othersWait", { n: unsent })) : null,
    );
  }
  root.className = "wrap signed-out";
  await draw();
  return { refresh: draw };
}
