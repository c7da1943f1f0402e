/** `cf-radio-group`: one choice among few, all of them in sight. */

import {
  css,
  type CSSResultGroup,
  html,
  nothing,
  type PropertyDeclarations,
  type TemplateResult,
} from "lit";
import { propertiesOf } from "./cf-element.ts";
import { CfFormField } from "./cf-form-field.ts";
import { itemIndex, itemsOf } from "./items.ts";
import { fieldStyles, focusStyles, hostStyles } from "./shared-styles.ts";

/** See the catalogue entry of `cf-radio-group`. */
export class CfRadioGroup extends CfFormField {
  static override properties: PropertyDeclarations = propertiesOf("cf-radio-group");
  static override styles: CSSResultGroup = [
    hostStyles,
    focusStyles,
    fieldStyles,
    css`
      .choices {
        display: flex;
        flex-direction: column;
        gap: 0.5rem;
      }
      :host([orientation="horizontal"]) .choices {
        flex-flow: row wrap;
        gap: 0.5rem 1.25rem;
      }
      .choices label {
        display: inline-flex;
        align-items: center;
        gap: 0.5rem;
        cursor: pointer;
      }
      input {
        width: 1.0625rem;
        height: 1.0625rem;
        margin: 0;
        accent-color: var(--cf-accent);
      }
    `,
  ];

  declare value: unknown;
  declare items: unknown;
  declare orientation: string | undefined;

  protected override render(): TemplateResult {
    const items = itemsOf(this.items);
    const chosen = itemIndex(items, this.value);
    return html`
      ${this.label ? html`<div class="label" id="label">${this.label}</div>` : nothing}
      <div
        class="choices"
        role="radiogroup"
        aria-label=${this.label ? nothing : this.accessibleName}
        aria-labelledby=${this.label ? "label" : nothing}
      >
        ${items.map((item, index) =>
          html`
            <label>
              <input
                type="radio"
                name="choice"
                .checked=${index === chosen}
                ?disabled=${this.disabled || item.disabled}
                @change=${(event: Event) => this.#choose(event, item.value)}
              >${item.label}
            </label>
          `
        )}
      </div>
    `;
  }

  #choose(event: Event, value: unknown): void {
    event.stopPropagation();
    this.value = value;
    this.internals.setFormValue(typeof value === "string" ? value : JSON.stringify(value ?? ""));
    this.emit("cf-change", { value, name: this.name });
  }
}

customElements.define("cf-radio-group", CfRadioGroup);
