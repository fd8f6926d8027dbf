// What a form asks of this case: the server's fields, with the choices that the stored lists give. Pure.

const PAIR = new Set(["before", "after", "photo_why"]);

/**
 * The fields of a verb for a case line. lists: { units, reasons, lead }, lead: the name of the unit that the category
 * names; say, english: the words of the page.
 */
export function fieldsFor(verb, spec, line, lists, { say, english }) {
  const evidence = line?.evidence;
  const named = (rows) => (rows ?? []).map(([code, zh, en]) => [code, (english && en) || zh, ""]);
  const given = {
    "hand_over.unit": () => handOver(line, lists, say),
    "refuse.unit": () => [["", say("unitUnsure"), ""], ...unitsOf(line, lists, say)],
    "refuse.reason": () => named(lists.reasons?.refuse),
    "ask_suspension.kind": () => named(lists.reasons?.suspend),
  };
  return spec.fields
    .filter((field) => isAsked(field, evidence))
    .map((field) => {
      const options = given[`${verb}.${field.name}`]?.() ?? field.options;
      if (field.name === "before" && line?.before)
        return { ...field, options, required: false, hint: say("beforeAtHand") };
      return {
        ...field,
        options,
        required: field.required || (verb === "hand_over" && field.name === "unit" && !line?.unit_id),
      };
    });
}

// Pictures and papers are asked only where the evidence of the category wants them; null: not known, all may come.
function isAsked({ name }, evidence) {
  if (!evidence) return true;
  if (PAIR.has(name)) return evidence.includes("photo_pair");
  return name !== "document" || evidence.includes("document");
}

function handOver(line, lists, say) {
  const first = lists.lead ? [["lead", say("unitLead", { name: lists.lead }), ""]] : [];
  const back = line.unit_id ? [["", say("unitBack"), ""]] : [];
  return [...first, ...back, ...unitsOf(line, lists, say)];
}

/** The units of the case's residential grid, or all; without the one that has it now. */
function unitsOf(line, { units }, say) {
  const all = units?.all ?? [];
  const ids = new Set(units?.by_grid?.[line?.residential_grid_id] ?? all.map(([id]) => id));
  return all
    .filter(([id]) => ids.has(id) && id !== line?.unit_id)
    .map(([id, name, external]) => [String(id), external ? say("unitExternal", { name }) : name, ""]);
}

/** Whether pictures of the result need a word of why: one without time or place, or taken far from the case. */
export function wantsWhy(shots, distanceOf, far) {
  return shots.some(
    (shot) =>
      shot.blob?.type !== "application/pdf" &&
      (!shot.taken_at || typeof shot.lon !== "number" || (distanceOf(shot) ?? 0) > far),
  );
}
