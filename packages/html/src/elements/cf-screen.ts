/** `cf-screen`: a whole page with a header, a scrolling content and a footer. */

import {
  css,
  type CSSResultGroup,
  html,
  type PropertyDeclarations,
  type TemplateResult,
} from "lit";
import { CfElement, propertiesOf } from "./cf-element.ts";
import { hostStyles } from "./shared-styles.ts";

/** See the catalogue entry of `cf-screen`. */
export class CfScreen extends CfElement {
  static override properties: PropertyDeclarations = propertiesOf("cf-screen");
  static override styles: CSSResultGroup = [
    hostStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        height: 100%;
        min-height: 0;
        color: var(--cf-text);
        background: var(--cf-background);
      }
      .content {
        flex: 1;
        min-height: 0;
        overflow: auto;
        display: flex;
        flex-direction: column;
        padding: var(--cf-screen-padding, 1.25rem);
      }
      slot[name]::slotted(*) {
        flex: none;
      }
      :host([narrow]) .content {
        width: 100%;
        max-width: 44rem;
        margin-inline: auto;
      }
    `,
  ];

  protected override render(): TemplateResult {
    return html`
      <slot name="header"></slot>
      <div class="content" part="content"><slot></slot></div>
      <slot name="footer"></slot>
    `;
  }
}

customElements.define("cf-screen", CfScreen);
