/** `cf-separator`: a line between things, maybe with a word in it. */

import {
  css,
  type CSSResultGroup,
  html,
  nothing,
  type PropertyDeclarations,
  type TemplateResult,
} from "lit";
import { CfElement, propertiesOf } from "./cf-element.ts";
import { hostStyles } from "./shared-styles.ts";

/** See the catalogue entry of `cf-separator`. */
export class CfSeparator extends CfElement {
  static override properties: PropertyDeclarations = propertiesOf("cf-separator");
  static override styles: CSSResultGroup = [
    hostStyles,
    css`
      :host {
        display: flex;
        align-items: center;
        gap: 0.75rem;
        margin-block: 0.5rem;
        color: var(--cf-text-muted);
        font-size: var(--cf-size-sm);
      }
      .line {
        flex: 1;
        border-block-start: 1px solid var(--cf-border);
      }
      :host([orientation="vertical"]) {
        align-self: stretch;
        margin: 0 0.5rem;
      }
      :host([orientation="vertical"]) .line {
        flex: none;
        align-self: stretch;
        border-block-start: none;
        border-inline-start: 1px solid var(--cf-border);
      }
    `,
  ];

  declare label: string | undefined;
  declare orientation: string | undefined;

  protected override render(): TemplateResult {
    const line = html`<span class="line"></span>`;
    return html`${line}${this.label ? html`<span>${this.label}</span>${line}` : nothing}`;
  }

  protected override updated(): void {
    this.offerRole("separator");
    if (this.orientation === "vertical") this.setAttribute("aria-orientation", "vertical");
  }
}

customElements.define("cf-separator", CfSeparator);
