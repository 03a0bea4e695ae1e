// @ts-check
/** The element <waymark-chat>: a launcher, a dialog to talk in, and the crisis lines, one tap away from anywhere. */

import { Announcer } from "./announcer.js";
import { firstWaysNode } from "./blocks.js";
import { Chat } from "./chat.js";
import { Client } from "./client.js";
import { element } from "./element.js";
import { icon } from "./icon.js";
import { linesIn } from "./lines_in.js";
import { LinesPanel } from "./lines_panel.js";
import { link } from "./links.js";
import { PlanPanel } from "./plan_panel.js";
import { tabStorage } from "./tab_storage.js";
import { words } from "./words.js";

/** @typedef {import("./wire.js").Crisis} Crisis */

const HOME = new URL("..", import.meta.url).href;
const COUNTRY = /^[a-z]{2}$/i;
const REGION = /-([a-z]{2})$/i;
const LOCALE = /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i;

/** Attributes: `api`, `country`, `locale`, `open`. Docs: embedding.md. */
export class WaymarkChat extends HTMLElement {
  /** @type {CSSStyleSheet[]} */
  static sheets = [];
  static observedAttributes = ["open"];

  /** @type {Chat | null} */ #chat = null;
  #unread = 0;
  /** @type {Crisis | null} */ #given = null; // the lines that the page names
  /** @type {Promise<void> | null} */ #asking = null;

