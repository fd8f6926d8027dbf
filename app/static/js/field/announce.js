// What is new is heard, seen and counted: a sound (after the first touch, can be switched off), a badge, a visible line.
import { bus } from "./bus.js";
import { keep, kept } from "./store.js";

const NOTES = [
  [880, 0],
  [1174.66, 0.16],
]; // Hz, seconds
let audio = null;
let waiting = []; // ids newly to do that nobody has looked at yet

/** The ids that are newly to do since the day was last looked at. */
export const freshIds = () => waiting;

/** New work came: ring once, count it. */
export async function heard(ids) {
  if (!ids.length) return;
  waiting = [...new Set([...waiting, ...ids])];
  badge();
  if (await soundOn()) ring();
}

/** Their rows were on the screen of somebody who touched it: they are new no more at the next look. */
export function seen(ids) {
  keepOnly((id) => ids.includes(id));
}

/** Whoever opened one of them, or pressed the line away, has read it. */
export function read(id = null) {
  keepOnly((other) => id !== null && other !== id);
}

/** Whether the person wants the sound. */
export const soundOn = async () => (await kept("sound")) !== "off";

/** Sound on or off; switched on it is heard. */
export async function setSound(on) {
  await keep("sound", on ? "on" : "off");
  if (on) ring();
}

/** A browser lets nothing sound before somebody touched the page. */
export function unlockSound() {
  const first = () => {
    audio ??= typeof AudioContext === "function" ? new AudioContext() : null;
    removeEventListener("pointerdown", first);
    removeEventListener("keydown", first);
  };
  addEventListener("pointerdown", first);
  addEventListener("keydown", first);
}

function ring() {
  if (!audio) return;
  for (const [pitch, after] of NOTES) {
    const tone = new OscillatorNode(audio, { frequency: pitch, type: "sine" });
    const loud = new GainNode(audio, { gain: 0 });
    const at = audio.currentTime + after;
    loud.gain.setValueAtTime(0, at);
    loud.gain.linearRampToValueAtTime(0.25, at + 0.02);
    loud.gain.exponentialRampToValueAtTime(0.001, at + 0.4);
    tone.connect(loud).connect(audio.destination);
    tone.start(at);
    tone.stop(at + 0.45);
  }
}

function keepOnly(wanted) {
  const left = waiting.filter(wanted);
  if (left.length === waiting.length) return;
  waiting = left;
  badge();
}

// With its person their number goes.
bus.addEventListener("person", ({ detail }) => detail.id === null && read());

function badge() {
  const show = waiting.length ? navigator.setAppBadge?.(waiting.length) : navigator.clearAppBadge?.();
  show?.catch(() => {});
}
