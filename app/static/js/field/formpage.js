// The page of one move: what it is about, what is asked, one button. Also a parked move that is being mended.
import { make } from "../lib/dom.js";
import { hand } from "./act.js";
import { about } from "./casehead.js";
import { byId } from "./categories.js";
import { draft, mendKey, restored } from "./draft.js";
import { faultsOf, form, photoList } from "./form.js";
import { standing } from "./moves.js";
import { fieldsFor } from "./offers.js";
import { blob, list } from "./outbox.js";
import { button, crumb, el, empty, notice } from "./parts.js";
import { nameOf } from "./row.js";
import { about as app, english, say, specs } from "./said.js";
import { sameSpot } from "./spot.js";
import { line as lineOf, set } from "./store.js";
import { caseGone } from "./casepage.js";

/** Show the form of a verb for a case; mending: the parked operation whose answers it begins with. */
export async function show(root, [, id, verb], { mending = null } = {}) {
  const [line, catalogue, units, reasons, operations] = await Promise.all([
    lineOf(Number(id)),
    set("catalogue"),
    set("units"),
    set("reasons"),
    list(),
  ]);
  const spec = specs[verb];
  root.className = "wrap";
  if (!spec || (!line && !mending)) return gone(root, id, verb);
  const at = line ? standing(line, operations, app.first) : null;
  if (!mending && !isOpen(verb, at)) return closed(root, id);
  const name = line ? nameOf(line, byId(catalogue)) : say("case");
  const fields = fieldsFor(verb, spec, line, { units, reasons, lead: leadOf(catalogue, line) }, { say, english });
  const key = mending ? mendKey(mending.id) : `${verb}-${id}`;
  const back = await restored(key);
  const begun = back ?? (mending && (await answersOf(mending)));
  const kept = draft(key, () => drawn.read());
  const drawn = form(fields, { ...begun, changed });
  const point = typeof line?.lon === "number" ? [line.lon, line.lat] : null;
  const spot = sameSpot(drawn, verb === "note" ? null : point); // a note may be written anywhere
  const send = button(spec.submit || spec.button, {
    css: `btn-tall btn-grow ${spec.warn ? "btn-warn" : "btn-main"}`,
    sign: spec.icon,
    act: submit,
  });
  const notNow = button(say("notNow"), { css: "btn-tall btn-quiet", href: mending ? "#/outbox" : `#/case/${id}` });
  const told = el("div", "");

  function changed(field) {
    spot.look();
    if (drawn.of(field).spec.type === "photos") kept.now();
    else kept.save();
  }
  async function submit() {
    if (send.getAttribute("aria-busy") || !drawn.check()) return;
    if (verb === "note" && isEmpty(drawn.read())) return drawn.show({ text: say("noteEmpty") });
    send.setAttribute("aria-busy", "true");
    const { values, photos } = drawn.read();
    const operation = {
      do: verb,
      case: Number(id),
      seen: line?.seen ?? null,
      fields: filled(values),
      photos: photoList(photos),
    };
    const next = mending ? "#/outbox" : `#/case/${id}`;
    const wrong = await hand(operation, { root, kept, instead: mending?.id, next });
    if (!wrong) return;
    told.replaceChildren(notice("error", wrong));
    send.removeAttribute("aria-busy");
  }

  root.replaceChildren(
    crumb(
      mending ? "#/outbox" : `#/case/${id}`,
      mending ? say("outbox") : name,
      line ? el("span", "mono", line.receipt) : "",
    ),
    make("h1", { tabindex: "-1" }, spec.title || spec.button),
    ...(mending
      ? [el("div", "sec-0", notice("warn", mending.message, mending.todo ? el("p", "", mending.todo) : null))]
      : []),
    ...(line ? [about(line, { short: true, at })] : []),
    ...(back ? [el("p", "hint sec-0", say("draftBack"))] : []),
    el("div", "sec-0", drawn.element),
    ...(spec.hint ? [el("p", "hint sec-0", spec.hint)] : []),
    told,
    el("div", "dock cluster", send, notNow),
  );
  if (mending) drawn.show(faultsOf(mending));
  const leave = () => {
    spot.leave();
    kept.settled();
  };
  return { leave };
}

/** What a parked operation holds, as a form begins with it. */
export async function answersOf(operation) {
  const photos = {};
  for (const { field, ...shot } of operation.photos) {
    const found = await blob(shot.sha256);
    if (found) (photos[field] ??= []).push({ ...shot, blob: found }); // one that is lost holds up nothing else
  }
  return { values: operation.fields, photos };
}

/** The parked operation of an address, or undefined. */
export const parkedOf = async (id) => (await list()).find((op) => op.id === id && op.status !== "waiting");

function leadOf(catalogue, line) {
  const category = byId(catalogue).get(line?.category);
  return (english && category?.lead_en) || category?.lead_zh || "";
}

const isOpen = (verb, at) => at.main === verb || at.more.includes(verb);

// By the way back of the browser, or an old address: made already, or somebody else's turn.
function closed(root, id) {
  root.replaceChildren(
    make("h1", { tabindex: "-1" }, say("moveClosed")),
    empty(say("moveClosed"), say("moveClosedNext"), button(say("openCase"), { href: `#/case/${id}` })),
  );
  return {};
}

const isEmpty = ({ values, photos }) =>
  ![...Object.values(values), ...Object.values(photos)].some((given) => given.length);
const filled = (values) => Object.fromEntries(Object.entries(values).filter(([, value]) => value.length));

// The case may come with the next bundle: a tablet that has just been signed in on knows none yet.
function gone(root, id, verb) {
  root.replaceChildren(...caseGone());
  return {
    refresh: async () => void (specs[verb] && (await lineOf(Number(id))) && dispatchEvent(new Event("hashchange"))),
  };
}
