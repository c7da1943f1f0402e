/** `cf-copy-button`: puts a text into the clipboard, and says that it is there. */

import {
  css,
  type CSSResultGroup,
  html,
  nothing,
  type PropertyDeclarations,
  type TemplateResult,
} from "lit";
import "./cf-button.ts";
import { CfElement, focusInside, propertiesOf } from "./cf-element.ts";
import { hostStyles } from "./shared-styles.ts";

/** How long the button says that the text was copied. */
const SAID_MS = 2000;

/** See the catalogue entry of `cf-copy-button`. */
export class CfCopyButton extends CfElement {
  static override shadowRootOptions: ShadowRootInit = focusInside;
  static override properties: PropertyDeclarations = {
    ...propertiesOf("cf-copy-button"),
    copied: { state: true },
  };
  static override styles: CSSResultGroup = [
    hostStyles,
    css`
      :host {
        display: inline-block;
      }
      .said {
        position: absolute;
        width: 1px;
        height: 1px;
        overflow: hidden;
        clip-path: inset(50%);
      }
    `,
  ];

  declare text: string | undefined;
  declare label: string | undefined;
  declare disabled: boolean | undefined;
  declare variant: string | undefined;
  declare size: string | undefined;
  declare copied: boolean | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  protected override render(): TemplateResult {
    const text = html`<slot>${this.label || "Copy"}</slot>`;
    return html`
      <cf-button
        variant=${this.variant || nothing}
        size=${this.size || nothing}
        ?disabled=${this.disabled}
        @click=${this.#onClick}
      >${this.copied ? "Copied" : text}</cf-button>
      <span role="status" class="said">${this.copied ? "Copied" : nothing}</span>
    `;
  }

  /** A page that is not served securely has no clipboard. */
  async #write(text: string): Promise<void> {
    const clipboard = navigator.clipboard as Clipboard | undefined;
    if (clipboard === undefined) throw new TypeError("Cannot copy: this page has no clipboard");
    await clipboard.writeText(text);
  }

  readonly #onClick = (): void => {
    const text = this.text ?? "";
    this.#write(text).then(() => {
      this.copied = true;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.copied = false, SAID_MS);
      this.emit("cf-copy-success", { text, length: text.length });
    }, (error: unknown) => {
      this.emit("cf-copy-error", { error: error instanceof Error ? error.message : String(error) });
    });
  };
}

customElements.define("cf-copy-button", CfCopyButton);
