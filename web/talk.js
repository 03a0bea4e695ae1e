// @ts-check
/** A talk with Waymark: what is sent, what comes back, and what is said when something fails. Knows no page. */

import { newId } from "./client.js";
import { RequestError } from "./request_error.js";
import { words } from "./words.js";

/**
 * @typedef {import("./announcer.js").Announcer} Announcer
 * @typedef {import("./client.js").Client} Client
 * @typedef {import("./client.js").Wish} Wish
 * @typedef {import("./transcript.js").Delivery} Delivery
 * @typedef {import("./transcript.js").Transcript} Transcript
 * @typedef {import("./transcript.js").Trouble} Trouble
 * @typedef {import("./wire.js").Crisis} Crisis
 * @typedef {import("./wire.js").Message} Message
 * @typedef {import("./wire.js").Opened} Opened
 * @typedef {import("./wire.js").State} State
 *
 * @typedef {{ arrived: () => void, returned: () => void }} Fate what becomes of a form: the server has it, or it can be changed
 * @typedef {{ id: string, text: string, button?: string, form?: { id: string, values: import("./wire.js").Values },
 *   fate?: Fate, delivery: Delivery }} Spoken
 * @typedef {{ client: Client, transcript: Transcript, announcer: Announcer, lines: Crisis | null,
 *   wish?: Wish, onLines: (lines: Crisis) => void, onStatus: (status: string) => void, onState?: (state: State) => void,
 *   onTrouble: (trouble: Trouble | null) => void, focus: (text?: string) => void }} Parts
 *   `lines`: shown beside errors until a message names those of another country; `onLines`: they changed;
 *   `onStatus`: what to show beside the text field, "" for nothing; `onTrouble`: why there is no talk; `focus`: put the focus, and a text that
 *   was taken back, into the text field.
 */

const SLOW_MS = 1_000;
const TYPING_MS = 6_000;
const SENT_BEFORE = 409;
const ERASED = "my_data.erased"; // what a message asks that says that its conversation is gone
const START_PAUSES_MS = [5_000, 10_000, 20_000, 60_000];

/** @type {Record<State, string>} who is there besides Waymark */
const STATES = { assistant: "", waiting: words.waiting, held: words.held };

/** Joins the network and the transcript. */
export class Talk {
  /** @type {Set<Spoken>} what was not sent because the server was away */ #waiting = new Set();
  /** @type {() => void} */ #stopFollowing = () => undefined;
  /** @type {State} */ #state = "assistant";
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #typing;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #startingAgain;
  #failures = 0; // of starting, in a row
  #isAsked = false; // whether the person wants to talk now
  #isTold = false; // whether they know that it does not work
  #isOn = false;
  #isConnected = true;
  #generation = 0; // grows with every conversation: late answers to an earlier one are not shown

  /** @param {Parts} parts */
  constructor(parts) {
    this.parts = parts;
    this.lines = parts.lines;
  }

