// @ts-check
/** @typedef {import("./wire.js").Crisis} Crisis */

const MAY_HELP_LATER = new Set([408, 425, 429, 500, 502, 503, 504]);

/** One request that failed: the network, a timeout, or a problem that the server described. */
export class RequestError extends Error {
  /**
   * @param {string} message
   * @param {{ status?: number, lines?: Crisis | null, cause?: unknown }} [details] status 0: no readable answer came.
   */
  constructor(message, { status = 0, lines = null, cause } = {}) {
    super(message, { cause });
    this.name = "RequestError";
    this.status = status;
    /** The crisis lines that came with the problem. */
    this.lines = lines;
  }

  /** Whether the same request may work when it is sent again. */
  get mayRetry() {
    return this.status === 0 || MAY_HELP_LATER.has(this.status);
  }

  /** Whether the server is away for now, so that trying again by itself makes sense. */
  get isOutage() {
    return this.mayRetry && this.status !== 429;
  }

  /** Whether the conversation has ended: its token has expired, or it was erased. */
  get isGone() {
    return this.status === 401 || this.status === 404;
  }

  /**
   * Read a problem+json answer; anything else becomes an error with the status alone.
   * @param {Response} response
   */
  static async from(response) {
    /** @type {{ title?: unknown, detail?: unknown, lines?: unknown } | null} */
    let problem = null;
    let cause;
    if ((response.headers.get("Content-Type") ?? "").includes("json")) {
      try {
        problem = await response.json();
      } catch (error) {
        cause = error; // a broken body does not hide the status
      }
    }
    const detail = typeof problem?.detail === "string" ? problem.detail : `status ${response.status}`;
    return new RequestError(detail, { status: response.status, lines: crisisFrom(problem?.lines), cause });
  }
}

/**
 * @param {unknown} value
 * @returns {Crisis | null}
 */
function crisisFrom(value) {
  const crisis = /** @type {Crisis | null | undefined} */ (value);
  return crisis && typeof crisis === "object" && Array.isArray(crisis.lines) ? crisis : null;
}
