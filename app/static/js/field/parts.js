// The pieces of the screens, as the server's macros draw them (templates/macros).
import { icon, make } from "../lib/dom.js";
import { inWords } from "../lib/geo.js";
import { say, words } from "./said.js";

const SVG = "http://www.w3.org/2000/svg";
const CELL = { width: 24, height: 24, rx: 3 };
const ART = [
  ["rect", { x: 8, y: 6, ...CELL }],
  ["rect", { class: "on", x: 40, y: 6, ...CELL }],
  ["rect", { x: 8, y: 36, ...CELL }],
  ["path", { d: "M40 48h24M52 36v24" }],
];
const NOTICE_ICONS = { error: "warn", warn: "info", ok: "check", note: "info" };

/** Words as an element: el("p", "meta", "text", child). */
export function el(tag, css, ...children) {
  return make(
    tag,
    css ? { class: css } : {},
    ...children.filter((child) => child !== null && child !== undefined && child !== ""),
  );
}

/** A drawing of shapes ([tag, attributes]) in a box. */
export function drawing(css, box, shapes) {
  const draw = (tag, attributes) => {
    const element = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };
  const svg = draw("svg", { viewBox: box, "aria-hidden": "true", ...(css ? { class: css } : {}) });
  svg.append(...shapes.map(([tag, attributes]) => draw(tag, attributes)));
  return svg;
}

/** What happened and what to do: error | warn | ok | note. An error speaks at once. */
export function notice(kind, strong, ...more) {
  const body = el(
    "div",
    "",
    strong ? el("p", "", el("strong", "", strong)) : null,
    ...more.map((part) => (typeof part === "string" ? el("p", "", part) : part)),
  );
  return make(
    "div",
    { class: `notice notice-${kind}`, role: kind === "error" ? "alert" : "status" },
    icon(NOTICE_ICONS[kind]),
    body,
  );
}

/** A button, or a link with { href }. css: the kind ("btn-main"); key: keeps the focus over a redraw; act: on a press. */
export function button(words, { css = "", sign = "", href = "", key = "", act = null, ...attributes } = {}) {
  const kind = { class: `btn${css ? ` ${css}` : ""}`, ...(key ? { "data-key": key } : {}), ...attributes };
  const made = make(
    href ? "a" : "button",
    href ? { ...kind, href } : { type: "button", ...kind },
    ...(sign ? [icon(sign)] : []),
    ...(words ? [make("span", {}, words)] : []),
  );
  if (act) made.addEventListener("click", () => act(made));
  return made;
}

/** An empty place: why, and what comes next. */
export function empty(strong, text, ...more) {
  return el(
    "div",
    "empty",
    drawing("art", "0 0 80 64", ART),
    el("strong", "", strong),
    text ? el("p", "", text) : null,
    ...more,
  );
}

/** The way back above a title. */
export function crumb(href, words, ...tail) {
  const link = make("a", { href, "data-key": "crumb" }, words);
  return make("nav", { class: "crumb", "aria-label": say("whereNav") }, link, icon("chevron"), ...tail);
}

/** Distance in words: 220 米, 1.2 公里. */
export function farWords(distance) {
  return distance === null ? "" : inWords(distance, { metres: words.metres, kilometres: words.kilometres });
}

/**
 * Put new content under a root, where it differs: what stays the same, or is the same element, is neither read out again
 * nor loses its place. Whatever had the focus, by its data-key, has it again; where it is gone, the title has it.
 * What a button's act depends on must show in its attributes.
 */
export function redraw(root, ...children) {
  const wanted = children.filter((child) => child !== null && child !== undefined);
  const nodes = wanted.map((child) => (child instanceof Node ? child : document.createTextNode(child)));
  const left = [...root.childNodes];
  const kept = nodes.map((node) => {
    const i = left.findIndex((old) => old === node || (!nodes.includes(old) && old.isEqualNode(node)));
    return i < 0 ? node : left.splice(i, 1)[0];
  });
  const held = root.contains(document.activeElement) ? document.activeElement : null;
  for (const old of left) old.remove();
  kept.forEach((node, i) => node === root.childNodes[i] || root.insertBefore(node, root.childNodes[i] ?? null));
  if (!held || held === document.activeElement) return;
  const again = held.dataset.key && root.querySelector(`[data-key="${CSS.escape(held.dataset.key)}"]`);
  (again || document.querySelector("main h1"))?.focus({ preventScroll: true });
}
