/** `cf-tile`: a small card that leads somewhere: what it is, and a line about it. */

import {
  css,
  type CSSResultGroup,
  html,
  nothing,
  type PropertyDeclarations,
  type TemplateResult,
} from "lit";
import { CfElement, propertiesOf } from "./cf-element.ts";
import { PressedByKey } from "./pressed-by-key.ts";
import { clickableStyles, focusStyles, hostStyles } from "./shared-styles.ts";

/** See the catalogue entry of `cf-tile`. */
export class CfTile extends CfElement {
  static override properties: PropertyDeclarations = propertiesOf("cf-tile");
  static override styles: CSSResultGroup = [
    hostStyles,
    focusStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        gap: 0.25rem;
        min-height: 5rem;
        padding: 0.875rem 1rem;
        overflow: hidden;
        color: var(--cf-text);
        background: var(--cf-surface);
        border: 1px solid var(--cf-border);
        border-radius: var(--cf-radius-lg);
      }
      .title {
        font-weight: 600;
        overflow-wrap: anywhere;
      }
      .summary {
        font-size: var(--cf-size-sm);
        color: var(--cf-text-muted);
        overflow-wrap: anywhere;
      }
    `,
    clickableStyles,
  ];

  declare title: string;
  declare summary: string | undefined;
  declare clickable: boolean | undefined;

  readonly #press = new PressedByKey(this, () => Boolean(this.clickable));

  constructor() {
    super();
    this.addEventListener("click", () => {
      if (this.clickable) this.emit("cf-tile-click", { title: this.title, summary: this.summary });
    });
  }

  protected override render(): TemplateResult {
    return html`
      ${this.title ? html`<div class="title" part="title">${this.title}</div>` : nothing}
      <slot></slot>
      ${this.summary ? html`<div class="summary" part="summary">${this.summary}</div>` : nothing}
    `;
  }

  protected override updated(): void {
    this.#press.offerFocus();
    if (this.clickable) this.offerRole("button");
  }
}

customElements.define("cf-tile", CfTile);
