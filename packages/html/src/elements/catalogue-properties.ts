/** Reads the compact lines in which the catalogue describes properties. */

import type { PropertyEntry, PropertyType } from "./catalogue.ts";

const CONVERT: Readonly<Record<PropertyType, (value: unknown) => unknown>> = {
  text: (value) => value === undefined || value === null || value === false ? "" : String(value),
  number: (value) =>
    value === undefined || value === null || value === "" ? undefined : Number(value),
  flag: (value) => value === "" || (Boolean(value) && value !== "false"),
  data: (value) => value,
};

/** `"text name! — description"`: type, name, `!` when it binds two-way, description. */
export function properties(lines: string): Record<string, PropertyEntry> {
  const entries: Record<string, PropertyEntry> = {};
  for (const line of lines.trim().split("\n")) {
    const [, type, name, mark, description] =
      /^\s*(text|number|flag|data) (\w+)(!?) — (.+)$/.exec(line) ?? [];
    if (type === undefined || name === undefined) continue;
    entries[name] = {
      name,
      type: type as PropertyType,
      description: description!,
      binds: mark === "!",
      convert: CONVERT[type as PropertyType],
    };
  }
  return entries;
}
