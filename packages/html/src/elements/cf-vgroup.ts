/** `cf-vgroup`: children below each other, as a named group. */

import { css, type CSSResultGroup, type PropertyDeclarations } from "lit";
import { propertiesOf } from "./cf-element.ts";
import { LayoutElement } from "./layout-element.ts";
import { hostStyles } from "./shared-styles.ts";
import { alignmentStyles, spacingStyles } from "./spacing.ts";

/** See the catalogue entry of `cf-vgroup`. */
export class CfVgroup extends LayoutElement {
  static override properties: PropertyDeclarations = propertiesOf("cf-vgroup");
  static override styles: CSSResultGroup = [
    hostStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        gap: 0.5rem;
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

customElements.define("cf-vgroup", CfVgroup);
