// @ts-check
/** Writing to the person without leaving the page: a text that was not sent is kept, and is never sent twice. */

import { keep, kept } from "./console_kept.js";

/** @typedef {import("./console_page.js").LivePage} LivePage */

const TYPING_EVERY_MS = 3_000;
const NOT_SENT = "This was not sent: the connection failed. Your text is kept; please try again.";

/** @param {LivePage} live @param {string} caseId */
export function startComposer(live, caseId) {
  let lastTyping = 0;
  restore();
  new MutationObserver(restore).observe(document.body, { childList: true, subtree: true });

  document.addEventListener("input", ({ target }) => {
    if (target !== field()) return;
    keep("draft", caseId, field()?.value ?? "");
    if (Date.now() - lastTyping < TYPING_EVERY_MS) return;
    lastTyping = Date.now();
    const body = new URLSearchParams({ csrf: value("csrf") });
    fetch(`${live.address}/typing`, { method: "POST", body }).catch(() => undefined); // the next one may arrive
  });

  document.addEventListener("keydown", (event) => {
    if (event.target !== field() || event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form()?.requestSubmit();
  });

  document.addEventListener("submit", (event) => {
    if (event.target !== form()) return;
    event.preventDefault();
    void send();
  });

  async function send() {
    const composer = form();
    const text = field();
    const button = composer?.querySelector("button");
    if (!composer || !text || button?.disabled) return;
    const said = text.value;
    if (!said.trim()) return text.focus();
    if (button) button.disabled = true;
    try {
      const body = new URLSearchParams({ csrf: value("csrf"), message_id: value("message_id"), text: said });
      const response = await fetch(composer.action, { method: "POST", body });
      if (response.ok && text.value === said) {
        text.value = "";
        keep("draft", caseId, "");
      }
      const fresh = await live.show(response, { isAnswer: true });
      const next = fresh?.querySelector("#composer [name=message_id]");
      const mine = form()?.elements.namedItem("message_id");
      if (response.ok && next instanceof Element && mine instanceof HTMLInputElement) {
        mine.value = next.getAttribute("value") ?? "";
      }
    } catch {
      const notice = Object.assign(document.createElement("p"), { className: "notice trouble", textContent: NOT_SENT });
      notice.setAttribute("role", "alert");
      document.getElementById("live-notice")?.replaceChildren(notice);
      document.getElementById("live-notice")?.setAttribute("data-version", "failed");
    }
    if (button) button.disabled = false;
    field()?.focus();
  }

  function restore() {
    const text = field();
    if (!text || text.dataset.restored) return;
    text.dataset.restored = "yes";
    text.value ||= kept("draft", caseId);
  }
}

/** @returns {HTMLFormElement | null} */
const form = () => document.querySelector("#composer");

/** @returns {HTMLTextAreaElement | null} */
const field = () => document.querySelector("#composer textarea");

/** @param {string} name of a hidden field. */
function value(name) {
  const input = form()?.elements.namedItem(name);
  return input instanceof HTMLInputElement ? input.value : "";
}
