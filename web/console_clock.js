// @ts-check
/** Clocks that run, and moments in the responder's own time. */

// What this computer's clock is ahead of the server's, in milliseconds.
const ahead = Date.now() - Date.parse(document.body.dataset.now ?? new Date().toISOString());

/** Turn moments into local time and let all clocks run. */
export function startClocks() {
  localTimes();
  setInterval(runClocks, 1_000);
}

/** Turn moments that are new on the page into local time. */
export function localTimes() {
  runClocks();
  for (const node of moments("time[data-moment]:not([title])")) {
    const at = new Date(node.dateTime);
    node.title = node.textContent ?? "";
    const isToday = at.toDateString() === new Date().toDateString();
    node.textContent = isToday ? at.toLocaleTimeString() : at.toLocaleString();
  }
}

function runClocks() {
  for (const node of moments("time[data-clock]")) {
    const shown = age((Date.now() - ahead - Date.parse(node.dateTime)) / 1_000);
    if (node.textContent !== shown) node.textContent = shown;
  }
}

/** @param {number} seconds @returns {string} as `age` in render.py writes it. */
function age(seconds) {
  const past = Math.max(0, Math.floor(seconds));
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  if (past < 3_600) return `${Math.floor(past / 60)} min ${two(past % 60)} s`;
  const hours = Math.floor(past / 3_600);
  return hours < 48 ? `${hours} h ${two(Math.floor((past % 3_600) / 60))} min` : `${Math.floor(hours / 24)} days`;
}

/** @param {string} selector @returns {NodeListOf<HTMLTimeElement>} */
const moments = (selector) => document.querySelectorAll(selector);
