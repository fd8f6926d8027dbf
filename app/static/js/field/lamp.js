// How a clock stands by the device's own time, without signal too. Pure.
//
// Minutes and hours that run at night are reckoned here. Working hours need the street's calendar, which the tablet
// does not carry: of those the due moment itself is said, which is true at any time, and never a number that is not.
import { hour, nearness, when } from "./dates.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const RUNNING = new Set(["elapsed_minute", "elapsed_hour", "calendar_day"]);

/** The lamps, the worst first. */
export const SEVERITY = ["red", "yellow", "green", "off"];

/** "red", "yellow", "green" or "off" for a lamp of a case line at a moment (ms). */
export function kindOf(lamp, now) {
  if (!lamp || lamp.paused) return "off";
  if (now >= Date.parse(lamp.due_at)) return "red";
  return now >= Date.parse(lamp.yellow_at) ? "yellow" : "green";
}

/** The key of a word and what fills its places: left or over, long or short ("leftMinute", { n }). */
export function leftOf(lamp, now, { short = false } = {}) {
  const due = Date.parse(lamp.due_at);
  const late = now >= due;
  const size = short ? "Short" : "";
  if (lamp.paused) return ["paused", {}];
  if (!RUNNING.has(lamp.unit)) return [`${late ? "over" : "due"}${title(nearness(due, now)) || "On"}${size}`, { at: nearness(due, now) ? hour(due) : when(due, now) }];
  const gap = Math.abs(due - now);
  if (gap < MINUTE) return [`${late ? "overNow" : "leftNow"}${size}`, {}];
  const [unit, step] = gap < HOUR ? ["Minute", MINUTE] : gap < 3 * DAY ? ["Hour", HOUR] : ["Day", DAY];
  return [`${late ? "over" : "left"}${unit}${size}`, { n: Math.floor(gap / step) }];
}

/** The worst clock of a line that runs now, or null; without the kinds that moves which wait to be sent will stop. */
export function worst(line, now, stopped = []) {
  const running = line.lamps ?? (line.lamp ? [line.lamp] : []);
  const left = running.filter((lamp) => !stopped.includes(lamp.kind));
  return left.sort((a, b) => rank(a, now) - rank(b, now) || Date.parse(a.due_at) - Date.parse(b.due_at))[0] ?? null;
}

/** Sorts { line, lamp } the worst first: by shape, then by the earliest due; without a clock last. */
export function byLamp(now) {
  const due = ({ lamp }) => (lamp ? Date.parse(lamp.due_at) : 0);
  return (a, b) => rank(a.lamp, now) - rank(b.lamp, now) || due(a) - due(b) || a.line.id - b.line.id;
}

const rank = (lamp, now) => (lamp ? SEVERITY.indexOf(kindOf(lamp, now)) : SEVERITY.length);
const title = (word) => word && word[0].toUpperCase() + word.slice(1);
