/** `cf-progress`: how far something is. */

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

/** See the catalogue entry of `cf-progress`. */
export class CfProgress extends CfElement {
  static override properties: PropertyDeclarations = propertiesOf("cf-progress");
  static override styles: CSSResultGroup = [
    hostStyles,
    css`
      :host {
        display: block;
      }
      progress {
        display: block;
        appearance: none;
        width: 100%;
        height: 0.5rem;
        overflow: hidden;
        background: var(--cf-surface-sunken);
        border: none;
        border-radius: 999px;
      }
      progress::-webkit-progress-bar {
        background: var(--cf-surface-sunken);
      }
      progress::-webkit-progress-value {
        background: var(--cf-accent);
        border-radius: 999px;
        transition: inline-size 160ms;
      }
      progress::-moz-progress-bar {
        background: var(--cf-accent);
      }
      progress:indeterminate {
        background: linear-gradient(90deg, transparent 20%, var(--cf-accent), transparent 80%) 0 0 / 50%
          100%
          no-repeat var(--cf-surface-sunken);
        animation: slide 1.4s ease-in-out infinite alternate;
      }
      progress:indeterminate::-webkit-progress-bar {
        background: transparent;
      }
      @keyframes slide {
        to {
          background-position: 100% 0;
        }
      }
    `,
  ];

  declare value: number | undefined;
  declare max: number | undefined;
  declare label: string | undefined;
  declare indeterminate: boolean | undefined;

  protected override render(): TemplateResult {
    const known = this.value !== undefined && !this.indeterminate;
    return html`
      <progress
        part="bar"
        max=${this.max ?? 100}
        value=${known ? this.value! : nothing}
        aria-label=${this.label || this.getAttribute("aria-label") || "Progress"}
      ></progress>
    `;
  }
}

customElements.define("cf-progress", CfProgress);
