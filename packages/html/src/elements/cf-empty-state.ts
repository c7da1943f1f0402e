/** `cf-empty-state`: what stands where there is nothing yet. */

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

/** See the catalogue entry of `cf-empty-state`. */
export class CfEmptyState extends CfElement {
  static override properties: PropertyDeclarations = propertiesOf("cf-empty-state");
  static override styles: CSSResultGroup = [
    hostStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        align-items: center;
        gap: 0.5rem;
        padding: 2.5rem 1.5rem;
        text-align: center;
        text-wrap: balance;
        color: var(--cf-text-muted);
      }
      .icon {
        font-size: 2rem;
        line-height: 1;
      }
      .heading {
        color: var(--cf-text);
        font-size: var(--cf-size-lg);
        font-weight: 600;
      }
      p {
        max-width: 28rem;
        margin: 0;
      }
    `,
  ];

  declare heading: string | undefined;
  declare message: string | undefined;
  declare description: string | undefined;
  declare icon: string | undefined;

  get #text(): string {
    return this.message || this.description || "";
  }

  protected override render(): TemplateResult {
    return html`
      <slot name="icon">${this.icon
        ? html`<div class="icon" aria-hidden="true">${this.icon}</div>`
        : nothing}</slot>
      ${this.heading
        ? html`<div class="heading" role="heading" aria-level="3">${this.heading}</div>`
        : nothing}
      ${this.#text ? html`<p>${this.#text}</p>` : nothing}
      <slot></slot>
      <slot name="action"></slot>
    `;
  }
}

customElements.define("cf-empty-state", CfEmptyState);
