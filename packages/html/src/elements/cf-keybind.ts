/** `cf-keybind`: hears a key anywhere in the page while it is there; it shows nothing. */

import {
  css,
  type CSSResultGroup,
  html,
  type PropertyDeclarations,
  type TemplateResult,
} from "lit";
import { CfElement, propertiesOf } from "./cf-element.ts";

/** See the catalogue entry of `cf-keybind`. */
export class CfKeybind extends CfElement {
  static override properties: PropertyDeclarations = propertiesOf("cf-keybind");
  static override styles: CSSResultGroup = css`
    :host {
      display: none;
    }
  `;

  declare key: string | undefined;
  declare code: string | undefined;
  declare ctrl: boolean | undefined;
  declare alt: boolean | undefined;
  declare shift: boolean | undefined;
  declare meta: boolean | undefined;
  declare preventDefault: boolean | undefined;
  declare disabled: boolean | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("keydown", this.#hear);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("keydown", this.#hear);
  }

  protected override render(): TemplateResult {
    return html``;
  }

  readonly #hear = (event: KeyboardEvent): void => {
    if (this.disabled || event.isComposing || !this.#isMeant(event)) return;
    // Letters belong to the field in which they are typed.
    if (!event.ctrlKey && !event.altKey && !event.metaKey && isTyped(event)) return;
    if (this.preventDefault) event.preventDefault();
    const { key, code, ctrlKey, altKey, shiftKey, metaKey } = event;
    this.emit("cf-keybind", { key, code, ctrlKey, altKey, shiftKey, metaKey });
  };

  #isMeant(event: KeyboardEvent): boolean {
    const { key, code } = this;
    if (!key && !code) return false;
    if (code && event.code !== code) return false;
    if (key && event.key.toLowerCase() !== key.toLowerCase()) return false;
    const isSign = key !== undefined && key.length === 1 && key.toLowerCase() === key.toUpperCase();
    return event.ctrlKey === Boolean(this.ctrl) && event.altKey === Boolean(this.alt) &&
      event.metaKey === Boolean(this.meta) &&
      // Which signs need Shift is the keyboard's affair.
      (isSign || event.shiftKey === Boolean(this.shift));
  }
}

function isTyped(event: Event): boolean {
  const [first] = event.composedPath();
  return first instanceof HTMLElement &&
    (first.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(first.tagName));
}

customElements.define("cf-keybind", CfKeybind);
