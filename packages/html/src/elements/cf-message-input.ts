/** `cf-message-input`: a field with a send button; Enter sends. */

import {
  css,
  type CSSResultGroup,
  html,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from "lit";
import { setTextValue } from "../dom/text-value.ts";
import "./cf-button.ts";
import { CfElement, focusInside, propertiesOf } from "./cf-element.ts";
import { fieldStyles, hostStyles } from "./shared-styles.ts";

/** See the catalogue entry of `cf-message-input`. */
export class CfMessageInput extends CfElement {
  static override shadowRootOptions: ShadowRootInit = focusInside;
  static override properties: PropertyDeclarations = propertiesOf("cf-message-input");
  static override styles: CSSResultGroup = [
    hostStyles,
    fieldStyles,
    css`
      .row {
        display: flex;
        align-items: flex-end;
        gap: 0.5rem;
      }
      .control {
        flex: 1;
        min-width: 0;
        resize: none;
        field-sizing: content;
        max-height: 10rem;
      }
    `,
  ];

  declare value: string | undefined;
  declare placeholder: string | undefined;
  declare buttonText: string | undefined;
  declare label: string | undefined;
  declare name: string | undefined;
  declare disabled: boolean | undefined;
  declare loading: boolean | undefined;
  declare pending: boolean | undefined;
  declare multiline: boolean | undefined;
  declare autofocus: boolean;

  protected override render(): TemplateResult {
    return html`
      <div class="row">
        <textarea
          class="control"
          part="input"
          rows="1"
          placeholder=${this.placeholder ?? ""}
          aria-label=${this.label || this.getAttribute("aria-label") || this.placeholder ||
            "Message"}
          ?disabled=${this.disabled}
          @input=${this.#onInput}
          @change=${this.#onChange}
          @keydown=${this.#onKeydown}
        ></textarea>
        <cf-button
          part="button"
          variant="primary"
          .disabled=${this.disabled || !(this.value ?? "").trim()}
          .loading=${this.#isBusy}
          @click=${this.#send}
        >${this.buttonText || "Send"}</cf-button>
      </div>
    `;
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has("value")) setTextValue(this.#field, this.value ?? "");
  }

  protected override firstUpdated(): void {
    if (this.autofocus) this.focus();
  }

  get #isBusy(): boolean {
    return Boolean(this.loading || this.pending);
  }

  get #field(): HTMLTextAreaElement {
    return this.renderRoot.querySelector("textarea")!;
  }

  readonly #onInput = (): void => {
    this.value = this.#field.value;
    this.emit("cf-input", { value: this.value, name: this.name });
  };

  readonly #onChange = (): void => {
    this.emit("cf-change", { value: this.value ?? "", name: this.name });
  };

  readonly #onKeydown = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || event.isComposing) return;
    if (this.multiline && event.shiftKey) return;
    event.preventDefault();
    this.#send();
  };

  /** What is told of a message that is sent. */
  protected detailOf(message: string): Readonly<Record<string, unknown>> {
    return { message, value: message, name: this.name };
  }

  readonly #send = (): void => {
    const message = this.value ?? "";
    if (message.trim() === "" || this.disabled || this.#isBusy) return;
    this.emit("cf-send", this.detailOf(message));
    this.value = "";
    this.emit("cf-change", { value: "", name: this.name });
    this.focus();
  };
}

customElements.define("cf-message-input", CfMessageInput);
