// @ts-check
/** A conversation on screen: its nodes, and what a person does with them. A page and the widget give it a place. */

import { codeDialog } from "./code_dialog.js";
import { confirmDialog } from "./confirm_dialog.js";
import { element } from "./element.js";
import { Talk } from "./talk.js";
import { Transcript, troubleNode } from "./transcript.js";
import { words } from "./words.js";

/**
 * @typedef {import("./announcer.js").Announcer} Announcer
 * @typedef {import("./client.js").Client} Client
 * @typedef {import("./client.js").Wish} Wish
 * @typedef {import("./wire.js").Crisis} Crisis
 * @typedef {import("./wire.js").Message} Message
 * @typedef {import("./wire.js").State} State
 *
 * @typedef {{ client: Client, announcer: Announcer, lines: Crisis | null, wish?: Wish,
 *   scroller: Window | HTMLElement, bar: HTMLElement, onLines: (lines: Crisis) => void, onNew?: (message: Message) => void,
 *   onState?: (state: State) => void }} Parts
 *   `scroller`: what scrolls the messages, below `bar`, which may cover its top; `onNew`: others said something new.
 */

const AIR = 12; // pixels between what is brought into view and what covers the rest

/** The parts of a conversation: `place` holds messages and text field, `controls` what is done with all of it. */
export class Chat {
  /** @param {Parts} parts */
  constructor(parts) {
    this.parts = parts;
    this.list = element("ol", { class: "transcript", id: "transcript" });
    this.trouble = element("div", { id: "trouble" });
    this.status = element("div", { class: "status", id: "status" });
    const typing = { rows: "1", enterkeyhint: "send", autocomplete: "off", "aria-describedby": "hint" };
    this.field = element("textarea", { id: "text", name: "text", ...typing });
    this.form = this.#form();
    this.jump = element("button", { type: "button", class: "jump", id: "jump", hidden: "" }, words.newBelow);
    this.dock = element("div", { class: "dock" }, this.status, this.jump, this.form);
    this.place = [this.list, this.trouble, this.dock];
    this.renewal = confirmDialog("renew-dialog", words.renewal, () => this.#focused(this.talk.startOver()));
    this.erasure = confirmDialog("erase-dialog", words.erasure, () => this.#focused(this.talk.erase()));
    this.coming = codeDialog("code-dialog", (code) => this.talk.comeBack(code), () => this.field.focus());
    this.controls = element(
      "div",
      { class: "controls" },
      quietButton(words.renewal.name, () => this.renewal.showModal()),
      quietButton(words.comingBack.name, () => this.coming.showModal()),
      quietButton(words.save, () => void this.#save()),
      quietButton(words.erasure.name, () => this.erasure.showModal()),
      element("p", {}, words.privacy),
    );
    this.transcript = new Transcript({
      list: this.list,
      announcer: parts.announcer,
      onPress: (button) => void this.talk.say(button.title, button.value),
      forms: {
        kept: (id) => parts.client.form(id),
        keep: (id, kept) => parts.client.keepForm(id, kept),
        send: (text, form, fate) => void this.talk.fillIn(text, form, fate),
      },
      frame: () => this.#frame(),
      base: parts.client.base,
      onUnseen: () => (this.jump.hidden = false),
      onNew: parts.onNew,
      base: parts.client.base,
    });
    this.talk = new Talk({
      client: parts.client,
      transcript: this.transcript,
      announcer: parts.announcer,
      lines: parts.lines,
      wish: parts.wish,
      onLines: parts.onLines,
      onState: parts.onState,
      onStatus: (said) => this.status.replaceChildren(said),
      onTrouble: (trouble) => this.trouble.replaceChildren(...(trouble ? [troubleNode(trouble)] : [])),
      focus: (text = "") => {
        this.field.value = [this.field.value, text].filter(Boolean).join("\n");
        this.field.focus();
      },
    });
    this.#listen();
  }

  #listen() {
    const { scroller } = this.parts;
    this.jump.addEventListener("click", () => {
      this.jump.hidden = true;
      this.transcript.showLast();
      this.field.focus();
    });
    scroller.addEventListener("scroll", () => {
      if (this.list.getBoundingClientRect().bottom <= this.#edges().bottom) this.jump.hidden = true;
    });
    addEventListener("online", () => this.talk.resend());
  }

  #form() {
    const form = element(
      "form",
      { id: "form", class: "composer" },
      element("label", { for: "text" }, words.field),
      this.field,
      element("button", { type: "submit" }, words.send),
      element("p", { class: "hint", id: "hint" }, words.hint),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const text = this.field.value.trim();
      this.field.focus();
      if (!text) return;
      this.field.value = "";
      void this.talk.say(text);
    });
    this.field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      form.requestSubmit();
    });
    return form;
  }

  /** What of the messages can be seen: below the bar, above the text field. */
  #frame() {
    const { scroller, bar } = this.parts;
    const { top, bottom } = this.#edges();
    return {
      top: Math.max(top, bar.getBoundingClientRect().bottom) + AIR,
      bottom: Math.min(bottom, this.dock.getBoundingClientRect().top) - AIR,
      scrollBy: (/** @type {number} */ pixels) => scroller.scrollBy({ top: pixels, behavior: "instant" }),
    };
  }

  #edges() {
    const { scroller } = this.parts;
    return scroller instanceof HTMLElement ? scroller.getBoundingClientRect() : { top: 0, bottom: innerHeight };
  }

  async #save() {
    try {
      const copy = new Blob([JSON.stringify(await this.parts.client.export(), null, 2)], { type: "application/json" });
      const address = URL.createObjectURL(copy);
      element("a", { href: address, download: words.exportName }).click();
      setTimeout(() => URL.revokeObjectURL(address), 60_000);
      this.transcript.note(words.exported);
    } catch {
      this.transcript.note(words.notExported); // the person can try again; what failed is of no use to them
    }
  }

  /** @param {Promise<void>} done */
  #focused(done) {
    this.field.focus();
    return done;
  }
}

/** @param {string} title @param {() => void} act */
function quietButton(title, act) {
  const button = element("button", { type: "button", class: "quiet" }, title);
  button.addEventListener("click", act);
  return button;
}
