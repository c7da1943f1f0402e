/** Items to choose from, as `cf-select` and `cf-autocomplete` take them. */

import { isRecord, jsonEqual } from "@cf/utils";

/** One item in its full form. */
export interface Item {
  readonly label: string;
  readonly value: unknown;
  readonly disabled: boolean;
  readonly group: string;
  /** Other texts under which the item is found. */
  readonly aliases: readonly string[];
}

/** Items in their full form; texts and numbers stand for themselves. */
export function itemsOf(items: unknown): Item[] {
  return Array.isArray(items) ? items.map(itemOf) : [];
}

function itemOf(item: unknown): Item {
  if (!isRecord(item)) {
    return { label: String(item ?? ""), value: item, disabled: false, group: "", aliases: [] };
  }
  const value = "value" in item ? item.value : item.label;
  return {
    label: String(item.label ?? item.name ?? item.title ?? value ?? ""),
    value,
    disabled: item.disabled === true,
    group: typeof item.group === "string" ? item.group : "",
    aliases: Array.isArray(item.searchAliases) ? item.searchAliases.map(String) : [],
  };
}

/** The position of the item with `value`, by contents, or -1. */
export function itemIndex(items: readonly Item[], value: unknown): number {
  return items.findIndex((item) => jsonEqual(item.value, value));
}
