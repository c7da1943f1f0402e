/** `cf-slider`: a number by pointing. */

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
import { fieldStyles, focusStyles, hostStyles } from "./shared-styles.ts";

/** See the catalogue entry of `cf-slider`. */
export class CfSlider extends CfFormField {
  static override properties: PropertyDeclarations = propertiesOf("cf-slider");
  static override styles: CSSResultGroup = [
    hostStyles,
    focusStyles,
    fieldStyles,
    css`
      input {
        width: 100%;
        margin: 0;
        accent-color: var(--cf-accent);
        cursor: pointer;
      }
    `,
  ];

  declare value: number | undefined;
  declare min: number | undefined;
  declare max: number | undefined;
  declare step: number | undefined;

  protected override render(): TemplateResult {
    return this.frame(html`
      <input
        id="control"
        part="slider"
        type="range"
        min=${this.min ?? 0}
        max=${this.max ?? 100}
        step=${this.step ?? 1}
        aria-label=${this.label ? nothing : this.accessibleName}
        .value=${String(this.value ?? this.min ?? 0)}
        ?disabled=${this.disabled}
        @input=${(event: Event) => this.#take(event, "cf-input")}
        @change=${(event: Event) => this.#take(event, "cf-change")}
      >
    `);
  }

  #take(event: Event, type: string): void {
    event.stopPropagation();
    this.value = Number((event.target as HTMLInputElement).value);
    this.internals.setFormValue(String(this.value));
    this.emit(type, { value: this.value, name: this.name });
  }
}

customElements.define("cf-slider", CfSlider);
