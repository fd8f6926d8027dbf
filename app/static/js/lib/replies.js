// Buttons that begin a reply with a text that is often said. What is written already stays above it.
import { all, on } from "./dom.js";

const wired = new WeakSet();

/** Show the buttons under `root` and let each fill its field; a pane that is filled anew is listened to once. */
export function replies(root) {
  for (const box of all("[data-replies]", root)) box.hidden = false;
  if (wired.has(root)) return;
  wired.add(root);
  on(root, "click", "[data-fill]", (_event, button) => {
    const field = document.getElementById(button.dataset.fill);
    const written = field.value.trimEnd();
    field.value = written ? `${written}\n${button.dataset.text}` : button.dataset.text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
  });
}
