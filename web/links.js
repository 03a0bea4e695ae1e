// @ts-check
/** Links to people and pages; only the schemes https, tel and sms ever become one. */

import { element } from "./element.js";
import { words } from "./words.js";

const SCHEMES = new Set(["https:", "tel:", "sms:"]);
// "call or text 988", "text HOME to 741741", "call 0800 58 58 58"; "call 988 24/7" is left alone: where does it end?
const WAY =
  /\b(?<verb>call or text|call|text)\s+(?<shown>(?:\w{2,12} to )?[+*]?\d+(?:[ -]\d+)*(?![ -]?\d|\/))|(?<url>https:\/\/[^\s<>"')]*[^\s<>"').,;:!?])/gi;

/**
 * Return a link, or plain text where the address has another scheme or cannot be read.
 * @param {string} href @param {string} shown @param {string} [about] what a screen reader adds to `shown`.
 * @returns {Node}
 */
export function link(href, shown, about = "") {
  if (!isAllowed(href)) return document.createTextNode(shown);
  const isPage = href.startsWith("https:");
  const note = [about, isPage ? words.opensNewTab : ""].filter(Boolean).join(", ");
  return element(
    "a",
    isPage ? { href, target: "_blank", rel: "noopener noreferrer" } : { href },
    shown,
    note && element("span", { class: "visually-hidden" }, ` (${note})`),
  );
}

/**
 * Return a link to something on the gateway itself, over http too, or to a page elsewhere, over https only.
 * @param {string} base origin of the gateway, empty for the page's own @param {string} url @param {string} shown
 * @returns {Node}
 */
export function gatewayLink(base, url, shown) {
  if (!url.startsWith("/api/")) return link(url, shown);
  const note = element("span", { class: "visually-hidden" }, ` (${words.opensNewTab})`);
  return element(
    "a",
    { href: base + url, target: "_blank", rel: "noopener noreferrer", referrerpolicy: "no-referrer" },
    shown,
    note,
  );
}

/** @param {string} number @param {string} about @param {string} [shown] */
export const callLink = (number, about, shown = words.call(number)) => link(`tel:${digits(number)}`, shown, about);

/** @param {string} number "988", or "HOME to 741741" @param {string} about @param {string} [shown] */
export const textLink = (number, about, shown = words.text(number)) => link(smsAddress(number), shown, about);

/**
 * Return a text in which numbers to call or text, and addresses of pages, can be followed.
 * @param {string} text
 * @returns {Node[]}
 */
export function withLinks(text) {
  /** @type {Node[]} */
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(WAY)) {
    const { verb, shown, url } = match.groups ?? {};
    if (!url && digits(shown).length < 3) continue;
    const target = url ?? shown;
    const start = (match.index ?? 0) + match[0].length - target.length;
    const href = url ?? (verb.toLowerCase() === "text" ? smsAddress(shown) : `tel:${digits(shown)}`);
    nodes.push(document.createTextNode(text.slice(end, start)), link(href, target));
    end = start + target.length;
  }
  nodes.push(document.createTextNode(text.slice(end)));
  return nodes;
}

/** @param {string} number */
function smsAddress(number) {
  const [keyword, shortCode] = number.includes(" to ") ? number.split(" to ", 2) : ["", number];
  return `sms:${digits(shortCode)}${keyword ? `?&body=${encodeURIComponent(keyword)}` : ""}`; // both Android and iOS read ?&
}

/** @param {string} number "116 123", or "988, press 1": what follows the comma is pressed later, by hand */
function digits(number) {
  return number.split(",")[0].replace(/[^\d+*]/g, "");
}

/** @param {string} href */
function isAllowed(href) {
  try {
    return SCHEMES.has(new URL(href).protocol);
  } catch {
    return false; // not an address at all
  }
}
