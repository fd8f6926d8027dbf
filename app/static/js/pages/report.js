// The report page with a script: photos, categories, place and draft. Without it the same form works as it is.
import { all, on, one, words } from "../lib/dom.js";
import { keepDraft } from "../lib/draft.js";
import { shots } from "../lib/shots.js";
import { categories } from "./report/categories.js";
import { places } from "./report/places.js";

const said = words();
const form = one("form.report");
const photoNote = one("[data-shots-note]");

for (const element of all("[data-js-only]")) element.hidden = false;
shots(one("[data-shots]"), one("[data-shots-plain]"), said, {
  say: (text) => {
    photoNote.textContent = text;
    photoNote.hidden = false;
  },
});
const draft = keepDraft(form, `lingrid-report-${location.pathname}`, () => {
  one("[data-draft]").hidden = false;
});
on(document, "click", "[data-draft-drop]", () => {
  draft.drop();
  location.assign(location.pathname);
});
categories(one("[data-categories]"), form.elements.text, said);
places(one("[data-place]"), form, said, draft.save);

// Enter in a search field looks for something; it does not send the report.
on(form, "keydown", "input[type=search]", (event) => {
  if (event.key === "Enter") event.preventDefault();
});

// An impatient thumb: the server takes the form once, the button says that it is on its way.
form.addEventListener("submit", (event) => {
  const button = one(".dock button");
  if (event.submitter?.name === "buildings") return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
  button.setAttribute("aria-busy", "true");
});
addEventListener("pageshow", () => delete form.dataset.sent);
