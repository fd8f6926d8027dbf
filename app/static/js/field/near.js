// Open cases near a new report that may be the same thing, from the stored lines: as cases/duplicates.py, offline. Pure.
import { metres } from "../lib/geo.js";

const DAY = 86_400_000;
const SHOWN = 5;
const OVER = new Set(["closed", "merged", "rejected", "void"]);

/** [{ line, metres }] of the category's family within its radius and days, the nearest first. */
export function nearby(lines, category, categories, point, now) {
  if (!category?.radius || !category.days || !point) return [];
  const family = new Set(categories.filter((row) => row.family === category.family).map((row) => row.id));
  const since = now - category.days * DAY;
  return lines
    .filter(
      (line) =>
        family.has(line.category) &&
        !OVER.has(line.state) &&
        typeof line.lon === "number" &&
        Date.parse(line.reported_at) >= since,
    )
    .map((line) => ({ line, metres: Math.round(metres(point, [line.lon, line.lat])) }))
    .filter((hit) => hit.metres <= category.radius)
    .sort((a, b) => a.metres - b.metres || b.line.id - a.line.id)
    .slice(0, SHOWN);
}
