// @ts-check
const SVG = "http://www.w3.org/2000/svg";
const PATHS = Object.freeze({
  mark: "M7 12l4 9 5-8 5 8 4-9",
  close: "M9 9l14 14M23 9L9 23",
});

/**
 * Return a drawing that says nothing to a screen reader; `stroke` comes from the style sheet.
 * @param {keyof typeof PATHS} name
 */
export function icon(name) {
  const drawing = document.createElementNS(SVG, "svg");
  for (const [key, value] of Object.entries({ viewBox: "0 0 32 32", class: `icon ${name}`, "aria-hidden": "true" })) {
    drawing.setAttribute(key, value);
  }
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  drawing.append(path);
  return drawing;
}
