/** `cf-label`: a label for the field that `for` names, or for the one inside it. */

import {
  css,
  type CSSResultGroup,
  html,
  nothing,
  type PropertyDeclarations,
  type TemplateResult,
} from "lit";
import { CfElement, propertiesOf } from "./cf-element.ts";
import { labelField } from "./label-field.ts";
import { hostStyles } from "./shared-styles.ts";

/** See the catalogue entry of `cf-label`. */
export class CfLabel extends CfElement {
  static override properties: PropertyDeclarations = propertiesOf("cf-label");
  static override styles: CSSResultGroup = [
    hostStyles,
    css`
      :host {
        display: inline-block;
        color: var(--cf-text);
        font-size: var(--cf-size-sm);
        font-weight: 550;
      }
      :host([disabled]) {
        color: var(--cf-text-muted);
      }
      .mark {
        color: var(--cf-danger);
      }
    `,
  ];

  declare for: string | undefined;
  declare required: boolean | undefined;

  constructor() {
    super();
    this.addEventListener("click", (event) => {
      const field = this.#field;
      if (field !== null && !event.composedPath().includes(field)) field.focus();
    });
  }

  protected override render(): TemplateResult {
    return html`<slot @slotchange=${this.#connect}></slot>${
      this.required ? html`<span class="mark" aria-hidden="true"> *</span>` : nothing
    }`;
  }

  protected override updated(): void {
    this.#connect();
  }

  get #field(): HTMLElement | null {
    if (this.for) {
      const root = this.getRootNode() as Document | ShadowRoot;
      return root.querySelector<HTMLElement>(`#${CSS.escape(this.for)}`);
    }
    return this.querySelector<HTMLElement>(
      "cf-input, cf-textarea, cf-select, cf-autocomplete, cf-code-editor, input, textarea, select",
    );
  }

  readonly #connect = (): void => {
    const field = this.#field;
    if (field !== null) labelField(field, [this]);
  };
}

customElements.define("cf-label", CfLabel);
