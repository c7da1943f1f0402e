/**
 * `cf-code-editor`: a text field for code, with line numbers. Tab indents once something was done in
 * the field; who only passes through the page by Tab goes on, and Escape lets go.
 */

import {
  css,
  type CSSResultGroup,
  html,
  nothing,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from "lit";
import { setTextValue } from "../dom/text-value.ts";
import { propertiesOf } from "./cf-element.ts";
import { CfFormField } from "./cf-form-field.ts";
import { fieldStyles, hostStyles } from "./shared-styles.ts";

/** See the catalogue entry of `cf-code-editor`. */
export class CfCodeEditor extends CfFormField {
  static override properties: PropertyDeclarations = propertiesOf("cf-code-editor");
  static override styles: CSSResultGroup = [
    hostStyles,
    fieldStyles,
    css`
      .editor {
        display: grid;
        grid-template-columns: auto 1fr;
        overflow: hidden;
        font-family: var(--cf-font-mono);
        font-size: var(--cf-size-sm);
        line-height: 1.5;
        background: var(--cf-field);
        border: 1px solid var(--cf-border-strong);
        border-radius: var(--cf-radius);
      }
      .editor:focus-within {
        outline: 2px solid var(--cf-focus);
        outline-offset: -1px;
      }
      .gutter {
        margin: 0;
        padding: 0.625rem 0.5rem 0.625rem 0.75rem;
        overflow: hidden;
        font: inherit;
        text-align: end;
        color: var(--cf-text-muted);
        background: var(--cf-surface-sunken);
        user-select: none;
      }
      .control,
      .control:focus-visible {
        min-height: 0;
        padding: 0.625rem 0.75rem;
        font: inherit;
        line-height: inherit;
        border: none;
        border-radius: 0;
        outline: none;
        resize: vertical;
        white-space: pre;
        overflow: auto;
        background: none;
        scrollbar-width: thin;
      }
      .wrapped .control {
        white-space: pre-wrap;
      }
    `,
  ];

  declare value: string | undefined;
  declare language: string | undefined;
  declare rows: number | undefined;
  declare tabSize: number | undefined;
  declare lineNumbers: boolean | undefined;
  declare wordWrap: boolean | undefined;

  /** Whether the next Tab moves on instead of indenting: on entering, and after Escape. */
  #released = true;

  protected override render(): TemplateResult {
    const lines = (this.value ?? "").split("\n").length;
    const numbered = this.lineNumbers !== false && !this.wordWrap;
    const numbers = Array.from({ length: lines }, (_, i) => i + 1).join("\n");
    return this.frame(html`
      <div class="editor ${this.wordWrap ? "wrapped" : ""}">
        ${numbered ? html`<pre class="gutter" aria-hidden="true">${numbers}</pre>` : html`<i></i>`}
        <textarea
          class="control"
          id="control"
          part="editor"
          spellcheck="false"
          autocapitalize="off"
          rows=${Math.max(this.rows ?? 8, 1)}
          placeholder=${this.placeholder || nothing}
          aria-label=${this.accessibleName === nothing && !this.label
            ? this.language || "Code"
            : this.accessibleName}
          aria-describedby=${this.describedBy}
          ?disabled=${this.disabled}
          ?readonly=${this.readonly}
          @input=${this.#onInput}
          @change=${() => this.emit("cf-change", { value: this.value ?? "", name: this.name })}
          @keydown=${this.#onKeydown}
          @scroll=${this.#alignGutter}
          aria-description="Tab indents while editing; Escape, then Tab, leaves"
          @pointerdown=${() => this.#released = false}
          @focus=${() => this.emit("cf-focus", { value: this.value ?? "" })}
          @blur=${this.#onBlur}
        ></textarea>
      </div>
    `);
  }

  protected override updated(changed?: PropertyValues): void {
    super.updated();
    const area = this.#area;
    if (changed?.has("value")) setTextValue(area, this.value ?? "");
    area.style.tabSize = String(this.tabSize ?? 2);
    this.internals.setFormValue(area.value);
    this.#alignGutter();
  }

  get #area(): HTMLTextAreaElement {
    return this.control as HTMLTextAreaElement;
  }

  readonly #alignGutter = (): void => {
    const gutter = this.renderRoot.querySelector<HTMLElement>(".gutter");
    if (gutter !== null) gutter.scrollTop = this.#area.scrollTop;
  };

  readonly #onInput = (): void => {
    this.value = this.#area.value;
    this.emit("cf-input", { value: this.value, name: this.name });
  };

  readonly #onBlur = (): void => {
    this.#released = true;
    this.emit("cf-blur", { value: this.value ?? "" });
  };

  readonly #onKeydown = (event: KeyboardEvent): void => {
    if (event.key === "Escape") this.#released = true;
    else if (event.key !== "Tab" && event.key !== "Shift") this.#released = false;
    if (event.key !== "Tab" || this.#released || event.shiftKey || this.readonly) return;
    event.preventDefault();
    const area = this.#area;
    const indent = " ".repeat(this.tabSize ?? 2);
    area.setRangeText(indent, area.selectionStart, area.selectionEnd, "end");
    this.#onInput();
  };
}

customElements.define("cf-code-editor", CfCodeEditor);
