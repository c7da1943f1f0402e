/**
 * Properties of real elements that the user changes too: how one is read, and how it is written
 * without disturbing the user.
 */

import { setTextValue } from "./text-value.ts";

type AnyElement = Element & Record<string, unknown>;

/** The user's value of a bound property. */
export function readBound(element: Element, name: string): unknown {
  if (element instanceof HTMLSelectElement && name === "value" && element.multiple) {
    return Array.from(element.selectedOptions, (option) => option.value);
  }
  return (element as AnyElement)[name];
}

/** Writes a bound property unless the element has that value already. */
export function writeBound(element: Element, name: string, value: unknown): void {
  if (name === "value") {
    if (element instanceof HTMLSelectElement) {
      writeSelect(element, value);
      return;
    }
    if (element instanceof HTMLInputElement && isToggle(element)) {
      element.value = String(value);
      return;
    }
    if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) {
      if (element.type !== "file") setTextValue(element, String(value));
      return;
    }
  }
  const target = element as AnyElement;
  if (element instanceof HTMLDialogElement && name === "open") {
    if (value && !element.open) element.showModal();
    else if (!value && element.open) element.close();
  } else if (target[name] !== value) {
    target[name] = value;
  }
}

function writeSelect(select: HTMLSelectElement, value: unknown): void {
  const wanted = new Set((Array.isArray(value) ? value : [value]).map(String));
  if (!select.multiple) {
    const [only = ""] = wanted;
    if (select.value !== only) select.value = only;
    return;
  }
  for (const option of select.options) {
    const selected = wanted.has(option.value);
    if (option.selected !== selected) option.selected = selected;
  }
}

function isToggle(input: HTMLInputElement): boolean {
  return input.type === "checkbox" || input.type === "radio";
}
