/**
 * The base of fields: label, help and error around a control, membership in forms, and an
 * accessible name from outside.
 */

import { html, nothing, type TemplateResult } from "lit";
import { CfElement, focusInside } from "./cf-element.ts";

/** A labelled field with a native control inside. */
export abstract class CfFormField extends CfElement {
  static readonly formAssociated: boolean = true;
  static override shadowRootOptions: ShadowRootInit = focusInside;

  declare label: string | undefined;
  declare name: string | undefined;
  declare placeholder: string | undefined;
  declare hint: string | undefined;
  declare error: string | undefined;
  declare disabled: boolean | undefined;
  declare readonly: boolean | undefined;
  declare required: boolean | undefined;

  /** The link to the form around the field. */
  protected readonly internals: ElementInternals = this.attachInternals();
  #labels: readonly Element[] = [];

  /** The native control. */
  protected get control(): HTMLElement | null {
    return this.renderRoot?.querySelector<HTMLElement>(".control") ?? null;
  }

  /** Gives the control its accessible name from elements outside, such as a `cf-label`. */
  labelledBy(elements: readonly Element[]): void {
    this.#labels = elements;
    this.#applyLabels();
  }

  protected override updated(): void {
    this.#applyLabels();
  }

  /** Submits the form around the field, as Enter does in a native one. */
  protected submitForm(): void {
    this.internals.form?.requestSubmit();
  }

  /** The control between its label and its help. */
  protected frame(control: TemplateResult): TemplateResult {
    const mark = this.required ? html`<span class="mark" aria-hidden="true"> *</span>` : nothing;
    return html`
      ${this.label
        ? html`<label class="label" for="control">${this.label}${mark}</label>`
        : nothing}
      ${control}
      ${this.hint ? html`<p class="hint" id="hint">${this.hint}</p>` : nothing}
      ${this.error ? html`<p class="error" id="error" role="alert">${this.error}</p>` : nothing}
    `;
  }

  /** The ids that describe the control. */
  protected get describedBy(): string | typeof nothing {
    const ids = [this.hint ? "hint" : "", this.error ? "error" : ""].filter((id) => id !== "");
    return ids.length > 0 ? ids.join(" ") : nothing;
  }

  /** Without a visible label the host's own `aria-label` or the placeholder names the control. */
  protected get accessibleName(): string | typeof nothing {
    if (this.label || this.#labels.length > 0) return nothing;
    return this.getAttribute("aria-label") ?? (this.placeholder ? this.placeholder : nothing);
  }

  #applyLabels(): void {
    const control = this.control as HTMLElement & { ariaLabelledByElements?: Element[] | null };
    if (control === null || this.#labels.length === 0) return;
    control.ariaLabelledByElements = [...this.#labels];
  }
}
