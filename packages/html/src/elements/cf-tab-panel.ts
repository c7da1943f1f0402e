/** `cf-tab-panel`: what a tab shows. */

import { css, type CSSResultGroup, type PropertyDeclarations } from "lit";
import { propertiesOf } from "./cf-element.ts";
import { LayoutElement } from "./layout-element.ts";
import { hostStyles } from "./shared-styles.ts";

/** See the catalogue entry of `cf-tab-panel`. */
export class CfTabPanel extends LayoutElement {
  static override properties: PropertyDeclarations = propertiesOf("cf-tab-panel", ["value"]);
  static override styles: CSSResultGroup = [
    hostStyles,
    css`
      :host {
        display: none;
        padding-block: 1rem;
      }
      :host([active]) {
        display: block;
      }
    `,
  ];
}

customElements.define("cf-tab-panel", CfTabPanel);
