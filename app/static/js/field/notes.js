// What was written and photographed for a move that can no longer be made, as notes. Pure.

const A_NOTE = 4; // pictures: as many as the server takes in one field
const CODE = /^[\w.:-]*$/; // a chosen value, an id, a number: nobody's words
const TYPED = new Set(["area", "text"]); // kinds of field in which somebody writes

/** [{ do, fields, photos }…] with all words and pictures of an operation; spec: the form of its verb, if it has one. */
export function notes({ fields, photos }, spec) {
  const typed = new Set(spec?.fields.filter(({ type }) => TYPED.has(type)).map(({ name }) => name));
  const isWords = (name, value) => value && (typed.has(name) || !CODE.test(value));
  const words = Object.entries(fields).flatMap(([name, values]) => values.filter((value) => isWords(name, value)));
  const made = [];
  for (let at = 0; at === 0 || at < photos.length; at += A_NOTE) {
    const some = photos.slice(at, at + A_NOTE).map((photo) => ({ ...photo, field: "photos" }));
    made.push({ do: "note", fields: { text: at === 0 ? [words.join("\n")] : [""] }, photos: some });
  }
  return made;
}
