/** `cf-spacer`: takes the room that is left between its neighbours. */

import { css, type CSSResultGroup, type PropertyDeclarations } from "lit";
import { propertiesOf } from "./cf-element.ts";
import { LayoutElement } from "./layout-element.ts";
import { hostStyles } from "./shared-styles.ts";

/** See the catalogue entry of `cf-spacer`. */
export class CfSpacer extends LayoutElement {
  static override properties: PropertyDeclarations = propertiesOf("cf-spacer");
  static override styles: CSSResultGroup = [
    hostStyles,
    css`
      :host {
        flex: 1;
      }
    `,
  ];
}

customElements.define("cf-spacer", CfSpacer);
