/** `cf-vstack`: children below each other. */

import { css, type CSSResultGroup, type PropertyDeclarations } from "lit";
import { propertiesOf } from "./cf-element.ts";
import { LayoutElement } from "./layout-element.ts";
import { hostStyles } from "./shared-styles.ts";
import { alignmentStyles, spacingStyles } from "./spacing.ts";

/** See the catalogue entry of `cf-vstack`. */
export class CfVstack extends LayoutElement {
  static override properties: PropertyDeclarations = propertiesOf("cf-vstack");
  static override styles: CSSResultGroup = [
    hostStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        align-items: stretch;
      }
    `,
    spacingStyles,
    alignmentStyles,
    css`
      :host([reverse]) {
        flex-direction: column-reverse;
      }
    `,
  ];
}

customElements.define("cf-vstack", CfVstack);
