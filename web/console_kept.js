// @ts-check
/** What this tab keeps of a case, until its responder signs out: text that was not sent, the place in the transcript. */

const PREFIX = "waymark.console.";

/** @typedef {"draft" | "place"} Kept */

/** @param {Kept} what @param {string} caseId @param {string} value "" forgets it. */
export function keep(what, caseId, value) {
  try {
    if (value) sessionStorage.setItem(`${PREFIX}${what}.${caseId}`, value);
    else sessionStorage.removeItem(`${PREFIX}${what}.${caseId}`);
  } catch {
    // a browser that keeps nothing: the page works without
  }
}

/** @param {Kept} what @param {string} caseId */
export function kept(what, caseId) {
  try {
    return sessionStorage.getItem(`${PREFIX}${what}.${caseId}`) ?? "";
  } catch {
    return "";
  }
}

export function forgetAll() {
  try {
    Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX)).forEach((key) => sessionStorage.removeItem(key));
  } catch {
    // nothing was kept
  }
}
