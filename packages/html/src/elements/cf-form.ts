/** `cf-form`: fields that are sent together: by Enter, or by a button of type submit in it. */

import { css, type CSSResultGroup, type PropertyDeclarations } from "lit";
import { propertiesOf } from "./cf-element.ts";
import { LayoutElement } from "./layout-element.ts";
import { hostStyles } from "./shared-styles.ts";
import { spacingStyles } from "./spacing.ts";

/** Fields in which Enter sends. */
const LINES = "cf-input, cf-autocomplete, input";
const BUTTONS = "cf-button, button";

type Field = Element & { name?: string; value?: unknown; checked?: boolean };

/** See the catalogue entry of `cf-form`. */
export class CfForm extends LayoutElement {
  static override properties: PropertyDeclarations = propertiesOf("cf-form");
  static override styles: CSSResultGroup = [
    hostStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        gap: 0.75rem;
      }
    `,
    spacingStyles,
  ];

  declare label: string | undefined;

  constructor() {
    super();
    this.addEventListener("click", (event) => {
      const button = closest(event, BUTTONS) as
        | Element & { type?: string; disabled?: boolean }
        | null;
      if (button?.type === "submit" && !button.disabled && !event.defaultPrevented) this.#submit();
    });
    // Fields tell of Enter under the same name; whoever listens to the form means the whole.
    this.addEventListener("cf-submit", (event) => {
      if (event.target !== this) event.stopImmediatePropagation();
    });
    this.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing || event.defaultPrevented) return;
      if (closest(event, LINES) !== null) this.#submit();
    });
  }

  protected override updated(): void {
    this.offerRole("form");
    if (this.label) this.setAttribute("aria-label", this.label);
  }

  #submit(): void {
    const values: Record<string, unknown> = {};
    for (const field of this.querySelectorAll<Field>("[name]")) {
      const name = field.getAttribute("name");
      if (name) values[name] = isTicked(field) ? Boolean(field.checked) : field.value ?? "";
    }
    this.emit("cf-submit", { values });
  }
}

function isTicked(field: Field): boolean {
  return field instanceof HTMLInputElement
    ? field.type === "checkbox"
    : field.localName.startsWith("cf-") && "checked" in field;
}

function closest(event: Event, selector: string): Element | null {
  return event.target instanceof Element ? event.target.closest(selector) : null;
}

customElements.define("cf-form", CfForm);
