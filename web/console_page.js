// @ts-check
/** One page of the console that asks for itself again whenever the server says that something changed. */

import { localTimes } from "./console_clock.js";
import { keep, kept } from "./console_kept.js";
import { update } from "./console_live.js";

/** @typedef {import("./console_sound.js").Sound} Sound */

const RETRY_MS = 3_000;
const SILENCE_MS = 12_000; // the server says every 5 seconds that it is there; a cut line says nothing at all
const ANNOUNCED_MS = 15_000;
const words = {
  lost: "Connection lost. Trying again…",
  waiting: (/** @type {string} */ count) => `A new case waits: ${count}`,
  wrote: (/** @type {string} */ text) => `The person wrote: ${text}`,
};

export class LivePage {
  #isAsking = false;
  #isOutdated = false;

  /** @param {string} address @param {string | undefined} caseId @param {Sound} sound */
  constructor(address, caseId, sound) {
    this.address = address;
    this.caseId = caseId;
    this.sound = sound;
    this.scroll = document.getElementById("scroll");
    this.#keepPlace();
  }

  /** Follow the events of the queue, and of the case that this page shows. */
  follow() {
    const source = new EventSource(`/console/events${this.caseId ? `?case=${this.caseId}` : ""}`);
    /** @type {ReturnType<typeof setTimeout>} */ let silence;
    const startAgain = () => {
      clearTimeout(silence);
      source.close();
      this.#say(words.lost);
      void this.refresh(); // leads to the login page where that is the reason
      setTimeout(() => this.follow(), RETRY_MS);
    };
    const wait = () => {
      clearTimeout(silence);
      silence = setTimeout(startAgain, SILENCE_MS);
    };
    wait();
    for (const kind of ["open", "alive", "changed"]) {
      source.addEventListener(kind, () => {
        wait();
        this.#say("");
      });
    }
    source.addEventListener("changed", () => void this.refresh());
    source.addEventListener("signed_out", () => location.assign(this.address)); // leads to the login page, and back
    source.addEventListener("error", startAgain);
  }

  /** Bring the page up to date; asked for while it is at it, it does so once more. */
  async refresh() {
    this.#isOutdated = this.#isAsking;
    if (this.#isAsking) return;
    this.#isAsking = true;
    try {
      await this.show(await fetch(this.address, { cache: "no-store" }));
    } catch {
      // the network is away, and #connection says so; the stream's first event asks again
    }
    this.#isAsking = false;
    if (this.#isOutdated) void this.refresh();
  }

  /**
   * Show what a response brings; return its page, or null where this is another page.
   * @param {Response} response
   * @param {{ isAnswer?: boolean }} [how] `isAnswer`: it answers a form, and may bring a notice.
   */
  async show(response, { isAnswer = false } = {}) {
    if (new URL(response.url).pathname === "/console/login") return location.assign(response.url), null;
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
    if (fresh.body.dataset.self !== this.address) {
      if (response.status !== 503) location.assign(this.address); // else the database is away: what is shown stays
      return null;
    }
    const isAtEnd = this.#isAtEnd();
    const news = update(fresh, isAnswer);
    localTimes();
    if (isAtEnd) this.#scrollDown();
    document.title = fresh.title;
    for (const text of news.messages) this.#announce(words.wrote(text));
    if (news.hasCase) this.#announce(words.waiting(document.getElementById("live-waiting")?.textContent ?? ""));
    if (news.hasCase || news.messages.length) this.sound.play();
    return fresh;
  }

  #keepPlace() {
    const { scroll, caseId } = this;
    if (!scroll || !caseId) return;
    const place = kept("place", caseId);
    if (place) scroll.scrollTo({ top: Number(place), behavior: "instant" });
    else this.#scrollDown();
    addEventListener("pagehide", () => keep("place", caseId, this.#isAtEnd() ? "" : String(scroll.scrollTop)));
  }

  #isAtEnd() {
    const box = this.scroll;
    return !box || box.scrollHeight - box.scrollTop - box.clientHeight < 60;
  }

  #scrollDown() {
    this.scroll?.scrollTo({ top: this.scroll.scrollHeight, behavior: "instant" });
  }

  /** @param {string} text */
  #say(text) {
    const place = document.getElementById("connection");
    if (place && place.textContent !== text) place.textContent = text;
  }

  /** @param {string} text */
  #announce(text) {
    const node = Object.assign(document.createElement("p"), { textContent: text });
    document.getElementById("announcer")?.append(node);
    setTimeout(() => node.remove(), ANNOUNCED_MS);
  }
}
