// What a case allows now: what the server said, moved on by this person's own work that is not sent yet. Pure.

// The case stays with whoever makes these; the first may be made again and again.
const AGAIN = new Set(["note", "urge"]);
const STAYS = new Set([...AGAIN, "contact", "make_safe", "ask_extension", "ask_suspension", "answer"]);
// The clocks that a move stops, once the server hears of it (by the device's time, so they do not run on meanwhile).
const STOPS = {
  sign_in: ["sign_in"],
  sign_in_part: ["part_sign_in"],
  contact: ["respond"],
  handle: ["dispose", "respond"],
  self_dispose: ["file"],
  make_safe: ["dispose"],
  report_part: ["part"],
  answer: ["answer"],
  check_pass: ["check"],
  check_fail: ["check"],
  report_finding: ["verify"],
  recheck: ["recheck"],
};
// What to do, by the move that comes first (turns.GROUPS on the server).
const DO = {
  sign_in: "sign_in",
  sign_in_part: "sign_in",
  report_part: "part",
  contact: "contact",
  handle: "handle",
  check_pass: "check",
  report_finding: "verify",
  recheck: "recheck",
};

/** The operations of a case that wait to be sent, in the order made. */
const waitingOn = (operations, id) => operations.filter((op) => op.case === id && op.status === "waiting");

/**
 * Where a case line stands with `operations` (all of this person's): { state, main, more, do, tab, unsent, done, away,
 * stopped }.
 * first: moves in the order in which one of them is offered as the main one; done: the verbs that wait to be sent;
 * away: it left this person's hands by one of them; stopped: kinds of clocks that they stop.
 */
export function standing(line, operations, first = ["handle", "report_part"]) {
  const start = { state: line.state, main: line.main, more: line.more, ahead: line.ahead ?? {}, away: false };
  const done = waitingOn(operations, line.id).map((op) => op.do);
  const now = done.reduce((at, verb) => after(at, verb, line, first), start);
  const moved = done.some((verb) => !AGAIN.has(verb));
  return {
    state: now.state,
    main: now.main,
    more: now.more,
    do: moved ? (now.away ? "sent" : doOf(now, line)) : line.do,
    tab: now.away ? "others" : line.tab,
    unsent: done.length,
    away: now.away,
    done,
    stopped: done.flatMap((verb) => STOPS[verb] ?? []),
  };
}

function after(at, verb, line, first) {
  if (AGAIN.has(verb)) return at;
  const told = at.ahead[verb] ?? line.ahead?.[verb];
  if (told) return { ...at, ...told, ahead: told.ahead ?? {}, more: told.more ?? [], main: told.main ?? null };
  if (STAYS.has(verb)) return without(at, verb, first);
  return { ...at, main: null, more: at.more.filter((name) => AGAIN.has(name)), away: true };
}

function without(at, verb, first) {
  const more = at.more.filter((name) => name !== verb);
  if (at.main !== verb) return { ...at, more };
  const next = first.find((name) => more.includes(name)) ?? null;
  return { ...at, main: next, more: more.filter((name) => name !== next) };
}

function doOf(now, line) {
  if (now.main === "handle" && now.state === "rework") return "rework";
  return DO[now.main] ?? (line.do === "look" ? "look" : "follow");
}
