/** `cf-chip`: a compact item, maybe selectable or removable. */

import {
  css,
  type CSSResultGroup,
  html,
  nothing,
  type PropertyDeclarations,
  type TemplateResult,
} from "lit";
import { CfElement, propertiesOf } from "./cf-element.ts";
import { removeButton, removeButtonStyles } from "./remove-button.ts";
import { focusStyles, hostStyles } from "./shared-styles.ts";

/** See the catalogue entry of `cf-chip`. */
export class CfChip extends CfElement {
  static override properties: PropertyDeclarations = propertiesOf("cf-chip");
  static override styles: CSSResultGroup = [
    hostStyles,
    focusStyles,
    removeButtonStyles,
    css`
      :host {
        display: inline-flex;
        align-items: center;
        gap: 0.375rem;
        padding: 0.25rem 0.75rem;
        font-size: var(--cf-size-sm);
        line-height: 1.35;
        color: var(--cf-text);
        background: var(--cf-surface);
        border: 1px solid var(--cf-border-strong);
        border-radius: 999px;
      }
      :host([interactive]) {
        cursor: pointer;
        user-select: none;
      }
      :host([interactive]:hover) {
        background: var(--cf-surface-sunken);
      }
      :host(:is([selected], [variant="primary"])) {
        color: var(--cf-accent-ink);
        background: var(--cf-accent-soft);
        border-color: var(--cf-accent);
      }
      :host([variant="success"]) {
        color: var(--cf-success);
        border-color: currentColor;
      }
      :host([variant="warning"]) {
        color: var(--cf-warning);
        border-color: currentColor;
      }
      :host([variant="destructive"]) {
        color: var(--cf-danger);
        border-color: currentColor;
      }
      :host([disabled]) {
        opacity: 0.55;
        pointer-events: none;
      }
      :host(:focus-visible) {
        outline: 2px solid var(--cf-focus);
        outline-offset: 2px;
      }
    `,
  ];

  declare label: string | undefined;
  declare selected: boolean | undefined;
  declare interactive: boolean | undefined;
  declare removable: boolean | undefined;
  declare disabled: boolean | undefined;

  constructor() {
    super();
    this.addEventListener("keydown", (event) => {
      if (!this.interactive || event.target !== this) return;
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      this.click();
    });
  }

  protected override render(): TemplateResult {
    return html`<slot>${this.label}</slot>${
      this.removable ? removeButton(() => this.emit("cf-remove")) : nothing
    }`;
  }

  protected override updated(): void {
    if (!this.interactive) return;
    this.tabIndex = this.disabled ? -1 : 0;
    this.offerRole("button");
    this.setAttribute("aria-pressed", String(this.selected ?? false));
  }
}

customElements.define("cf-chip", CfChip);
