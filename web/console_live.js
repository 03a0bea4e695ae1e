// @ts-check
/** Replaces only those parts of a page that changed, so that focus, open details and half-written text stay. */

/**
 * Take over what is new in a fresh copy of this page.
 * @param {Document} fresh
 * @param {boolean} withNotice notices belong to an answer; others leave the one on the page alone.
 * @returns {{ hasCase: boolean, messages: string[] }} whether another case waits, and what the person wrote.
 */
export function update(fresh, withNotice) {
  const known = waiting(document);
  const messages = [];
  for (const part of document.querySelectorAll("[data-live]")) {
    const next = fresh.getElementById(part.id);
    if (!next || (part.id === "live-notice" && !withNotice)) continue;
    if (part.hasAttribute("data-list")) {
      for (const added of updateList(part, next)) {
        if (added.dataset.from === "person") messages.push(added.querySelector(".text")?.textContent ?? "");
      }
    } else if (part.getAttribute("data-version") !== next.getAttribute("data-version")) {
      replace(part, next);
    }
  }
  return { hasCase: [...waiting(document)].some((id) => !known.has(id)), messages };
}

/**
 * Bring a list in line with a fresh one: entries are told apart by id and data-version.
 * @param {Element} list @param {Element} next
 * @returns {HTMLElement[]} the entries that were not there before.
 */
function updateList(list, next) {
  const wanted = new Set([...next.children].map((entry) => entry.id));
  for (const entry of [...list.children]) if (!wanted.has(entry.id)) remove(entry);
  const added = [];
  let place = list.firstElementChild;
  for (const entry of /** @type {HTMLElement[]} */ ([...next.children])) {
    const mine = document.getElementById(entry.id);
    if (mine && mine.dataset.version === entry.dataset.version) {
      if (mine !== place) list.insertBefore(mine, place);
      place = mine.nextElementSibling;
      continue;
    }
    const copy = document.importNode(entry, true);
    if (!mine) added.push(copy);
    list.insertBefore(copy, place);
    if (mine === place) place = mine?.nextElementSibling ?? null;
    if (mine) remove(mine);
  }
  return added;
}

/** @param {Element} part @param {Element} next */
function replace(part, next) {
  const held = part.contains(document.activeElement);
  part.replaceWith(document.importNode(next, true));
  if (held) document.getElementById("main")?.focus();
}

/** @param {Element} entry */
function remove(entry) {
  const held = entry.contains(document.activeElement);
  entry.remove();
  if (held) document.getElementById("main")?.focus();
}

/** @param {Document} page @returns {Set<string>} ids of the cases that wait for a responder. */
function waiting(page) {
  const ids = page.getElementById("live-waiting")?.dataset.version ?? "";
  return new Set(ids.split(" ").filter(Boolean));
}
