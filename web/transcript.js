// @ts-check
/** The conversation as the person sees it: each message once, in order, announced once. */

import { buttonsNode, crisisNode, messageNodes, sourcesNode } from "./blocks.js";
import { element } from "./element.js";
import { words } from "./words.js";

/**
 * @typedef {import("./announcer.js").Announcer} Announcer
 * @typedef {import("./wire.js").Button} Button
 * @typedef {import("./wire.js").Crisis} Crisis
 * @typedef {import("./wire.js").Message} Message
 *
 * @typedef {{ top: number, bottom: number, scrollBy: (pixels: number) => void }} Frame what of the list can be seen
 * @typedef {{ list: HTMLElement, announcer: Announcer, onPress: (button: Button) => void, frame: () => Frame,
 *   onUnseen: () => void, onNew?: (message: Message) => void, base?: string, forms?: import("./form.js").FormDesk }} Parts
 *   `onUnseen`: it was added out of view; `onNew`: others said it; `base`: origin of the gateway; `forms`: takes what is filled in
 * @typedef {{ words: string, lines: Crisis | null, action?: { title: string, run: () => void } }} Trouble
 */

const NEARLY = 48; // pixels: closer to the end than this counts as reading along

const DOCUMENT = /: \S*\/api\/v1\/documents\/\S+/g; // an address that nobody wants to hear, after what it is called

/** Shows messages; knows nothing of the network. */
export class Transcript {
  /** @type {Map<string, HTMLElement>} */ #nodes = new Map();
  /** @type {HTMLElement | null} */ #unread = null;

  /** @param {Parts} parts */
  constructor(parts) {
    this.parts = parts;
  }

  /**
   * Show messages that were said earlier, in their order and without announcing them; what is only here stays last.
   * @param {Message[]} messages
   */
  restore(messages) {
    const kept = new Set(messages.map((message) => message.id));
    const onlyHere = [...this.#nodes].filter(([id]) => !kept.has(id)).map(([, node]) => node);
    for (const message of messages) this.parts.list.append(this.#nodes.get(message.id) ?? this.#made(message));
    this.parts.list.append(...onlyHere);
    this.showLast();
  }

  /** Bring what came last into view, from its beginning. */
  showLast() {
    const node = this.#unread ?? this.parts.list.lastElementChild;
    if (node) this.#reveal(node);
  }

  /**
   * Show and announce a message, unless it is here already.
   * @param {Message} message
   */
  show(message) {
    if (this.#nodes.has(message.id)) return;
    const node = this.#made(message);
    this.#append(node, message.from === "person");
    if (message.from === "person") return;
    this.parts.announcer.say(`${words.authors[message.from]}: ${spoken(message).replace(DOCUMENT, "")}`);
    this.parts.onNew?.(message);
  }

  /**
   * Show what the person says before the server has it, and return the place that tells how it fares.
   * @param {string} id
   * @param {string} text
   */
  say(id, text) {
    const delivery = element("div", { class: "delivery" });
    const node = element("li", { class: "message from-person" }, ...this.#head("person"), asWritten(text), delivery);
    this.#nodes.set(id, node);
    this.#append(node, true);
    return new Delivery(delivery, () => this.#reveal(node));
  }

  /**
   * Show a line of our own between the messages.
   * @param {string} text
   */
  note(text) {
    this.#append(element("li", { class: "note" }, text), false);
    this.parts.announcer.say(text);
  }

  /** Id of the last message; null before the first. */
  get lastId() {
    return [...this.#nodes.keys()].at(-1) ?? null;
  }

  /** How many messages others have said since one that is known. @param {string | null} id */
  countSince(id) {
    const ids = [...this.#nodes.keys()];
    const place = id === null ? -1 : ids.indexOf(id);
    if (place < 0) return 0;
    return ids.slice(place + 1).filter((later) => !this.#nodes.get(later)?.matches(".from-person")).length;
  }

  /** Take back what never left. @param {string} id */
  withdraw(id) {
    this.#nodes.get(id)?.remove();
    this.#nodes.delete(id);
  }

  /** Take everything away. */
  clear() {
    this.#nodes.clear();
    this.#unread = null;
    this.parts.list.replaceChildren();
  }

  /** @param {Message} message */
  #made(message) {
    const body = message.from === "person" ? [asWritten(message.text)] : messageNodes(message, this.parts.base, this.parts.forms);
    const node = element(
      "li",
      { class: `message from-${message.from}` },
      ...this.#head(message.from),
      ...body,
      sourcesNode(message.sources),
      buttonsNode(message.buttons, this.parts.onPress),
    );
    this.#nodes.set(message.id, node);
    return node;
  }

  /** @param {import("./wire.js").Sender} sender */
  #head(sender) {
    return [element("p", { class: sender === "person" ? "visually-hidden" : "author" }, words.authors[sender])];
  }

  /** @param {HTMLElement} node @param {boolean} isOwn own words are always brought into view. */
  #append(node, isOwn) {
    const { list, frame, onUnseen } = this.parts;
    const isFirst = !list.hasChildNodes(); // the page above it, which says what this is, stays in view
    const readsAlong = list.getBoundingClientRect().bottom <= frame().bottom + NEARLY;
    list.append(node);
    if (isFirst && !isOwn) return;
    if (isOwn) this.#unread = null;
    else this.#unread ??= node;
    if (isOwn || readsAlong || this.#unread !== node) this.#reveal(node);
    else onUnseen();
  }

  /** Scroll down to a node, but never so far that the beginning of what is unread leaves the view. @param {Element} node */
  #reveal(node) {
    const frame = this.parts.frame();
    const { top, bottom } = node.getBoundingClientRect();
    const allowed = (this.#unread ?? node).getBoundingClientRect().top - frame.top;
    const isAbove = top < frame.top; // where the text field is not docked, the browser keeps it in view instead
    frame.scrollBy(isAbove ? top - frame.top : Math.max(0, Math.min(bottom - frame.bottom, allowed)));
  }
}

/** How one message of the person fares on its way. */
export class Delivery {
  /** @param {HTMLElement} place @param {() => void} reveal */
  constructor(place, reveal) {
    this.place = place;
    this.reveal = reveal;
  }

  /** @param {string} text */
  working(text) {
    this.place.replaceChildren(element("p", { class: "state" }, text));
  }

  /** @param {Trouble} trouble */
  failed(trouble) {
    this.place.replaceChildren(troubleNode(trouble));
    this.reveal();
  }

  arrived() {
    this.place.replaceChildren();
  }
}

/**
 * Return a panel that says what went wrong, with the lines and one thing to do about it.
 * @param {Trouble} trouble
 */
export function troubleNode({ words: said, lines, action }) {
  const button = action && element("button", { type: "button", class: "retry" }, action.title);
  if (button && action) button.addEventListener("click", action.run);
  return element(
    "div",
    { class: "trouble" },
    element("p", {}, said),
    button,
    lines && element("p", {}, words.linesStillWork),
    lines && crisisNode(lines),
  );
}

/** What is said of a message at once: of a form its name, for its questions are there to be gone through. @param {Message} message */
function spoken({ text, blocks }) {
  if (!blocks.some((block) => block.type === "form")) return text;
  const parts = blocks.map((block) => (block.type === "form" ? words.form.spoken(block) : "text" in block ? block.text : ""));
  return parts.filter(Boolean).join("\n\n");
}

/** @param {string} text */
function asWritten(text) {
  return element("p", { class: "as-written" }, text);
}
