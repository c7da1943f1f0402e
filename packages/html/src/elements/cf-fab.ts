/** `cf-fab`: the one button above everything else, in the corner of the window. */

import {
  css,
  type CSSResultGroup,
  html,
  nothing,
  type PropertyDeclarations,
  type TemplateResult,
} from "lit";
import { CfElement, focusInside, propertiesOf } from "./cf-element.ts";
import { focusStyles, hostStyles } from "./shared-styles.ts";

/** See the catalogue entry of `cf-fab`. */
export class CfFab extends CfElement {
  static override shadowRootOptions: ShadowRootInit = focusInside;
  static override properties: PropertyDeclarations = propertiesOf("cf-fab");
  static override styles: CSSResultGroup = [
    hostStyles,
    focusStyles,
    css`
      :host {
        position: fixed;
        inset-block-end: 1.25rem;
        inset-inline-end: 1.25rem;
        z-index: 40;
      }
      :host([position="bottom-left"]) {
        inset-inline: 1.25rem auto;
      }
      button {
        display: grid;
        place-content: center;
        min-width: 3.5rem;
        height: 3.5rem;
        padding: 0 1rem;
        font: inherit;
        font-size: 1.5rem;
        line-height: 1;
        color: var(--cf-on-accent);
        background: var(--cf-accent);
        border: none;
        border-radius: 1.75rem;
        box-shadow: var(--cf-shadow-lg);
        cursor: pointer;
      }
      button:hover:not(:disabled) {
        background: var(--cf-accent-strong);
      }
      button:disabled {
        opacity: 0.55;
        cursor: not-allowed;
      }
    `,
  ];

  declare label: string | undefined;
  declare icon: string | undefined;
  declare position: string | undefined;
  declare disabled: boolean | undefined;

  protected override render(): TemplateResult {
    return html`
      <button
        part="button"
        type="button"
        aria-label=${this.label || this.getAttribute("aria-label") || nothing}
        ?disabled=${this.disabled}
      ><slot>${this.icon || "+"}</slot></button>
    `;
  }
}

customElements.define("cf-fab", CfFab);
