// @ts-check
/** A talk with Waymark: what is sent, what comes back, and what is said when something fails. Knows no page. */

import { newId } from "./client.js";
import { RequestError } from "./request_error.js";
import { words } from "./words.js";

/**
 * @typedef {import("./announcer.js").Announcer} Announcer
 * @typedef {import("./client.js").Client} Client
 * @typedef {import("./transcript.js").Delivery} Delivery
 * @typedef {import("./transcript.js").Transcript} Transcript
 * @typedef {import("./transcript.js").Trouble} Trouble
 * @typedef {import("./wire.js").Crisis} Crisis
 * @typedef {import("./wire.js").Message} Message
 * @typedef {import("./wire.js").Opened} Opened
 * @typedef {import("./wire.js").State} State
 *
 * @typedef {{ id: string, text: string, button?: string, delivery: Delivery }} Spoken
 * @typedef {{ client: Client, transcript: Transcript, announcer: Announcer, lines: Crisis | null,
 *   onLines: (lines: Crisis) => void, onStatus: (status: string | Trouble) => void, focus: (text?: string) => void }} Parts
 *   `lines`: shown beside errors until a message names those of another country; `onLines`: they changed;
 *   `onStatus`: what to show beside the messages, "" for nothing; `focus`: put the focus, and a text that
 *   was taken back, into the text field.
 */

const SLOW_MS = 1_000;
const TYPING_MS = 6_000;

/** Joins the network and the transcript. */
export class Talk {
  /** @type {Set<Spoken>} what was not sent because the server was away */ #waiting = new Set();
  /** @type {() => void} */ #stopFollowing = () => undefined;
  /** @type {State} */ #state = "assistant";
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #typing;
  #isConnected = true;
  #generation = 0; // grows with every conversation: late answers to an earlier one are not shown

  /** @param {Parts} parts */
  constructor(parts) {
    this.parts = parts;
    this.lines = parts.lines;
  }

