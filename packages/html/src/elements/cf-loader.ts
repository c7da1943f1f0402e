/** `cf-loader`: shows that something is under way. */

import "@awesome.me/webawesome/dist/components/spinner/spinner.js";
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

/** See the catalogue entry of `cf-loader`. */
export class CfLoader extends CfElement {
  static override properties: PropertyDeclarations = propertiesOf("cf-loader");
  static override styles: CSSResultGroup = [
    hostStyles,
    css`
      :host {
        display: inline-flex;
        align-items: center;
        gap: 0.5rem;
        color: var(--cf-text-muted);
        font-size: var(--cf-size-sm);
        --indicator-color: var(--cf-accent);
        --track-color: var(--cf-border);
      }
      :host([block]) {
        display: flex;
        justify-content: center;
        padding: 1.5rem;
      }
      wa-spinner {
        font-size: 1.125rem;
        --indicator-color: var(--cf-accent);
        --track-color: var(--cf-border);
      }
      :host([size="sm"]) wa-spinner {
        font-size: 0.875rem;
      }
      :host([size="lg"]) wa-spinner {
        font-size: 1.75rem;
      }
    `,
  ];

  declare label: string | undefined;
  declare showElapsed: boolean | undefined;

  #ticker: ReturnType<typeof setInterval> | undefined;
  #since = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#since = performance.now();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#ticker);
    this.#ticker = undefined;
  }

  protected override render(): TemplateResult {
    const elapsed = Math.floor((performance.now() - this.#since) / 1000);
    return html`
      <wa-spinner aria-hidden="true"></wa-spinner>
      <slot>${this.label || nothing}</slot>
      ${this.showElapsed ? html`<span aria-hidden="true">${elapsed} s</span>` : nothing}
    `;
  }

  protected override updated(): void {
    this.offerRole("status");
    if (!this.label && !this.hasAttribute("aria-label")) this.setAttribute("aria-label", "Loading");
    if (this.showElapsed && this.#ticker === undefined) {
      this.#ticker = setInterval(() => this.requestUpdate(), 1000);
    }
  }
}

customElements.define("cf-loader", CfLoader);
