// @ts-check
/** Talks to a Waymark gateway; knows nothing of pages. */

import { readEvents } from "./read_events.js";
import { RequestError } from "./request_error.js";

/**
 * @typedef {import("./wire.js").Answer} Answer
 * @typedef {import("./wire.js").Crisis} Crisis
 * @typedef {import("./wire.js").Export} Export
 * @typedef {import("./wire.js").Message} Message
 * @typedef {import("./wire.js").Opened} Opened
 * @typedef {import("./wire.js").Said} Said
 * @typedef {import("./wire.js").Sender} Sender
 * @typedef {import("./wire.js").State} State
 *
 * @typedef {{ locale?: string, country?: string }} Wish what a new conversation is asked to be
 * @typedef {{ id: string, token: string, expiresAt: number, renewAt: number, lastEventId: string,
 *   readId?: string, plan?: Message, forms?: Record<string, KeptForm> }} Session `plan`: as it was last seen
 * @typedef {{ values: import("./wire.js").Values, isSent?: boolean }} KeptForm
 * @typedef {{ onMessage: (message: Message) => void, onState?: (state: State) => void,
 *   onTyping?: (from: Sender) => void, onConnection?: (isUp: boolean) => void, onGone?: () => void }} Handlers
 */

const API = "/api/v1";
const KEY = "waymark.session";
const ANSWER_MS = 15_000; // longer than the server's own deadlines together
const SILENCE_MS = 45_000; // the server sends a sign of life every 15 s
const SEND_PAUSES_MS = [600, 2_000];
const RECONNECT_PAUSES_MS = [500, 1_000, 2_000, 5_000, 10_000];

/** One conversation with the gateway. */
export class Client {
  /** @type {Session | null} */ #session;
  /** @type {Promise<Opened> | null} */ #opening = null;
  /** @type {Promise<void> | null} */ #renewing = null;

  /**
   * @param {{ base?: string, storage: Pick<Storage, "getItem" | "setItem" | "removeItem">, fetch?: typeof fetch }} parts
   *   `base`: origin of the gateway, empty for the page's own; `storage`: where the token outlives a reload.
   */
  constructor({ base = "", storage, fetch: fetcher }) {
    this.base = base;
    this.key = base ? `${KEY} ${base}` : KEY; // a token is for its own gateway only
    this.storage = storage;
    this.fetch = fetcher ?? globalThis.fetch.bind(globalThis);
    this.#session = this.#stored();
  }

  /** Id of the conversation; null before one is open. */
  get conversationId() {
    return this.#session?.id ?? null;
  }

  /** Id of the message that the person has read up to, also in earlier pages of this tab; null where none is known. */
  get readId() {
    return this.#session?.readId ?? null;
  }

