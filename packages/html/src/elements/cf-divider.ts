/** `cf-divider`: another name of `cf-separator`. */

import type { PropertyDeclarations } from "lit";
import { propertiesOf } from "./cf-element.ts";
import { CfSeparator } from "./cf-separator.ts";

/** See the catalogue entry of `cf-divider`. */
export class CfDivider extends CfSeparator {
  static override properties: PropertyDeclarations = propertiesOf("cf-divider");
}

customElements.define("cf-divider", CfDivider);
