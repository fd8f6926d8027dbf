// Working time by the office hours and working days that the tablet takes along, as sla/workcal.py reckons it. Pure.
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const EAST = 8 * HOUR; // the street's clock stands eight hours before UTC, all year

/** Working milliseconds from one moment to a later one; null where the calendar does not reach. */
export function worked(calendar, from, to) {
  const days = Array.from({ length: dayNumber(to) - dayNumber(from) + 1 }, (_none, i) => dayNumber(from) + i);
  if (!calendar || !days.length || dateOf(days[0]) < calendar.first || dateOf(days.at(-1)) >= calendar.until) return null;
  const open = new Set(calendar.days);
  const windows = days.filter((day) => open.has(dateOf(day))).flatMap((day) => calendar.windows.map(([a, b]) => [startOf(day) + a * MINUTE, startOf(day) + b * MINUTE]));
  return windows.reduce((sum, [opens, closes]) => sum + Math.max(0, Math.min(to, closes) - Math.max(from, opens)), 0);
}

/** What is left or over between two moments, as [unit, number]: minutes under an hour, days for promises of days; or null. */
export function workingLeft(calendar, from, to, unit) {
  const gap = worked(calendar, from, to);
  if (gap === null) return null;
  if (gap < HOUR) return ["Minute", Math.floor(gap / MINUTE)];
  const length = calendar.windows.reduce((sum, [a, b]) => sum + (b - a), 0) * MINUTE;
  return unit === "working_day" && gap >= length ? ["WorkingDay", Math.floor(gap / length)] : ["WorkingHour", Math.floor(gap / HOUR)];
}

const dayNumber = (moment) => Math.floor((moment + EAST) / DAY);
const startOf = (day) => day * DAY - EAST;
const dateOf = (day) => new Date(day * DAY).toISOString().slice(0, 10);
