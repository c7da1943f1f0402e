/** `cf-field`: a label, any control as child, help and error. */

import {
  css,
  type CSSResultGroup,
  html,
  nothing,
  type PropertyDeclarations,
  type TemplateResult,
} from "lit";
import { CfElement, propertiesOf } from "./cf-element.ts";
import { labelField } from "./label-field.ts";
import { hostStyles } from "./shared-styles.ts";

/** See the catalogue entry of `cf-field`. */
export class CfField extends CfElement {
  static override properties: PropertyDeclarations = propertiesOf("cf-field");
  static override styles: CSSResultGroup = [
    hostStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        gap: 0.375rem;
      }
      :host([layout="horizontal"]) {
        display: grid;
        grid-template-columns: minmax(6rem, 30%) 1fr;
        align-items: center;
      }
      .label {
        font-size: var(--cf-size-sm);
        font-weight: 550;
      }
      .mark,
      .error {
        color: var(--cf-danger);
      }
      .note {
        margin: 0;
        font-size: var(--cf-size-sm);
        color: var(--cf-text-muted);
      }
      :host([layout="horizontal"]) .note {
        grid-column: 2;
      }
      .error {
        color: var(--cf-danger);
      }
    `,
  ];

  declare label: string | undefined;
  declare hint: string | undefined;
  declare error: string | undefined;
  declare required: boolean | undefined;

  protected override render(): TemplateResult {
    const mark = this.required ? html`<span class="mark" aria-hidden="true"> *</span>` : nothing;
    return html`
      ${this.label
        ? html`<span class="label" id="label" @click=${this.#focus}>${this.label}${mark}</span>`
        : nothing}
      <slot @slotchange=${this.#connect}></slot>
      ${this.hint ? html`<p class="note">${this.hint}</p>` : nothing}
      ${this.error ? html`<p class="note error" role="alert">${this.error}</p>` : nothing}
    `;
  }

  protected override updated(): void {
    this.#connect();
  }

  get #control(): HTMLElement | null {
    return this.querySelector<HTMLElement>(
      "cf-input, cf-textarea, cf-select, cf-autocomplete, cf-code-editor, input, textarea, select",
    );
  }

  readonly #focus = (): void => this.#control?.focus();

  /** The label lies in this shadow tree, out of reach by reference, so its text is the name. */
  readonly #connect = (): void => {
    const control = this.#control;
    if (control === null || !this.label) return;
    if (!control.hasAttribute("aria-label")) control.setAttribute("aria-label", this.label);
    labelField(control, []);
  };
}

customElements.define("cf-field", CfField);
