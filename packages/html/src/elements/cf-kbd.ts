/** `cf-kbd`: a key or a combination of keys. */

import {
  css,
  type CSSResultGroup,
  html,
  type PropertyDeclarations,
  type TemplateResult,
} from "lit";
import { CfElement, propertiesOf } from "./cf-element.ts";
import { hostStyles } from "./shared-styles.ts";

/** See the catalogue entry of `cf-kbd`. */
export class CfKbd extends CfElement {
  static override properties: PropertyDeclarations = propertiesOf("cf-kbd");
  static override styles: CSSResultGroup = [
    hostStyles,
    css`
      :host {
        display: inline-block;
      }
      kbd {
        display: inline-block;
        min-width: 1.25em;
        padding: 0.0625rem 0.375rem;
        font-family: var(--cf-font-mono);
        font-size: var(--cf-size-xs);
        line-height: 1.4;
        text-align: center;
        color: var(--cf-text-muted);
        background: var(--cf-surface-sunken);
        border: 1px solid var(--cf-border-strong);
        border-block-end-width: 2px;
        border-radius: 0.25rem;
      }
    `,
  ];

  protected override render(): TemplateResult {
    return html`<kbd><slot></slot></kbd>`;
  }
}

customElements.define("cf-kbd", CfKbd);
