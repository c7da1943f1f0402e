/** `cf-autocomplete`: a combobox; a field that suggests items while one types. */

import "@awesome.me/webawesome/dist/components/popup/popup.js";
import {
  css,
  type CSSResultGroup,
  html,
  nothing,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from "lit";
import { propertiesOf } from "./cf-element.ts";
import { CfFormField } from "./cf-form-field.ts";
import { type Item, itemIndex, itemsOf } from "./items.ts";
import { removeButton, removeButtonStyles } from "./remove-button.ts";
import { fieldStyles, hostStyles } from "./shared-styles.ts";

interface Suggestion extends Item {
  /** Whether it is what was typed and no item. */
  readonly isCustom: boolean;
}

/** See the catalogue entry of `cf-autocomplete`. */
export class CfAutocomplete extends CfFormField {
  static override properties: PropertyDeclarations = {
    ...propertiesOf("cf-autocomplete"),
    query: { state: true },
    isOpen: { state: true },
    active: { state: true },
  };
  static override styles: CSSResultGroup = [
    hostStyles,
    fieldStyles,
    removeButtonStyles,
    css`
      wa-popup {
        display: block;
        --popup-width: 100%;
      }
      ul {
        max-height: 18rem;
        margin: 0;
        padding: 0.25rem;
        overflow: auto;
        list-style: none;
        background: var(--cf-surface);
        border: 1px solid var(--cf-border);
        border-radius: var(--cf-radius);
        box-shadow: var(--cf-shadow-lg);
      }
      li {
        display: flex;
        justify-content: space-between;
        gap: 1rem;
        padding: 0.375rem 0.625rem;
        border-radius: 0.375rem;
        cursor: pointer;
      }
      li[aria-selected="true"] {
        color: var(--cf-accent-ink);
        background: var(--cf-accent-soft);
      }
      .group {
        font-size: var(--cf-size-sm);
        color: var(--cf-text-muted);
      }
      .chosen {
        display: flex;
        flex-wrap: wrap;
        gap: 0.375rem;
        margin-block-end: 0.5rem;
      }
      .chosen span {
        display: inline-flex;
        align-items: center;
        gap: 0.375rem;
        padding: 0.125rem 0.625rem;
        font-size: var(--cf-size-sm);
        color: var(--cf-accent-ink);
        background: var(--cf-accent-soft);
        border-radius: 999px;
      }
    `,
  ];

  declare value: unknown;
  declare items: unknown;
  declare multiple: boolean | undefined;
  declare allowCustom: boolean | undefined;
  declare maxVisible: number | undefined;
  /** What is typed; `undefined` while the field shows the chosen item. */
  declare query: string | undefined;
  declare isOpen: boolean | undefined;
  declare active: number | undefined;

  protected override render(): TemplateResult {
    const suggestions = this.#suggestions;
    const open = (this.isOpen ?? false) && suggestions.length > 0;
    const active = this.active ?? 0;
    return this.frame(html`
      ${this.multiple ? this.#chosenView() : nothing}
      <wa-popup placement="bottom-start" sync="width" distance="4" flip shift ?active=${open}>
        <input
          slot="anchor"
          class="control"
          id="control"
          part="input"
          role="combobox"
          autocomplete="off"
          aria-autocomplete="list"
          aria-expanded=${open}
          aria-controls="list"
          aria-activedescendant=${open ? `option-${active}` : nothing}
          aria-label=${this.accessibleName}
          aria-describedby=${this.describedBy}
          placeholder=${this.placeholder || nothing}
          ?disabled=${this.disabled}
          ?readonly=${this.readonly}
          @input=${this.#onInput}
          @focus=${() => this.#setOpen(true)}
          @click=${() => this.#setOpen(true)}
          @blur=${this.#onBlur}
          @keydown=${this.#onKeydown}
        >
        <ul id="list" role="listbox" aria-label=${this.label || "Suggestions"}>
          ${suggestions.map((item, index) => this.#optionView(item, index, index === active))}
        </ul>
      </wa-popup>
    `);
  }

  protected override updated(changed?: PropertyValues): void {
    super.updated();
    const input = this.control as HTMLInputElement | null;
    if (input === null) return;
    const shown = this.query ?? (this.multiple ? "" : this.#chosenLabel);
    if (input.value !== shown) input.value = shown;
    if (changed?.has("active")) {
      this.renderRoot.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
    }
  }

  #optionView(item: Suggestion, index: number, isActive: boolean): TemplateResult {
    return html`
      <li
        id="option-${index}"
        role="option"
        aria-selected=${isActive}
        @pointerdown=${(event: Event) => event.preventDefault()}
        @click=${() => this.#choose(item)}
      >${item.isCustom ? html`Use “${item.label}”` : item.label}${item.group
        ? html`<span class="group">${item.group}</span>`
        : nothing}</li>
    `;
  }

  #chosenView(): TemplateResult | typeof nothing {
    const values = this.#values;
    if (values.length === 0) return nothing;
    const items = itemsOf(this.items);
    return html`<div class="chosen">${
      values.map((value) => {
        const label = items[itemIndex(items, value)]?.label ?? String(value);
        return html`<span>${label}${
          removeButton(() => this.#set(values.filter((one) => one !== value)))
        }</span>`;
      })
    }</div>`;
  }

  get #values(): unknown[] {
    return Array.isArray(this.value) ? this.value : [];
  }

  get #chosenLabel(): string {
    const items = itemsOf(this.items);
    const label = items[itemIndex(items, this.value)]?.label;
    return label ?? (typeof this.value === "string" ? this.value : "");
  }

  /** Items that hold every word typed, those that begin with it first. */
  get #suggestions(): Suggestion[] {
    const query = (this.query ?? "").trim().toLowerCase();
    const words = query.split(/\s+/);
    const taken = this.multiple ? this.#values : [];
    const found = itemsOf(this.items).filter((item) => {
      if (item.disabled || itemIndex([item], taken.find((v) => itemIndex([item], v) === 0)) === 0) {
        return false;
      }
      const text = [item.label, item.group, ...item.aliases].join(" ").toLowerCase();
      return words.every((word) => text.includes(word));
    });
    const begins = (item: Item) => Number(!item.label.toLowerCase().startsWith(query));
    found.sort((a, b) => begins(a) - begins(b));
    const visible: Suggestion[] = found.slice(0, this.maxVisible ?? 8)
      .map((item) => ({ ...item, isCustom: false }));
    const exact = found.some((item) => item.label.toLowerCase() === query);
    if (this.allowCustom && query !== "" && !exact) {
      const label = this.query!.trim();
      const custom = { label, value: label, disabled: false, group: "", aliases: [] };
      visible.push({ ...custom, isCustom: true });
    }
    return visible;
  }

  #setOpen(open: boolean): void {
    if ((this.isOpen ?? false) === open) return;
    this.isOpen = open;
    this.active = 0;
    this.emit(open ? "cf-open" : "cf-close");
  }

  #choose(item: Suggestion): void {
    this.query = undefined;
    this.#set(this.multiple ? [...this.#values, item.value] : item.value);
    const { value, label, isCustom } = item;
    this.emit("cf-select", { value, label, isCustom });
    if (!this.multiple) this.#setOpen(false);
    this.active = 0;
  }

  #set(value: unknown): void {
    this.value = value;
    this.emit("cf-change", { value, name: this.name });
  }

  readonly #onInput = (event: Event): void => {
    event.stopPropagation();
    this.query = (event.target as HTMLInputElement).value;
    this.active = 0;
    this.#setOpen(true);
    this.emit("cf-input", { value: this.query, name: this.name });
  };

  /**
   * Leaving the field takes what was typed where that names an item or may be one of its own. Any
   * other text is no value; without a text there is none.
   */
  readonly #onBlur = (): void => {
    const typed = (this.query ?? "").trim().toLowerCase();
    const meant = this.#suggestions.find(({ label }) => label.toLowerCase() === typed);
    if (typed !== "" && meant !== undefined) this.#choose(meant);
    if (this.query === "" && !this.multiple && this.value !== undefined) this.#set("");
    this.query = undefined;
    this.#setOpen(false);
  };

  readonly #onKeydown = (event: KeyboardEvent): void => {
    const suggestions = this.#suggestions;
    const active = this.active ?? 0;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && suggestions.length > 0) {
      event.preventDefault();
      if (!this.isOpen) this.#setOpen(true);
      else this.active = (active + step + suggestions.length) % suggestions.length;
    } else if (event.key === "Enter" && this.isOpen && !event.isComposing) {
      event.preventDefault();
      const item = suggestions[active];
      if (item !== undefined) this.#choose(item);
    } else if (event.key === "Escape" && this.isOpen) {
      event.stopPropagation();
      this.query = undefined;
      this.#setOpen(false);
    } else if (event.key === "Backspace" && this.multiple && !this.query) {
      this.#set(this.#values.slice(0, -1));
    }
  };
}

customElements.define("cf-autocomplete", CfAutocomplete);
