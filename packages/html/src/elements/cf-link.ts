/** `cf-link`: a link, within the page or elsewhere. */

import {
  css,
  type CSSResultGroup,
  html,
  type PropertyDeclarations,
  type TemplateResult,
} from "lit";
import { isUrlAllowed } from "../policy/urls.ts";
import { CfElement, propertiesOf } from "./cf-element.ts";
import { focusStyles, hostStyles } from "./shared-styles.ts";

/** See the catalogue entry of `cf-link`. */
export class CfLink extends CfElement {
  static override properties: PropertyDeclarations = propertiesOf("cf-link");
  static override styles: CSSResultGroup = [
    hostStyles,
    focusStyles,
    css`
      :host {
        display: inline;
      }
      a {
        color: var(--cf-accent-ink);
        text-underline-offset: 0.18em;
      }
    `,
  ];

  declare href: string | undefined;
  declare to: string | undefined;

  protected override render(): TemplateResult {
    const address = this.href || this.to || "";
    if (address === "" || !isUrlAllowed(address, "navigate")) return html`<slot></slot>`;
    return html`<a part="link" href=${address} rel="noopener noreferrer"><slot></slot></a>`;
  }
}

customElements.define("cf-link", CfLink);
