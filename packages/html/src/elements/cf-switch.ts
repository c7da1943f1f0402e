/** `cf-switch`: a checkbox that looks like a switch. */

import type { PropertyDeclarations } from "lit";
import { CfCheckbox } from "./cf-checkbox.ts";
import { propertiesOf } from "./cf-element.ts";

/** See the catalogue entry of `cf-switch`. */
export class CfSwitch extends CfCheckbox {
  static override properties: PropertyDeclarations = propertiesOf("cf-switch");

  override connectedCallback(): void {
    super.connectedCallback();
    this.setAttribute("variant", "switch");
    this.variant = "switch";
  }
}

customElements.define("cf-switch", CfSwitch);
