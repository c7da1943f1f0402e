/** The base of fields for text, of one line or several: the value, its events, and the form. */

import { nothing, type PropertyValues } from "lit";
import { setTextValue } from "../dom/text-value.ts";
import { CfFormField } from "./cf-form-field.ts";

/** A field around a native text control. */
export abstract class CfTextField extends CfFormField {
  declare value: string | undefined;
  declare maxlength: number | undefined;
  declare autofocus: boolean;

  /** Whether this key press submits what was typed. */
  protected abstract submits(event: KeyboardEvent): boolean;

  /** What the field is invalid for, as `aria-invalid` says it. */
  protected get invalid(): "true" | typeof nothing {
    return this.error ? "true" : nothing;
  }

  protected override updated(changed?: PropertyValues): void {
    super.updated();
    const control = this.control as HTMLInputElement | HTMLTextAreaElement | null;
    if (control === null || !changed?.has("value")) return;
    setTextValue(control, this.value === undefined ? "" : String(this.value));
    this.internals.setFormValue(control.value);
  }

  protected override firstUpdated(): void {
    if (this.autofocus) this.focus();
  }

  protected readonly onInput = (event: Event): void => {
    const { value } = event.target as HTMLInputElement | HTMLTextAreaElement;
    this.value = value;
    this.internals.setFormValue(value);
    this.emit("cf-input", { value, name: this.name });
  };

  protected readonly onChange = (event: Event): void => {
    const { value } = event.target as HTMLInputElement | HTMLTextAreaElement;
    this.value = value;
    this.emit("cf-change", { value, name: this.name });
  };

  protected readonly onKeydown = (event: KeyboardEvent): void => {
    const { key, ctrlKey, metaKey, shiftKey, altKey } = event;
    const value = this.value ?? "";
    this.emit("cf-keydown", { key, value, ctrlKey, metaKey, shiftKey, altKey });
    if (key !== "Enter" || event.isComposing || !this.submits(event)) return;
    this.emit("cf-submit", { value, name: this.name });
    this.submitForm();
  };

  protected readonly onFocus = (): void => {
    this.emit("cf-focus", { value: this.value ?? "" });
  };

  protected readonly onBlur = (): void => {
    this.emit("cf-blur", { value: this.value ?? "" });
  };
}
