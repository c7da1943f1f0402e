/** `cf-collapsible`: a heading that shows and hides what is below it. */

import {
  css,
  type CSSResultGroup,
  html,
  type PropertyDeclarations,
  type TemplateResult,
} from "lit";
import { CfElement, propertiesOf } from "./cf-element.ts";
import { focusStyles, hostStyles } from "./shared-styles.ts";

/** See the catalogue entry of `cf-collapsible`. */
export class CfCollapsible extends CfElement {
  static override properties: PropertyDeclarations = propertiesOf("cf-collapsible");
  static override styles: CSSResultGroup = [
    hostStyles,
    focusStyles,
    css`
      :host {
        display: block;
        color: var(--cf-text);
        background: var(--cf-surface);
        border: 1px solid var(--cf-border);
        border-radius: var(--cf-radius);
      }
      summary {
        padding: 0.625rem 0.875rem;
        font-weight: 550;
        cursor: pointer;
        border-radius: var(--cf-radius);
      }
      summary::marker {
        color: var(--cf-text-muted);
      }
      .body {
        padding: 0 0.875rem 0.875rem;
      }
    `,
  ];

  declare open: boolean | undefined;
  declare label: string | undefined;
  declare summary: string | undefined;

  protected override render(): TemplateResult {
    return html`
      <details part="details" .open=${this.open ?? false} @toggle=${this.#onToggle}>
        <summary part="summary"><slot name="trigger">${this.label || this.summary}</slot></summary>
        <div class="body"><slot></slot></div>
      </details>
    `;
  }

  readonly #onToggle = (event: Event): void => {
    const { open } = event.target as HTMLDetailsElement;
    if (open === (this.open ?? false)) return;
    this.open = open;
    this.emit("cf-change", { open, value: open });
    this.emit("cf-toggle", { open });
  };
}

customElements.define("cf-collapsible", CfCollapsible);
