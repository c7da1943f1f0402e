/** `cf-hscroll`: a region that scrolls sideways. */

import { css, type CSSResultGroup, type PropertyDeclarations } from "lit";
import { propertiesOf } from "./cf-element.ts";
import { LayoutElement } from "./layout-element.ts";
import { hostStyles } from "./shared-styles.ts";
import { alignmentStyles, spacingStyles } from "./spacing.ts";

/** See the catalogue entry of `cf-hscroll`. */
export class CfHscroll extends LayoutElement {
  static override properties: PropertyDeclarations = propertiesOf("cf-hscroll");
  static override styles: CSSResultGroup = [
    hostStyles,
    css`
      :host {
        display: flex;
        overflow-x: auto;
        overscroll-behavior-x: contain;
        scrollbar-width: thin;
        scrollbar-color: var(--cf-border-strong) transparent;
      }
    `,
    spacingStyles,
    alignmentStyles,
  ];
}

customElements.define("cf-hscroll", CfHscroll);
