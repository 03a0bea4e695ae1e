// @ts-check
/** @typedef {{ event: string, data: string, id: string | null }} ServerEvent */

const BETWEEN_EVENTS = /\r?\n\r?\n/;

/**
 * Yield server-sent events from the body of a response; comments count as life signs and are yielded as null.
 * @param {ReadableStream<Uint8Array>} body
 * @returns {AsyncGenerator<ServerEvent | null, void, void>}
 */
export async function* readEvents(body) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const pieces = (rest + decoder.decode(value, { stream: true })).split(BETWEEN_EVENTS);
      rest = pieces.pop() ?? "";
      for (const piece of pieces) yield parsed(piece);
    }
  } finally {
    await reader.cancel().catch(() => undefined); // the stream is left on purpose; it may have failed already
  }
}

/**
 * @param {string} piece
 * @returns {ServerEvent | null}
 */
function parsed(piece) {
  /** @type {ServerEvent} */
  const found = { event: "message", data: "", id: null };
  /** @type {string[]} */
  const data = [];
  for (const line of piece.split(/\r?\n/)) {
    const [, field, value] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
    if (field === "event") found.event = value;
    else if (field === "data") data.push(value);
    else if (field === "id") found.id = value;
  }
  found.data = data.join("\n");
  return data.length ? found : null;
}
