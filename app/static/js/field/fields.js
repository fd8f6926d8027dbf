// One field of a form: label above, hint under it, its error between hint and control (look.md section 7).
import { icon, make } from "../lib/dom.js";
import { camera } from "./camera.js";
import { el } from "./parts.js";
import { say } from "./said.js";

/**
 * Draw a field of a spec. value: a list of strings; shots: its photos, changed in place; changed(name) after each change.
 * Gives { name, spec, element, read(), fault(words), need(whether it must be filled in) }.
 */
export function field(spec, { value = [], shots = [], changed = () => {}, most } = {}) {
  const draw = { radio: choices, photos, tick, select, area, text: line, number: line, date: line }[spec.type] ?? line;
  const made = draw(spec, { value, shots, most, changed: () => changed(spec.name) });
  return {
    name: spec.name,
    spec,
    shots,
    ...made,
    fault: (words) => fault(made.element, made.control, spec, words),
    need: (needed) => need(made.element, spec, needed),
  };
}

const idOf = (spec) => `f-${spec.name}`;

function label(tag, spec, attributes) {
  const optional = el("span", "opt", ` ${say("optional")}`);
  optional.hidden = Boolean(spec.required);
  return make(tag, { class: "label", ...attributes }, spec.label, optional);
}

function need(element, spec, needed) {
  spec.required = Boolean(needed);
  const optional = element.querySelector(".label > .opt");
  if (optional) optional.hidden = spec.required;
}

const hint = (spec) => (spec.hint ? make("p", { class: "hint", id: `${idOf(spec)}-h` }, spec.hint) : null);

function framed(spec, control, changed) {
  if (spec.hint) control.setAttribute("aria-describedby", `${idOf(spec)}-h`);
  control.addEventListener("input", changed);
  control.addEventListener("change", changed);
  const element = el("div", "field", label("label", spec, { for: idOf(spec) }), hint(spec), control);
  return { element, control, read: () => (control.value.trim() ? [control.value.trim()] : []) };
}

function area(spec, { value, changed }) {
  const control = make("textarea", { class: "input", id: idOf(spec), name: spec.name, rows: "3", dir: "auto" });
  control.value = value[0] ?? "";
  return framed(spec, control, changed);
}

function line(spec, { value, changed }) {
  const kind =
    spec.type === "number" ? { inputmode: "numeric" } : spec.type === "date" ? { type: "date" } : { dir: "auto" };
  const control = make("input", { class: "input", id: idOf(spec), name: spec.name, ...kind });
  control.value = value[0] ?? "";
  return framed(spec, control, changed);
}

function select(spec, { value, changed }) {
  const control = make("select", { class: "input", id: idOf(spec), name: spec.name });
  const options = (spec.options ?? []).map(([code, words]) => new Option(words, code ?? ""));
  const guess = options[0]?.value === "lead" ? "lead" : ""; // what the category names is a guess that says it is one
  if (!options.some((option) => option.value === "")) options.unshift(new Option(say("choose"), ""));
  control.append(...options);
  control.value = value[0] ?? guess;
  return framed(spec, control, changed);
}

function group(spec, ...inner) {
  const about = spec.hint ? { "aria-describedby": `${idOf(spec)}-h` } : {};
  return make(
    "fieldset",
    { class: "field", id: idOf(spec), tabindex: "-1", ...about },
    label("legend", spec),
    ...[hint(spec), ...inner].filter(Boolean),
  );
}

function choices(spec, { value, changed }) {
  const lines = (spec.options ?? []).map(([code, words, small], i) => {
    const id = `${idOf(spec)}-${i}`;
    const input = make("input", { type: "radio", name: spec.name, id, value: code });
    input.checked = value[0] === code;
    return el("div", "choice", input, make("label", { for: id }, words, ...(small ? [el("small", "", small)] : [])));
  });
  const element = group(spec, ...lines);
  element.addEventListener("change", changed);
  return {
    element,
    control: element,
    read: () => [...element.querySelectorAll("input:checked")].map((input) => input.value),
  };
}

function tick(spec, { value, changed }) {
  const input = make("input", { type: "checkbox", name: spec.name, id: idOf(spec), value: "y" });
  input.checked = value.length > 0 && value[0] !== "";
  input.addEventListener("change", changed);
  const element = el(
    "div",
    "field choice choice-plain",
    input,
    make("label", { for: idOf(spec) }, spec.label, ...(spec.hint ? [el("small", "", spec.hint)] : [])),
  );
  return { element, control: input, read: () => (input.checked ? ["y"] : []) };
}

function photos(spec, { shots, changed, most }) {
  const told = make("p", { class: "hint", role: "status", hidden: "" });
  const tell = (words) => {
    told.textContent = words;
    told.hidden = false;
  };
  const element = group(
    spec,
    camera(shots, { most: spec.max ?? most, documents: spec.kind === "document", changed, tell }),
    told,
  );
  return { element, control: element, read: () => [] };
}

/** Show what is wrong with a field ({ name, hint, type }): between hint and control, and tied to the control; "" takes
 *  it away. */
export function fault(element, control, spec, words) {
  const id = `${idOf(spec)}-e`;
  element.querySelector(`#${id}`)?.remove();
  element.classList.toggle("has-error", Boolean(words));
  const described = [spec.hint && spec.type !== "tick" ? `${idOf(spec)}-h` : "", words ? id : ""]
    .filter(Boolean)
    .join(" ");
  if (described) control.setAttribute("aria-describedby", described);
  else control.removeAttribute("aria-describedby");
  if (words && control.tagName !== "FIELDSET") control.setAttribute("aria-invalid", "true");
  else control.removeAttribute("aria-invalid");
  if (!words) return;
  const told = make(
    "p",
    { class: "error", id },
    icon("warn"),
    el("span", "", el("span", "sr", say("errorMark")), words),
  );
  const above = spec.hint ? element.querySelector(".hint") : element.querySelector(".label");
  if (above && spec.type !== "tick") above.after(told);
  else element.prepend(told);
}
