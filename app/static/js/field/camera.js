// The row of photos of a form: the camera first, then the album; each with the place and time it can speak for.
import { icon, make } from "../lib/dom.js";
import { shrink } from "../lib/photos.js";
import { fresh, locate } from "./here.js";
import { room } from "./outbox.js";
import { el } from "./parts.js";
import { say } from "./said.js";

const JUST_NOW = 120_000; // a file older than this was not taken for this form
export const MOST = 4;
const BIGGEST = 15 * 1024 * 1024; // bytes; pictures are made small anyhow

/**
 * A row for `shots` ([{ blob, taken_at, lon, lat, accuracy }], changed in place). most; documents: files too.
 * changed() after each change; tell(words) for what a reader must know. Gives the element.
 */
export function camera(shots, { most = MOST, documents = false, changed = () => {}, tell = () => {} } = {}) {
  const row = el("div", "shots");
  const take = adder("camera", say("shotTake"), { accept: "image/*", capture: "environment" });
  const album = adder("photo", say(documents ? "shotFile" : "shotAlbum"), {
    accept: documents ? "image/*,application/pdf" : "image/*",
    multiple: "",
  });

  function adder(sign, words, attributes) {
    const input = make("input", { type: "file", "aria-label": words, ...attributes });
    input.addEventListener("change", async () => {
      const files = [...input.files];
      input.value = "";
      for (const file of files) await add(file);
    });
    return make("label", { class: "shot shot-add" }, icon(sign), make("span", {}, words), input);
  }
  async function add(file) {
    if (shots.length >= most) return tell(say("shotFull", { n: most }));
    if ((await room()).tight) tell(say("roomTight"));
    if (file.size > BIGGEST && !file.type.startsWith("image/")) return tell(say("shotTooBig"));
    const taken = await stamped(file);
    try {
      taken.blob = file.type === "application/pdf" ? file : await shrink(file);
    } catch {
      return tell(`${file.name}: ${say("shotUnread")}`);
    }
    shots.push(taken);
    draw();
    changed();
  }
  function drop(shot) {
    shots.splice(shots.indexOf(shot), 1);
    draw();
    changed();
    (take.hidden ? album : take).querySelector("input").focus();
  }
  function draw() {
    const tiles = shots.map((shot, i) => tile(shot, i + 1, () => drop(shot)));
    for (const adder of [take, album]) adder.hidden = shots.length >= most;
    row.replaceChildren(...tiles, take, album);
  }
  draw();
  return row;
}

/** What a picture can say of itself: its time, and the device's place where it was taken just now. */
async function stamped(file) {
  const at = file.lastModified || Date.now();
  const now = Math.abs(Date.now() - at) < JUST_NOW;
  const here = now ? (fresh() ?? (await locate())) : null;
  return {
    blob: file,
    taken_at: now ? new Date(at).toISOString() : null,
    lon: here?.point[0] ?? null,
    lat: here?.point[1] ?? null,
    accuracy: here?.accuracy ?? null,
  };
}

function tile(shot, n, drop) {
  const words = say("shotNumber", { n });
  const isPicture = shot.blob.type !== "application/pdf";
  const face = isPicture
    ? make("img", { src: URL.createObjectURL(shot.blob), alt: words })
    : el("span", "paper", icon("file"), words);
  if (isPicture) face.addEventListener("load", () => URL.revokeObjectURL(face.src), { once: true });
  const off = make(
    "button",
    { type: "button", class: "shot-x", "aria-label": say("shotDrop", { n }) },
    make("span", {}, icon("x")),
  );
  off.addEventListener("click", drop);
  return el("div", "shot", face, off);
}
