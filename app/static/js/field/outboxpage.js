// The outbox: what needs attention, what waits, what was put aside; when the server was heard last, and how much room is left.
import { icon, make } from "../lib/dom.js";
import { titleOf } from "./act.js";
import { when } from "./dates.js";
import { show as mend, parkedOf } from "./formpage.js";
import { counts, list, room } from "./outbox.js";
import { about, parkedCards } from "./parked.js";
import { button, el, empty, redraw } from "./parts.js";
import { show as report } from "./report.js";
import { say } from "./said.js";
import { now as sendNow, state } from "./send.js";

const MB = 1024 * 1024;

/** Show the outbox, or (params [, id, "mend"]) the form of a parked operation. */
export async function show(root, [, id, verb]) {
  if (verb === "mend") return mending(root, id);
  root.className = "wrap";
  const draw = () => drawAll(root, draw);
  await draw();
  return { refresh: draw };
}

async function mending(root, id) {
  const operation = await parkedOf(id);
  if (!operation) return show(root, []);
  return operation.do === "report"
    ? report(root, ["report"], { mending: operation })
    : mend(root, ["case", operation.case, operation.do], { mending: operation });
}

async function drawAll(root, again) {
  const [operations, numbers, space, head] = await Promise.all([list(), counts(), room(), about()]);
  const of = (status) => operations.filter((op) => op.status === status);
  const [parked, waiting, aside] = [of("parked"), of("waiting"), of("set_aside")];
  redraw(
    root,
    make("h1", { tabindex: "-1", "data-key": "h1" }, say("outbox")),
    contact(waiting.length),
    parked.length
      ? section("attention", el("h2", "", say("attention", { n: parked.length })), await parkedCards(parked, again))
      : null,
    waiting.length
      ? section(
          "waiting",
          el("h2", "", say("waitingN", { n: waiting.length })),
          el("ul", "ops", ...waiting.map((op) => rowOf(op, head))),
        )
      : null,
    aside.length
      ? section("aside", el("h2", "", say("asideN", { n: aside.length })), await parkedCards(aside, again))
      : null,
    operations.length ? null : el("div", "sec-0", empty(say("outboxEmpty"), say("outboxEmptyNext"))),
    numbers.others ? el("p", "hint sec-0", say("others", { n: numbers.others })) : null,
    roomLine(space),
  );
}

const section = (name, ...inner) => make("section", { class: "sec", "data-part": name }, ...inner);

function contact(waiting) {
  const { online, sending, lastAt, progress } = state;
  const last = lastAt ? say("lastContact", { at: when(lastAt) }) : say("noContact");
  const doing = sending
    ? say("sendingN", { done: progress?.done ?? 0, total: progress?.total ?? waiting })
    : online
      ? say("online")
      : say("offlineNow");
  const bar =
    sending && progress?.total
      ? make("progress", { max: progress.total, value: progress.done, "aria-label": say("sending") })
      : null;
  const send = button(say("sendNow"), {
    css: waiting ? "btn-main" : "",
    sign: "refresh",
    key: "send",
    ...(sending ? { "aria-busy": "true" } : {}),
    act: () => sendNow(),
  });
  return el("div", "card stack-s sec-0", make("p", { role: "status" }, say("contactLine", { doing, last })), bar, send);
}

function rowOf(op, head) {
  const { title, where } = head(op);
  const facts = [
    say("madeAt", { at: when(op.happened_at) }),
    op.photos.length ? say("photosN", { n: op.photos.length }) : "",
    where,
  ].filter(Boolean);
  const words = el(
    "span",
    "",
    el("b", "", titleOf(op.do)),
    "　",
    title,
    make("br"),
    make("span", { class: "meta", dir: "auto" }, facts.join(" · ")),
  );
  const inner = [icon(state.sending ? "refresh" : "clock"), words];
  return make(
    "li",
    { "data-op": op.id },
    op.case ? make("a", { class: "op-row", href: `#/case/${op.case}`, "data-key": `op-${op.id}` }, ...inner) : el("div", "op-row", ...inner),
  );
}

function roomLine({ left, tight }) {
  const words = Number.isFinite(left)
    ? say("roomLeft", { n: left > 1024 * MB ? `${(left / 1024 / MB).toFixed(1)} GB` : `${Math.round(left / MB)} MB` })
    : "";
  if (tight) return el("div", "notice notice-warn sec-0", icon("info"), el("p", "", `${words} ${say("roomTight")}`));
  return words ? el("p", "hint sec-0", words) : null;
}