  set readId(id) {
    if (this.#session && id) this.#remember({ ...this.#session, readId: id });
  }

  /**
   * Open a conversation, once, however often it is asked for meanwhile.
   * @param {Wish} [wish]
   */
  open(wish = {}) {
    this.#opening ??= this.#open(wish).finally(() => (this.#opening = null));
    return this.#opening;
  }

  /**
   * Return the conversation of this tab as stored on the server; null where there is none any more.
   * @returns {Promise<Export | null>}
   */
  async resume() {
    if (!this.#session) return null;
    try {
      return await this.export();
    } catch (error) {
      if (!(error instanceof RequestError && error.isGone)) throw error;
      this.leave();
      return null;
    }
  }

  /**
   * Send one thing that the person said. It is sent again under the same id after a network error or an outage.
   * @param {Said} said
   * @param {(error: RequestError) => void} [onTrouble] called before each further try.
   * @returns {Promise<Answer>}
   */
  async send(said, onTrouble) {
    const body = { ...said, id: said.id ?? newId() };
    for (const pause of [...SEND_PAUSES_MS, null]) {
      try {
        return await this.#authorised("POST", "/messages", body);
      } catch (error) {
        if (pause === null || !(error instanceof RequestError && error.isOutage)) throw error;
        onTrouble?.(error);
        await sleep(pause * (0.75 + Math.random() / 2));
      }
    }
    throw new RequestError("unreachable");
  }

  /** Return everything that is stored about the conversation. @returns {Promise<Export>} */
  export() {
    return this.#authorised("GET", "/conversation");
  }

  /** Return the safety plan, or how to make one, and keep it for when the server is away. @returns {Promise<Message>} */
  async plan() {
    const id = this.conversationId;
    /** @type {Message} */
    const plan = await this.#authorised("GET", "/plan");
    if (this.#session && this.#session.id === id) this.#remember({ ...this.#session, plan });
    return plan;
  }

  /** The safety plan as this tab last saw it; null where it never did. */
  get kept() {
    return this.#session?.plan ?? null;
  }

  /** What this tab knows of a form: what was chosen in it, and whether it was sent. @param {string} id */
  form(id) {
    return this.#session?.forms?.[id] ?? null;
  }

  /** @param {string} id @param {KeptForm} kept */
  keepForm(id, kept) {
    if (this.#session) this.#remember({ ...this.#session, forms: { ...this.#session.forms, [id]: kept } });
  }

  /** Erase everything that is stored about the conversation, then forget it here. */
  async erase() {
    try {
      await this.#authorised("DELETE", "/conversation");
    } catch (error) {
      if (!(error instanceof RequestError && error.status === 404)) throw error; // 404: erased already
    }
    this.leave();
  }

  /**
   * Ask for the conversation that a return code opens; what is returned enters it, in place of the one that is open here.
   * @param {string} code
   * @param {string} [country] whose lines a refusal names.
   */
  async comeBack(code, country) {
    /** @type {Opened} */
    const opened = await this.#request("POST", "/return", { code, country: country || undefined });
    return () =>
      this.#remember({ id: opened.conversation_id, lastEventId: "", ...lifetime(opened.token, opened.expires_at) });
  }

  /**
   * Return the crisis lines of a country; needs no conversation.
   * @param {string} [country]
   * @returns {Promise<Crisis>}
   */
  lines(country) {
    return this.#request("GET", `/lines${country ? `?country=${encodeURIComponent(country)}` : ""}`);
  }

  /** Forget the conversation here; it stays stored on the server until it expires. */
  leave() {
    this.#session = null;
    this.#keep();
  }

  /** Replace the token by a fresh one. */
  async renew() {
    const id = this.conversationId;
    const { token, expires_at } = await this.#request("POST", "/token", undefined, this.#bearer());
    if (this.#session && this.#session.id === id) this.#remember({ ...this.#session, ...lifetime(token, expires_at) });
  }

  /**
   * Follow the conversation until the returned function is called: resumes after a cut without loss.
   * Messages that are known already may come again; tell them by their id.
   * @param {Handlers} handlers
   * @returns {() => void}
   */
  follow(handlers) {
    const stop = new AbortController();
    void this.#followUntil(stop.signal, handlers);
    return () => stop.abort();
  }

  /** @param {AbortSignal} stop @param {Handlers} handlers */
  async #followUntil(stop, handlers) {
    for (let failures = 0; !stop.aborted && this.#session; failures += 1) {
      try {
        const isAlive = await this.#listen(stop, handlers, () => {
          failures = 0;
          handlers.onConnection?.(true);
        });
        if (!isAlive) await this.export(); // an erased conversation ends its stream at once: this tells it from a cut
      } catch (error) {
        if (stop.aborted) return;
        if (!(error instanceof RequestError)) throw error;
        if (error.isGone) return handlers.onGone?.();
      }
      if (stop.aborted) return;
      handlers.onConnection?.(false);
      await sleep(RECONNECT_PAUSES_MS[Math.min(failures, RECONNECT_PAUSES_MS.length - 1)], stop);
    }
  }

  /**
   * Read one stream to its end; tells whether anything was heard.
   * @param {AbortSignal} stop @param {Handlers} handlers @param {() => void} onOpen
   */
  async #listen(stop, handlers, onOpen) {
    const hangUp = new AbortController();
    const end = () => hangUp.abort(stop.aborted ? stop.reason : new Error("the stream fell silent"));
    stop.addEventListener("abort", end, { once: true });
    let timer = setTimeout(end, ANSWER_MS);
    let hasHeard = false;
    try {
      const headers = { ...this.#bearer(), "Last-Event-ID": this.#session?.lastEventId || "0" };
      const response = await this.fetch(`${this.base}${API}/events`, { headers, signal: hangUp.signal, cache: "no-store" });
      if (!response.ok || !response.body) throw await RequestError.from(response);
      for await (const event of readEvents(response.body)) {
        if (!hasHeard) onOpen();
        hasHeard = true;
        clearTimeout(timer);
        timer = setTimeout(end, SILENCE_MS);
        if (event && !stop.aborted) this.#hand(event, handlers);
        this.#renewIfDue();
      }
      return hasHeard;
    } catch (error) {
      throw asRequestError(error);
    } finally {
      clearTimeout(timer);
      stop.removeEventListener("abort", end);
    }
  }

  /** @param {import("./read_events.js").ServerEvent} event @param {Handlers} handlers */
  #hand(event, handlers) {
    try {
      const data = JSON.parse(event.data);
      if (event.event === "message") handlers.onMessage(data);
      else if (event.event === "state") handlers.onState?.(data.state);
      else if (event.event === "typing") handlers.onTyping?.(data.from);
    } catch (error) {
      reportError(error); // one event that cannot be shown does not end the stream
    }
    if (event.id && this.#session) this.#remember({ ...this.#session, lastEventId: event.id });
  }

  /** @param {Wish} wish @returns {Promise<Opened>} */
  async #open(wish) {
    /** @type {Opened} */
    const opened = await this.#request("POST", "/conversations", wish);
    this.#remember({ id: opened.conversation_id, lastEventId: "", ...lifetime(opened.token, opened.expires_at) });
    return opened;
  }

  /** @param {string} method @param {string} path @param {unknown} [body] @returns {Promise<any>} */
  async #authorised(method, path, body) {
    this.#renewIfDue();
    return this.#request(method, path, body, this.#bearer());
  }

