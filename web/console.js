// @ts-check
/** The console, live: its pages follow the server's events. Without this script they work by forms and reloading. */

import { startClocks } from "./console_clock.js";
import { startComposer } from "./console_composer.js";
import { forgetAll } from "./console_kept.js";
import { LivePage } from "./console_page.js";
import { Sound } from "./console_sound.js";

const { page, self: address, case: caseId } = document.body.dataset;

if (page === "login") {
  document.getElementById("continue")?.click(); // see login.py: this second request brings the cookie along
} else if (address) {
  history.replaceState(null, "", address + location.hash); // after a refused form, reloading must not send it again
  const live = new LivePage(address, caseId, new Sound(document.getElementById("sound")));
  if (caseId) startComposer(live, caseId);
  live.follow();
}
startClocks();

document.addEventListener("submit", (event) => {
  if (/** @type {HTMLFormElement} */ (event.target).action.endsWith("/console/logout")) forgetAll();
});
