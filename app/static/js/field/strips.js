// Lines under the bar: no signal, a session that ended, little room, a new version, and what was just done.
import { icon, make, one } from "../lib/dom.js";
import { me, toSignIn } from "./device.js";
import { counts, room } from "./outbox.js";
import { button, el } from "./parts.js";
import { say } from "./said.js";
import { state } from "./send.js";
import { isNew, takeOver } from "./worker.js";

let turn = 0;
let told = null; // what was just done: { words, kind, next: it is said on the screen that comes }

/** Say what was just done, until the next screen; null when that comes. */
export function sayDone(detail) {
  told = detail === null && told?.next ? { ...told, next: false } : detail;
  one("[data-done]").replaceChildren(
    ...(told
      ? [
          make(
            "div",
            { class: `strip strip-${told.kind}`, ...(told.kind === "error" ? { role: "alert" } : {}) },
            icon(told.kind === "error" ? "warn" : "check"),
            el("span", "", told.words),
          ),
        ]
      : []),
  );
}

const signIn = async () => (await toSignIn()) || sayDone({ words: say("welcomeAway"), kind: "error" });

/** Draw the lines anew; they speak only when they change. */
export async function drawStrips() {
  const mine = ++turn;
  const [{ waiting }, space] = await Promise.all([me() ? counts() : { waiting: 0 }, room()]);
  if (mine !== turn) return; // a later look says more
  const wanted = [
    state.needsLogin && me()
      ? [
          "login",
          "login",
          waiting ? say("loginUnsent", { n: waiting }) : say("loginAgain"),
          [say("signIn"), { act: signIn }],
        ]
      : null,
    !state.online && me()
      ? ["offline", "wifi-off", waiting ? say("offlineUnsent", { n: waiting }) : say("offlineClean"), null]
      : null,
    space.tight ? ["room", "warn", say("roomTight"), null] : null,
    isNew() ? ["version", "refresh", say("newVersion"), [say("takeOver"), { act: takeOver }]] : null,
  ].filter(Boolean);
  const box = one("[data-strips]");
  const key = JSON.stringify(wanted.map(([name, , words]) => [name, words]));
  if (box.dataset.shown === key) return;
  box.dataset.shown = key;
  box.replaceChildren(
    ...wanted.map(([name, sign, words, way]) =>
      el(
        "div",
        `strip strip-${name}`,
        icon(sign),
        el("span", "", words),
        way ? button(way[0], { css: "btn-strip", key: `strip-${name}`, ...way[1] }) : null,
      ),
    ),
  );
}
