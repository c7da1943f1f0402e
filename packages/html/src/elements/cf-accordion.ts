/** `cf-accordion`: several cf-collapsible, one below the other. */

import { css, type CSSResultGroup, type PropertyDeclarations } from "lit";
import { propertiesOf } from "./cf-element.ts";
import { LayoutElement } from "./layout-element.ts";
import { hostStyles } from "./shared-styles.ts";
import { spacingStyles } from "./spacing.ts";

/** See the catalogue entry of `cf-accordion`. */
export class CfAccordion extends LayoutElement {
  static override properties: PropertyDeclarations = propertiesOf("cf-accordion");
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
  ];
}

customElements.define("cf-accordion", CfAccordion);
