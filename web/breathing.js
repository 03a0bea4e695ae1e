// @ts-check
/** A circle to breathe along with: it grows and shrinks, says what to do, and makes no sound. */

import { element } from "./element.js";
import { words } from "./words.js";

/**
 * @typedef {import("./wire.js").Breathing} Breathing
 * @typedef {{ word: string, seconds: number, from: number, to: number }} Part one part of a breath, and the sizes it joins
 */

const SMALL = 0.55;
const SECOND = 1000;

/**
 * Return a circle with a button to start and stop it; nothing moves where the person wants no motion, a counter counts.
 * @param {Breathing} pace
 */
export function breathingNode(pace) {
  const word = element("span", { class: "breathing-word" }, words.breathing.ready);
  const count = element("span", { class: "breathing-count" });
  const disc = element("div", { class: "breathing-disc" });
  const figure = element("div", { class: "breathing-figure", "aria-hidden": "true" }, disc, word, count);
  const round = element("p", { class: "breathing-round", "aria-hidden": "true" });
  const spoken = element("p", { class: "visually-hidden", "aria-live": "polite" });
  const button = element("button", { type: "button", class: "choice" }, words.breathing.start);
  const node = element(
    "div",
    { class: "breathing", role: "group", "aria-label": words.breathing.label },
    element("p", {}, pace.text),
    figure,
    round,
    button,
    spoken,
  );
  const circle = new Circle(pace, { node, disc, word, count, round, spoken, button });
  button.addEventListener("click", () => circle.press());
  return node;
}

/** Goes through the breaths, second by second. */
class Circle {
  /** @type {number | undefined} */ #timer;
  /** @type {Animation | undefined} */ #motion;
  #isRunning = false;

  /**
   * @param {Breathing} pace
   * @param {{ node: HTMLElement, disc: HTMLElement, word: HTMLElement, count: HTMLElement, round: HTMLElement,
   *   spoken: HTMLElement, button: HTMLButtonElement }} parts
   */
  constructor(pace, parts) {
    this.pace = pace;
    this.parts = parts;
  }

  press() {
    if (this.#isRunning) this.#stop(words.breathing.stopped, words.breathing.ready);
    else this.#start();
  }

  #start() {
    this.#isRunning = true;
    this.parts.button.textContent = words.breathing.stop;
    this.parts.spoken.textContent = words.breathing.started(this.pace); // once: a word at each breath would be chatter
    this.#breathe(1);
  }

  /** @param {number} number */
  #breathe(number) {
    if (number > this.pace.rounds) return this.#stop(words.breathing.done, words.breathing.done);
    this.parts.round.textContent = words.breathing.round(number, this.pace.rounds);
    this.#go(partsOf(this.pace), () => this.#breathe(number + 1));
  }

  /** @param {Part[]} parts @param {() => void} after */
  #go([part, ...later], after) {
    if (!part) return after();
    this.parts.word.textContent = part.word;
    this.#move(part);
    this.#count(part.seconds, () => this.#go(later, after));
  }

  /** @param {number} left @param {() => void} after */
  #count(left, after) {
    if (!this.parts.node.isConnected) return this.#stop("", words.breathing.ready);
    if (left <= 0) return after();
    this.parts.count.textContent = isStill() ? String(left) : "";
    this.#timer = setTimeout(() => this.#count(left - 1, after), SECOND);
  }

  /** @param {Part} part */
  #move({ seconds, from, to }) {
    this.#motion?.cancel();
    if (isStill()) return;
    const frames = [{ transform: `scale(${from})` }, { transform: `scale(${to})` }];
    this.#motion = this.parts.disc.animate(frames, {
      duration: seconds * SECOND,
      easing: "ease-in-out",
      fill: "forwards",
    });
  }

  /** @param {string} spoken @param {string} shown */
  #stop(spoken, shown) {
    clearTimeout(this.#timer);
    this.#motion?.cancel();
    this.#isRunning = false;
    this.parts.word.textContent = shown;
    this.parts.count.textContent = "";
    this.parts.round.textContent = "";
    this.parts.spoken.textContent = spoken;
    this.parts.button.textContent = words.breathing.again;
  }
}

/** @param {Breathing} pace @returns {Part[]} */
function partsOf({ inhale, hold, exhale }) {
  return [
    { word: words.breathing.in, seconds: inhale, from: SMALL, to: 1 },
    { word: words.breathing.hold, seconds: hold, from: 1, to: 1 },
    { word: words.breathing.out, seconds: exhale, from: 1, to: SMALL },
  ].filter((part) => part.seconds > 0);
}

function isStill() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
