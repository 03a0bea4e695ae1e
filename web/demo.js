// @ts-check
/** The demo page: joins its form, its dialogs and the talk. */

import { Announcer } from "./announcer.js";
import { crisisNode, firstWaysNode } from "./blocks.js";
import { Client } from "./client.js";
import { Talk } from "./talk.js";
import { Transcript, troubleNode } from "./transcript.js";
import { words } from "./words.js";

/** @param {string} id @returns {any} */
const part = (id) => document.getElementById(id);
const [bar, chat, list, status, form, jump] = ["lifeline", "chat", "transcript", "status", "form", "jump"].map(part);
/** @type {HTMLTextAreaElement} */ const field = part("text");

const client = new Client({ storage: sessionStorageOrNothing() });
const announcer = new Announcer(part("announcer"));
const transcript = new Transcript({
  list,
  announcer,
  onPress: (button) => void talk.say(button.title, button.value),
  frame: () => ({
    top: Math.max(0, bar.getBoundingClientRect().bottom),
    bottom: Math.min(innerHeight, form.getBoundingClientRect().top),
    scrollBy: (pixels) => window.scrollBy({ top: pixels, behavior: "instant" }),
  }),
  onUnseen: () => (jump.hidden = false),
});
const talk = new Talk({
  client,
  transcript,
  announcer,
  lines: JSON.parse(chat.dataset.crisis),
  onLines: (lines) => {
    part("lifeline-first").replaceWith(Object.assign(firstWaysNode(lines), { id: "lifeline-first" }));
    part("lifeline-all").replaceChildren(crisisNode(lines));
  },
  onStatus: (said) => status.replaceChildren(typeof said === "string" ? said : troubleNode(said)),
  focus: (text = "") => {
    field.value = [field.value, text].filter(Boolean).join("\n");
    field.focus();
  },
});

form.addEventListener("submit", (/** @type {SubmitEvent} */ event) => {
  event.preventDefault();
  const text = field.value.trim();
  field.focus();
  if (!text) return;
  field.value = "";
  void talk.say(text);
});

field.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit();
});

jump.addEventListener("click", () => {
  jump.hidden = true;
  list.lastElementChild?.scrollIntoView({ block: "start" });
  field.focus();
});

addEventListener("scroll", () => {
  if (list.getBoundingClientRect().bottom <= innerHeight) jump.hidden = true;
});

part("save").addEventListener("click", async () => {
  try {
    const copy = new Blob([JSON.stringify(await client.export(), null, 2)], { type: "application/json" });
    const address = URL.createObjectURL(copy);
    Object.assign(document.createElement("a"), { href: address, download: words.exportName }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
    transcript.note(words.exported);
  } catch {
    transcript.note(words.notExported); // the person can try again; what failed is of no use to them
  }
});

onConfirm("renew", () => talk.startOver());
onConfirm("erase", () => talk.erase());

/**
 * Ask in a dialog of the page before doing what cannot be undone.
 * @param {string} name of the button that opens the dialog `<name>-dialog`.
 * @param {() => Promise<void>} act
 */
function onConfirm(name, act) {
  /** @type {HTMLDialogElement} */
  const dialog = part(`${name}-dialog`);
  part(name).addEventListener("click", () => {
    dialog.returnValue = "";
    dialog.showModal();
  });
  dialog.addEventListener("close", () => {
    if (dialog.returnValue !== "yes") return;
    field.focus();
    void act();
  });
}

/** Return the storage of this tab; one that keeps nothing where the browser forbids it. */
function sessionStorageOrNothing() {
  try {
    return window.sessionStorage;
  } catch {
    return { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };
  }
}

chat.classList.add("is-ready");
void talk.start();
