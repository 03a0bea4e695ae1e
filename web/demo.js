// @ts-check
/** The demo page: a conversation below the lines that stand in its HTML. */

import { Announcer } from "./announcer.js";
import { crisisNode, firstWaysNode } from "./blocks.js";
import { Chat } from "./chat.js";
import { Client } from "./client.js";
import { PlanPanel } from "./plan_panel.js";
import { tabStorage } from "./tab_storage.js";

/** @param {string} id @returns {HTMLElement} */
const part = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const place = part("chat");

const client = new Client({ storage: tabStorage() });
const chat = new Chat({
  client,
  announcer: new Announcer(part("announcer")),
  lines: JSON.parse(place.dataset.crisis ?? "null"),
  scroller: window,
  bar: part("lifeline"),
  onNew: (message) => plan.follow(message),
  onLines: (lines) => {
    part("lifeline-first").replaceWith(Object.assign(firstWaysNode(lines), { id: "lifeline-first" }));
    part("lifeline-all").replaceChildren(crisisNode(lines));
  },
});
const plan = new PlanPanel({
  client,
  lines: () => chat.talk.lines,
  onPress: (button) => void chat.talk.say(button.title, button.value),
});
part("lifeline-title").after(plan.opener("quiet"));
part("before").remove();
place.append(...chat.place, chat.controls);
document.body.append(plan.node, chat.renewal, chat.coming, chat.erasure);
void chat.talk.start();
