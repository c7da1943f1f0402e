/** `cf-hgroup`: children beside each other, as a group. */

import { css, type CSSResultGroup, type PropertyDeclarations } from "lit";
import { propertiesOf } from "./cf-element.ts";
import { LayoutElement } from "./layout-element.ts";
import { hostStyles } from "./shared-styles.ts";
import { alignmentStyles, spacingStyles } from "./spacing.ts";

/** See the catalogue entry of `cf-hgroup`. */
export class CfHgroup extends LayoutElement {
  static override properties: PropertyDeclarations = propertiesOf("cf-hgroup");
  static override styles: CSSResultGroup = [
    hostStyles,
    css`
      :host {
        /* Controls in it keep their size; what stands beside it gives way. */
        min-width: auto;
        display: flex;
        flex-direction: row;
        align-items: center;
        gap: 0.5rem;
      }
    `,
    spacingStyles,
    alignmentStyles,
  ];
}

customElements.define("cf-hgroup", CfHgroup);
