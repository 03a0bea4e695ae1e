// @ts-check
/**
 * The embed: defines <waymark-chat>, once all that it needs is here. Until then, and without it, the links inside the
 * element are what the person sees. Style sheets are adopted, which no Content-Security-Policy of a page forbids.
 */

// All are named here, so that they load side by side and not one after the other
import "./announcer.js";
import "./blocks.js";
import "./breathing.js";
import "./chart.js";
import "./chat.js";
import "./client.js";
import "./code_dialog.js";
import "./confirm_dialog.js";
import "./element.js";
import "./form.js";
import "./icon.js";
import "./lines_in.js";
import "./lines_panel.js";
import "./links.js";
import "./plan_panel.js";
import "./read_events.js";
import "./request_error.js";
import "./tab_storage.js";
import "./talk.js";
import "./transcript.js";
import { WaymarkChat } from "./waymark_chat.js";
import "./words.js";

const SHEETS = ["theme.css", "chat.css", "form.css", "widget.css"];

/** @param {string} name */
async function sheet(name) {
  const response = await fetch(new URL(name, import.meta.url));
  if (!response.ok) throw new Error(`${name}: status ${response.status}`);
  const found = new CSSStyleSheet();
  found.replaceSync(await response.text());
  return found;
}

WaymarkChat.sheets = await Promise.all(SHEETS.map(sheet));
if (!customElements.get("waymark-chat")) customElements.define("waymark-chat", WaymarkChat);
