/** `cf-card`: a framed group with optional header and footer. */

import {
  css,
  type CSSResultGroup,
  html,
  type PropertyDeclarations,
  type TemplateResult,
} from "lit";
import { CfElement, propertiesOf } from "./cf-element.ts";
import { clickableStyles, focusStyles, hostStyles } from "./shared-styles.ts";
import { spacingStyles } from "./spacing.ts";

/** See the catalogue entry of `cf-card`. */
export class CfCard extends CfElement {
  static override properties: PropertyDeclarations = propertiesOf("cf-card");
  static override styles: CSSResultGroup = [
    hostStyles,
    focusStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        gap: 0.75rem;
        padding: 1rem;
        overflow-wrap: anywhere;
        color: var(--cf-text);
        background: var(--cf-surface);
        border: 1px solid var(--cf-border);
        border-radius: var(--cf-radius-lg);
        box-shadow: var(--cf-shadow-sm);
      }
      .content {
        display: flex;
        flex-direction: column;
        gap: inherit;
        min-width: 0;
      }
      .content.text {
        display: block;
      }
      .content.empty {
        display: none;
      }
      :host([variant="outlined"]) {
        box-shadow: none;
      }
      :host([variant="raised"]) {
        box-shadow: var(--cf-shadow-md);
      }
      :host([variant="plain"]) {
        border-color: transparent;
        box-shadow: none;
        background: transparent;
      }
    `,
    clickableStyles,
    spacingStyles,
  ];

  declare clickable: boolean | undefined;
  #content: Content = "boxes";

  constructor() {
    super();
    this.addEventListener("keydown", (event) => {
      if (!this.clickable || event.target !== this) return;
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      this.click();
    });
  }

  protected override render(): TemplateResult {
    return html`
      <slot name="header"></slot>
      <div class="content ${this.#content}"><slot @slotchange=${this.#look}></slot></div>
      <slot name="footer"></slot>
    `;
  }

  readonly #look = (event: Event): void => {
    const content = contentOf((event.target as HTMLSlotElement).assignedNodes());
    if (content === this.#content) return;
    this.#content = content;
    this.requestUpdate();
  };

  protected override updated(): void {
    if (!this.clickable) return;
    if (!this.hasAttribute("tabindex")) this.tabIndex = 0;
    this.offerRole("button");
  }
}

/** How a card lays out its children: words flow as text, boxes stand below each other. */
type Content = "text" | "boxes" | "empty";

const PHRASING = new Set(
  `A ABBR B BDI CITE CODE DEL EM I INS KBD LABEL MARK Q S SAMP SMALL SPAN STRONG SUB SUP TIME U VAR`
    .split(" "),
);

function contentOf(nodes: readonly Node[]): Content {
  const isText = nodes.some((node) =>
    node instanceof Element ? PHRASING.has(node.tagName) : (node.textContent ?? "").trim() !== ""
  );
  if (isText) return "text";
  return nodes.some((node) => node instanceof Element) ? "boxes" : "empty";
}

customElements.define("cf-card", CfCard);
