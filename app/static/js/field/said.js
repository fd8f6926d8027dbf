// What the server wrote into the shell: the words of this language, the forms of the moves, the labels of lists.
const block = (id) => JSON.parse(document.getElementById(id)?.textContent || "{}");

export const words = block("words");
export const specs = block("specs");
export const labels = block("labels");
export const about = block("app");
export const english = about.lang === "en";

/** The words of a key with its {places} filled; the key itself where a word is missing, so that it is seen. */
export const say = (key, places = {}) =>
  (words[key] ?? key).replace(/\{(\w+)\}/g, (_whole, name) => places[name] ?? "");

/** The name of a row with zh and en, in the language of the page. */
export const named = (row) => (row ? (english && row.en) || row.zh : "");
