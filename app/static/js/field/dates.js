// Moments in the street's wall time, in the words of a working day. Pure.
const ZONE = "Asia/Shanghai";
const PARTS = new Intl.DateTimeFormat("en-GB", {
  timeZone: ZONE,
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});
const DAY = 86_400_000;

function wall(moment) {
  return Object.fromEntries(PARTS.formatToParts(new Date(moment)).map(({ type, value }) => [type, value]));
}

/** 16:20 */
export function hour(moment) {
  const at = wall(moment);
  return `${at.hour}:${at.minute}`;
}

/** 2026-11-23: the day in the street, for comparing and for day fields. */
export function dayOf(moment) {
  const at = wall(moment);
  return `${at.year}-${at.month}-${at.day}`;
}

/** 16:20 of today, else 11-23 18:00; the year only when it is not this one. */
export function when(moment, now = Date.now()) {
  const [at, today] = [wall(moment), wall(now)];
  if (dayOf(moment) === dayOf(now)) return hour(moment);
  return `${at.year === today.year ? "" : `${at.year}-`}${at.month}-${at.day} ${at.hour}:${at.minute}`;
}

/** "today", "tomorrow" or "": how near a day is. */
export function nearness(moment, now) {
  if (dayOf(moment) === dayOf(now)) return "today";
  return dayOf(moment) === dayOf(now + DAY) ? "tomorrow" : "";
}
