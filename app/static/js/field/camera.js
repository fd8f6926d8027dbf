// The row of photos of a form: the camera first, then the album; each with the place and time it can speak for.
import { icon, make } from "../lib/dom.js";
import { shrink } from "../lib/photos.js";
import { fresh, locate } from "./here.js";
import { room } from "./outbox.js";
import { el } from "./parts.js";
import { say } from "./said.js";

const JUST_NOW = 120_000; // a file older than this was not taken for this form
const MOST = 4;
const PDF = "application/pdf";
const BIGGEST = 15 * 1024 * 1024; // bytes; pictures are made small anyhow

/**
 * A row for `shots` ([{ blob, taken_at, lon, lat, accuracy }], changed in place). most; documents: files too.
 * changed() after each change; tell(words) for what a reader must know. Gives the element.
 */
export function camera(shots, { most = MOST, documents = false, changed = () => {}, tell = () => {} } = {}) {
  const row = el("div", "shots");
  let work = Promise.resolve();
  const take = adder("camera", say("shotTake"), { accept: "image/*", capture: "environment" });
  const album = adder("photo", say(documents ? "shotFile" : "shotAlbum"), {
    accept: documents ? "image/*,application/pdf" : "image/*",
    multiple: "",
  });

  function adder(sign, words, attributes) {
    const input = make("input", { type: "file", "aria-label": words, ...attributes });
    input.addEventListener("change", () => {
      const files = [...input.files];
      input.value = "";
      files.forEach(add);
    });
    return make("label", { class: "shot shot-add" }, icon(sign), make("span", {}, words), input);
  }
  // It stands in the form at once, whatever its place and its smaller copy take: who sends before has it all the same.
  function add(file) {
    if (shots.length >= most) return tell(say("shotFull", { n: most }));
    if (file.size > BIGGEST && !file.type.startsWith("image/")) return tell(say("shotTooBig"));
    const shot = stamped(file);
    shots.push(shot);
    draw();
    changed();
    room().then(({ tight }) => tight && tell(say("roomTight")));
    if (isNew(file) && shot.lon === null) locate().then((here) => here && fill(shot, placeOf(here)));
    if (file.type !== PDF) work = work.then(() => makeSmall(shot, file)); // one after the other: each takes 48 MB
  }
  async function makeSmall(shot, file) {
    if (!shots.includes(shot)) return;
    const small = await shrink(file).catch(() => null);
    if (small) return fill(shot, { blob: small });
    drop(shot);
    tell(`${file.name}: ${say("shotUnread")}`);
  }
  function fill(shot, facts) {
    if (!shots.includes(shot)) return;
    Object.assign(shot, facts);
    changed();
  }
  function drop(shot) {
    if (!shots.includes(shot)) return;
    shots.splice(shots.indexOf(shot), 1);
    draw();
    changed();
  }
  function dropByHand(shot) {
    drop(shot);
    (take.hidden ? album : take).querySelector("input").focus();
  }
  function draw() {
    const tiles = shots.map((shot, i) => tile(shot, i + 1, () => dropByHand(shot)));
    for (const adder of [take, album]) adder.hidden = shots.length >= most;
    row.replaceChildren(...tiles, take, album);
  }
  draw();
  return row;
}

const isNew = (file) => Math.abs(Date.now() - (file.lastModified || Date.now())) < JUST_NOW;
const placeOf = ({ point: [lon, lat], accuracy }) => ({ lon, lat, accuracy });

/** What a picture can say of itself: its time, and the device's place where it was taken just now and that is known. */
function stamped(file) {
  const here = isNew(file) ? fresh() : null;
  const taken_at = isNew(file) ? new Date(file.lastModified || Date.now()).toISOString() : null;
  return { blob: file, taken_at, lon: null, lat: null, accuracy: null, ...(here ? placeOf(here) : {}) };
}

function tile(shot, n, drop) {
  const words = say("shotNumber", { n });
  const isPicture = shot.blob.type !== PDF;
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
