// @ts-check
import { element } from "./element.js";

const STAYS_MS = 15_000; // long enough to be spoken, short enough not to be read twice while browsing the page

/** Speaks to screen readers through one polite live region outside the transcript. */
export class Announcer {
  /** @param {HTMLElement} region an empty element with aria-live="polite". */
  constructor(region) {
    this.region = region;
  }

  /** @param {string} text said once, after what is being said now. */
  say(text) {
    const node = element("p", {}, text);
    this.region.append(node);
    setTimeout(() => node.remove(), STAYS_MS);
  }
}
