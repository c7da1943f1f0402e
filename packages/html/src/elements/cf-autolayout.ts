/** `cf-autolayout`: panes beside each other where there is room, else below each other. */

import { css, type CSSResultGroup, type PropertyDeclarations } from "lit";
import { propertiesOf } from "./cf-element.ts";
import { LayoutElement } from "./layout-element.ts";
import { hostStyles } from "./shared-styles.ts";
import { spacingStyles } from "./spacing.ts";

/** See the catalogue entry of `cf-autolayout`. */
export class CfAutolayout extends LayoutElement {
  static override properties: PropertyDeclarations = propertiesOf("cf-autolayout");
  static override styles: CSSResultGroup = [
    hostStyles,
    css`
      :host {
        display: block;
        gap: 1rem;
      }
      slot {
        display: grid;
        gap: inherit;
        grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr));
      }
    `,
    spacingStyles,
  ];
}

customElements.define("cf-autolayout", CfAutolayout);
