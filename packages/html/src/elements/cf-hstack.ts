/** `cf-hstack`: children beside each other. */

import { css, type CSSResultGroup, type PropertyDeclarations } from "lit";
import { propertiesOf } from "./cf-element.ts";
import { LayoutElement } from "./layout-element.ts";
import { hostStyles } from "./shared-styles.ts";
import { alignmentStyles, spacingStyles } from "./spacing.ts";

/** See the catalogue entry of `cf-hstack`. */
export class CfHstack extends LayoutElement {
  static override properties: PropertyDeclarations = propertiesOf("cf-hstack");
  static override styles: CSSResultGroup = [
    hostStyles,
    css`
      :host {
        /* Controls in it keep their size; what stands beside it gives way. */
        min-width: auto;
        display: flex;
        flex-direction: row;
        align-items: center;
      }
    `,
    spacingStyles,
    alignmentStyles,
  ];
}

customElements.define("cf-hstack", CfHstack);
