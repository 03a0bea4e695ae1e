// @ts-check
/** The demo page: a conversation below the lines that stand in its HTML. */

import { Announcer } from "./announcer.js";
import { crisisNode, firstWaysNode } from "./blocks.js";
import { Chat } from "./chat.js";
import { Client } from "./client.js";
import { tabStorage } from "./tab_storage.js";

/** @param {string} id @returns {HTMLElement} */
const part = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const place = part("chat");

const chat = new Chat({
  client: new Client({ storage: tabStorage() }),
  announcer: new Announcer(part("announcer")),
  lines: JSON.parse(place.dataset.crisis ?? "null"),
  scroller: window,
  bar: part("lifeline"),
  onLines: (lines) => {
    part("lifeline-first").replaceWith(Object.assign(firstWaysNode(lines), { id: "lifeline-first" }));
    part("lifeline-all").replaceChildren(crisisNode(lines));
  },
});
part("before").remove();
place.append(...chat.place, chat.controls);
document.body.append(chat.renewal, chat.erasure);
void chat.talk.start();
