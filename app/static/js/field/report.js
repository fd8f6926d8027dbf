// One-tap report: photo first, where, what; fixed on the spot in the same flow. Works without signal from end to end.
import { make } from "../lib/dom.js";
import { hand } from "./act.js";
import { draft, mendKey, restored } from "./draft.js";
import { faultsOf, form, photoList } from "./form.js";
import { answersOf } from "./formpage.js";
import { wantsWhy } from "./offers.js";
import { button, crumb, el, notice } from "./parts.js";
import { categoryField, remember } from "./reportcategory.js";
import { nearField } from "./reportnear.js";
import { placeField } from "./reportplace.js";
import { resultFields, urgencyOptions } from "./reportfields.js";
import { say, specs } from "./said.js";
import { lines, mine, set } from "./store.js";

/** Show an empty report, the draft of one, or (mending) a parked one with what was wrong. */
export async function show(root, _params, { mending = null } = {}) {
  const [catalogue, grids, places, own, all] = await Promise.all([
    set("catalogue"),
    set("grids"),
    set("places"),
    mine(),
    lines(),
  ]);
  const categories = catalogue?.categories ?? [];
  const key = mending ? mendKey(mending.id) : "report";
  const back = await restored(key);
  const begun = back ?? (mending && (await answersOf(mending)));
  const kept = draft(key, read);
  const drawn = form(resultFields(specs.report.fields), { ...begun, changed });
  const category = await categoryField(categories, () => heard());
  const near = nearField(all, categories, () => heard());
  const place = placeField({ grids, places, mine: own }, begun?.values, heard);
  const result = el(
    "div",
    "new-result stack",
    ...drawn.elements(["after", "photo_why", "document", "outcome", "fact", "claim", "reply"]),
  );
  const send = button(say("reportSend"), { css: "btn-main btn-tall btn-grow", sign: "send", act: submit });
  const told = el("div", "");
  let ready = false;

  function read() {
    const { values, photos } = drawn.read({ all: true });
    const same = near.chosen();
    return {
      values: {
        ...values,
        ...place.read(),
        category: category.chosen() ? [String(category.chosen().id)] : [],
        same_as: same ? [same] : [],
      },
      photos,
    };
  }
  // What the device finds by itself is nothing that somebody began to write.
  function heard(byHand = true) {
    if (!ready) return;
    look();
    if (byHand) kept.save();
  }
  function changed(name) {
    heard();
    if (drawn.of(name).spec.type === "photos") kept.now();
  }
  // What is asked follows from what is said: the evidence of the category, the urgency above it, the result if it is done.
  function look() {
    const chosen = category.chosen();
    const done = drawn.of("done").read().length > 0;
    const pair = chosen?.evidence.includes("photo_pair") ?? false;
    urgencyOptions(drawn.of("urgency"), chosen);
    result.hidden = !done;
    for (const one of drawn.fields) if (result.contains(one.element)) one.element.hidden = !done;
    ask("photos", true, done && pair);
    ask("after", done, pair);
    ask("document", done && chosen?.evidence.includes("document"), true);
    const why = done && wantsWhy(drawn.of("after").shots, () => 0, 1);
    ask("photo_why", why, why);
    near.look(chosen, place.point());
    send.lastElementChild.textContent = say(near.chosen() ? "reportSame" : done ? "reportDone" : "reportSend");
  }
  function ask(name, shown, required) {
    const one = drawn.of(name);
    if (!one) return;
    one.element.hidden = !shown;
    one.need(shown && required);
  }
  function isWhole() {
    const done = drawn.of("done").read().length > 0;
    const wrong = mark({
      category: done && !category.chosen() ? say("categoryNeeded") : "",
      place: done && !place.isInside() ? say("placeNeeded") : "",
    });
    const whole = drawn.check();
    if (whole) wrong?.focus();
    return whole && !wrong;
  }
  // What is wrong with the two that are no fields of the form; gives the first of them.
  function mark({ category: kind, ...found }) {
    const where = [found.place, found.estate, found.building, found.address].filter(Boolean).join(" ");
    category.fault(kind ?? "");
    place.fault(where);
    return kind ? category : where ? place : null;
  }
  async function submit() {
    if (send.getAttribute("aria-busy") || !isWhole()) return;
    send.setAttribute("aria-busy", "true");
    const { values } = read();
    const shown = drawn.read();
    const fields = Object.fromEntries(
      Object.entries({ ...values, ...shown.values, source: ["patrol"] }).filter(
        ([name, value]) => value.length && !drawn.of(name)?.element.hidden,
      ),
    );
    const operation = { do: "report", case: null, seen: null, fields, photos: photoList(shown.photos) };
    const next = mending ? "#/outbox" : "#/";
    const wrong = await hand(operation, { root, kept, instead: mending?.id, next });
    if (wrong) {
      told.replaceChildren(notice("error", wrong));
      send.removeAttribute("aria-busy");
    } else if (category.chosen()) remember(category.chosen().id).catch(() => {}); // a convenience: the report is kept
  }
  async function startAnew() {
    await kept.drop();
    dispatchEvent(new Event("hashchange")); // as if one had just come here
  }

  root.className = "wrap";
  root.replaceChildren(
    crumb(mending ? "#/outbox" : "#/", say(mending ? "outbox" : "day"), el("span", "", say("report"))),
    make("h1", { tabindex: "-1" }, specs.report.title),
    ...(mending ? [el("div", "sec-0", notice("warn", mending.message, mending.todo || null))] : []),
    ...(back
      ? [el("div", "sec-0", notice("note", "", say("draftBack"), button(say("draftDrop"), { act: startAnew })))]
      : []),
    el("div", "sec-0", drawn.summary),
    part(1, "reportWhat", ...drawn.elements(["photos", "text"]), category.element, ...drawn.elements(["urgency"])),
    part(2, "reportWhere", place.element),
    near.told,
    near.element,
    part(3, "reportHow", ...drawn.elements(["done"]), result),
    told,
    el("div", "dock cluster", send),
  );
  near.choose(begun?.values?.same_as?.[0]);
  if (begun?.values?.category?.[0]) category.choose(begun.values.category[0]);
  ready = true;
  look();
  if (mending) {
    drawn.show(faultsOf(mending));
    mark(faultsOf(mending));
  }
  const leave = () => {
    place.leave();
    kept.settled();
  };
  return { leave };
}

function part(n, title, ...inner) {
  return make(
    "section",
    { class: "sec", "aria-labelledby": `r${n}` },
    make("h2", { id: `r${n}` }, el("span", "step", String(n)), say(title)),
    el("div", "stack", ...inner),
  );
}
