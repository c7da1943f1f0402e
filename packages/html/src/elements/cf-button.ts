/** `cf-button`: a native button in its own clothes; presses arrive as `click` on the element. */

import "@awesome.me/webawesome/dist/components/spinner/spinner.js";
import {
  css,
  type CSSResultGroup,
  html,
  nothing,
  type PropertyDeclarations,
  type TemplateResult,
} from "lit";
import { CfElement, focusInside, propertiesOf } from "./cf-element.ts";
import { focusStyles, hostStyles } from "./shared-styles.ts";

/** See the catalogue entry of `cf-button`. */
export class CfButton extends CfElement {
  static readonly formAssociated: boolean = true;
  static override shadowRootOptions: ShadowRootInit = focusInside;
  static override properties: PropertyDeclarations = propertiesOf("cf-button");
  static override styles: CSSResultGroup = [
    hostStyles,
    focusStyles,
    css`
      :host {
        display: inline-block;
        vertical-align: middle;
        flex: none;
        --ink: var(--cf-text);
        --fill: var(--cf-surface);
        --fill-hover: var(--cf-surface-sunken);
        --line: var(--cf-border-strong);
      }
      :host([block]) {
        display: block;
      }
      :host([block]) button {
        width: 100%;
      }
      :host([disabled]),
      :host([loading]) {
        pointer-events: none;
      }
      button {
        display: inline-flex;
        align-items: center;
        justify-content: center;
        gap: 0.5rem;
        min-height: 2.375rem;
        margin: 0;
        padding: 0.375rem 0.875rem;
        font: inherit;
        font-weight: 550;
        line-height: 1.2;
        white-space: nowrap;
        color: var(--ink);
        background: var(--fill);
        border: 1px solid var(--line);
        border-radius: var(--cf-radius);
        cursor: pointer;
        user-select: none;
        transition: background-color 120ms, border-color 120ms;
      }
      button:hover {
        background: var(--fill-hover);
      }
      button:active {
        translate: 0 0.5px;
      }
      button:disabled {
        opacity: 0.55;
        cursor: not-allowed;
      }
      button[aria-pressed="true"] {
        --fill: var(--cf-accent-soft);
        --line: var(--cf-accent);
        --ink: var(--cf-accent-ink);
      }
      :host(:is([variant="primary"], [color="primary"])) {
        --ink: var(--cf-on-accent);
        --fill: var(--cf-accent);
        --fill-hover: var(--cf-accent-strong);
        --line: transparent;
      }
      :host(:is([variant="secondary"], [color="secondary"])) {
        --fill: var(--cf-surface-sunken);
        --fill-hover: var(--cf-border);
        --line: transparent;
      }
      :host(:is([variant="outline"], [outline])) {
        --fill: transparent;
        --fill-hover: var(--cf-surface-sunken);
      }
      :host(:is([variant="ghost"], [color="ghost"])) {
        --fill: transparent;
        --fill-hover: var(--cf-surface-sunken);
        --line: transparent;
      }
      :host(:is([variant="destructive"], [variant="danger"], [color="danger"])) {
        --ink: var(--cf-on-danger);
        --fill: var(--cf-danger);
        --fill-hover: color-mix(in oklab, var(--cf-danger), black 12%);
        --line: transparent;
      }
      :host([variant="link"]) {
        --ink: var(--cf-accent-ink);
        --fill: transparent;
        --fill-hover: transparent;
        --line: transparent;
      }
      :host([variant="link"]) button {
        padding-inline: 0;
        text-decoration: underline;
        text-underline-offset: 0.2em;
      }
      :host([variant="pill"]) button {
        border-radius: 999px;
      }
      :host([size="sm"]) button,
      :host([size="small"]) button {
        min-height: 1.875rem;
        padding: 0.25rem 0.625rem;
        font-size: var(--cf-size-sm);
      }
      :host([size="lg"]) button,
      :host([size="large"]) button {
        min-height: 2.875rem;
        padding: 0.5rem 1.125rem;
        font-size: var(--cf-size-lg);
      }
      :host([size="icon"]) button {
        width: 2.375rem;
        padding: 0;
      }
      wa-spinner {
        font-size: 1em;
        --indicator-color: currentColor;
        --track-color: color-mix(in oklab, currentColor, transparent 75%);
      }
    `,
  ];

  declare type: string | undefined;
  declare label: string | undefined;
  declare disabled: boolean | undefined;
  declare loading: boolean | undefined;
  declare pressed: boolean | undefined;

  readonly #internals = this.attachInternals();

  constructor() {
    super();
    this.addEventListener("click", (event) => {
      if (this.disabled || this.loading) {
        event.stopImmediatePropagation();
        event.preventDefault();
      }
    }, { capture: true });
  }

  protected override render(): TemplateResult {
    return html`
      <button
        part="button"
        type="button"
        aria-label=${this.label || this.getAttribute("aria-label") || nothing}
        aria-pressed=${this.pressed === undefined ? nothing : String(this.pressed)}
        aria-busy=${this.loading ? "true" : nothing}
        ?disabled=${this.disabled || this.loading}
        @click=${this.#act}
      >${this.loading ? html`<wa-spinner></wa-spinner>` : nothing}<slot></slot></button>
    `;
  }

  /**
   * A native button inside a shadow tree does not reach the form around it. As with a native one,
   * the form comes after everybody who listens to the press.
   */
  readonly #act = (press: Event): void => {
    const { type } = this;
    if (type !== "submit" && type !== "reset") return;
    addEventListener("click", (event) => {
      if (event !== press || press.defaultPrevented) return;
      if (type === "submit") this.#internals.form?.requestSubmit();
      else this.#internals.form?.reset();
    }, { once: true });
  };
}

customElements.define("cf-button", CfButton);
