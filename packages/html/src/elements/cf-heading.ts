/** `cf-heading`: a heading of level 1 to 6. */

import {
  css,
  type CSSResultGroup,
  html,
  type PropertyDeclarations,
  type TemplateResult,
} from "lit";
import { CfElement, propertiesOf } from "./cf-element.ts";
import { hostStyles } from "./shared-styles.ts";

/** See the catalogue entry of `cf-heading`. */
export class CfHeading extends CfElement {
  static override properties: PropertyDeclarations = propertiesOf("cf-heading");
  static override styles: CSSResultGroup = [
    hostStyles,
    css`
      :host {
        display: block;
        color: var(--cf-text);
        font-size: var(--cf-size-xl);
        font-weight: 650;
        line-height: 1.25;
        letter-spacing: -0.012em;
        text-wrap: balance;
      }
      :host([level="1"]) {
        font-size: var(--cf-size-xxl);
      }
      :host([level="3"]),
      :host([size="lg"]) {
        font-size: var(--cf-size-lg);
      }
      :host([level="4"]),
      :host([size="md"]) {
        font-size: var(--cf-size-md);
      }
      :host([level="5"]),
      :host([level="6"]),
      :host([size="sm"]) {
        font-size: var(--cf-size-sm);
      }
      :host([level="6"]) {
        color: var(--cf-text-muted);
      }
    `,
  ];

  declare level: number | undefined;

  protected override render(): TemplateResult {
    return html`<slot></slot>`;
  }

  protected override updated(): void {
    this.offerRole("heading");
    const level = Math.round(Number(this.level ?? 2));
    if (this.getAttribute("role") === "heading") {
      this.setAttribute("aria-level", String(Math.min(6, Math.max(1, level || 2))));
    } else {
      this.removeAttribute("aria-level");
    }
  }
}

customElements.define("cf-heading", CfHeading);
