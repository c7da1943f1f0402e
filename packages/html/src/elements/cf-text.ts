/** `cf-text`: a run of text. */

import { css, type CSSResultGroup, type PropertyDeclarations } from "lit";
import { propertiesOf } from "./cf-element.ts";
import { LayoutElement } from "./layout-element.ts";
import { hostStyles } from "./shared-styles.ts";

/** See the catalogue entry of `cf-text`. */
export class CfText extends LayoutElement {
  static override properties: PropertyDeclarations = propertiesOf("cf-text");
  static override styles: CSSResultGroup = [
    hostStyles,
    css`
      :host {
        display: inline;
        overflow-wrap: anywhere;
      }
      :host([block]),
      :host([align]),
      :host([truncate]) {
        display: block;
      }
      :host([variant="muted"]),
      :host([tone="muted"]) {
        color: var(--cf-text-muted);
      }
      :host([variant="caption"]),
      :host([tone="caption"]) {
        color: var(--cf-text-muted);
        font-size: var(--cf-size-sm);
      }
      :host([variant="strong"]),
      :host([weight="bold"]) {
        font-weight: 650;
      }
      :host([weight="medium"]) {
        font-weight: 550;
      }
      :host([weight="normal"]) {
        font-weight: 400;
      }
      :host([variant="code"]) {
        font-family: var(--cf-font-mono);
        font-size: 0.9em;
      }
      :host([variant="error"]),
      :host([tone="error"]) {
        color: var(--cf-danger);
      }
      :host([variant="success"]),
      :host([tone="success"]) {
        color: var(--cf-success);
      }
      :host([size="xs"]) {
        font-size: var(--cf-size-xs);
      }
      :host([size="sm"]) {
        font-size: var(--cf-size-sm);
      }
      :host([size="lg"]) {
        font-size: var(--cf-size-lg);
      }
      :host([size="xl"]) {
        font-size: var(--cf-size-xl);
      }
      :host([align="center"]) {
        text-align: center;
      }
      :host([align="end"]) {
        text-align: end;
      }
      :host([truncate]) {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
    `,
  ];
}

customElements.define("cf-text", CfText);
