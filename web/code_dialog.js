// @ts-check
import { element } from "./element.js";
import { RequestError } from "./request_error.js";
import { words } from "./words.js";

/**
 * Return a dialog in which a person types the code that opens their record; a code that opens none is told there.
 * @param {string} id
 * @param {(code: string) => Promise<void>} open rejects with a RequestError where nothing was opened.
 * @param {() => void} done called once the dialog has closed over an open record.
 */
export function codeDialog(id, open, done) {
  let isOpened = false;
  const said = words.comingBack;
  const typing = { autocomplete: "off", autocapitalize: "characters", spellcheck: "false", maxlength: "60", required: "" };
  const field = element("input", { id: `${id}-field`, name: "code", "aria-describedby": `${id}-hint ${id}-fault`, ...typing });
  const fault = element("p", { id: `${id}-fault`, class: "fault", role: "alert" });
  const cancel = element("button", { type: "button" }, said.no);
  const submit = element("button", { type: "submit" }, said.yes);
  const form = element(
    "form",
    {},
    element("h2", { id: `${id}-title` }, said.title),
    element("p", { id: `${id}-hint` }, said.text),
    element("label", { for: field.id }, said.label),
    field,
    fault,
    element("p", { class: "ways" }, cancel, submit),
  );
  const dialog = element("dialog", { id, "aria-labelledby": `${id}-title` }, form);
  cancel.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    field.value = ""; // who comes next to this device does not find it
    fault.textContent = "";
    if (isOpened) done(); // after the browser has put the focus back
    isOpened = false;
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    fault.textContent = "";
    submit.disabled = true;
    try {
      await open(field.value);
      isOpened = true;
      dialog.close();
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      fault.textContent = { 404: said.unknown, 429: said.tooMany }[error.status] ?? said.failed;
      field.focus();
    } finally {
      submit.disabled = false;
    }
  });
  return dialog;
}
