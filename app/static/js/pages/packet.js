// The packet: words chosen by selecting them, parts of a picture by dragging or by the arrow keys.
import { all, on, one, words } from "../lib/dom.js";

const SVG = "http://www.w3.org/2000/svg";
const WHOLE = 1000; // the picture's width and height; the fields below it hold percent
const LEAST = 10;
const EDGES = ["left", "top", "width", "height"];
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const said = words();
const within = (value, low, high) => Math.min(Math.max(value, low), high);

function fit([left, top, width, height]) {
  const wide = within(width, LEAST, WHOLE);
  const high = within(height, LEAST, WHOLE);
  return [within(left, 0, WHOLE - wide), within(top, 0, WHOLE - high), wide, high].map(Math.round);
}

function blackout(root) {
  const stage = one("[data-boxes]", root);
  const rows = one("[data-rows]", root);
  const adder = one("[data-add]", root);
  const rects = new Map(); // a row of numbers and its box on the picture

  const fields = (row) => EDGES.map((edge) => one(`[name=${edge}]`, row));
  function read(row) {
    const values = fields(row).map((field) => field.value.trim());
    const box = values.map((value) => Number(value) * (WHOLE / 100));
    return values.some((value) => value === "") || box.some(Number.isNaN) ? null : box;
  }
  function write(row, box) {
    fields(row).forEach((field, i) => (field.value = String(box[i] / (WHOLE / 100))));
    draw(row);
  }
  function draw(row) {
    const box = read(row);
    const rect = rects.get(row);
    if (!box || !(box[2] > 0 && box[3] > 0)) return rect.remove();
    ["x", "y", "width", "height"].forEach((name, i) => rect.setAttribute(name, box[i]));
    if (!rect.isConnected) stage.append(rect);
  }
  function adopt(row) {
    const rect = document.createElementNS(SVG, "rect");
    rect.setAttribute("tabindex", "0");
    rect.setAttribute("role", "group");
    rects.set(row, rect);
    rect.addEventListener("keydown", (event) => key(event, row));
    draw(row);
  }
  function name() {
    [...rects].forEach(([row, rect], i) => {
      const title = said.box.replace("{n}", i + 1);
      one("legend", row).textContent = title;
      rect.setAttribute("aria-label", title);
    });
  }
  function add(box) {
    const empty = [...rects.keys()].find((row) => fields(row).every((field) => field.value === ""));
    const row = empty ?? one("[data-row]", one("[data-blank]", root).content.cloneNode(true));
    if (!empty) {
      fields(row).forEach((field, i) => {
        const id = `${field.id}-${rects.size}`;
        all("label", row)[i].htmlFor = field.id = id;
      });
      rows.append(row);
      adopt(row);
    }
    name();
    write(row, fit(box));
    return row;
  }
  function drop(row) {
    fields(row).forEach((field) => (field.value = ""));
    draw(row);
    adder.focus();
  }
  function key(event, row) {
    if (event.key === "Delete" || event.key === "Backspace") drop(row);
    else if (event.key in MOVES) {
      const [x, y] = MOVES[event.key].map((step) => step * LEAST);
      const [left, top, width, height] = read(row);
      write(row, fit(event.shiftKey ? [left, top, width + x, height + y] : [left + x, top + y, width, height]));
    } else return;
    event.preventDefault();
  }
  function point(event) {
    const area = stage.getBoundingClientRect();
    return [(event.clientX - area.left) / area.width, (event.clientY - area.top) / area.height].map((part) =>
      within(part * WHOLE, 0, WHOLE),
    );
  }
  function drag(event) {
    const [x, y] = point(event);
    const held = [...rects].find(([, rect]) => rect === event.target)?.[0];
    const from = held && read(held);
    const row = held ?? add([x, y, LEAST, LEAST]);
    stage.setPointerCapture(event.pointerId);
    const move = (moved) => {
      const [toX, toY] = point(moved);
      write(row, fit(from ? [from[0] + toX - x, from[1] + toY - y, from[2], from[3]] : between(x, y, toX, toY)));
    };
    stage.addEventListener("pointermove", move);
    const end = () => {
      stage.removeEventListener("pointermove", move);
      rects.get(row).focus();
    };
    for (const type of ["pointerup", "pointercancel"]) stage.addEventListener(type, end, { once: true });
    event.preventDefault();
  }

  all("[data-row]", rows).forEach(adopt);
  name();
  on(rows, "input", "[data-row]", (_event, row) => draw(row));
  stage.addEventListener("pointerdown", drag);
  adder.hidden = false;
  adder.addEventListener("click", () => rects.get(add([350, 350, 300, 300])).focus());
}

const between = (x, y, toX, toY) => [Math.min(x, toX), Math.min(y, toY), Math.abs(toX - x), Math.abs(toY - y)];

// What is selected in a text of the packet stands in its field, ready to be sent.
document.addEventListener("selectionchange", () => {
  const chosen = getSelection();
  const text = chosen.toString().trim();
  const place = chosen.anchorNode?.parentElement?.closest("[data-blackable]");
  const field = place && one(`[data-takes=${place.dataset.blackable}]`);
  if (field && text && place.contains(chosen.focusNode)) field.value = text.slice(0, field.maxLength);
});

for (const hint of all("[data-script]")) hint.hidden = false;
for (const root of all("[data-blackout]")) blackout(root);
