/** `cf-list-item`: one row of a list, with room before and behind its text. */

import {
  css,
  type CSSResultGroup,
  html,
  type PropertyDeclarations,
  type TemplateResult,
} from "lit";
import { CfElement, propertiesOf } from "./cf-element.ts";
import { PressedByKey } from "./pressed-by-key.ts";
import { focusStyles, hostStyles } from "./shared-styles.ts";

/** See the catalogue entry of `cf-list-item`. */
export class CfListItem extends CfElement {
  static override properties: PropertyDeclarations = propertiesOf("cf-list-item", ["active"]);
  static override styles: CSSResultGroup = [
    hostStyles,
    focusStyles,
    css`
      :host {
        display: flex;
        align-items: center;
        gap: 0.75rem;
        min-height: 2.75rem;
        padding: 0.5rem 0.75rem;
        color: var(--cf-text);
        border-radius: var(--cf-radius);
      }
      .body {
        flex: 1;
        min-width: 0;
      }
      slot[name="subtitle"] {
        display: block;
        font-size: var(--cf-size-sm);
        color: var(--cf-text-muted);
      }
      :host([clickable]) {
        cursor: pointer;
      }
      :host([clickable]:hover) {
        background: var(--cf-surface-sunken);
      }
      :host(:is([selected], [active])) {
        color: var(--cf-accent-ink);
        background: var(--cf-accent-soft);
      }
      :host([disabled]) {
        opacity: 0.55;
        pointer-events: none;
      }
      :host(:focus-visible) {
        outline: 2px solid var(--cf-focus);
        outline-offset: -2px;
      }
    `,
  ];

  declare clickable: boolean | undefined;
  declare selected: boolean | undefined;
  declare active: boolean | undefined;
  declare disabled: boolean | undefined;

  readonly #press = new PressedByKey(this, () => Boolean(this.clickable) && !this.disabled);

  constructor() {
    super();
    this.addEventListener("click", () => {
      if (this.clickable && !this.disabled) this.emit("cf-activate");
    });
  }

  protected override render(): TemplateResult {
    return html`
      <slot name="leading"></slot><slot name="start"></slot>
      <div class="body"><slot></slot><slot name="subtitle"></slot></div>
      <slot name="trailing"></slot><slot name="end"></slot>
    `;
  }

  protected override updated(): void {
    this.offerRole(this.clickable ? "button" : "listitem");
    this.#press.offerFocus();
    if (!this.clickable) return;
    this.setAttribute("aria-pressed", String(Boolean(this.selected || this.active)));
  }
}

customElements.define("cf-list-item", CfListItem);
