/** `cf-skeleton`: the place of something that is still to come. */

import {
  css,
  type CSSResultGroup,
  html,
  type PropertyDeclarations,
  type TemplateResult,
} from "lit";
import { CfElement, propertiesOf } from "./cf-element.ts";
import { hostStyles } from "./shared-styles.ts";

/** See the catalogue entry of `cf-skeleton`. */
export class CfSkeleton extends CfElement {
  static override properties: PropertyDeclarations = propertiesOf("cf-skeleton");
  static override styles: CSSResultGroup = [
    hostStyles,
    css`
      :host {
        display: block;
        min-height: 1.25rem;
        background: var(--cf-surface-sunken);
        border-radius: var(--cf-radius);
      }
      :host([variant="text"]) {
        min-height: 0.75rem;
        margin-block: 0.25rem;
        border-radius: 0.25rem;
      }
      :host(:is([variant="circle"], [variant="circular"])) {
        width: 2.5rem;
        height: 2.5rem;
        border-radius: 50%;
      }
      @media (prefers-reduced-motion: no-preference) {
        :host {
          animation: pulse 1.6s ease-in-out infinite alternate;
        }
      }
      @keyframes pulse {
        to {
          opacity: 0.45;
        }
      }
    `,
  ];

  declare variant: string | undefined;

  /** What waits is said by whoever shows it; the place itself says nothing. */
  override connectedCallback(): void {
    super.connectedCallback();
    this.setAttribute("aria-hidden", "true");
  }

  protected override render(): TemplateResult {
    return html``;
  }
}

customElements.define("cf-skeleton", CfSkeleton);
