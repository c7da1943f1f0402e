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
      /* A toolbar goes from edge to edge; everything else stands in line with the content. */
      slot[name] {
        flex: none;
        display: flex;
        flex-direction: column;
        align-items: center;
      }
      slot[name]::slotted(*) {
        flex: none;
        box-sizing: border-box;
        width: calc(100% - 2 * var(--cf-screen-padding, 1.25rem));
      }
      slot[name]::slotted(cf-toolbar) {
        width: 100%;
      }
      slot[name="header"]::slotted(:not(cf-toolbar)) {
        margin-block-start: var(--cf-screen-padding, 1.25rem);
      }
      slot[name="footer"] {
        position: sticky;
        inset-block-end: 0;
        z-index: 1;
        background: var(--cf-background);
      }
      slot[name="footer"]::slotted(:not(cf-toolbar)) {
        padding-block: 0.625rem var(--cf-screen-padding, 1.25rem);
      }
      :host([narrow]) .content {
        width: 100%;
        max-width: 44rem;
        margin-inline: auto;
      }
      :host([narrow]) slot[name]::slotted(:not(cf-toolbar)) {
        max-width: calc(44rem - 2 * var(--cf-screen-padding, 1.25rem));
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
