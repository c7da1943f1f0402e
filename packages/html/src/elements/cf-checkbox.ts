/** `cf-checkbox`: a box to tick, or a switch. */

import {
  css,
  type CSSResultGroup,
  html,
  nothing,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from "lit";
import { CfElement, focusInside, propertiesOf } from "./cf-element.ts";
import { focusStyles, hostStyles } from "./shared-styles.ts";

/** See the catalogue entry of `cf-checkbox`. */
export class CfCheckbox extends CfElement {
  static readonly formAssociated: boolean = true;
  static override shadowRootOptions: ShadowRootInit = focusInside;
  static override properties: PropertyDeclarations = propertiesOf("cf-checkbox");
  static override styles: CSSResultGroup = [
    hostStyles,
    focusStyles,
    css`
      :host {
        display: inline-block;
        color: var(--cf-text);
      }
      label {
        display: inline-flex;
        align-items: center;
        gap: 0.5rem;
        cursor: pointer;
      }
      :host([disabled]) label {
        cursor: not-allowed;
        color: var(--cf-text-muted);
      }
      input {
        appearance: none;
        flex: none;
        display: grid;
        place-content: center;
        width: 1.125rem;
        height: 1.125rem;
        margin: 0;
        background: var(--cf-field);
        border: 1.5px solid var(--cf-border-strong);
        border-radius: 0.25rem;
        cursor: inherit;
        transition: background-color 120ms, border-color 120ms;
      }
      input:hover:not(:disabled) {
        border-color: var(--cf-accent);
      }
      input::after {
        content: "";
        width: 0.3125rem;
        height: 0.625rem;
        margin-block-start: -0.125rem;
        border: solid var(--cf-on-accent);
        border-width: 0 2px 2px 0;
        rotate: 45deg;
        opacity: 0;
      }
      input:checked,
      input:indeterminate {
        background: var(--cf-accent);
        border-color: var(--cf-accent);
      }
      input:checked::after {
        opacity: 1;
      }
      input:indeterminate::after {
        opacity: 1;
        width: 0.5rem;
        height: 0;
        margin: 0;
        border-width: 0 0 2px 0;
        rotate: none;
      }
      input:disabled {
        opacity: 0.55;
      }
      :host([variant="switch"]) input {
        width: 2.125rem;
        height: 1.25rem;
        border-radius: 999px;
        place-content: center start;
        background: var(--cf-border-strong);
      }
      :host([variant="switch"]) input::after {
        opacity: 1;
        width: 0.875rem;
        height: 0.875rem;
        margin: 0 0.125rem;
        border: none;
        border-radius: 50%;
        background: #fff;
        transition: translate 120ms;
      }
      :host([variant="switch"]) input:checked {
        background: var(--cf-accent);
      }
      :host([variant="switch"]) input:checked::after {
        translate: 0.8125rem 0;
      }
    `,
  ];

  declare checked: boolean | undefined;
  declare indeterminate: boolean | undefined;
  declare name: string | undefined;
  declare value: string | undefined;
  declare label: string | undefined;
  declare disabled: boolean | undefined;
  declare required: boolean | undefined;
  declare variant: string | undefined;

  readonly #internals = this.attachInternals();

  protected override render(): TemplateResult {
    return html`
      <label part="base">
        <input
          type="checkbox"
          part="control"
          role=${this.variant === "switch" ? "switch" : nothing}
          aria-label=${this.getAttribute("aria-label") || nothing}
          ?disabled=${this.disabled}
          ?required=${this.required}
          @change=${this.#onChange}
        >
        <slot>${this.label}</slot>
      </label>
    `;
  }

  protected override updated(changed: PropertyValues): void {
    const input = this.renderRoot.querySelector("input")!;
    if (changed.has("checked")) input.checked = this.checked ?? false;
    if (changed.has("indeterminate")) input.indeterminate = this.indeterminate ?? false;
    this.#internals.setFormValue(this.checked ? (this.value || "on") : null);
  }

  readonly #onChange = (event: Event): void => {
    event.stopPropagation();
    this.checked = (event.target as HTMLInputElement).checked;
    this.indeterminate = false;
    this.emit("cf-change", { checked: this.checked, value: this.checked, name: this.name });
  };
}

customElements.define("cf-checkbox", CfCheckbox);