  /**
   * Go on with the conversation of this tab, or begin one; while the server is away, try again by itself.
   * @param {boolean} [isAsked] where nobody asked to talk, none is begun and no failure is told.
   */
  async start(isAsked = true) {
    const { client, transcript, onStatus } = this.parts;
    this.#isAsked ||= isAsked;
    clearTimeout(this.#startingAgain);
    if (this.#isAsked && !this.#isTold) onStatus(words.loading);
    try {
      const kept = await client.resume();
      if (kept) {
        kept.messages.forEach((message) => this.#learnLines(message));
        transcript.restore(kept.messages);
        this.#state = kept.state; // announced when it changes, not when it is found
        this.#settle();
        this.#follow();
      } else if (this.#isAsked) {
        this.#begin(await client.open(this.parts.wish));
      }
    } catch (error) {
      this.#failToStart(asRequestError(error));
    }
  }

  /** Whether the conversation is on. */
  get isOn() {
    return this.#isOn;
  }

  /** Stop listening and trying, without leaving the conversation: `start` goes on with it. */
  stop() {
    this.#isOn = false;
    clearTimeout(this.#startingAgain);
    this.#stopFollowing();
  }

  /** Send once more what could not be sent because the server was away. */
  resend() {
    if (this.#failures) void this.start(false);
    else for (const spoken of [...this.#waiting]) void this.#deliver(spoken);
  }

  /** @param {RequestError} error */
  #failToStart(error) {
    const { announcer, focus, onStatus, onTrouble } = this.parts;
    if (error.isOutage) {
      const pause = START_PAUSES_MS[Math.min(this.#failures, START_PAUSES_MS.length - 1)];
      this.#startingAgain = setTimeout(() => void this.start(false), pause);
    }
    this.#failures += 1;
    onStatus("");
    if (!this.#isAsked || this.#isTold) return;
    this.#isTold = true;
    const retry = () => {
      focus();
      this.#isTold = false; // it is told again
      void this.start();
    };
    announcer.say(`${words.cannotStart} ${words.linesAnnounced}`);
    const action = { title: words.retry, run: retry };
    onTrouble({ words: words.cannotStart, lines: error.lines ?? this.lines, action });
  }

  /** The conversation is there: nothing of an earlier failure is shown or tried any longer. */
  #settle() {
    clearTimeout(this.#startingAgain);
    this.#failures = 0;
    this.#isTold = false;
    this.#isOn = true;
    this.parts.onTrouble(null);
    this.#showStatus();
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
   * Go on with the conversation that a return code opens; nothing changes here where it opens none.
   * @param {string} code
   */
  async comeBack(code) {
    const enter = await this.parts.client.comeBack(code, this.parts.wish?.country);
    this.#forget();
    enter();
    await this.start();
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

  /**
   * Send a form that was filled in; `text` says the same.
   * @param {string} text
   * @param {{ id: string, values: import("./wire.js").Values }} form
   * @param {Fate} fate
   */
  fillIn(text, form, fate) {
    const id = newId();
    return this.#deliver({ id, text, form, fate, delivery: this.parts.transcript.say(id, text) });
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
      spoken.fate?.arrived();
      if (generation !== this.#generation) return;
      const isErased = answer.messages.some((message) => message.asks === ERASED);
      if (isErased) this.#forget();
      this.#receive(answer.messages);
      if (isErased) return;
      this.#enter(answer.state);
    } catch (error) {
      this.#fail(spoken, asRequestError(error));
    } finally {
      clearTimeout(slow);
    }
  }

  /** @param {Spoken} spoken @param {(error: RequestError) => void} onTrouble */
  async #send({ id, text, button, form }, onTrouble) {
    const { client, transcript } = this.parts;
    if (!client.conversationId) this.#begin(await client.open(this.parts.wish));
    const conversation = client.conversationId;
    try {
      return await client.send(form ? { id, form } : button ? { id, button } : { id, text }, onTrouble);
    } catch (error) {
      if (form || !asRequestError(error).isGone) throw error; // a form means nothing to another conversation
    }
    if (client.conversationId === conversation) {
      client.leave();
      const opened = await client.open(this.parts.wish);
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
      if (spoken.fate) spoken.fate.returned();
      else focus(spoken.text);
    };
    const wasSent = spoken.fate && error.status === SENT_BEFORE;
    const isOver = wasSent || (spoken.fate && error.isGone); // there is nothing left to do about that form
    if (wasSent) spoken.fate?.arrived();
    const said =
      (isOver && (wasSent ? words.form.sentBefore : words.form.gone)) ||
      { 413: words.notSentTooLong, 429: words.notSentWait }[error.status] ||
      (error.mayRetry ? words.notSent : words.notSentRefused);
    if (error.isOutage) this.#waiting.add(spoken);
    spoken.delivery.failed({
      words: said,
      lines: error.lines ?? this.lines,
      action: error.mayRetry
        ? { title: words.retry, run: retry }
        : isOver
          ? undefined
          : { title: spoken.fate ? words.form.change : words.putBack, run: putBack },
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
    if (isUp) this.resend();
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
    this.#settle();
    this.#follow();
  }

  #forget() {
    this.#generation += 1;
    this.#stopFollowing();
    this.#waiting.clear();
    this.#isConnected = true;
    this.parts.client.leave();
    this.parts.transcript.clear();
    this.#state = "assistant";
    this.#settle();
    this.#isOn = false;
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
    const said = STATES[state];
    if (said && state !== this.#state) this.parts.announcer.say(said);
    this.#state = state;
    this.#showStatus();
  }

  #showStatus() {
    clearTimeout(this.#typing);
    this.parts.onState?.(this.#state);
    this.parts.onStatus(this.#isConnected ? STATES[this.#state] : words.connectionLost);
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
