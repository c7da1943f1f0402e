/** `cf-accordion-item`: one part of a `cf-accordion`: another name of `cf-collapsible`. */

import type { PropertyDeclarations } from "lit";
import { CfCollapsible } from "./cf-collapsible.ts";
import { propertiesOf } from "./cf-element.ts";

/** See the catalogue entry of `cf-accordion-item`. */
export class CfAccordionItem extends CfCollapsible {
  static override properties: PropertyDeclarations = propertiesOf("cf-accordion-item");
}

customElements.define("cf-accordion-item", CfAccordionItem);
