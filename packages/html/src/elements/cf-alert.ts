/** `cf-alert`: something to know, said in its place. */

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

/** See the catalogue entry of `cf-alert`. */
export class CfAlert extends CfElement {
  static override properties: PropertyDeclarations = propertiesOf("cf-alert");
  static override styles: CSSResultGroup = [
    hostStyles,
    focusStyles,
    removeButtonStyles,
    css`
      :host {
        display: flex;
        align-items: flex-start;
        gap: 0.75rem;
        padding: 0.75rem 1rem;
        color: var(--cf-accent-ink);
        background: var(--cf-accent-soft);
        border-radius: var(--cf-radius);
      }
      :host(:is([variant="success"], [tone="success"])) {
        color: var(--cf-success);
        background: var(--cf-success-soft);
      }
      :host(:is([variant="warning"], [tone="warning"])) {
        color: var(--cf-warning);
        background: var(--cf-warning-soft);
      }
      :host(:is([variant="destructive"], [variant="danger"], [variant="error"], [tone="danger"], [tone="error"])) {
        color: var(--cf-danger);
        background: var(--cf-danger-soft);
      }
      .body {
        flex: 1;
        min-width: 0;
      }
    `,
  ];

  declare variant: string | undefined;
  declare tone: string | undefined;
  declare dismissible: boolean | undefined;

  protected override render(): TemplateResult {
    return html`<div class="body"><slot></slot></div>${
      this.dismissible ? removeButton(() => this.#dismiss()) : nothing
    }`;
  }

  protected override updated(): void {
    const kind = this.variant || this.tone || "";
    const urgent = /^(?:destructive|danger|error|warning)$/.test(kind);
    this.offerRole(urgent ? "alert" : "status");
  }

  #dismiss(): void {
    if (this.emit("cf-dismiss")) this.hidden = true;
  }
}

customElements.define("cf-alert", CfAlert);
