// @ts-check
import { crisisNode } from "./blocks.js";
import { element } from "./element.js";
import { link } from "./links.js";
import { words } from "./words.js";

const EVERYWHERE = "https://findahelpline.com";

/** A dialog with the crisis lines of a country; it needs no server. */
export class LinesPanel {
  #heading = element("h2", { id: "lines-title", tabindex: "-1" }, words.linesTitle);
  #lines = element("div", { class: "all" });
  #close = element("button", { type: "button" }, words.closeLines);

  /** @param {Node[]} more what else can be done from here. */
  constructor(...more) {
    this.node = element(
      "dialog",
      { class: "lines", "aria-labelledby": "lines-title", closedby: "any" },
      this.#heading,
      element("p", {}, words.linesIntro),
      this.#lines,
      element("p", {}, `${words.otherCountries} `, link(EVERYWHERE, new URL(EVERYWHERE).host)),
      element("p", { class: "ways" }, this.#close, ...more),
    );
    this.#close.addEventListener("click", () => this.node.close());
  }

  /**
   * Show these lines; who is just at one of them stays there.
   * @param {import("./wire.js").Crisis} lines
   */
  show(lines) {
    const root = /** @type {Document | ShadowRoot} */ (this.node.getRootNode());
    const focused = this.#lines.contains(root.activeElement) ? root.activeElement?.getAttribute("href") : null;
    this.#lines.replaceChildren(crisisNode(lines));
    if (focused === null || focused === undefined) return;
    const same = [...this.#lines.querySelectorAll("a")].find((node) => node.getAttribute("href") === focused);
    (same ?? this.#heading).focus();
  }

  open() {
    this.node.showModal();
    this.#heading.focus();
  }
}
