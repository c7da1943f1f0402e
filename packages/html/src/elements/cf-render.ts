/** `cf-render`: the view of a piece, which the renderer puts here as children. */

import { css, type CSSResultGroup, type PropertyDeclarations } from "lit";
import { propertiesOf } from "./cf-element.ts";
import { LayoutElement } from "./layout-element.ts";
import { hostStyles } from "./shared-styles.ts";

/** See the catalogue entry of `cf-render`. */
export class CfRender extends LayoutElement {
  static override properties: PropertyDeclarations = propertiesOf("cf-render");
  static override styles: CSSResultGroup = [
    hostStyles,
    css`
      :host {
        display: contents;
      }
    `,
  ];
}

customElements.define("cf-render", CfRender);
