/** `cf-tab-list`: the row of tabs. */

import { css, type CSSResultGroup, type PropertyDeclarations } from "lit";
import { propertiesOf } from "./cf-element.ts";
import { LayoutElement } from "./layout-element.ts";
import { hostStyles } from "./shared-styles.ts";

/** See the catalogue entry of `cf-tab-list`. */
export class CfTabList extends LayoutElement {
  static override properties: PropertyDeclarations = propertiesOf("cf-tab-list");
  static override styles: CSSResultGroup = [
    hostStyles,
    css`
      :host {
        display: flex;
        gap: 0.25rem;
        overflow-x: auto;
        overflow-y: hidden;
        scrollbar-width: none;
        box-shadow: inset 0 -1px var(--cf-border);
        padding-block-end: 1px;
      }
    `,
  ];

  declare label: string | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.offerRole("tablist");
  }

  protected override updated(): void {
    if (this.label) this.setAttribute("aria-label", this.label);
  }
}

customElements.define("cf-tab-list", CfTabList);
