/** `cf-badge`: a small count or state. */

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

/** See the catalogue entry of `cf-badge`. */
export class CfBadge extends CfElement {
  static override properties: PropertyDeclarations = propertiesOf("cf-badge");
  static override styles: CSSResultGroup = [
    hostStyles,
    focusStyles,
    removeButtonStyles,
    css`
      :host {
        display: inline-flex;
        align-items: center;
        gap: 0.25rem;
        padding: 0.125rem 0.5rem;
        font-size: var(--cf-size-xs);
        font-weight: 550;
        line-height: 1.35;
        white-space: nowrap;
        color: var(--cf-text-muted);
        background: var(--cf-surface-sunken);
        border: 1px solid transparent;
        border-radius: 999px;
      }
      :host(:is([variant="primary"], [color="primary"], [tone="primary"])) {
        color: var(--cf-accent-ink);
        background: var(--cf-accent-soft);
      }
      :host(:is([variant="success"], [color="success"], [tone="success"])) {
        color: var(--cf-success);
        background: var(--cf-success-soft);
      }
      :host(:is([variant="warning"], [color="warning"], [tone="warning"])) {
        color: var(--cf-warning);
        background: var(--cf-warning-soft);
      }
      :host(:is([variant="destructive"], [variant="danger"], [color="danger"], [tone="danger"], [tone="error"])) {
        color: var(--cf-danger);
        background: var(--cf-danger-soft);
      }
      :host([variant="outline"]) {
        background: transparent;
        border-color: var(--cf-border-strong);
      }
    `,
  ];

  declare removable: boolean | undefined;

  protected override render(): TemplateResult {
    return html`<slot></slot>${
      this.removable ? removeButton(() => this.emit("cf-remove")) : nothing
    }`;
  }
}

customElements.define("cf-badge", CfBadge);
