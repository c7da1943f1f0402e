/** `cf-toolbar`: a row of controls, with a start and an end. */

import {
  css,
  type CSSResultGroup,
  html,
  type PropertyDeclarations,
  type TemplateResult,
} from "lit";
import { CfElement, propertiesOf } from "./cf-element.ts";
import { hostStyles } from "./shared-styles.ts";
import { spacingStyles } from "./spacing.ts";

/** See the catalogue entry of `cf-toolbar`. */
export class CfToolbar extends CfElement {
  static override properties: PropertyDeclarations = propertiesOf("cf-toolbar");
  static override styles: CSSResultGroup = [
    hostStyles,
    css`
      :host {
        display: flex;
        align-items: center;
        flex-wrap: wrap;
        gap: 0.5rem;
        padding: 0.5rem 0.75rem;
        background: var(--cf-surface);
        border-block-end: 1px solid var(--cf-border);
      }
      :host([sticky]) {
        position: sticky;
        inset-block-start: 0;
        z-index: 1;
      }
      .end {
        display: flex;
        align-items: center;
        gap: inherit;
        margin-inline-start: auto;
      }
    `,
    spacingStyles,
  ];

  declare label: string | undefined;

  protected override render(): TemplateResult {
    return html`
      <slot name="start"></slot><slot></slot><div class="end"><slot name="end"></slot></div>
    `;
  }

  protected override updated(): void {
    this.offerRole("toolbar");
    if (this.label) this.setAttribute("aria-label", this.label);
  }
}

customElements.define("cf-toolbar", CfToolbar);
