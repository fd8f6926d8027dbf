// Whether one stands where the case is: the hint beside the camera, and whether a picture needs a word of why.
import { make } from "../lib/dom.js";
import { metres } from "../lib/geo.js";
import { locate, moved, position } from "./here.js";
import { wantsWhy } from "./offers.js";
import { farWords } from "./parts.js";
import { say } from "./said.js";

const SAME_SPOT = 50; // metres

/** Put the hint into the photo field of a form and show the field photo_why when it is needed. Gives { look, leave }. */
export function sameSpot(drawn, point) {
  const after = drawn.of("after") ?? drawn.of("photos");
  const why = drawn.of("photo_why");
  const note = make("p", { class: "meta spot", role: "status" });
  const from = (at) => (point && at ? metres(point, at) : null);

  function look() {
    const here = position();
    const far = here ? from(here.point) : null;
    note.hidden = !point;
    note.classList.toggle("yellow-t", far !== null && far > SAME_SPOT + here.accuracy);
    note.textContent =
      far === null
        ? say("spotUnknown")
        : far > SAME_SPOT
          ? say(why ? "spotFarWhy" : "spotFar", { far: farWords(far), n: here.accuracy })
          : say("spotHere", { far: farWords(far), n: here.accuracy });
    if (!why) return;
    const wanted = wantsWhy(after.shots, (shot) => from([shot.lon, shot.lat]), SAME_SPOT) || why.read().length > 0;
    why.element.hidden = !wanted;
    why.need(wanted);
  }
  if (!after) return { look: () => {}, leave: () => {} };
  (after.element.querySelector(".shots") ?? after.element).before(note);
  const leave = moved(look);
  locate().then(look);
  look();
  return { look, leave };
}
