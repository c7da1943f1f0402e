/** The base of all `cf-*` elements: properties from the catalogue, events with a detail. */

import { LitElement, type PropertyDeclaration, type PropertyDeclarations } from "lit";
import { assert } from "@cf/utils";
import { catalogued } from "./catalogue.ts";

/** A `cf-*` element. */
export abstract class CfElement extends LitElement {
  #offeredRole: string | undefined;

  /** Takes a role, unless the author of the view gave the element another. */
  protected offerRole(role: string): void {
    const given = this.getAttribute("role");
    if (given !== null && given !== this.#offeredRole) return;
    this.#offeredRole = role;
    this.setAttribute("role", role);
  }

  /** Reports a change as an event that ancestors hear too. */
  protected emit(type: string, detail: Readonly<Record<string, unknown>> = {}): boolean {
    return this.dispatchEvent(
      new CustomEvent(type, { detail, bubbles: true, composed: true, cancelable: true }),
    );
  }
}

/** For elements around one native control: to focus the element is to focus the control. */
export const focusInside: ShadowRootInit = {
  ...LitElement.shadowRootOptions,
  delegatesFocus: true,
};

/** Properties that styles select on, or by which forms know a field: they show as attributes. */
const REFLECTED = new Set(
  `active align block checked clickable color compact disabled flex interactive justify layout level
  loading name narrow open orientation outline padding pressed readonly reverse required resize selected shape
  size sticky striped gap hover tone truncate variant weight wrap`.split(/\s+/),
);

/** The reactive properties of element `name`; `reflect` names further ones to show as attributes. */
export function propertiesOf(name: string, reflect: readonly string[] = []): PropertyDeclarations {
  const entry = catalogued(name);
  assert(entry !== undefined, `${name} is in the catalogue`);
  const declarations: Record<string, PropertyDeclaration> = {};
  for (const property of Object.values(entry.properties)) {
    declarations[property.name] = {
      attribute: property.name.toLowerCase(),
      reflect: REFLECTED.has(property.name) || reflect.includes(property.name),
      converter: {
        fromAttribute: (text) =>
          property.type === "data" ? parse(text) : property.convert(text ?? undefined),
        toAttribute: (value) =>
          property.type === "flag"
            ? (value ? "" : null)
            : value === undefined || value === ""
            ? null
            : String(value),
      },
    };
  }
  return declarations;
}

function parse(text: string | null): unknown {
  if (text === null) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
