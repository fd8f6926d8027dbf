// A form drawn from what the server says of its own: its fields, its faults, its answers. Knows no case.
import { make } from "../lib/dom.js";
import { field } from "./fields.js";
import { el, notice } from "./parts.js";
import { say } from "./said.js";

const WHOLE = /^\d{1,6}$/;

/**
 * fields: specs; values: { name: [strings] }; photos: { name: [shots] }; changed(name) after each change.
 * Gives { element, of(name), read({ all: what is hidden too }) → { values, photos }, check() → whether all is well },
 * and summary, fields, elements(names) for a page that lays them out itself.
 */
export function form(fields, { values = {}, photos = {}, changed = () => {} } = {}) {
  const summary = el("div", "");
  const drawn = fields.map((spec) =>
    field(spec, { value: values[spec.name] ?? [], shots: photos[spec.name] ?? [], changed: heard }),
  );
  const element = el("div", "stack", summary, ...drawn.map((one) => one.element));
  const of = (name) => drawn.find((one) => one.name === name);

  function heard(name) {
    of(name).fault(""); // what is being mended is not held against anybody
    changed(name);
  }
  function faults() {
    const shown = drawn.filter((one) => !one.element.hidden);
    const wrong = shown
      .filter((one) => one.spec.required && !isGiven(one))
      .map((one) => [one.name, one.spec.missing || say("missing")]);
    const odd = shown
      .filter((one) => one.spec.type === "number" && isGiven(one) && !WHOLE.test(one.read()[0]))
      .map((one) => [one.name, say("noNumber")]);
    return Object.fromEntries([...wrong, ...odd]);
  }
  function show(found) {
    const wrong = drawn.filter((one) => found[one.name]);
    for (const one of drawn) one.fault(found[one.name] ?? "");
    summary.replaceChildren(...(wrong.length > 1 ? [listed(wrong, found)] : []));
    if (wrong.length > 1) summary.firstElementChild.focus();
    else if (wrong.length) focusOn(wrong[0]);
  }
  return {
    element,
    summary,
    fields: drawn,
    of,
    elements: (names) => names.map((name) => of(name)?.element).filter(Boolean),
    read({ all = false } = {}) {
      const shown = drawn.filter((one) => all || !one.element.hidden);
      return {
        values: Object.fromEntries(
          shown.filter((one) => one.spec.type !== "photos").map((one) => [one.name, one.read()]),
        ),
        photos: Object.fromEntries(
          shown.filter((one) => one.spec.type === "photos").map((one) => [one.name, one.shots]),
        ),
      };
    },
    check() {
      const found = faults();
      show(found);
      return Object.keys(found).length === 0;
    },
    show,
  };
}

/** The photos of a form as the outbox takes them. */
export function photoList(photos) {
  return Object.entries(photos).flatMap(([name, shots]) => shots.map((shot) => ({ ...shot, field: name })));
}

/** What the server found wrong with a parked operation, as a form shows it: { field: words }. */
export const faultsOf = ({ faults = {} }) =>
  Object.fromEntries(Object.entries(faults).map(([field, words]) => [field, [words].flat().join(" ")]));

const isGiven = (one) => (one.spec.type === "photos" ? one.shots.length > 0 : one.read().length > 0);
const focusOn = (one) => (one.element.querySelector("input:not([hidden]), select, textarea") ?? one.element).focus();

function listed(wrong, found) {
  const rows = wrong.map((one) => {
    const link = make(
      "a",
      { href: `#f-${one.name}` },
      say("fieldFault", { field: one.spec.label, fault: found[one.name] }),
    );
    link.addEventListener("click", (event) => {
      event.preventDefault(); // the address is the screen's
      focusOn(one);
    });
    return el("li", "", link);
  });
  const told = notice("error", say("toMend", { n: wrong.length }), el("ul", "", ...rows));
  told.tabIndex = -1;
  return told;
}
