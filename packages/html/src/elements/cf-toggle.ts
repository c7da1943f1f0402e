/** `cf-toggle`: a button that stays pressed until it is pressed again. */

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

/** See the catalogue entry of `cf-toggle`. */
export class CfToggle extends CfElement {
  static override shadowRootOptions: ShadowRootInit = focusInside;
  static override properties: PropertyDeclarations = propertiesOf("cf-toggle");
  static override styles: CSSResultGroup = [
    hostStyles,
    css`
      :host {
        display: inline-block;
      }
    `,
  ];

  declare pressed: boolean | undefined;
  declare value: string | undefined;
  declare label: string | undefined;
  declare disabled: boolean | undefined;
  declare variant: string | undefined;
  declare size: string | undefined;

  protected override render(): TemplateResult {
    return html`
      <cf-button
        .pressed=${this.pressed ?? false}
        .label=${this.getAttribute("aria-label") ?? ""}
        variant=${this.variant || nothing}
        size=${this.size || nothing}
        ?disabled=${this.disabled}
        @click=${this.#onClick}
      ><slot>${this.label}</slot></cf-button>
    `;
  }

  readonly #onClick = (): void => {
    this.pressed = !this.pressed;
    this.emit("cf-change", { pressed: this.pressed, value: this.value });
  };
}

customElements.define("cf-toggle", CfToggle);
