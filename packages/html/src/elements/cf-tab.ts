/** `cf-tab`: one tab; `cf-tabs` around it opens it. */

import {
  css,
  type CSSResultGroup,
  html,
  type PropertyDeclarations,
  type TemplateResult,
} from "lit";
import { CfElement, propertiesOf } from "./cf-element.ts";
import { hostStyles } from "./shared-styles.ts";

/** See the catalogue entry of `cf-tab`. */
export class CfTab extends CfElement {
  static override properties: PropertyDeclarations = propertiesOf("cf-tab", ["value"]);
  static override styles: CSSResultGroup = [
    hostStyles,
    css`
      :host {
        display: inline-flex;
        align-items: center;
        gap: 0.375rem;
        padding: 0.5rem 0.75rem;
        margin-block-end: -1px;
        color: var(--cf-text-muted);
        font-weight: 550;
        white-space: nowrap;
        border-block-end: 2px solid transparent;
        cursor: pointer;
        user-select: none;
      }
      :host(:hover) {
        color: var(--cf-text);
      }
      :host([selected]) {
        color: var(--cf-accent-ink);
        border-color: var(--cf-accent);
      }
      :host([disabled]) {
        opacity: 0.5;
        pointer-events: none;
      }
      :host(:focus-visible) {
        outline: 2px solid var(--cf-focus);
        outline-offset: -2px;
        border-radius: 0.375rem;
      }
    `,
  ];

  declare value: string | undefined;
  declare disabled: boolean | undefined;
  declare selected: boolean | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.offerRole("tab");
  }

  protected override render(): TemplateResult {
    return html`<slot></slot>`;
  }

  protected override updated(): void {
    this.tabIndex = this.selected ? 0 : -1;
    this.setAttribute("aria-selected", String(this.selected ?? false));
  }
}

customElements.define("cf-tab", CfTab);
