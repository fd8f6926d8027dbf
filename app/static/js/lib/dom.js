// The few words that every page needs.

/** The first element that matches, or null. */
export const one = (selector, within = document) => within.querySelector(selector);

/** Every element that matches, as an array. */
export const all = (selector, within = document) => [...within.querySelectorAll(selector)];

/** Listen for an event on whatever matches the selector, now or later. */
export function on(root, type, selector, handle) {
  root.addEventListener(type, (event) => {
    const hit = event.target.closest?.(selector);
    if (hit && root.contains(hit)) handle(event, hit);
  });
}

/** An element with attributes and children: make("li", { role: "option" }, "text"). */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** An icon of the sprite. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  const sprite = one("use")?.getAttribute("href")?.split("#")[0] ?? "/static/icons/sprite.svg";
  use.setAttribute("href", `${sprite}#${name}`);
  svg.setAttribute("class", "i");
  svg.setAttribute("aria-hidden", "true");
  svg.append(use);
  return svg;
}

/** Words the server translated: a JSON script block with the id "words". */
export function words() {
  const block = document.getElementById("words");
  return block ? JSON.parse(block.textContent) : {};
}
