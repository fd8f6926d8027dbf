// A case on a map: a white plate with the shape of its lamp and the number of its row.
/* global L */
const PLATE = "M8 0h24a8 8 0 0 1 8 8v12a8 8 0 0 1-8 8h-7l-5 6-5-6H8a8 8 0 0 1-8-8V8a8 8 0 0 1 8-8z";
/** The drawing of each lamp, the worst first. */
export const SHAPES = {
  red: '<rect class="g-red" x="4.5" y="8.5" width="11" height="11" rx="1.5"/><path class="g-cut" d="M10 10.7v4M10 17.2v.1"/>',
  yellow: '<path class="g-yellow" d="M10 8 16.5 19.5h-13z"/><path class="g-mark" d="M10 12v3.2M10 17.2v.1"/>',
  green: '<circle cx="10" cy="14" r="5" class="g-green"/>',
  off: '<rect class="g-off" x="6" y="9" width="3" height="10" rx="1"/><rect class="g-off" x="11.5" y="9" width="3" height="10" rx="1"/>',
};

/** The icon of a pin { lamp, no }, as large as a finger; on: the chosen one. */
export function plate(pin, on) {
  const html = `<svg class="m-case${on ? " on" : ""}" viewBox="-2 -8 44 44" aria-hidden="true"><path class="plate" d="${PLATE}"/>${SHAPES[pin.lamp]}<text class="m-num" x="21" y="18.7">${Number(pin.no)}</text></svg>`;
  return L.divIcon({ html, className: "m-marker", iconSize: [44, 44], iconAnchor: [22, 42] });
}
