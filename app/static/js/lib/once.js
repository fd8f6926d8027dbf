// An impatient thumb: the first press counts. What the server refuses comes back as a new page.

/** Send a form once, however often its button is pressed. */
export function once(form) {
  form.addEventListener("submit", (event) => {
    if (event.submitter?.hasAttribute("formnovalidate")) return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    event.submitter?.setAttribute("aria-busy", "true");
  });
  addEventListener("pageshow", () => delete form.dataset.sent);
}
