/** `cf-textarea`: a field of several lines. */

import {
  css,
  type CSSResultGroup,
  html,
  nothing,
  type PropertyDeclarations,
  type TemplateResult,
} from "lit";
import { propertiesOf } from "./cf-element.ts";
import { CfTextField } from "./cf-text-field.ts";
import { fieldStyles, hostStyles } from "./shared-styles.ts";

/** See the catalogue entry of `cf-textarea`. */
export class CfTextarea extends CfTextField {
  static override properties: PropertyDeclarations = propertiesOf("cf-textarea", ["autoResize"]);
  static override styles: CSSResultGroup = [
    hostStyles,
    fieldStyles,
    css`
      textarea {
        resize: vertical;
      }
      :host([resize="none"]) textarea {
        resize: none;
      }
      :host([resize="both"]) textarea {
        resize: both;
      }
      :host([autoresize]) textarea {
        field-sizing: content;
        max-height: 24rem;
      }
    `,
  ];

  declare rows: number | undefined;

  protected override render(): TemplateResult {
    return this.frame(html`
      <textarea
        class="control"
        id="control"
        part="textarea"
        name=${this.name || nothing}
        rows=${this.rows ?? 3}
        placeholder=${this.placeholder || nothing}
        maxlength=${this.maxlength ?? nothing}
        aria-label=${this.accessibleName}
        aria-describedby=${this.describedBy}
        aria-invalid=${this.invalid}
        ?disabled=${this.disabled}
        ?readonly=${this.readonly}
        ?required=${this.required}
        @input=${this.onInput}
        @change=${this.onChange}
        @keydown=${this.onKeydown}
        @focus=${this.onFocus}
        @blur=${this.onBlur}
      ></textarea>
    `);
  }

  /** Enter alone begins a line. */
  protected override submits({ ctrlKey, metaKey }: KeyboardEvent): boolean {
    return ctrlKey || metaKey;
  }
}

customElements.define("cf-textarea", CfTextarea);
