/** `cf-cell-link`: a link to a piece. The renderer fills in its name and address. */

import {
  css,
  type CSSResultGroup,
  html,
  nothing,
  type PropertyDeclarations,
  type TemplateResult,
} from "lit";
import { isUrlAllowed } from "../policy/urls.ts";
import { CfElement, propertiesOf } from "./cf-element.ts";
import { focusStyles, hostStyles } from "./shared-styles.ts";

/** See the catalogue entry of `cf-cell-link`. */
export class CfCellLink extends CfElement {
  static override properties: PropertyDeclarations = propertiesOf("cf-cell-link");
  static override styles: CSSResultGroup = [
    hostStyles,
    focusStyles,
    css`
      :host {
        display: inline-flex;
        max-width: 100%;
      }
      a,
      span {
        display: inline-block;
        max-width: 100%;
        padding: 0.0625rem 0.5rem;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        color: var(--cf-accent-ink);
        text-decoration: none;
        background: var(--cf-accent-soft);
        border-radius: 999px;
      }
      a:hover {
        text-decoration: underline;
        text-underline-offset: 0.18em;
      }
      span {
        color: var(--cf-text-muted);
        background: var(--cf-surface-sunken);
      }
    `,
  ];

  declare label: string | undefined;
  declare href: string | undefined;

  protected override render(): TemplateResult {
    const content = html`<slot>${this.label || "Unnamed"}</slot>`;
    return this.href && isUrlAllowed(this.href, "navigate")
      ? html`<a part="link" href=${this.href} title=${this.label || nothing}>${content}</a>`
      : html`<span part="link">${content}</span>`;
  }
}

customElements.define("cf-cell-link", CfCellLink);
