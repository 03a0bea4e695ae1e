// @ts-check
import { element } from "./element.js";

/** @typedef {{ title: string, text: string, no: string, yes: string }} Question */

/**
 * Return a dialog that asks before doing what cannot be undone; the safe answer comes first.
 * @param {string} id
 * @param {Question} question
 * @param {() => void} act done once the person has said yes and the dialog is closed.
 */
export function confirmDialog(id, { title, text, no, yes }, act) {
  const answers = [element("button", { value: "" }, no), element("button", { value: "yes" }, yes)];
  const form = element(
    "form",
    { method: "dialog" },
    element("h2", { id: `${id}-title` }, title),
    element("p", {}, text),
    element("p", { class: "ways" }, ...answers),
  );
  const dialog = element("dialog", { id, "aria-labelledby": `${id}-title` }, form);
  dialog.addEventListener("close", () => {
    const isYes = dialog.returnValue === "yes";
    dialog.returnValue = "";
    if (isYes) act();
  });
  return dialog;
}
