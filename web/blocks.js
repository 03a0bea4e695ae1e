// @ts-check
/** Turns the parts of a message into nodes. Everything a message holds becomes text, never HTML. */

import { breathingNode } from "./breathing.js";
import { chartNode } from "./chart.js";
import { element } from "./element.js";
import { Form } from "./form.js";
import { callLink, gatewayLink, link, textLink, withLinks } from "./links.js";
import { words } from "./words.js";

/**
 * @typedef {import("./wire.js").Block} Block
 * @typedef {import("./wire.js").Button} Button
 * @typedef {import("./wire.js").Crisis} Crisis
 * @typedef {import("./form.js").FormDesk} FormDesk
 * @typedef {import("./wire.js").Line} Line
 * @typedef {import("./wire.js").Message} Message
 * @typedef {import("./wire.js").Source} Source
 * @typedef {import("./wire.js").Table} Table
 */

/**
 * Return everything that a message says: its blocks, or its text where it has none, or a block that is new to us.
 * @param {Pick<Message, "text" | "blocks">} message
 * @param {string} [base] origin of the gateway, empty for the page's own
 * @param {FormDesk} [forms] takes what is filled in; without it, a form is only read
 * @returns {HTMLElement[]}
 */
export function messageNodes(message, base = "", forms) {
  const nodes = message.blocks.map((block) => blockNode(block, base, forms));
  return nodes.length && nodes.every((node) => node !== null)
    ? /** @type {HTMLElement[]} */ (nodes)
    : [element("p", { class: "as-written" }, ...withLinks(message.text))];
}

/**
 * Return a block as a node; null for a type of block that this version does not know.
 * @param {Block} block
 * @param {string} [base] as above
 * @param {FormDesk} [forms] as above
 * @returns {HTMLElement | null}
 */
export function blockNode(block, base = "", forms) {
  switch (block.type) {
    case "paragraph":
      return element("p", {}, ...withLinks(block.text));
    case "heading":
      return element("h3", {}, block.text);
    case "list":
      return element("ul", {}, ...block.items.map(itemNode));
    case "steps":
      return element("ol", {}, ...block.items.map(itemNode));
    case "table":
      return tableNode(block);
    case "crisis":
      return crisisNode(block);
    case "chart":
      return chartNode(block);
    case "links":
      return element("p", { class: "papers" }, ...block.items.map((item) => gatewayLink(base, item.url, item.title)));
    case "form":
      return forms && canFillIn(block) ? new Form(block, forms).node : formNode(block);
    case "breathing":
      return breathingNode(block);
    default:
      return null;
  }
}

/**
 * Return the lines of a country, each with links to reach it.
 * @param {Crisis} crisis
 */
export function crisisNode(crisis) {
  const emergency = crisis.emergency && element(
    "li",
    {},
    element("span", { class: "line-name" }, filled(crisis.ways?.emergency, "") ?? words.emergency),
    element("span", { class: "ways" }, callLink(crisis.emergency, "", filled(crisis.ways?.call, crisis.emergency))),
  );
  return element(
    "div",
    { class: "crisis", role: "group", "aria-label": words.crisisTitle(crisis.country) },
    element("ul", {}, emergency, ...crisis.lines.map((line) => lineNode(line, crisis.ways))),
  );
}

/**
 * Return the first line and the emergency number, as links in a row.
 * @param {Crisis} crisis
 */
export function firstWaysNode({ lines: [first], emergency }) {
  return element("p", { class: "ways" }, ...(first ? waysTo(first) : []), emergency && callLink(emergency, ""));
}

/**
 * Return the sources behind an answer, folded; null where there are none.
 * @param {Source[]} sources
 */
export function sourcesNode(sources) {
  if (!sources.length) return null;
  const items = sources.map((source) => element("li", {}, link(source.url, `${source.title} (${source.year})`)));
  return element(
    "details",
    { class: "sources" },
    element("summary", {}, words.sources(sources.length)),
    element("ul", {}, ...items),
  );
}

/**
 * Return the choices that a message offers; null where it offers none.
 * @param {Button[]} buttons
 * @param {(button: Button) => void} onPress
 */
export function buttonsNode(buttons, onPress) {
  if (!buttons.length) return null;
  const nodes = buttons.map((button) => {
    const node = element("button", { type: "button", class: "choice" }, button.title);
    node.addEventListener("click", () => onPress(button));
    return node;
  });
  return element("div", { class: "choices" }, ...nodes);
}

/** @param {string} item */
function itemNode(item) {
  return element("li", {}, ...withLinks(item));
}

/** @param {Line} line @param {Crisis["ways"]} ways */
function lineNode(line, ways) {
  const hours = line.hours && element("span", { class: "hours" }, ` ${line.hours}`);
  const name = element("span", { class: "line-name" }, line.name, hours);
  return element("li", {}, name, element("span", { class: "ways" }, ...waysTo(line, ways)));
}

/** @param {Line} line @param {Crisis["ways"]} [ways] */
function waysTo(line, ways) {
  return [
    line.call && callLink(line.call, line.name, filled(ways?.call, line.call)),
    line.text && textLink(line.text, line.name, filled(ways?.text, line.text)),
    line.chat && link(line.chat, filled(ways?.chat, "") ?? words.chat, line.name),
  ];
}

/**
 * Return a way to reach help as the message's own language writes it; undefined in English, which words.js writes.
 * @param {string | undefined} pattern "llama al {}" @param {string} value
 */
function filled(pattern, value) {
  const said = pattern?.replace("{}", value).trim();
  return said && said[0].toUpperCase() + said.slice(1);
}

/** @param {Table} table */
function tableNode(table) {
  const head = element("tr", {}, ...table.columns.map((column) => element("th", { scope: "col" }, column)));
  const rows = table.rows.map((row) =>
    element(
      "tr",
      {},
      ...row.map((cell, place) => (place === 0 ? element("th", { scope: "row" }, cell) : element("td", {}, cell))),
    ),
  );
  return element(
    "div",
    { class: "table", tabindex: "0", role: "group", "aria-label": words.tableLabel }, // a keyboard can scroll it sideways
    element("table", {}, element("thead", {}, head), element("tbody", {}, ...rows)),
  );
}

/** @param {import("./wire.js").Form} form */
function formNode(form) {
  const questions = form.fields.map((field) => {
    const options = field.options?.length ? ` (${field.options.map((option) => option.title).join(" / ")})` : "";
    return element("li", {}, `${field.label}${options}`);
  });
  const title = element("p", {}, element("strong", {}, form.title));
  return element("div", {}, title, form.text && element("p", {}, form.text), element("ol", {}, ...questions));
}

/** @param {import("./wire.js").Form} form one with a question for free text is only read. */
function canFillIn({ fields }) {
  return fields.every((field) => field.options?.length);
}
