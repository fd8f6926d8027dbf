// The fields of a report, as the server describes them and as the tablet asks for them.

const SHOWN = [
  "photos",
  "text",
  "urgency",
  "done",
  "after",
  "photo_why",
  "document",
  "outcome",
  "fact",
  "claim",
  "reply",
];
const RESULT = new Set(["outcome", "fact", "claim", "reply"]); // asked only with a result, and then needed
const RANK = ["normal", "urgent", "critical"];

/** The specs to draw; those of the result are needed where they are shown. */
export function resultFields(fields) {
  const known = new Map(fields.map((spec) => [spec.name, spec]));
  return SHOWN.filter((name) => known.has(name)).map((name) => ({
    ...known.get(name),
    ...(RESULT.has(name) ? { required: true } : {}),
  }));
}

/** Urgency can be raised above what the category has, never lowered: hide what is not above it. */
export function urgencyOptions(field, category) {
  const least = RANK.indexOf(category?.urgency ?? "normal");
  let left = 0;
  for (const input of field.element.querySelectorAll("input")) {
    const rank = RANK.indexOf(input.value);
    const hidden = rank < least;
    input.closest(".choice").hidden = hidden;
    if (hidden) input.checked = false;
    else left += 1;
  }
  field.element.hidden = !category || left < 2;
}
