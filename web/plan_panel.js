// @ts-check
import { buttonsNode, crisisNode, messageNodes } from "./blocks.js";
import { element } from "./element.js";
import { words } from "./words.js";

/**
 * @typedef {import("./client.js").Client} Client
 * @typedef {import("./wire.js").Button} Button
 * @typedef {import("./wire.js").Crisis} Crisis
 * @typedef {import("./wire.js").Message} Message
 * @typedef {{ client: Client, onPress: (button: Button) => void, lines: () => Crisis | null }} Parts
 *   `onPress`: a button of the plan was pressed, and the panel is closed; `lines`: shown where no plan can be.
 */

const ASKS = /^safety_plan\./;

/** A dialog with the person's own safety plan; once it was shown, it needs no server. */
export class PlanPanel {
  #heading = element("h2", { id: "plan-title", tabindex: "-1" }, words.planTitle);
  #note = element("p", { class: "status", role: "status" });
  #body = element("div", { class: "written" });
  #print = element("button", { type: "button", hidden: "" }, words.planPrint);
  #close = element("button", { type: "button" }, words.closePlan);
  #isBeingMade = false;
  #visits = 0; // an answer that comes after the panel was opened again is not shown

  /** @param {Parts} parts */
  constructor(parts) {
    this.parts = parts;
    this.node = element(
      "dialog",
      { class: "plan", "aria-labelledby": "plan-title", closedby: "any" },
      this.#heading,
      this.#note,
      this.#body,
      element("p", { class: "ways" }, this.#close, this.#print),
    );
    this.#close.addEventListener("click", () => this.node.close());
    this.#print.addEventListener("click", () => window.print());
    this.node.addEventListener("close", () => this.#keepOutOfPrint(true));
  }

  /** Return a button that opens the panel; as many as there are places for one. @param {string} kind */
  opener(kind) {
    const button = element("button", { type: "button", class: kind, "aria-haspopup": "dialog" }, words.planButton);
    button.addEventListener("click", () => void this.open());
    return button;
  }

  async open() {
    const visit = (this.#visits += 1);
    this.#show(null, this.parts.client.conversationId ? words.planLoading : words.planNone);
    if (!this.node.open) this.node.showModal();
    this.#keepOutOfPrint(false);
    this.#heading.focus();
    if (!this.parts.client.conversationId) return;
    const { kept } = this.parts.client;
    if (kept) this.#show(kept, words.planLoading, false);
    try {
      const plan = await this.parts.client.plan();
      if (visit === this.#visits) this.#show(plan, "");
    } catch {
      if (visit === this.#visits) this.#fail(kept);
    }
  }

  /** Keep the copy of this tab up to date while the plan is being made. @param {Message} message */
  follow(message) {
    const isPart = ASKS.test(message.asks ?? "");
    if (isPart || this.#isBeingMade) this.parts.client.plan().catch(() => undefined); // the next step tries again
    this.#isBeingMade = isPart;
  }

  /** @param {Message | null} kept what this tab still knows; what failed is of no use to the person. */
  #fail(kept) {
    const lines = this.parts.lines();
    if (kept && this.parts.client.conversationId) return this.#show(kept, words.planCopy, false);
    this.#show(null, words.planAway);
    if (lines) this.#body.replaceChildren(crisisNode(lines));
  }

  /** @param {Message | null} plan @param {string} note @param {boolean} [isFresh] */
  #show(plan, note, isFresh = true) {
    this.#note.textContent = note;
    this.#print.hidden = !plan?.blocks.some((block) => block.type === "heading"); // how to make one is no plan
    const press = (/** @type {Button} */ button) => {
      this.node.close();
      this.parts.onPress(button);
    };
    const buttons = plan && isFresh && buttonsNode(plan.buttons, press);
    this.#body.replaceChildren(...(plan ? messageNodes(plan) : []), ...(buttons ? [buttons] : []));
  }

  /** While the panel is open, a page prints the plan alone. @param {boolean} isOut */
  #keepOutOfPrint(isOut) {
    const others = document.adoptedStyleSheets.filter((sheet) => sheet !== ALONE);
    document.adoptedStyleSheets = isOut ? others : [...others, ALONE];
  }
}

/** Hides everything but the way to the dialog, which stands in the top layer. */
const ALONE = new CSSStyleSheet();
ALONE.replaceSync(`@media print {
  body { visibility: hidden !important; }
  body :not(:has(waymark-chat, .plan[open]), waymark-chat, .plan[open], .plan[open] *) { display: none !important; }
}`);
