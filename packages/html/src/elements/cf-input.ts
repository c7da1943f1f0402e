/** `cf-input`: a one-line field. */

import {
  css,
  type CSSResultGroup,
  html,
  nothing,
  type PropertyDeclarations,
  type TemplateResult,
} from "lit";
import { propertiesOf } from "./cf-element.ts";
import { CfTextField } from "./cf-text-field.ts";
import { fieldStyles, hostStyles } from "./shared-styles.ts";

/** See the catalogue entry of `cf-input`. */
export class CfInput extends CfTextField {
  static override properties: PropertyDeclarations = propertiesOf("cf-input");
  static override styles: CSSResultGroup = [
    hostStyles,
    fieldStyles,
    css`
      input[type="color"] {
        padding: 0.25rem;
        width: 3.5rem;
      }
      :host([variant="plain"]) .control {
        border-color: transparent;
        background: transparent;
        padding-inline: 0.25rem;
      }
    `,
  ];

  declare type: string | undefined;
  declare min: string | undefined;
  declare max: string | undefined;
  declare step: string | undefined;
  declare pattern: string | undefined;
  declare autocomplete: string | undefined;
  declare inputmode: string | undefined;

  protected override render(): TemplateResult {
    return this.frame(html`
      <input
        class="control"
        id="control"
        part="input"
        type=${this.type || "text"}
        name=${this.name || nothing}
        placeholder=${this.placeholder || nothing}
        min=${this.min || nothing}
        max=${this.max || nothing}
        step=${this.step || (this.type === "number" ? "any" : nothing)}
        pattern=${this.pattern || nothing}
        maxlength=${this.maxlength ?? nothing}
        autocomplete=${this.autocomplete || "off"}
        inputmode=${this.inputmode || nothing}
        aria-label=${this.accessibleName}
        aria-describedby=${this.describedBy}
        aria-invalid=${this.invalid}
        ?autofocus=${this.autofocus}
        ?disabled=${this.disabled}
        ?readonly=${this.readonly}
        ?required=${this.required}
        @input=${this.onInput}
        @change=${this.onChange}
        @keydown=${this.onKeydown}
        @focus=${this.onFocus}
        @blur=${this.onBlur}
      >
    `);
  }

  protected override submits(): boolean {
    return true;
  }
}

customElements.define("cf-input", CfInput);
