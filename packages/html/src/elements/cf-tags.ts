/** `cf-tags`: a list of short texts that can be removed, and a field for another. */

import {
  css,
  type CSSResultGroup,
  html,
  nothing,
  type PropertyDeclarations,
  type TemplateResult,
} from "lit";
import { CfFormField } from "./cf-form-field.ts";
import { propertiesOf } from "./cf-element.ts";
import { removeButton, removeButtonStyles } from "./remove-button.ts";
import { fieldStyles, hostStyles } from "./shared-styles.ts";

/** See the catalogue entry of `cf-tags`. */
export class CfTags extends CfFormField {
  static override properties: PropertyDeclarations = propertiesOf("cf-tags");
  static override styles: CSSResultGroup = [
    hostStyles,
    fieldStyles,
    removeButtonStyles,
    css`
      ul {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.375rem;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      .tag {
        display: inline-flex;
        align-items: center;
        gap: 0.375rem;
        padding: 0.125rem 0.625rem;
        font-size: var(--cf-size-sm);
        background: var(--cf-surface-sunken);
        border-radius: 999px;
      }
      .new {
        flex: 1 1 6rem;
        max-width: 14rem;
      }
    `,
  ];

  declare tags: unknown;

  get #tags(): readonly string[] {
    return Array.isArray(this.tags) ? this.tags.map(String) : [];
  }

  protected override render(): TemplateResult {
    const isFixed = this.disabled || this.readonly;
    return this.frame(html`
      <ul part="tags">
        ${this.#tags.map((tag) =>
          html`<li class="tag">${tag}${
            isFixed
              ? nothing
              : removeButton(() => this.#change((all) => all.filter((one) => one !== tag)), tag)
          }</li>`
        )}
        ${isFixed ? nothing : html`<li class="new"><input
              class="control"
              id="control"
              part="input"
              placeholder=${this.placeholder || "Add a tag"}
              aria-label=${this.label ? nothing : this.getAttribute("aria-label") ?? "Add a tag"}
              aria-describedby=${this.describedBy}
              @keydown=${this.#onKeydown}
              @change=${(event: Event) => event.stopPropagation()}
            ></li>`}
      </ul>
    `);
  }

  #change(next: (all: readonly string[]) => readonly string[]): void {
    const tags = next(this.#tags);
    this.tags = tags;
    this.emit("cf-change", { tags, value: tags, name: this.name });
  }

  readonly #onKeydown = (event: KeyboardEvent): void => {
    const input = event.target as HTMLInputElement;
    const text = input.value.trim();
    if (event.isComposing) return;
    if (event.key === "Backspace" && input.value === "" && this.#tags.length > 0) {
      this.#change((all) => all.slice(0, -1));
    }
    if (event.key !== "Enter" && event.key !== ",") return;
    event.preventDefault();
    input.value = "";
    if (text !== "" && !this.#tags.includes(text)) this.#change((all) => [...all, text]);
  };
}

customElements.define("cf-tags", CfTags);
