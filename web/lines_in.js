// @ts-check
/** @typedef {import("./wire.js").Crisis} Crisis @typedef {import("./wire.js").Line} Line */

const HREF = /^(?<scheme>tel|sms):(?<number>[+*]?[\d-]+)(?:[?;&].*?\bbody=(?<keyword>[^&]*))?/;
const NUMBER = /[+*]?\d(?:[\d -]*\d)?/g;

/**
 * Return the lines that a page names by links to call or text them, by number; null where it names none.
 * A link's `title` is the line's name; `data-emergency` marks the emergency number.
 * @param {ParentNode} place
 * @param {string} country
 * @returns {Crisis | null}
 */
export function linesIn(place, country) {
  /** @type {Map<string, Line>} */
  const found = new Map();
  /** @type {string | null} */
  let emergency = null;
  for (const anchor of place.querySelectorAll("a")) {
    const { scheme, number, keyword } = HREF.exec(anchor.getAttribute("href") ?? "")?.groups ?? {};
    if (!scheme) continue;
    const shown = asWritten(anchor.textContent ?? "", number);
    if (anchor.hasAttribute("data-emergency")) {
      emergency = shown;
      continue;
    }
    const line = found.get(digits(number)) ?? { name: anchor.title || shown };
    if (scheme === "tel") line.call ??= shown;
    else line.text ??= keyword ? `${decoded(keyword)} to ${shown}` : shown;
    found.set(digits(number), line);
  }
  return found.size || emergency ? { type: "crisis", country, emergency, lines: [...found.values()] } : null;
}

/** Return a number in the digits and spaces of the words on its link. @param {string} words @param {string} number */
function asWritten(words, number) {
  return words.match(NUMBER)?.find((written) => digits(written) === digits(number)) ?? number;
}

/** @param {string} number */
const digits = (number) => number.replace(/\D/g, "");

/** @param {string} keyword */
function decoded(keyword) {
  try {
    return decodeURIComponent(keyword);
  } catch {
    return keyword; // not encoded at all
  }
}
