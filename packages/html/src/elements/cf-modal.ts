/** `cf-modal`: a native modal dialog, which keeps the focus inside and the page below inert. */

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
import { focusStyles, hostStyles } from "./shared-styles.ts";

/** See the catalogue entry of `cf-modal`. */
export class CfModal extends CfElement {
  static override properties: PropertyDeclarations = propertiesOf("cf-modal");
  static override styles: CSSResultGroup = [
    hostStyles,
    focusStyles,
    css`
      :host {
        display: contents;
      }
      dialog {
        width: min(32rem, calc(100vw - 2rem));
        max-height: min(46rem, calc(100dvh - 2rem));
        padding: 0;
        overflow: hidden;
        color: var(--cf-text);
        background: var(--cf-surface);
        border: 1px solid var(--cf-border);
        border-radius: var(--cf-radius-lg);
        box-shadow: var(--cf-shadow-lg);
      }
      dialog[open] {
        display: flex;
        flex-direction: column;
        animation: rise 160ms ease-out;
      }
      dialog::backdrop {
        background: var(--cf-backdrop);
        animation: fade 160ms ease-out;
      }
      :host([size="sm"]) dialog {
        width: min(22rem, calc(100vw - 2rem));
      }
      :host([size="lg"]) dialog {
        width: min(48rem, calc(100vw - 2rem));
      }
      :host([size="full"]) dialog {
        width: calc(100vw - 2rem);
        height: calc(100dvh - 2rem);
        max-height: none;
      }
      header {
        display: flex;
        align-items: center;
        gap: 1rem;
        padding: 1rem 1.25rem 0;
        font-weight: 650;
        font-size: var(--cf-size-lg);
      }
      header .title {
        flex: 1;
        min-width: 0;
      }
      .close {
        display: inline-grid;
        place-content: center;
        width: 2rem;
        height: 2rem;
        margin-inline-end: -0.5rem;
        font: inherit;
        font-size: 1.25rem;
        line-height: 1;
        color: var(--cf-text-muted);
        background: none;
        border: none;
        border-radius: var(--cf-radius);
        cursor: pointer;
      }
      .close:hover {
        color: var(--cf-text);
        background: var(--cf-surface-sunken);
      }
      .body {
        flex: 1;
        min-height: 0;
        overflow: auto;
        padding: 1rem 1.25rem 1.25rem;
      }
      slot[name="footer"]::slotted(*) {
        padding: 0 1.25rem 1.25rem;
      }
      @keyframes rise {
        from {
          opacity: 0;
          translate: 0 0.5rem;
        }
      }
      @keyframes fade {
        from {
          opacity: 0;
        }
      }
    `,
  ];

  declare open: boolean | undefined;
  declare label: string | undefined;
  declare dismissable: boolean | undefined;
  declare preventClose: boolean | undefined;

  protected override render(): TemplateResult {
    const dismissable = this.#isDismissable;
    return html`
      <dialog
        part="dialog"
        aria-labelledby="title"
        @cancel=${this.#onCancel}
        @close=${() => this.#close("dialog")}
        @pointerdown=${this.#onPointerDown}
      >
        <header part="header">
          <div class="title" id="title"><slot name="header">${this.label}</slot></div>
          ${dismissable
            ? html`
              <button class="close" type="button" aria-label="Close"
                @click=${() => this.#close("button")}>×</button>
            `
            : nothing}
        </header>
        <div class="body" part="body"><slot></slot></div>
        <slot name="footer"></slot>
      </dialog>
    `;
  }

  protected override updated(changed: PropertyValues): void {
    if (!changed.has("open")) return;
    const dialog = this.renderRoot.querySelector("dialog")!;
    if (this.open && !dialog.open) {
      dialog.showModal();
      this.emit("cf-open");
    } else if (!this.open && dialog.open) dialog.close();
  }

  get #isDismissable(): boolean {
    return this.dismissable !== false && !this.preventClose;
  }

  #close(reason: string): void {
    if (!this.open) return;
    this.open = false;
    this.emit("cf-close", { reason });
    this.emit("cf-modal-close", { reason });
  }

  readonly #onCancel = (event: Event): void => {
    event.preventDefault();
    if (this.#isDismissable) this.#close("escape");
  };

  readonly #onPointerDown = (event: PointerEvent): void => {
    const dialog = event.currentTarget as HTMLElement;
    if (event.target !== dialog || !this.#isDismissable) return;
    const box = dialog.getBoundingClientRect();
    const inside = event.clientX >= box.left && event.clientX <= box.right &&
      event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside) this.#close("backdrop");
  };
}

customElements.define("cf-modal", CfModal);
