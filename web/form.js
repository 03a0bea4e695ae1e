// @ts-check
/** A form that is filled in all at once: each question with its answers, what is still open, and sent once. */

import { element } from "./element.js";
import { words } from "./words.js";

/**
 * @typedef {import("./wire.js").Form} FormBlock
 * @typedef {import("./wire.js").Question} Question
 * @typedef {import("./wire.js").Values} Values
 * @typedef {import("./client.js").KeptForm} KeptForm
 *
 * @typedef {{ kept: (id: string) => KeptForm | null, keep: (id: string, kept: KeptForm) => void,
 *   send: (text: string, form: { id: string, values: Values }, fate: import("./talk.js").Fate) => void }} FormDesk
 *   `kept`, `keep`: what outlives a reload of the page.
 */

/** @type {Map<string, Form>} the form of each id that was shown last: an earlier one makes way for it */ const shown = new Map();
let count = 0; // of forms on this page, for ids of their own

/** One form on screen. */
export class Form {
  #name = `form-${(count += 1)}`;
  /** @type {{ question: Question, place: HTMLFieldSetElement, mark: HTMLElement }[]} */ #fields;
  #open = element("div", {
    class: "still-open",
    role: "group",
    tabindex: "-1",
    "aria-labelledby": `${this.#name}-open`,
    hidden: "",
  });
  #send = element("button", { type: "submit", class: "retry" }, words.form.send);
  #state = element("p", { class: "state", tabindex: "-1", hidden: "" });

  /** @param {FormBlock} block @param {FormDesk} desk */
  constructor(block, desk) {
    this.block = block;
    this.desk = desk;
    const kept = desk.kept(block.id);
    this.#fields = block.fields.map((question, place) => this.#field(question, place + 1, kept?.values));
    this.node = element(
      "form",
      { class: "questions", novalidate: "", "aria-labelledby": `${this.#name}-title` },
      element("h3", { id: `${this.#name}-title` }, block.title),
      block.text && element("p", {}, block.text),
      element("p", { class: "hint" }, words.form.hint),
      this.#open,
      ...this.#fields.map((field) => field.place),
      this.#send,
      this.#state,
    );
    this.node.addEventListener("change", () => this.#change());
    this.node.addEventListener("submit", (event) => {
      event.preventDefault(); // nothing leaves the page but by the talk
      this.#submit();
    });
    shown.get(block.id)?.#lock(words.form.below);
    shown.set(block.id, this);
    if (kept?.isSent) this.#lock(words.form.sent);
  }

  /** @param {Question} question @param {number} number @param {Values} [values] */
  #field(question, number, values) {
    const id = `${this.#name}-${number}`;
    const chosen = values ? values[question.name] : question.chosen;
    const options = (question.options ?? []).map(({ title, value }) => {
      const radio = element("input", { type: "radio", name: question.name, value });
      radio.checked = value === chosen;
      return element("label", {}, radio, element("span", {}, title));
    });
    const mark = element("p", { class: "mark", id: `${id}-mark`, hidden: "" }, words.form.stillOpen);
    const place = element(
      "fieldset",
      { id },
      element("legend", {}, `${number}. ${question.label}`),
      question.is_optional && element("p", { class: "hint" }, words.form.optional),
      mark,
      ...options,
    );
    return { question, place, mark };
  }

  #values() {
    /** @type {Values} */
    const values = {};
    for (const radio of this.node.querySelectorAll("input")) if (radio.checked) values[radio.name] = radio.value;
    return values;
  }

  #change() {
    this.desk.keep(this.block.id, { values: this.#values() });
    if (!this.#open.hidden) this.#tell(this.#left());
  }

  #submit() {
    const left = this.#left();
    this.#tell(left);
    if (left.length) {
      this.#open.focus();
      return;
    }
    const { id } = this.block;
    const values = this.#values();
    this.#lock(words.form.sent);
    this.#state.focus();
    this.desk.send(this.#text(values), { id, values }, {
      arrived: () => this.desk.keep(id, { values, isSent: true }),
      returned: () => this.#unlock(),
    });
  }

  /** The places of questions that have no answer, and may not stay so. */
  #left() {
    const values = this.#values();
    return this.#fields.flatMap(({ question }, place) => (question.is_optional || question.name in values ? [] : [place]));
  }

  /** @param {number[]} left */
  #tell(left) {
    this.#fields.forEach(({ place, mark }, number) => {
      mark.hidden = !left.includes(number);
      if (mark.hidden) place.removeAttribute("aria-describedby");
      else place.setAttribute("aria-describedby", mark.id);
    });
    const ways = left.map((number) => {
      const { question, place } = this.#fields[number];
      const way = element("button", { type: "button", class: "quiet" }, words.form.question(number + 1, question.label));
      way.addEventListener("click", () => place.querySelector("input")?.focus());
      return element("li", {}, way);
    });
    this.#open.hidden = !left.length;
    this.#open.replaceChildren(
      element("p", { id: `${this.#name}-open` }, element("strong", {}, words.form.open(left.length))),
      element("p", {}, words.form.openHint),
      element("ul", {}, ...ways),
    );
  }

  /** @param {Values} values @returns {string} as the server writes it into the transcript */
  #text(values) {
    const said = this.#fields.flatMap(({ question }, place) => {
      const option = question.options?.find(({ value }) => value === values[question.name]);
      return option ? [`${place + 1}. ${option.title}`] : [];
    });
    return [this.block.title, ...said].join("\n");
  }

  /** @param {string} why */
  #lock(why) {
    for (const { place } of this.#fields) place.disabled = true;
    this.#open.hidden = this.#send.hidden = true;
    this.#state.hidden = false;
    this.#state.textContent = why;
  }

  #unlock() {
    for (const { place } of this.#fields) place.disabled = false;
    this.#send.hidden = false;
    this.#state.hidden = true;
    this.#send.focus();
  }
}
