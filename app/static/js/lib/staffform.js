// A staff form with a script: photos with previews, texts to begin with, the place with its map, and no second send.
import { all, one } from "./dom.js";
import { once } from "./once.js";
import { replies } from "./replies.js";
import { shots } from "./shots.js";
import { places } from "../pages/report/places.js";

/** Wire every form under `root`; said: the words of the page; placed() is called when a place was chosen. */
export function wire(root, said, placed = () => {}) {
  for (const row of all("[data-shots]", root)) {
    const field = row.closest("fieldset");
    const note = one("[data-shots-note]", field);
    const say = (text) => {
      note.textContent = text;
      note.hidden = false;
    };
    shots(row, one("[data-shots-plain]", field), said, { say });
  }
  for (const box of all("[data-place]", root)) places(box, box.closest("form"), said, placed);
  replies(root);
  for (const form of all("form[method=post]", root)) once(form);
}
