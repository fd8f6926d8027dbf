// Above the list of the day: its tabs with their numbers, what is new, and by what it is ordered.
import { icon, make } from "../lib/dom.js";
import { freshIds, read } from "./announce.js";
import { position } from "./here.js";
import { kindOf } from "./lamp.js";
import { button, el } from "./parts.js";
import { say } from "./said.js";

const SOME = new Set(["recheck", "grid"]); // not everybody has such
const TABS = ["todo", "others", "recheck", "grid"];

/**
 * The title, the tabs and the line of what is new. items: every line; parked: how many operations need attention;
 * again() is called once what is new was read.
 */
export function head(items, parked, tab, now, again) {
  const counts = Object.fromEntries(TABS.map((name) => [name, items.filter(({ at }) => at.tab === name).length]));
  counts.parked = parked;
  const late = items.some(({ lamp, at }) => at.tab === "todo" && lamp && kindOf(lamp, now) === "red");
  const names = parked ? ["todo", "parked", ...TABS.slice(1)] : [...TABS, "parked"]; // what needs attention stands in sight
  const shown = names.filter((name) => !SOME.has(name) || counts[name] || tab === name);
  const links = shown.map((name) =>
    link(name, counts[name], { here: name === tab, hot: name === "parked" || (name === "todo" && late) }),
  );
  const title = make("h1", { class: "sr", tabindex: "-1", "data-key": "h1" }, say("day"));
  return [title, make("nav", { class: "tabs", "aria-label": say("tabsLabel") }, ...links), news(again)];
}

function link(name, n, { here, hot }) {
  const count = n ? [" ", el("span", `count${hot ? " count-hot" : ""}`, String(n))] : [];
  const href = name === "todo" ? "#/" : `#/tab/${name}`;
  return make(
    "a",
    { href, "data-key": `tab-${name}`, ...(here ? { "aria-current": "page" } : {}) },
    say(`tab_${name}`),
    ...count,
  );
}

function news(again) {
  const n = freshIds().length;
  const known = () => {
    read();
    again();
  };
  return n
    ? make(
        "div",
        { class: "strip strip-new", role: "status" },
        icon("bell"),
        el("span", "", say("fresh", { n })),
        button(say("gotIt"), { css: "btn-strip", key: "got-it", act: known }),
      )
    : null;
}

/** By what the list is ordered, and the switch to the other way. */
export function orderBar(onlyFar, note, turn) {
  const toggle = button(say(onlyFar ? "byLampFirst" : "byFarOnly"), {
    css: "btn-quiet",
    key: "order",
    act: turn,
  });
  const words = onlyFar ? "byFar" : position() ? "byLampFar" : "byLamp";
  return el(
    "div",
    "group",
    el("h2", "meta", say(words)),
    el("p", "meta day-note", note),
    toggle,
  );
}

/** The buttons under the thumb: report, and list or map where there is room for one of them only. */
export function dock({ asMap, calm, swap, reports }) {
  const both = button(say(asMap ? "asList" : "asMap"), {
    css: "btn-tall only-hand",
    sign: asMap ? "list" : "map",
    key: "switch",
    act: swap,
  });
  if (!reports) return el("div", "day-dock cluster", both);
  const report = button(say("report"), {
    css: `btn-tall btn-grow${calm ? " btn-main" : ""}`,
    sign: "camera",
    href: "#/report",
    key: "report",
  });
  return el("div", "day-dock cluster", report, both);
}
