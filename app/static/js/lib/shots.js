// The row of photos: take one, see it, drop it. The plain file field stays behind and carries them.
import { all, icon, make, one } from "./dom.js";
import { shrink } from "./photos.js";

/** Turn a row of photos ([data-shots] beside [data-shots-plain]) into one with previews; say(text) tells the reader. */
export function shots(row, plain, words, { most = 4, say = () => {} } = {}) {
  const carrier = one("input[type=file]", plain);
  if (typeof DataTransfer !== "function" || typeof createImageBitmap !== "function") return;
  const picked = new Map();
  const picker = make("input", { type: "file", accept: "image/*", multiple: "", "aria-label": words.add });
  const adder = make("label", { class: "shot shot-add" }, icon("camera"), make("span", {}, words.add), picker);
  plain.hidden = true;
  row.append(adder);

  const shown = () => all(".shot:not(.shot-add)", row);
  function settle() {
    const bag = new DataTransfer();
    for (const file of picked.values()) bag.items.add(file);
    carrier.files = bag.files;
    adder.hidden = shown().length >= most;
    one("span", adder).textContent = shown().length ? words.more : words.add;
    shown().forEach((shot, i) => {
      one(".shot-x", shot).setAttribute("aria-label", words.drop.replace("{n}", i + 1));
      one("img", shot).alt = words.photo.replace("{n}", i + 1);
    });
  }
  function withDrop(shot) {
    const button = make("button", { type: "button", class: "shot-x" }, make("span", {}, icon("x")));
    button.addEventListener("click", () => {
      picked.delete(shot);
      shot.remove();
      settle();
      (adder.hidden ? row : picker).focus();
    });
    shot.append(button);
    return shot;
  }
  async function add(file) {
    if (shown().length >= most) return say(words.full);
    const image = make("img", { src: URL.createObjectURL(file), alt: "" });
    const shot = withDrop(make("div", { class: "shot" }, image));
    picked.set(shot, file); // carried at once: whoever sends before it is shrunk loses nothing
    adder.before(shot);
    settle();
    try {
      const small = await shrink(file);
      if (!picked.has(shot)) return;
      picked.set(shot, small);
      image.src = URL.createObjectURL(small);
    } catch {
      picked.delete(shot);
      shot.remove();
      say(`${file.name}: ${words.unread}`); // the server would refuse it too: by content, not by name
    }
    settle();
  }

  for (const shot of all("[data-kept]", row)) {
    one(".shot-keep", shot).hidden = true; // still ticked, so still sent
    withDrop(shot);
  }
  picker.addEventListener("change", () => {
    [...picker.files].forEach(add);
    picker.value = "";
  });
  settle();
}
