/** `cf-list`: items below each other, as children or as data, each of which may be removable. */

import {
  css,
  type CSSResultGroup,
  html,
  nothing,
  type PropertyDeclarations,
  type TemplateResult,
} from "lit";
import { CfElement, propertiesOf } from "./cf-element.ts";
import { itemsOf } from "./items.ts";
import { removeButton, removeButtonStyles } from "./remove-button.ts";
import { focusStyles, hostStyles } from "./shared-styles.ts";

/** See the catalogue entry of `cf-list`. */
export class CfList extends CfElement {
  static override properties: PropertyDeclarations = propertiesOf("cf-list");
  static override styles: CSSResultGroup = [
    hostStyles,
    focusStyles,
    removeButtonStyles,
    css`
      :host {
        display: block;
        color: var(--cf-text);
      }
      .title {
        margin: 0 0 0.375rem;
        font-size: var(--cf-size-sm);
        font-weight: 600;
        color: var(--cf-text-muted);
      }
      .items {
        display: flex;
        flex-direction: column;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      .item {
        display: flex;
        align-items: center;
        gap: 0.5rem;
        min-height: 2.5rem;
        padding: 0.375rem 0.75rem;
        border-block-end: 1px solid var(--cf-border);
      }
      .item:last-child {
        border-block-end: none;
      }
      .text {
        flex: 1;
        min-width: 0;
        overflow-wrap: anywhere;
      }
    `,
  ];

  declare value: readonly unknown[] | undefined;
  declare items: readonly unknown[] | undefined;
  declare label: string | undefined;
  declare title: string;
  declare removable: boolean | undefined;

  protected override render(): TemplateResult {
    const given = this.value ?? this.items;
    const title = this.title ? html`<div class="title" id="title">${this.title}</div>` : nothing;
    return html`
      ${title}
      <div
        class="items"
        part="items"
        role="list"
        aria-labelledby=${this.title ? "title" : nothing}
        aria-label=${this.title ? nothing : this.label || nothing}
      >${itemsOf(given).map(({ label }, index) =>
        html`
          <div class="item" part="item" role="listitem">
            <span class="text">${label}</span>
            ${this.removable ? removeButton(() => this.#remove(index), label) : nothing}
          </div>
        `
      )}<slot></slot></div>
    `;
  }

  #remove(index: number): void {
    const given = this.value ?? this.items ?? [];
    const item = given[index];
    if (!this.emit("cf-remove-item", { item, index })) return;
    if (this.value === undefined) return;
    this.value = given.filter((_, at) => at !== index);
    this.emit("cf-change", { value: this.value });
  }
}

customElements.define("cf-list", CfList);
