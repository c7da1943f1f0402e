/** `cf-select`: a native select whose items have values of any JSON type. */

import {
  css,
  type CSSResultGroup,
  html,
  nothing,
  type PropertyDeclarations,
  type TemplateResult,
} from "lit";
import { propertiesOf } from "./cf-element.ts";
import { CfFormField } from "./cf-form-field.ts";
import { type Item, itemIndex, itemsOf } from "./items.ts";
import { fieldStyles, hostStyles } from "./shared-styles.ts";

/** See the catalogue entry of `cf-select`. */
export class CfSelect extends CfFormField {
  static override properties: PropertyDeclarations = propertiesOf("cf-select");
  static override styles: CSSResultGroup = [
    hostStyles,
    fieldStyles,
    css`
      .box {
        position: relative;
      }
      select {
        appearance: none;
        padding-inline-end: 2rem;
        cursor: pointer;
        text-overflow: ellipsis;
      }
      select[multiple] {
        padding: 0.25rem;
      }
      .box:not(.multiple)::after {
        content: "";
        position: absolute;
        inset-block-start: calc(50% - 0.3125rem);
        inset-inline-end: 0.875rem;
        width: 0.4375rem;
        height: 0.4375rem;
        border: solid var(--cf-text-muted);
        border-width: 0 1.5px 1.5px 0;
        rotate: 45deg;
        pointer-events: none;
      }
      option {
        color: var(--cf-text);
        background: var(--cf-surface);
      }
    `,
  ];

  declare value: unknown;
  declare items: unknown;
  declare options: unknown;
  declare multiple: boolean | undefined;

  #children: MutationObserver | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#children = new MutationObserver(() => this.requestUpdate());
    this.#children.observe(this, {
      childList: true,
      subtree: true,
      characterData: true,
      attributes: true,
      attributeFilter: ["value", "disabled", "label"],
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#children?.disconnect();
  }

  protected override render(): TemplateResult {
    const items = this.#items;
    const chosen = this.#chosen(items);
    const placeholder = !this.multiple && chosen.length === 0;
    return this.frame(html`
      <div class="box ${this.multiple ? "multiple" : ""}">
        <select
          class="control"
          id="control"
          part="select"
          name=${this.name || nothing}
          aria-label=${this.accessibleName}
          aria-describedby=${this.describedBy}
          aria-invalid=${this.error ? "true" : nothing}
          ?multiple=${this.multiple}
          ?disabled=${this.disabled || this.readonly}
          ?required=${this.required}
          @change=${this.#onChange}
        >
          ${placeholder
            ? html`<option value="" disabled selected hidden>${
              this.placeholder || "Choose…"
            }</option>`
            : nothing}
          ${groups(items).map(([group, members]) =>
            group === ""
              ? members.map((member) => option(member))
              : html`<optgroup label=${group}>${members.map((member) => option(member))}</optgroup>`
          )}
        </select>
      </div>
    `);
  }

  protected override updated(): void {
    super.updated();
    const select = this.control as HTMLSelectElement | null;
    if (select === null) return;
    const chosen = new Set(this.#chosen(this.#items).map(String));
    for (const entry of select.options) {
      const selected = entry.value === "" ? chosen.size === 0 : chosen.has(entry.value);
      if (entry.selected !== selected) entry.selected = selected;
    }
    this.internals.setFormValue(
      typeof this.value === "string" ? this.value : JSON.stringify(this.value ?? ""),
    );
  }

  get #items(): Item[] {
    const given = this.items ?? this.options;
    if (given !== undefined) return itemsOf(given);
    return Array.from(this.querySelectorAll("option"), (entry) => ({
      label: entry.label,
      value: entry.value,
      disabled: entry.disabled,
      group: (entry.closest("optgroup"))?.label ?? "",
      aliases: [],
    }));
  }

  #chosen(items: readonly Item[]): number[] {
    const values = this.multiple ? (Array.isArray(this.value) ? this.value : []) : [this.value];
    return values.map((value) => itemIndex(items, value)).filter((index) => index >= 0);
  }

  readonly #onChange = (event: Event): void => {
    event.stopPropagation();
    const items = this.#items;
    const select = event.target as HTMLSelectElement;
    const values = Array.from(select.selectedOptions, (entry) => items[Number(entry.value)]?.value);
    this.value = this.multiple ? values : values[0];
    this.emit("cf-change", { value: this.value, name: this.name });
  };
}

function option([index, item]: readonly [number, Item]): TemplateResult {
  return html`<option value=${index} ?disabled=${item.disabled}>${item.label}</option>`;
}

/** Items with their positions, by group in order of first appearance. */
function groups(items: readonly Item[]): [string, (readonly [number, Item])[]][] {
  const byGroup = new Map<string, (readonly [number, Item])[]>();
  items.forEach((item, index) => {
    const members = byGroup.get(item.group);
    if (members === undefined) byGroup.set(item.group, [[index, item]]);
    else members.push([index, item]);
  });
  return [...byGroup];
}

customElements.define("cf-select", CfSelect);