  /** Renew beside the request, which never waits for it: until its end the old token is good. */
  #renewIfDue() {
    if (this.#renewing || !this.#session || Date.now() < this.#session.renewAt) return;
    this.#renewing = this.renew()
      .catch(() => undefined) // tried again at the next request or sign of life
      .finally(() => (this.#renewing = null));
  }

  #bearer() {
    if (!this.#session) throw new RequestError("no conversation is open", { status: 401 });
    return { Authorization: `Bearer ${this.#session.token}` };
  }

  /**
   * @param {string} method @param {string} path @param {unknown} [body] @param {Record<string, string>} [headers]
   * @returns {Promise<any>}
   */
  async #request(method, path, body, headers = {}) {
    try {
      const response = await this.fetch(`${this.base}${API}${path}`, {
        method,
        headers: body === undefined ? headers : { ...headers, "Content-Type": "application/json" },
        body: body === undefined ? undefined : JSON.stringify(body),
        signal: AbortSignal.timeout(ANSWER_MS),
        cache: "no-store",
      });
      if (!response.ok) throw await RequestError.from(response);
      return response.status === 204 ? null : await response.json();
    } catch (error) {
      throw asRequestError(error);
    }
  }

  /** @param {Session} session */
  #remember(session) {
    this.#session = session;
    this.#keep();
  }

  #keep() {
    try {
      if (this.#session) this.storage.setItem(this.key, JSON.stringify(this.#session));
      else this.storage.removeItem(this.key);
    } catch {
      // A browser that keeps nothing: the talk works, and ends with the page.
    }
  }

  /** @returns {Session | null} */
  #stored() {
    try {
      const session = JSON.parse(this.storage.getItem(this.key) ?? "null");
      return typeof session?.token === "string" && session.expiresAt > Date.now() ? session : null;
    } catch {
      return null; // nothing readable is kept: a new conversation is opened
    }
  }
}

/** Return a random id, also on pages without a secure context. */
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** @param {string} token @param {string} expires_at a token is renewed when half of its life is over. */
function lifetime(token, expires_at) {
  const expiresAt = Date.parse(expires_at);
  return { token, expiresAt, renewAt: Date.now() + (expiresAt - Date.now()) / 2 };
}

/** @param {unknown} error @returns {RequestError} */
function asRequestError(error) {
  return error instanceof RequestError ? error : new RequestError("no readable answer came", { cause: error });
}

/** @param {number} milliseconds @param {AbortSignal} [stop] ends the wait early. @returns {Promise<void>} */
function sleep(milliseconds, stop) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    stop?.addEventListener("abort", () => { clearTimeout(timer); resolve(); }, { once: true });
  });
}