  // Everything below stands in the shadow tree, where no style of the page reaches it
  #heading = element("h2", { id: "title", tabindex: "-1" }, words.title);
  #who = element("p", {}, words.subtitle.assistant);
  #first = element("div", { class: "first" });
  #more = button("quiet", words.moreLines);
  #ways = element("span", { class: "bar-ways" }, this.#more);
  #bar = element(
    "section",
    { class: "lifeline", "aria-labelledby": "lifeline-title" },
    element("p", { class: "lifeline-title", id: "lifeline-title" }, words.needPerson),
    this.#ways,
    this.#first,
  );
  #scroller = element("div", { class: "scroller" }, this.#bar);
  #options = button("options", words.options);
  #sheet = element("div", { class: "sheet", id: "sheet", hidden: "" });
  #close = button("close", words.close, icon("close"));
  #heard = element("div", { class: "visually-hidden", "aria-live": "polite" }); // a modal dialog has its own
  #panel = element(
    "dialog",
    { class: "panel", "aria-labelledby": "title", closedby: "any" },
    element(
      "header",
      {},
      icon("mark"),
      element("div", { class: "names" }, this.#heading, this.#who),
      this.#options,
      this.#close,
    ),
    this.#sheet,
    this.#scroller,
    this.#heard,
  );
  #planWays = element("span", { class: "plan-ways" });
  #lines = new LinesPanel(this.#planWays);
  #badge = element("span", { class: "badge", hidden: "" });
  #launcher = button("launcher", "", icon("mark"), element("span", {}, words.launch), this.#badge);
  #crisisLines = button("crisis-lines", words.crisisLines);
  #overheard = element("div", { class: "visually-hidden", "aria-live": "polite" });
  #announcer = new Announcer(this.#overheard);

  /** Whether the dialog is open. */
  get open() {
    return this.hasAttribute("open");
  }

  set open(isOpen) {
    this.toggleAttribute("open", isOpen);
  }

  connectedCallback() {
    const chat = (this.#chat ??= this.#build());
    if (chat.parts.client.conversationId) void this.#talk(false); // what a person writes there waits for no click
    if (this.open) this.#show();
  }

  disconnectedCallback() {
    this.#chat?.talk.stop();
    this.#panel.removeAttribute("open"); // outside of the page it is no longer modal
  }

  /** @param {string} _name @param {string | null} _before @param {string | null} value */
  attributeChangedCallback(_name, _before, value) {
    if (!this.#chat || !this.isConnected) return;
    if (value === null) this.#panel.close();
    else this.#show();
  }

  #build() {
    const { country, locale } = this.#wish();
    const client = new Client({ base: (this.getAttribute("api") || HOME).replace(/\/+$/, ""), storage: tabStorage() });
    this.#given = linesIn(this, country ?? "");
    const chat = new Chat({
      client,
      announcer: this.#announcer,
      lines: this.#given,
      wish: { country, locale },
      scroller: this.#scroller,
      bar: this.#bar,
      onLines: (lines) => this.#showLines(lines),
      onState: (state) => (this.#who.textContent = words.subtitle[state]),
      onNew: (message) => {
        plan.follow(message);
        if (this.#panel.open) this.#read();
        else this.#count(this.#unread + 1);
      },
    });
    const plan = new PlanPanel({
      client,
      lines: () => chat.talk.lines,
      onPress: (pressed) => void this.#press(pressed.title, pressed.value),
    });
    this.#ways.prepend(plan.opener("quiet"));
    this.#planWays.replaceWith(plan.opener("quiet"));
    this.#scroller.append(...chat.place);
    const protocol = link(`${client.base}/crisis-protocol`, words.protocol); // over https only, as all links to pages
    this.#sheet.append(chat.controls);
    if (protocol instanceof HTMLElement) this.#sheet.append(protocol);
    this.#options.setAttribute("aria-controls", this.#sheet.id);
    this.#unfold(false);
    if (this.#given) this.#showLines(this.#given);
    this.#listen(chat);
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = WaymarkChat.sheets;
    const closed = element("div", { class: "closed" }, this.#crisisLines, this.#launcher);
    const dialogs = [this.#panel, this.#lines.node, plan.node, chat.renewal, chat.coming, chat.erasure];
    const label = { class: "widget", lang: "en", "aria-label": words.widget };
    root.append(element("section", label, closed, this.#overheard, ...dialogs));
    return chat;
  }

  /** @param {Chat} chat */
  #listen(chat) {
    this.#launcher.addEventListener("click", () => (this.open = true));
    this.#close.addEventListener("click", () => (this.open = false));
    this.#panel.addEventListener("close", () => {
      if (this.#panel.open) return; // the event comes late: the page has opened the dialog again meanwhile
      this.#announcer.region = this.#overheard;
      this.open = false;
    });
    for (const opener of [this.#crisisLines, this.#more]) {
      opener.addEventListener("click", () => {
        this.#lines.open();
        void this.#askLines();
      });
    }
    this.#options.addEventListener("click", () => this.#unfold(this.#sheet.hidden));
    this.#sheet.addEventListener("click", ({ target }) => target instanceof HTMLButtonElement && this.#unfold(false));
    chat.field.addEventListener("focus", () => this.#unfold(false));
    this.#panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || this.#sheet.hidden) return;
      event.preventDefault(); // folds the options and leaves the dialog open
      this.#unfold(false);
      this.#options.focus();
    });
  }

  #show() {
    if (this.#panel.open) return;
    this.#panel.showModal();
    this.#announcer.region = this.#heard;
    this.#read();
    const chat = /** @type {Chat} */ (this.#chat);
    // On a touch screen the text field would bring up a keyboard over the first words
    if (matchMedia("(pointer: coarse)").matches) this.#heading.focus();
    else chat.field.focus();
    chat.transcript.showLast();
    void this.#askLines();
    void this.#talk(true);
  }

  /**
   * Go on with the talk; begin one where the person asked. What was said between two pages counts as new.
   * @param {boolean} isAsked
   */
  async #talk(isAsked) {
    if (!this.#chat || this.#chat.talk.isOn) return;
    const { talk, transcript, parts } = this.#chat;
    await talk.start(isAsked);
    if (this.#panel.open) this.#read();
    else this.#count(transcript.countSince(parts.client.readId));
  }

  /** Press a button that stands outside of the messages: in the dialog, where its answer will stand. @param {string} title @param {string} value */
  async #press(title, value) {
    this.#lines.node.close();
    this.open = true;
    await this.#talk(true);
    void this.#chat?.talk.say(title, value);
  }

  #read() {
    if (!this.#chat) return;
    this.#chat.parts.client.readId = this.#chat.transcript.lastId;
    this.#count(0);
  }

  /** Ask for all lines of the country, once; those of the page stay where no answer comes. */
  #askLines() {
    this.#asking ??= this.#learnLines().catch(() => void (this.#asking = null));
    return this.#asking;
  }

  async #learnLines() {
    const { talk, parts } = /** @type {Chat} */ (this.#chat);
    const { country, locale } = this.#wish();
    const lines = await parts.client.lines(country ?? REGION.exec(locale ?? "")?.[1]);
    if (talk.lines !== this.#given) return; // the talk knows better: the person has named their country
    talk.lines = lines;
    this.#showLines(lines);
  }

  /** Show or hide the options, between the header and the lines: nothing ever covers those. @param {boolean} isShown */
  #unfold(isShown) {
    this.#sheet.hidden = !isShown;
    this.#options.setAttribute("aria-expanded", `${isShown}`);
  }

  /** @param {Crisis} lines */
  #showLines(lines) {
    this.#first.replaceChildren(firstWaysNode(lines));
    this.#lines.show(lines);
  }

  /** @param {number} unread */
  #count(unread) {
    this.#unread = unread;
    this.#badge.hidden = !unread;
    this.#badge.replaceChildren(
      element("span", { "aria-hidden": "true" }, `${unread}`),
      element("span", { class: "visually-hidden" }, ` (${words.unread(unread)})`),
    );
  }

  #wish() {
    return { country: this.#attribute("country", COUNTRY)?.toUpperCase(), locale: this.#attribute("locale", LOCALE) };
  }

  /** Return an attribute; undefined where it is not what it should be. @param {string} name @param {RegExp} form */
  #attribute(name, form) {
    const value = this.getAttribute(name) ?? "";
    return form.test(value) ? value : undefined;
  }
}

/** @param {string} kind @param {string} title @param {...Node} inside */
function button(kind, title, ...inside) {
  const made = element("button", { type: "button", class: kind }, ...inside);
  if (kind === "close") made.setAttribute("aria-label", title);
  else made.append(title);
  return made;
}
