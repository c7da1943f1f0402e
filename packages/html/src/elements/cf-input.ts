/** `cf-input`: a one-line field. */

import {
  css,
  type CSSResultGroup,
  html,
  nothing,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from "lit";
import { setTextValue } from "../dom/text-value.ts";
import { propertiesOf } from "./cf-element.ts";
import { CfFormField } from "./cf-form-field.ts";
import { fieldStyles, hostStyles } from "./shared-styles.ts";

/** See the catalogue entry of `cf-input`. */
export class CfInput extends CfFormField {
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

  declare value: string | undefined;
  declare type: string | undefined;
  declare min: string | undefined;
  declare max: string | undefined;
  declare step: string | undefined;
  declare pattern: string | undefined;
  declare maxlength: number | undefined;
  declare autocomplete: string | undefined;
  declare inputmode: string | undefined;
  declare autofocus: boolean;

  get #input(): HTMLInputElement | null {
    return this.control as HTMLInputElement | null;
  }

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
        aria-invalid=${this.error ? "true" : nothing}
        ?autofocus=${this.autofocus}
        ?disabled=${this.disabled}
        ?readonly=${this.readonly}
        ?required=${this.required}
        @input=${this.#onInput}
        @change=${this.#onChange}
        @keydown=${this.#onKeydown}
        @focus=${() => this.emit("cf-focus", { value: this.value ?? "" })}
        @blur=${() => this.emit("cf-blur", { value: this.value ?? "" })}
      >
    `);
  }

  protected override updated(changed?: PropertyValues): void {
    super.updated();
    const input = this.#input;
    if (input === null || !changed?.has("value")) return;
    setTextValue(input, this.value === undefined ? "" : String(this.value));
    this.internals.setFormValue(input.value);
  }

  protected override firstUpdated(): void {
    if (this.autofocus) this.focus();
  }

  readonly #onInput = (event: Event): void => {
    const value = (event.target as HTMLInputElement).value;
    this.value = value;
    this.internals.setFormValue(value);
    this.emit("cf-input", { value, name: this.name });
  };

  readonly #onChange = (event: Event): void => {
    const value = (event.target as HTMLInputElement).value;
    this.value = value;
    this.emit("cf-change", { value, name: this.name });
  };

  readonly #onKeydown = (event: KeyboardEvent): void => {
    const { key, ctrlKey, metaKey, shiftKey, altKey, isComposing } = event;
    const value = this.value ?? "";
    this.emit("cf-keydown", { key, value, ctrlKey, metaKey, shiftKey, altKey });
    if (key !== "Enter" || isComposing) return;
    this.emit("cf-submit", { value, name: this.name });
    this.submitForm();
  };
}

customElements.define("cf-input", CfInput);
