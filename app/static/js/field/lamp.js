// How a clock stands by the device's own time, without signal too, in the words of sla/lamps.py. Pure.
import { hour, nearness, when } from "./dates.js";
import { workingLeft } from "./office.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const RUNNING = new Set(["elapsed_minute", "elapsed_hour", "calendar_day"]);

/** The lamps, the worst first. */
const SEVERITY = ["red", "yellow", "green", "off"];

/** "red", "yellow", "green" or "off" for a lamp of a case line at a moment (ms). */
export function kindOf(lamp, now) {
  if (!lamp || lamp.paused) return "off";
  if (now >= Date.parse(lamp.due_at)) return "red";
  return now >= Date.parse(lamp.yellow_at) ? "yellow" : "green";
}

/**
 * The key of a word and what fills its places: left or over, long or short ("leftMinute", { n }). calendar: the office
 * hours that were taken along; where they do not reach, the due moment is said, which is true at any time.
 */
export function leftOf(lamp, now, { short = false, calendar = null } = {}) {
  const due = Date.parse(lamp.due_at);
  const late = now >= due;
  const size = short ? "Short" : "";
  if (lamp.paused) return ["paused", {}];
  const [from, to] = late ? [due, now] : [now, due];
  const left = RUNNING.has(lamp.unit) ? runningLeft(to - from, lamp.unit) : workingLeft(calendar, from, to, lamp.unit);
  if (!left) return dueWords(due, now, late, size);
  const [unit, n] = left;
  return n ? [`${late ? "over" : "left"}${unit}${size}`, { n }] : [`${late ? "overNow" : "leftNow"}${size}`, {}];
}

function runningLeft(gap, unit) {
  if (gap < HOUR) return ["Minute", Math.floor(gap / MINUTE)];
  const days = gap >= DAY && (unit === "calendar_day" || gap >= 3 * DAY);
  return days ? ["Day", Math.floor(gap / DAY)] : ["Hour", Math.floor(gap / HOUR)];
}

function dueWords(due, now, late, size) {
  const near = nearness(due, now);
  return [`${late ? "over" : "due"}${title(near) || "On"}${size}`, { at: near ? hour(due) : when(due, now) }];
}

/** The worst clock of a line that runs now, or null; without the kinds that moves which wait to be sent will stop. */
export function worst(line, now, stopped = []) {
  const left = line.lamps.filter((lamp) => !stopped.includes(lamp.kind));
  return left.sort((a, b) => rank(a, now) - rank(b, now) || Date.parse(a.due_at) - Date.parse(b.due_at))[0] ?? null;
}

/** Sorts { line, lamp } the worst first: by shape, then by the earliest due; without a clock last. */
export function byLamp(now) {
  const due = ({ lamp }) => (lamp ? Date.parse(lamp.due_at) : 0);
  return (a, b) => rank(a.lamp, now) - rank(b.lamp, now) || due(a) - due(b) || a.line.id - b.line.id;
}

const rank = (lamp, now) => (lamp ? SEVERITY.indexOf(kindOf(lamp, now)) : SEVERITY.length);
const title = (word) => word && word[0].toUpperCase() + word.slice(1);
