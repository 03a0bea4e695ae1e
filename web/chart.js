// @ts-check
/** Draws a chart: values over time, named ranges shaded, changes marked. A text that says the same is always shown. */

import { element } from "./element.js";

/** @typedef {import("./wire.js").Chart} Chart */

const SVG = "http://www.w3.org/2000/svg";
const SIZE = Object.freeze({ width: 400, height: 280 });
const PLOT = Object.freeze({ left: 32, right: 274, top: 24, bottom: 250 }); // the names of ranges stand right of it
const INSET = 14; // between the axes and the first and last point
const MOST_VALUES = 10; // written beside their points
const STEPS = [1, 2, 5, 10, 20, 50, 100];
const MARK_GAP = 13; // between the numbers of two marks
let drawn = 0; // gives each drawing names of its own

/**
 * Return a chart as a figure.
 * @param {Chart} chart
 * @returns {HTMLElement}
 */
export function chartNode(chart) {
  const caption = element("figcaption", {}, chart.summary);
  const title = element("p", { class: "chart-title" }, chart.title);
  const days = chart.points.map((point) => dayOf(point.at));
  if (!days.length || days.some(Number.isNaN)) return element("figure", { class: "chart" }, title, caption);
  return element("figure", { class: "chart" }, title, drawing(chart, days), caption);
}

/** @param {Chart} chart @param {number[]} days */
function drawing(chart, days) {
  const id = `waymark-chart-${(drawn += 1)}`;
  const first = days[0];
  const span = days[days.length - 1] - first;
  /** @param {number} day */
  const x = (day) => PLOT.left + INSET + (span ? (day - first) / span : 0.5) * (PLOT.right - PLOT.left - 2 * INSET);
  /** @param {number} value */
  const y = (value) =>
    PLOT.bottom - ((value - chart.minimum) / (chart.maximum - chart.minimum || 1)) * (PLOT.bottom - PLOT.top);
  const spots = chart.points.map((point, place) => ({ x: x(days[place]), y: y(point.value), value: point.value }));
  return svg(
    "svg",
    { viewBox: `0 0 ${SIZE.width} ${SIZE.height}`, role: "img", "aria-labelledby": id, "aria-describedby": `${id}-says` },
    svg("title", { id }, chart.title),
    svg("desc", { id: `${id}-says` }, chart.summary),
    ...(chart.bands ?? []).flatMap((band, place) => bandNodes(band, place, y, chart)),
    ...axisNodes(chart, y),
    ...dateNodes(chart, x),
    ...markNodes(chart, x),
    svg("polyline", { class: "trend", points: spots.map((spot) => `${spot.x},${spot.y}`).join(" ") }),
    ...spots.map((spot) => svg("circle", { class: "point", cx: spot.x, cy: spot.y, r: 4 })),
    ...(spots.length > MOST_VALUES ? [] : spots).map((spot) =>
      svg("text", { class: "value", x: spot.x, y: spot.y - 9, "text-anchor": "middle" }, String(spot.value)),
    ),
  );
}

/**
 * @param {{ first: number, last: number, label: string }} band @param {number} place
 * @param {(value: number) => number} y @param {Chart} chart
 */
function bandNodes(band, place, y, chart) {
  const top = y(Math.min(band.last + 0.5, chart.maximum)); // whole numbers: ranges meet half way
  const bottom = y(Math.max(band.first - 0.5, chart.minimum));
  const shade = { class: "band", x: PLOT.left, y: top, width: PLOT.right - PLOT.left, height: bottom - top };
  return [
    ...(place % 2 ? [svg("rect", shade)] : []),
    svg("text", { class: "far", x: PLOT.right + 6, y: (top + bottom) / 2 + 4 }, band.label),
  ];
}

/** @param {Chart} chart @param {(value: number) => number} y */
function axisNodes(chart, y) {
  const span = chart.maximum - chart.minimum;
  const step = STEPS.find((one) => span / one <= 6) ?? span;
  const values = [];
  for (let value = chart.minimum; chart.maximum - value > step / 2; value += step) values.push(value);
  return [
    svg("line", { class: "axis", x1: PLOT.left, y1: PLOT.top, x2: PLOT.left, y2: PLOT.bottom }),
    svg("line", { class: "axis", x1: PLOT.left, y1: PLOT.bottom, x2: PLOT.right, y2: PLOT.bottom }),
    ...[...values, chart.maximum].map((value) =>
      svg("text", { class: "far", x: PLOT.left - 6, y: y(value) + 4, "text-anchor": "end" }, String(value)),
    ),
  ];
}

/** @param {Chart} chart @param {(day: number) => number} x */
function dateNodes(chart, x) {
  const ends = [...new Set([chart.points[0].at, chart.points[chart.points.length - 1].at])];
  return ends.map((at, place) => {
    const where = ends.length === 1 ? "middle" : place ? "end" : "start";
    const edge = ends.length === 1 ? x(dayOf(at)) : place ? PLOT.right : PLOT.left;
    return svg("text", { class: "far", x: edge, y: PLOT.bottom + 18, "text-anchor": where }, dateText(at));
  });
}

/** @param {Chart} chart @param {(day: number) => number} x */
function markNodes(chart, x) {
  let taken = -Infinity;
  return (chart.marks ?? []).flatMap((mark, place) => {
    const at = x(dayOf(mark.at));
    if (Number.isNaN(at)) return [];
    taken = Math.max(at, taken + MARK_GAP);
    return [
      svg("line", { class: "mark", x1: at, y1: PLOT.top, x2: at, y2: PLOT.bottom }),
      svg("text", { x: taken, y: PLOT.top - 6, "text-anchor": "middle" }, String(place + 1)),
    ];
  });
}

/** Days since 1970 of a date `2027-03-05`. @param {string} at */
function dayOf(at) {
  return Date.parse(`${at.slice(0, 10)}T00:00:00Z`) / 86_400_000;
}

/** @param {string} at */
function dateText(at) {
  return new Date(`${at.slice(0, 10)}T00:00:00Z`).toLocaleDateString("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone: "UTC",
  });
}

/**
 * @param {string} tag @param {Record<string, string | number>} attributes @param {...(Node | string)} children
 * @returns {SVGElement}
 */
function svg(tag, attributes, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  node.append(...children);
  return node;
}
