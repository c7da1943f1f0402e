/** `cf-toast`: a message at the edge of the window that goes by itself. */

import {
  css,
  type CSSResultGroup,
  html,
  nothing,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from "lit";
import { CfElement, propertiesOf } from "./cf-element.ts";
import { removeButton, removeButtonStyles } from "./remove-button.ts";
import { focusStyles, hostStyles } from "./shared-styles.ts";

/** Long enough to read a sentence or two. */
const SHOWN_MS = 5000;

/** See the catalogue entry of `cf-toast`. */
export class CfToast extends CfElement {
  static override properties: PropertyDeclarations = propertiesOf("cf-toast");
  static override styles: CSSResultGroup = [
    hostStyles,
    focusStyles,
    removeButtonStyles,
    css`
      :host {
        position: fixed;
        inset-block-end: 1rem;
        inset-inline-end: 1rem;
        z-index: 50;
        max-width: min(24rem, calc(100vw - 2rem));
      }
      :host(:not([open])) {
        pointer-events: none;
      }
      .toast {
        display: flex;
        align-items: flex-start;
        gap: 0.75rem;
        padding: 0.75rem 1rem;
        color: var(--cf-text);
        background: var(--cf-surface);
        border: 1px solid var(--cf-border);
        border-inline-start: 4px solid var(--line, var(--cf-accent));
        border-radius: var(--cf-radius);
        box-shadow: var(--cf-shadow-lg);
      }
      :host([variant="success"]) {
        --line: var(--cf-success);
      }
      :host([variant="warning"]) {
        --line: var(--cf-warning);
      }
      :host(:is([variant="destructive"], [variant="danger"], [variant="error"])) {
        --line: var(--cf-danger);
      }
      .body {
        flex: 1;
        min-width: 0;
        overflow-wrap: anywhere;
      }
    `,
  ];

  declare open: boolean | undefined;
  declare text: string | undefined;
  declare message: string | undefined;
  declare variant: string | undefined;
  declare duration: number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop();
  }

  protected override render(): TemplateResult {
    const isOpen = this.open ?? false;
    return html`
      <div role=${this.#isUrgent ? "alert" : "status"} @pointerenter=${this.#stop}
        @pointerleave=${this.#start} @focusin=${this.#stop} @focusout=${this.#start}>
        ${isOpen
          ? html`<div class="toast" part="toast">
              <div class="body"><slot>${this.text || this.message}</slot></div>
              ${removeButton(() => this.#close(), "message")}
            </div>`
          : nothing}
      </div>
    `;
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has("open") || changed.has("duration") || changed.has("text")) this.#start();
  }

  get #isUrgent(): boolean {
    return /^(?:destructive|danger|error|warning)$/.test(this.variant ?? "");
  }

  readonly #start = (): void => {
    this.#stop();
    const duration = this.duration ?? SHOWN_MS;
    if (!this.open || !(duration > 0)) return;
    this.#timer = setTimeout(() => this.#close(), duration);
  };

  readonly #stop = (): void => {
    clearTimeout(this.#timer);
  };

  #close(): void {
    this.#stop();
    this.open = false;
    this.emit("cf-close", { open: false });
    this.emit("cf-dismiss");
  }
}

customElements.define("cf-toast", CfToast);
