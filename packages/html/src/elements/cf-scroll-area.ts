/** `cf-scroll-area`: another name of `cf-vscroll`. */

import type { PropertyDeclarations } from "lit";
import { propertiesOf } from "./cf-element.ts";
import { CfVscroll } from "./cf-vscroll.ts";

/** See the catalogue entry of `cf-scroll-area`. */
export class CfScrollArea extends CfVscroll {
  static override properties: PropertyDeclarations = propertiesOf("cf-scroll-area");
}

customElements.define("cf-scroll-area", CfScrollArea);