  /** Go on with the conversation of this tab, or begin one. */
  async start() {
    const { client, transcript, announcer, onStatus, focus } = this.parts;
    onStatus(words.loading);
    try {
      const kept = await client.resume();
      if (kept) {
        kept.messages.forEach((message) => this.#learnLines(message));
        transcript.restore(kept.messages);
        this.#enter(kept.state);
        this.#follow();
      } else {
        this.#begin(await client.open());
      }
    } catch (error) {
      const { lines } = asRequestError(error);
      const retry = () => {
        focus();
        void this.start();
      };
      onStatus({ words: words.cannotStart, lines: lines ?? this.lines, action: { title: words.retry, run: retry } });
      announcer.say(`${words.cannotStart} ${words.linesAnnounced}`);
    }
  }

  /** Leave this conversation, which stays stored until it expires, and begin another. */
  async startOver() {
    this.#forget();
    await this.start();
  }

  /** Erase everything that is stored; a new conversation begins only when the person says something. */
  async erase() {
    const { client, transcript } = this.parts;
    try {
      if (client.conversationId) await client.erase();
    } catch (error) {
      if (!asRequestError(error).isGone) return transcript.note(words.notErased);
    }
    this.#forget();
    transcript.note(words.erased);
  }

  /**
   * Say something, or press a button, whose title is then what was said.
   * @param {string} text
   * @param {string} [button]
   */
  say(text, button) {
    const id = newId();
    return this.#deliver({ id, text, button, delivery: this.parts.transcript.say(id, text) });
  }

  /** @param {Spoken} spoken */
  async #deliver(spoken) {
    const { delivery } = spoken;
    const generation = this.#generation;
    this.#waiting.delete(spoken);
    delivery.working(words.sending);
    let isStuck = false;
    const slow = setTimeout(() => {
      if (isStuck) return;
      delivery.working(words.stillWorking);
      this.parts.announcer.say(words.stillWorking);
    }, SLOW_MS);
    try {
      const answer = await this.#send(spoken, (error) => {
        isStuck = true;
        delivery.failed({ words: words.tryingAgain, lines: error.lines ?? this.lines });
      });
      delivery.arrived();
      if (generation !== this.#generation) return;
      this.#receive(answer.messages);
      this.#enter(answer.state);
    } catch (error) {
      this.#fail(spoken, asRequestError(error));
    } finally {
      clearTimeout(slow);
    }
  }

  /** @param {Spoken} spoken @param {(error: RequestError) => void} onTrouble */
  async #send({ id, text, button }, onTrouble) {
    const { client, transcript } = this.parts;
    if (!client.conversationId) this.#begin(await client.open());
    const conversation = client.conversationId;
    try {
      return await client.send(button ? { id, button } : { id, text }, onTrouble);
    } catch (error) {
      if (!asRequestError(error).isGone) throw error;
    }
    if (client.conversationId === conversation) {
      client.leave();
      const opened = await client.open();
      transcript.note(words.conversationEnded);
      this.#begin(opened);
    }
    return client.send({ id, text }, onTrouble); // a button of the ended conversation means nothing to the new one
  }

  /** @param {Spoken} spoken @param {RequestError} error */
  #fail(spoken, error) {
    const { transcript, announcer, focus } = this.parts;
    const retry = () => {
      focus();
      void this.#deliver(spoken);
    };
    const putBack = () => {
      transcript.withdraw(spoken.id);
      focus(spoken.text);
    };
    const said =
      { 413: words.notSentTooLong, 429: words.notSentWait }[error.status] ??
      (error.mayRetry ? words.notSent : words.notSentRefused);
    if (error.isOutage) this.#waiting.add(spoken);
    spoken.delivery.failed({
      words: said,
      lines: error.lines ?? this.lines,
      action: error.mayRetry ? { title: words.retry, run: retry } : { title: words.putBack, run: putBack },
    });
    announcer.say(`${said} ${words.linesAnnounced}`);
  }

  #follow() {
    this.#stopFollowing();
    this.#stopFollowing = this.parts.client.follow({
      onMessage: (message) => this.#receive([message]),
      onState: (state) => this.#enter(state),
      onTyping: (from) => from === "responder" && this.#showTyping(), // our own work shows beside what waits for it
      onConnection: (isUp) => this.#connect(isUp),
      onGone: () => void this.#startAfresh(),
    });
  }

  /** @param {boolean} isUp */
  #connect(isUp) {
    this.#isConnected = isUp;
    this.#showStatus();
    if (isUp) for (const spoken of [...this.#waiting]) void this.#deliver(spoken);
  }

  async #startAfresh() {
    this.#forget();
    this.parts.transcript.note(words.conversationEnded);
    await this.start();
  }

  /** @param {Opened} opened */
  #begin(opened) {
    this.#receive(opened.messages);
    this.#enter(opened.state);
    this.#follow();
  }

  #forget() {
    this.#generation += 1;
    this.#stopFollowing();
    this.#waiting.clear();
    this.#isConnected = true;
    this.parts.client.leave();
    this.parts.transcript.clear();
    this.#enter("assistant");
  }

  /** @param {Message[]} messages */
  #receive(messages) {
    if (messages.some((message) => message.from !== "person")) this.#showStatus();
    for (const message of messages) {
      this.#learnLines(message);
      this.parts.transcript.show(message);
    }
  }

  /** @param {Message} message */
  #learnLines({ blocks }) {
    for (const block of blocks) {
      if (block.type !== "crisis") continue;
      const isElsewhere = block.country !== this.lines?.country;
      this.lines = block;
      if (isElsewhere) this.parts.onLines(block);
    }
  }

  /** @param {State} state */
  #enter(state) {
    this.#state = state;
    this.#showStatus();
  }

  #showStatus() {
    clearTimeout(this.#typing);
    const held = this.#state === "held" ? words.held : "";
    this.parts.onStatus(this.#isConnected ? held : words.connectionLost);
  }

  #showTyping() {
    clearTimeout(this.#typing);
    this.parts.onStatus(words.responderTyping);
    this.#typing = setTimeout(() => this.#showStatus(), TYPING_MS);
  }
}

/** @param {unknown} error @returns {RequestError} what is no failed request is a fault of ours and is thrown on. */
function asRequestError(error) {
  if (error instanceof RequestError) return error;
  throw error;
}
