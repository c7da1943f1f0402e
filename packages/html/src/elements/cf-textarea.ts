/** `cf-textarea`: a field of several lines. */

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

/** See the catalogue entry of `cf-textarea`. */
export class CfTextarea extends CfFormField {
  static override properties: PropertyDeclarations = propertiesOf("cf-textarea", ["autoResize"]);
  static override styles: CSSResultGroup = [
    hostStyles,
    fieldStyles,
    css`
      textarea {
        resize: vertical;
      }
      :host([resize="none"]) textarea {
        resize: none;
      }
      :host([resize="both"]) textarea {
        resize: both;
      }
      :host([autoresize]) textarea {
        field-sizing: content;
        max-height: 24rem;
      }
    `,
  ];

  declare value: string | undefined;
  declare rows: number | undefined;
  declare maxlength: number | undefined;
  declare autofocus: boolean;

  protected override render(): TemplateResult {
    return this.frame(html`
      <textarea
        class="control"
        id="control"
        part="textarea"
        name=${this.name || nothing}
        rows=${this.rows ?? 3}
        placeholder=${this.placeholder || nothing}
        maxlength=${this.maxlength ?? nothing}
        aria-label=${this.accessibleName}
        aria-describedby=${this.describedBy}
        aria-invalid=${this.error ? "true" : nothing}
        ?disabled=${this.disabled}
        ?readonly=${this.readonly}
        ?required=${this.required}
        @input=${this.#onInput}
        @change=${this.#onChange}
        @keydown=${this.#onKeydown}
        @focus=${() => this.emit("cf-focus", { value: this.value ?? "" })}
        @blur=${() => this.emit("cf-blur", { value: this.value ?? "" })}
      ></textarea>
    `);
  }

  protected override updated(changed?: PropertyValues): void {
    super.updated();
    const area = this.control as HTMLTextAreaElement | null;
    if (area === null || !changed?.has("value")) return;
    setTextValue(area, this.value === undefined ? "" : String(this.value));
    this.internals.setFormValue(area.value);
  }

  protected override firstUpdated(): void {
    if (this.autofocus) this.focus();
  }

  readonly #onInput = (event: Event): void => {
    const value = (event.target as HTMLTextAreaElement).value;
    this.value = value;
    this.internals.setFormValue(value);
    this.emit("cf-input", { value, name: this.name });
  };

  readonly #onChange = (): void => {
    this.emit("cf-change", { value: this.value ?? "", name: this.name });
  };

  readonly #onKeydown = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    this.emit("cf-submit", { value: this.value ?? "", name: this.name });
    this.submitForm();
  };
}

customElements.define("cf-textarea", CfTextarea);
